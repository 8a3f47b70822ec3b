import type { CallOptions, KlaviyoContext } from '../context.js';
import { asAttributes, asRecord, asText, type Decoder, isRecord } from '../decode.js';
import { encodePathSegment } from '../http.js';
import { asJob, type Job, type JobProblem } from '../jobs/job.js';
import { type JobsOptions, type JobsResult, runJobs } from '../jobs/run.js';
import { type ListOptions, make, type Resource, readAll, readOne } from '../wire.js';
import type { ProfileUpsertBody } from './profile.js';

const PATH = '/api/profile-bulk-import-jobs';
const TYPE = 'profile-bulk-import-job';
/** Profiles of one job. */
const MAX_PER_JOB = 10_000;
const LARGEST_PAGE = 100;

/** A profile as `profiles.upsert` takes it, without the `data` around it. */
export type ProfileImport = ProfileUpsertBody['data'];

/** What an import says of one profile. `original_payload` is what was sent: personal. */
export interface ImportErrorAttributes extends JobProblem {
  readonly original_payload?: Readonly<Record<string, unknown>> | null | undefined;
}

/** Why Klaviyo did not import a profile. */
export type ImportError = Resource<ImportErrorAttributes>;

const asImportError: Decoder<ImportErrorAttributes> = /* @__PURE__ */ asAttributes({
  id: asText,
  code: asText,
  title: asText,
  detail: asText,
  source: asRecord,
  original_payload: asRecord,
});

export interface ImportOptions extends CallOptions {
  /** Lists that the profiles are put on; this gives no consent. */
  readonly listIds?: readonly string[];
}

/** How profiles are cut into jobs, and how far the jobs are followed. */
export type ImportManyOptions = JobsOptions & ImportOptions;

export interface ListImportsOptions extends ListOptions {
  readonly sort?: 'created_at' | '-created_at';
  /** Jobs per call, at most 100. @default 20 */
  readonly pageSize?: number;
}

/**
 * Starts exactly one import of at most 10 000 profiles and 5 MB, 100 kB each. Needs the scope `lists:write` even
 * without a list.
 *
 * @throws {KlaviyoRequestError} refused as a whole.
 * @see Klaviyo API reference, "Bulk Import Profiles"
 */
export function startProfileImport(
  context: KlaviyoContext,
  profiles: readonly ProfileImport[],
  { listIds = [], ...options }: ImportOptions = {},
): Promise<Job> {
  const lists = { data: listIds.map((id) => ({ type: 'list', id })) };
  const body = {
    data: {
      type: TYPE,
      attributes: { profiles: { data: profiles } },
      ...(listIds.length === 0 ? {} : { relationships: { lists } }),
    },
  };
  return make(context, { path: PATH, body, isRepeatable: true }, asJob, options);
}

/** Reads how far an import job has come. */
export function getProfileImport(context: KlaviyoContext, id: string, options: CallOptions = {}): Promise<Job> {
  return readOne(context, `${PATH}/${encodePathSegment(id)}`, TYPE, asJob, options);
}

/** Walks the imports; `filter` takes `status` (equals, any). */
export function listProfileImports(
  context: KlaviyoContext,
  options: ListImportsOptions = {},
): AsyncGenerator<Job, void, undefined> {
  return readAll(context, PATH, TYPE, asJob, options);
}

/** Walks what an import could not do, profile by profile. */
export function listImportErrors(
  context: KlaviyoContext,
  id: string,
  options: CallOptions = {},
): AsyncGenerator<ImportError, void, undefined> {
  const path = `${PATH}/${encodePathSegment(id)}/import-errors`;
  return readAll(context, path, 'import-error', asImportError, { pageSize: LARGEST_PAGE, ...options });
}

/**
 * Creates or updates a stream of profiles in import jobs, waits for each, and reads back what failed. The same profile
 * given twice goes in two jobs, one after the other. Does not throw for what Klaviyo answers: look at `failures` and
 * `stoppedBy`.
 *
 * @throws what the given iterable throws, after jobs under way have been settled.
 */
export function importManyProfiles(
  context: KlaviyoContext,
  profiles: Iterable<ProfileImport> | AsyncIterable<ProfileImport>,
  { listIds = [], ...options }: ImportManyOptions = {},
): Promise<JobsResult> {
  const kind = {
    desk: 'profiles',
    operation: `POST ${PATH}`,
    maxItems: MAX_PER_JOB,
    keyOf: (profile: ProfileImport) => {
      const identifiers = identifiersIn(profile);
      return identifiers.length > 0 ? JSON.stringify(identifiers) : null;
    },
    merge: () => undefined,
    start: (batch: readonly ProfileImport[], call: CallOptions) =>
      startProfileImport(context, batch, { ...call, listIds }),
    poll: (id: string, call: CallOptions) => getProfileImport(context, id, call),
    problems: async ({ id, attributes }: Job, call: CallOptions) => {
      const problems: JobProblem[] = [];
      if (attributes.failed_count === 0) return problems;
      for await (const error of listImportErrors(context, id, call)) problems.push(error.attributes);
      return problems;
    },
    isAbout: ({ original_payload: sent }: JobProblem, profile: ProfileImport) => {
      const blamed = identifiersIn(sent);
      return blamed.length > 0 && JSON.stringify(blamed) === JSON.stringify(identifiersIn(profile));
    },
  };
  return runJobs(context, kind, profiles, options);
}

/** Name and value of every identifier, in a fixed order, wherever in a profile it stands. */
function identifiersIn(profile: unknown): readonly (readonly [string, unknown])[] {
  const { id, attributes, ...flat } = isRecord(profile) ? profile : {};
  const given: Readonly<Record<string, unknown>> = { ...flat, ...(isRecord(attributes) ? attributes : {}), id };
  return ['id', 'external_id', 'email', 'phone_number', '_kx'].flatMap((name) =>
    given[name] === undefined || given[name] === null ? [] : [[name, given[name]] as const],
  );
}
