import type { CallOptions, KlaviyoContext } from '../context.js';
import { KlaviyoAbortedError, KlaviyoError, KlaviyoJobError, problemFrom } from '../errors.js';
import { deskOf, MAX_OPEN_JOBS } from './desk.js';
import { Intake, type IntakeSettings, type PendingItem } from './intake.js';
import { type BulkSender, sendIsolating } from './isolate.js';
import { type Job, type JobProblem, jobEnd } from './job.js';

/**
 * `applied`: its job ended and does not blame it. `superseded`: applied by way of a later item of the stream for the
 * same thing, whose values won. `refused`: it is at fault. `unknown`: sent, and nobody knows. `not-sent`: the run
 * stopped before.
 */
export type JobFate = 'applied' | 'superseded' | 'refused' | 'unknown' | 'not-sent';

/** What became of one entry of a job, as far as its job says. */
export interface JobItemFate {
  /** Position in what was given, from 0. */
  readonly index: number;
  readonly fate: JobFate;
  /** Klaviyo's id of the item; null for a profile. */
  readonly id: string | null;
  /** Why; undefined for `applied` and `superseded`. */
  readonly error: KlaviyoError | undefined;
}

export interface JobsOptions extends CallOptions {
  /** Jobs open at once, at most 500. @default 20 */
  readonly concurrency?: number;
  /** A job that takes longer leaves its items `unknown`. @default 900000 */
  readonly maxJobWaitMs?: number;
  /** Hears of every item, once, as soon as its fate is known. */
  readonly onFate?: (fate: JobItemFate) => void;
}

/** How a stream of items fared. */
export interface JobsResult {
  /** How many items had which fate; their sum is the number of items read. */
  readonly counts: Readonly<Record<JobFate, number>>;
  /** Every item that was not applied, as far as is known. */
  readonly failures: readonly JobItemFate[];
  /** What ended the run early (key, quota, outage, `signal`); null when everything given was tried. */
  readonly stoppedBy: KlaviyoError | null;
}

/** A kind of bulk job. */
export interface JobKind<Item> extends Pick<IntakeSettings<Item>, 'operation' | 'maxItems' | 'keyOf' | 'merge'> {
  /** Runs of the same name share what is under way. */
  readonly desk: string;
  readonly start: (items: readonly Item[], options: CallOptions) => Promise<Job>;
  readonly poll: (id: string, options: CallOptions) => Promise<Job>;
  /** What the ended job complains of. */
  readonly problems: (job: Job, options: CallOptions) => Promise<readonly JobProblem[]>;
  /** Where a complaint names no position: is it about this item? */
  readonly isAbout: (problem: JobProblem, item: Item) => boolean;
}

/** Sends a stream in jobs, waits for each, and tells what became of every item. Throws what the iterable throws. */
export async function runJobs<Item>(
  context: KlaviyoContext,
  kind: JobKind<Item>,
  items: Iterable<Item> | AsyncIterable<Item>,
  { concurrency = 20, maxJobWaitMs = 900_000, onFate, ...callOptions }: JobsOptions = {},
): Promise<JobsResult> {
  const options: CallOptions = { priority: 'bulk', ...callOptions };
  const { signal } = options;
  const { operation } = kind;
  const counts: Record<JobFate, number> = { applied: 0, superseded: 0, refused: 0, unknown: 0, 'not-sent': 0 };
  const failures: JobItemFate[] = [];
  const settle = (settled: readonly PendingItem<Item>[], fate: JobFate, error?: KlaviyoError): void => {
    for (const { index, key, superseded } of settled) {
      const itemFate = { index, fate, id: kind.desk === 'profiles' ? null : key, error };
      counts[fate] += 1;
      if (error !== undefined) failures.push(itemFate);
      onFate?.(itemFate);
      settle(superseded, fate === 'applied' ? 'superseded' : fate, error);
    }
  };
  const intake = new Intake(items, {
    ...kind,
    check: (item) => context.check?.(operation, item),
    refuse: (item, error) => settle([item], 'refused', error),
  });
  const desk = deskOf(context, kind.desk);
  const sender: BulkSender<PendingItem<Item>> = {
    settle,
    blamed: (sent, pointers) => new Set(pointers.flatMap((pointer) => positionIn(pointer, sent.length) ?? [])),
    send: async (sent) => {
      const started = await kind.start(
        sent.map(({ item }) => item),
        options,
      );
      const wait = {
        operation,
        signal,
        maxWaitMs: maxJobWaitMs,
        openJobs: () => desk.open,
        poll: (id: string) => kind.poll(id, options),
      };
      try {
        const ended = await jobEnd(context, started, wait);
        judge(sent, ended, await kind.problems(ended, options));
        return null;
      } catch (error) {
        if (!KlaviyoError.is(error)) throw error;
        settle(sent, 'unknown', error);
        return error instanceof KlaviyoJobError ? null : error;
      }
    },
  };
  const judge = (sent: readonly PendingItem<Item>[], job: Job, problems: readonly JobProblem[]): void => {
    const blamed = new Map<number, JobProblem>();
    let placeless = 0;
    for (const problem of problems) {
      const pointed = positionIn(problem.source?.['pointer'], sent.length);
      const position = pointed ?? sent.findIndex(({ item }) => kind.isAbout(problem, item));
      if (position < 0) placeless += 1;
      else blamed.set(position, problem);
    }
    const failed = job.attributes.failed_count ?? blamed.size + placeless;
    const isComplete = blamed.size >= failed;
    for (const [position, item] of sent.entries()) {
      const problem = blamed.get(position);
      if (problem !== undefined) {
        const what = 'accepted, and then the job could not do it.';
        settle(
          [item],
          'refused',
          new KlaviyoJobError({ operation, problems: [problemFrom(problem, item.item)] }, what),
        );
      } else if (isComplete) settle([item], 'applied');
      else {
        const what = `the job failed for ${failed} items and names only ${blamed.size} of them.`;
        settle([item], 'unknown', new KlaviyoJobError({ operation, isAmbiguous: true }, what));
      }
    }
  };

  let stoppedBy: KlaviyoError | null = null;
  const underWay = new Set<Promise<void>>();
  const send = async (batch: readonly PendingItem<Item>[]): Promise<void> => {
    const keys = batch.flatMap(({ key }) => key ?? []);
    desk.begin(keys);
    try {
      stoppedBy = (await sendIsolating(batch, sender)) ?? stoppedBy;
    } finally {
      desk.end(keys);
    }
  };
  const aborted = new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve(), { once: true }));
  try {
    while (stoppedBy === null) {
      if (signal?.aborted === true) stoppedBy = new KlaviyoAbortedError({ operation });
      else if (underWay.size < concurrency && desk.open < MAX_OPEN_JOBS) {
        await intake.fill(desk.busy);
        const batch = desk.open < MAX_OPEN_JOBS ? intake.take(desk.busy) : [];
        if (batch.length > 0) {
          const sending = send(batch).finally(() => underWay.delete(sending));
          underWay.add(sending);
        } else if (intake.isDone && underWay.size === 0) break;
        else await Promise.race([desk.nextEnd(), aborted]);
      } else await Promise.race([desk.nextEnd(), aborted]);
    }
  } finally {
    await Promise.all(underWay);
    const left = await intake.close();
    if (stoppedBy !== null) settle(left, 'not-sent', stoppedBy);
  }
  return { counts, failures, stoppedBy };
}

/** The position a pointer such as `/data/attributes/variants/data/3/attributes/price` leads to. */
function positionIn(pointer: unknown, length: number): number | undefined {
  const [, position] = /^\/data\/attributes\/\w+\/data\/(\d+)(?:\/|$)/.exec(String(pointer)) ?? [];
  return position !== undefined && Number(position) < length ? Number(position) : undefined;
}
