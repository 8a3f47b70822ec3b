/** What becomes of a bell that was read, or could not be: answered, or rung again later with an incident that says why. */
import type { SyncContext } from '../config.js';
import { reasonOf } from '../events.js';
import type { BellOutcome, IncidentReport, TakenBell } from '../stores/store.js';
import { withinTime } from '../within-time.js';

/** Classes of the incidents a read can open. */
const CLARUS_UNAVAILABLE = 'clarus-unavailable';
const CLARUS_REFUSES_CREDENTIALS = 'clarus-refuses-credentials';
const UNREADABLE = 'record-unreadable';
const RETRY_BASE_MS = 2_000;
const RETRY_CAP_MS = 300_000;
/** Longer than a read takes whose every request keeps the client's own limit. */
const READ_LIMIT_MS = 300_000;

/** Equal jitter: at least half of a doubling ceiling, so that a recovering Clarus is not met by all at once. */
function retryDelayMs(attempts: number, random: () => number): number {
  const ceilingMs = Math.min(RETRY_CAP_MS, RETRY_BASE_MS * 2 ** Math.min(attempts, 20));
  return Math.round(ceilingMs / 2 + random() * (ceilingMs / 2));
}

/** Errors that speak of what was asked for, not of Clarus being out of reach. */
const ABOUT_THE_RECORD: ReadonlySet<string> = new Set([
  'clarus_decode',
  'clarus_graphql',
  'clarus_inconsistent',
  'clarus_paging',
]);

export function isAboutTheRecord(error: unknown): boolean {
  return ABOUT_THE_RECORD.has(reasonOf(error));
}

/** The wait that Clarus itself asked for; 0: it named none. */
export function askedMs(error: unknown): number {
  const asked = error instanceof Error && 'retryAfterMs' in error ? error.retryAfterMs : undefined;
  return typeof asked === 'number' && Number.isFinite(asked) ? Math.max(0, asked) : 0;
}

/** Why Clarus as a whole could not be read; a refused token needs a person, an outage needs time. */
export function clarusTrouble(tenant: string, error: unknown): IncidentReport {
  const reason = reasonOf(error);
  const isRefusal = reason === 'clarus_auth';
  return {
    class: isRefusal ? CLARUS_REFUSES_CREDENTIALS : CLARUS_UNAVAILABLE,
    subject: tenant,
    severity: isRefusal ? 'error' : 'warning',
    owner: 'integration',
    detail: { reason },
  };
}

/** A client has a limit for each request; what it waits for besides (tokens of one's own, its turn) has none. */
export function readInTime<T>(
  { clock }: SyncContext,
  signal: AbortSignal | undefined,
  read: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  return withinTime({ clock, limitMs: READ_LIMIT_MS, what: 'A read from Clarus', signal }, read);
}

/** The bells wait and ring again; an incident says why until the read succeeds. */
export async function giveBack(context: SyncContext, bells: readonly TakenBell[], error: unknown): Promise<void> {
  const nowMs = context.clock.now();
  const reason = reasonOf(error);
  const backoffMs = retryDelayMs(Math.min(...bells.map((bell) => bell.attempts)), context.random);
  const retryInMs = Math.max(backoffMs, askedMs(error));
  if (!isAboutTheRecord(error)) context.reach.failed(askedMs(error));
  context.onEvent({ type: 'read.failed', keys: bells.length, reason, retryInMs });
  const about = { class: UNREADABLE, severity: 'warning', owner: 'integration', detail: { reason } } as const;
  await context.store.report(
    isAboutTheRecord(error)
      ? bells.map(({ key }) => ({ ...about, subject: key }))
      : [clarusTrouble(context.tenant, error)],
    nowMs,
  );
  await context.store.settleBells(
    bells.map((bell): BellOutcome => ({ kind: 'retry', key: bell.key, read: bell.read, dueAtMs: nowMs + retryInMs })),
  );
}

export async function settleAnswered(context: SyncContext, bells: readonly TakenBell[]): Promise<void> {
  const { store } = context;
  context.reach.answered();
  await store.settleBells(bells.map(({ key, read }): BellOutcome => ({ kind: 'answered', key, read })));
  const again = bells.filter((bell) => bell.attempts > 0);
  if (again.length === 0) return; // the usual case: nothing was wrong before
  await clearTrouble(context);
  for (const { key } of again) await store.clear(UNREADABLE, key);
}

export async function clearTrouble({ store, tenant, reach }: SyncContext): Promise<void> {
  reach.answered();
  await store.clear(CLARUS_UNAVAILABLE, tenant);
  await store.clear(CLARUS_REFUSES_CREDENTIALS, tenant);
}

/** Decides what was read. A bug met on the way is charged to the key: its bell rings again when it may be tried. */
export async function answer(context: SyncContext, bell: TakenBell, decide: () => Promise<unknown>): Promise<void> {
  if (await context.bench.charge(bell.key, decide)) return settleAnswered(context, [bell]);
  const dueAtMs = context.clock.now() + context.bench.waitMs(bell.key);
  await context.store.settleBells([{ kind: 'retry', key: bell.key, read: bell.read, dueAtMs }]);
}
