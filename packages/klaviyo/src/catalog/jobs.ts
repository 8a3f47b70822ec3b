/** What bulk jobs for items and for variants have in common. */
import type { CallOptions, KlaviyoContext } from '../context.js';
import { encodePathSegment } from '../http.js';
import { asJob, type Job } from '../jobs/job.js';
import { type JobsOptions, type JobsResult, runJobs } from '../jobs/run.js';
import { type ListOptions, make, readAll, readOne } from '../wire.js';

/** What a catalogue job does with each of its entries. */
export type CatalogAction = 'create' | 'update' | 'delete';
export type CatalogNoun = 'item' | 'variant';

/** Items or variants of one job. */
const MAX_PER_JOB = 100;

/** The least that all three kinds of entry have. */
export interface CatalogEntry {
  readonly id?: string;
  readonly attributes?: object;
}

export function startJob(
  context: KlaviyoContext,
  noun: CatalogNoun,
  action: CatalogAction,
  entries: readonly CatalogEntry[],
  options: CallOptions,
): Promise<Job> {
  const path = pathOf(noun, action);
  const body = { data: { type: typeOf(noun, action), attributes: { [`${noun}s`]: { data: entries } } } };
  // Making a thing twice fails, and would put the blame on what the first attempt made.
  return make(context, { path, body, isRepeatable: action !== 'create' }, asJob, options);
}

export function getJob(
  context: KlaviyoContext,
  noun: CatalogNoun,
  action: CatalogAction,
  id: string,
  options: CallOptions,
): Promise<Job> {
  return readOne(context, `${pathOf(noun, action)}/${encodePathSegment(id)}`, typeOf(noun, action), asJob, options);
}

export function listJobs(
  context: KlaviyoContext,
  noun: CatalogNoun,
  action: CatalogAction,
  options: ListOptions,
): AsyncGenerator<Job, void, undefined> {
  return readAll(context, pathOf(noun, action), typeOf(noun, action), asJob, options);
}

export function runCatalogJobs<Entry extends CatalogEntry>(
  context: KlaviyoContext,
  noun: CatalogNoun,
  action: CatalogAction,
  entries: Iterable<Entry> | AsyncIterable<Entry>,
  options: JobsOptions | undefined,
): Promise<JobsResult> {
  const kind = {
    desk: noun,
    operation: `POST ${pathOf(noun, action)}`,
    maxItems: MAX_PER_JOB,
    keyOf: idOf,
    merge: (older: Entry, newer: Entry): Entry => ({
      ...older,
      ...newer,
      ...(newer.attributes === undefined ? {} : { attributes: { ...older.attributes, ...newer.attributes } }),
    }),
    start: (batch: readonly Entry[], call: CallOptions) => startJob(context, noun, action, batch, call),
    poll: (id: string, call: CallOptions) => getJob(context, noun, action, id, call),
    problems: async ({ attributes }: Job) => attributes.errors ?? [],
    isAbout: ({ detail }: { readonly detail?: string | null | undefined }, entry: Entry) =>
      mentions(detail ?? '', idOf(entry)),
  };
  return runJobs(context, kind, entries, options);
}

/** An entry to be made has no id yet; this is the one it will have. */
function idOf({ id, attributes = {} }: CatalogEntry): string {
  return id ?? `$custom:::$default:::${'external_id' in attributes ? attributes.external_id : ''}`;
}

/** Whole, so that `SKU1` is not found in `SKU10`. */
function mentions(text: string, id: string): boolean {
  const at = text.indexOf(id);
  return at >= 0 && !/[\w-]/.test(text.charAt(at + id.length));
}

function typeOf(noun: CatalogNoun, action: CatalogAction): string {
  return `catalog-${noun}-bulk-${action}-job`;
}

function pathOf(noun: CatalogNoun, action: CatalogAction): string {
  return `/api/${typeOf(noun, action)}s`;
}
