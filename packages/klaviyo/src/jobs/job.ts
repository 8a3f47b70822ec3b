import type { KlaviyoContext } from '../context.js';
import { asAttributes, asList, asNumber, asRecord, asText, type Decoder } from '../decode.js';
import { KlaviyoAbortedError, KlaviyoJobError } from '../errors.js';
import type { Resource } from '../wire.js';

/** Klaviyo's status of a job; others may come. */
export type JobStatus = 'queued' | 'processing' | 'complete' | 'cancelled';

/** What a job says of one failure. It may quote what was sent, so it is data and no log line. */
export interface JobProblem {
  readonly id?: string | null | undefined;
  readonly code?: string | null | undefined;
  readonly title?: string | null | undefined;
  readonly detail?: string | null | undefined;
  /** `pointer` into the request that started the job. */
  readonly source?: Readonly<Record<string, unknown>> | null | undefined;
  readonly [member: string]: unknown;
}

/** A bulk job. A record of it expires after seven days (observed by others). */
export interface JobAttributes {
  /** A `JobStatus`. */
  readonly status?: string | null | undefined;
  readonly created_at?: string | null | undefined;
  readonly started_at?: string | null | undefined;
  readonly completed_at?: string | null | undefined;
  readonly expires_at?: string | null | undefined;
  readonly total_count?: number | null | undefined;
  readonly completed_count?: number | null | undefined;
  readonly failed_count?: number | null | undefined;
  /** Of catalog jobs; a profile import has its own listing of them. */
  readonly errors?: readonly JobProblem[] | null | undefined;
  readonly [attribute: string]: unknown;
}

/** A job of Klaviyo's, as it stands. */
export type Job = Resource<JobAttributes>;

const asJobProblem: Decoder<JobProblem> = /* @__PURE__ */ asAttributes({
  id: asText,
  code: asText,
  title: asText,
  detail: asText,
  source: asRecord,
});

export const asJob: Decoder<JobAttributes> = /* @__PURE__ */ asAttributes({
  status: asText,
  created_at: asText,
  started_at: asText,
  completed_at: asText,
  expires_at: asText,
  total_count: asNumber,
  completed_count: asNumber,
  failed_count: asNumber,
  errors: (value, path) => asList(value, path).map((problem, position) => asJobProblem(problem, `${path}.${position}`)),
});

const FIRST_POLL_MS = 1_000;
const LONGEST_POLL_MS = 10_000;
/** Each of so many open jobs asking in turn uses half of the 750 polls a minute. */
const POLL_SHARE_MS = 160;

export interface JobWait {
  readonly operation: string;
  readonly poll: (id: string) => Promise<Job>;
  /** How many jobs are polled, this one included. */
  readonly openJobs: () => number;
  readonly maxWaitMs: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Polls until the job has ended: after one second, then less and less often, down to every ten, and more slowly the
 * more jobs are open. Klaviyo names no time; minutes were seen.
 *
 * @throws {KlaviyoJobError} cancelled, or not ready within `maxWaitMs`.
 * @throws {KlaviyoAbortedError} the signal; the job goes on.
 */
export async function jobEnd(context: KlaviyoContext, started: Job, wait: JobWait): Promise<Job> {
  const { clock } = context;
  const { operation, signal } = wait;
  let waitedMs = 0;
  for (let job = started, pollMs = FIRST_POLL_MS; ; pollMs = Math.min(LONGEST_POLL_MS, pollMs * 1.5)) {
    const { status } = job.attributes;
    if (status === 'complete') return job;
    if (status === 'cancelled' || waitedMs >= wait.maxWaitMs) {
      const what =
        status === 'cancelled' ? 'Klaviyo cancelled the job.' : `the job had not ended after ${waitedMs} ms.`;
      throw new KlaviyoJobError({ operation, isAmbiguous: true }, what);
    }
    const delayMs = Math.max(pollMs, wait.openJobs() * POLL_SHARE_MS);
    await clock.sleep(delayMs, signal).catch((error: unknown) => {
      throw signal?.aborted === true ? new KlaviyoAbortedError({ operation, isAmbiguous: true }) : error;
    });
    waitedMs += delayMs;
    job = await wait.poll(started.id);
  }
}
