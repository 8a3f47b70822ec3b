import { type CatalogAction, getJob, listJobs, runCatalogJobs, startJob } from '../catalog/jobs.js';
import type { CallOptions, KlaviyoContext } from '../context.js';
import type { Job } from '../jobs/job.js';
import type { JobsOptions, JobsResult } from '../jobs/run.js';
import type { ListOptions } from '../wire.js';
import type { VariantCreate, VariantDelete, VariantUpdate } from './variant.js';

/** What a job of each kind is made of. */
export interface VariantJobEntries {
  readonly create: VariantCreate;
  readonly update: VariantUpdate;
  readonly delete: VariantDelete;
}

/**
 * Changes a stream of variants in bulk jobs of at most 100, waits for each, and reads back what failed. Of several
 * changes to one variant that wait at the same time the newest value of each attribute wins, and only one job at a time
 * works on a variant, over all runs of this client: jobs may overtake each other. Does not throw for what Klaviyo
 * answers: look at `failures` and `stoppedBy`.
 *
 * @throws what the given iterable throws, after jobs under way have been settled.
 */
export function updateManyVariants(
  context: KlaviyoContext,
  entries: Iterable<VariantUpdate> | AsyncIterable<VariantUpdate>,
  options?: JobsOptions,
): Promise<JobsResult> {
  return runCatalogJobs(context, 'variant', 'update', entries, options);
}

/** Makes a stream of variants in bulk jobs; see `updateManyVariants`. A start that may have succeeded is not repeated. */
export function createManyVariants(
  context: KlaviyoContext,
  entries: Iterable<VariantCreate> | AsyncIterable<VariantCreate>,
  options?: JobsOptions,
): Promise<JobsResult> {
  return runCatalogJobs(context, 'variant', 'create', entries, options);
}

/** Deletes a stream of variants in bulk jobs; see `updateManyVariants`. */
export function deleteManyVariants(
  context: KlaviyoContext,
  entries: Iterable<VariantDelete> | AsyncIterable<VariantDelete>,
  options?: JobsOptions,
): Promise<JobsResult> {
  return runCatalogJobs(context, 'variant', 'delete', entries, options);
}

/**
 * Starts exactly one job, for callers that batch, order and poll themselves: at most 100 entries, at most 500 jobs open.
 *
 * @throws {KlaviyoRequestError} refused as a whole.
 */
export function startVariantJob<Action extends CatalogAction>(
  context: KlaviyoContext,
  action: Action,
  entries: readonly VariantJobEntries[Action][],
  options: CallOptions = {},
): Promise<Job> {
  return startJob(context, 'variant', action, entries, options);
}

/** A job and, once it has ended, its `errors`. */
export function getVariantJob(
  context: KlaviyoContext,
  action: CatalogAction,
  id: string,
  options: CallOptions = {},
): Promise<Job> {
  return getJob(context, 'variant', action, id, options);
}

/** Walks the jobs of the last seven days; `filter` takes `status` (equals). */
export function listVariantJobs(
  context: KlaviyoContext,
  action: CatalogAction,
  options: ListOptions = {},
): AsyncGenerator<Job, void, undefined> {
  return listJobs(context, 'variant', action, options);
}
