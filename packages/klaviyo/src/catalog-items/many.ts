import { type CatalogAction, getJob, listJobs, runCatalogJobs, startJob } from '../catalog/jobs.js';
import type { CallOptions, KlaviyoContext } from '../context.js';
import type { Job } from '../jobs/job.js';
import type { JobsOptions, JobsResult } from '../jobs/run.js';
import type { ListOptions } from '../wire.js';
import type { ItemCreate, ItemDelete, ItemUpdate } from './item.js';

/** What a job of each kind is made of. */
export interface ItemJobEntries {
  readonly create: ItemCreate;
  readonly update: ItemUpdate;
  readonly delete: ItemDelete;
}

/**
 * Changes a stream of items in bulk jobs of at most 100, waits for each, and reads back what failed. Of several
 * changes to one item that wait at the same time the newest value of each attribute wins, and only one job at a time
 * works on a item, over all runs of this client: jobs may overtake each other. Does not throw for what Klaviyo
 * answers: look at `failures` and `stoppedBy`.
 *
 * @throws what the given iterable throws, after jobs under way have been settled.
 */
export function updateManyItems(
  context: KlaviyoContext,
  entries: Iterable<ItemUpdate> | AsyncIterable<ItemUpdate>,
  options?: JobsOptions,
): Promise<JobsResult> {
  return runCatalogJobs(context, 'item', 'update', entries, options);
}

/** Makes a stream of items in bulk jobs; see `updateManyItems`. A start that may have succeeded is not repeated. */
export function createManyItems(
  context: KlaviyoContext,
  entries: Iterable<ItemCreate> | AsyncIterable<ItemCreate>,
  options?: JobsOptions,
): Promise<JobsResult> {
  return runCatalogJobs(context, 'item', 'create', entries, options);
}

/** Deletes a stream of items in bulk jobs; see `updateManyItems`. */
export function deleteManyItems(
  context: KlaviyoContext,
  entries: Iterable<ItemDelete> | AsyncIterable<ItemDelete>,
  options?: JobsOptions,
): Promise<JobsResult> {
  return runCatalogJobs(context, 'item', 'delete', entries, options);
}

/**
 * Starts exactly one job, for callers that batch, order and poll themselves: at most 100 entries, at most 500 jobs open.
 *
 * @throws {KlaviyoRequestError} refused as a whole.
 */
export function startItemJob<Action extends CatalogAction>(
  context: KlaviyoContext,
  action: Action,
  entries: readonly ItemJobEntries[Action][],
  options: CallOptions = {},
): Promise<Job> {
  return startJob(context, 'item', action, entries, options);
}

/** A job and, once it has ended, its `errors`. */
export function getItemJob(
  context: KlaviyoContext,
  action: CatalogAction,
  id: string,
  options: CallOptions = {},
): Promise<Job> {
  return getJob(context, 'item', action, id, options);
}

/** Walks the jobs of the last seven days; `filter` takes `status` (equals). */
export function listItemJobs(
  context: KlaviyoContext,
  action: CatalogAction,
  options: ListOptions = {},
): AsyncGenerator<Job, void, undefined> {
  return listJobs(context, 'item', action, options);
}
