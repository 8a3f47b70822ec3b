/** What every store does alike, as pure functions: how rings fold into one bell, when a taken message is past sending. */
import type { Message } from '@clarus-klaviyo/mapping';
import { normalAddress } from './rules/ledger.js';
import type { Bell, Decide, Decision, IncidentReport, StateRow } from './store.js';

/** All rings of a key since it was last taken. */
export interface WaitingBell {
  readonly key: string;
  readonly source: Bell['source'];
  readonly hooks: readonly string[];
  readonly hint: Readonly<Record<string, unknown>>;
  /** Addresses the hint names. */
  readonly subjects: readonly string[];
  readonly firstRungAtMs: number;
  /** However often it rings again, it is due by then: the earliest of ring + cap. */
  readonly latestDueAtMs: number;
  /** Set by a failed read: no ring brings the next one forward, or a busy key would wear down a Clarus that is unwell. */
  readonly notBeforeMs: number;
  readonly dueAtMs: number;
  readonly attempts: number;
  /** Null: nobody said whose it is. */
  readonly clarusAccount: string | null;
}

/** A webhook proves that something happened now, which a sweep does not: the stronger word stays. */
const STRENGTH: Readonly<Record<Bell['source'], number>> = { sweep: 0, manual: 1, webhook: 2 };

function stronger(one: Bell['source'], other: Bell['source']): Bell['source'] {
  return STRENGTH[other] > STRENGTH[one] ? other : one;
}

function mergeHints(older: WaitingBell['hint'], newer: WaitingBell['hint']): WaitingBell['hint'] {
  const said = Object.entries(newer).filter(([, value]) => value !== null && value !== undefined);
  return { ...older, ...Object.fromEntries(said) };
}

export function ringOnto(waiting: WaitingBell | null, bell: Bell, nowMs: number): WaitingBell {
  const latestDueAtMs = Math.min(waiting?.latestDueAtMs ?? Number.POSITIVE_INFINITY, nowMs + bell.capMs);
  const notBeforeMs = waiting?.notBeforeMs ?? 0;
  return {
    key: bell.key,
    source: stronger(waiting?.source ?? bell.source, bell.source),
    hooks: [...new Set([...(waiting?.hooks ?? []), ...bell.hooks])],
    hint: mergeHints(waiting?.hint ?? {}, bell.hint),
    subjects: [...new Set([...(waiting?.subjects ?? []), ...(bell.subjects ?? []).map(normalAddress)])],
    firstRungAtMs: waiting?.firstRungAtMs ?? nowMs,
    latestDueAtMs,
    notBeforeMs,
    dueAtMs: Math.max(notBeforeMs, Math.min(latestDueAtMs, nowMs + bell.quietMs)),
    attempts: waiting?.attempts ?? 0,
    clarusAccount: bell.clarusAccount ?? waiting?.clarusAccount ?? null,
  };
}

/** A read that failed goes back under whatever rang meanwhile, and waits for `dueAtMs`. */
export function afterFailedRead(taken: WaitingBell, rungMeanwhile: WaitingBell | null, dueAtMs: number): WaitingBell {
  return { ...joinBells(taken, rungMeanwhile), notBeforeMs: dueAtMs, dueAtMs, attempts: taken.attempts + 1 };
}

/** The reader died: nothing is known against Clarus, so the read is due when it was. */
export function afterLostRead(taken: WaitingBell, rungMeanwhile: WaitingBell | null): WaitingBell {
  return joinBells(taken, rungMeanwhile);
}

function joinBells(older: WaitingBell, newer: WaitingBell | null): WaitingBell {
  if (newer === null) return older;
  return {
    ...older,
    source: stronger(older.source, newer.source),
    hooks: [...new Set([...older.hooks, ...newer.hooks])],
    hint: mergeHints(older.hint, newer.hint),
    subjects: [...new Set([...older.subjects, ...newer.subjects])],
    clarusAccount: newer.clarusAccount ?? older.clarusAccount,
  };
}

/**
 * Whose turn a bell waits for. Webhooks by account, so that no brand's import delays another's customers; a sweep, which
 * can ring a whole history at once, apart from all of them.
 */
export function queueOf({ source, clarusAccount }: Pick<WaitingBell, 'source' | 'clarusAccount'>): string {
  return source === 'webhook' ? `webhook:${clarusAccount ?? ''}` : source;
}

/** One of each queue, then the next of each, up to `limit`. Queues come by due time, and each turn goes by due time too. */
export function takeInTurns<T extends Due>(queues: readonly (readonly T[])[], limit: number): readonly T[] {
  const taken: T[] = [];
  const longest = Math.max(0, ...queues.map(({ length }) => length));
  for (let turn = 0; turn < longest && taken.length < limit; turn += 1) {
    const ofTurn = queues.flatMap((queue) => queue[turn] ?? []).sort(byDueTime);
    taken.push(...ofTurn.slice(0, limit - taken.length));
  }
  return taken;
}

interface Due {
  readonly key: string;
  readonly dueAtMs: number;
}

export function byDueTime(one: Due, other: Due): number {
  return one.dueAtMs - other.dueAtMs || (one.key < other.key ? -1 : 1);
}

/** So much of a key's trail is kept: an order's whole life, and an end to one that is rung all day. */
export const TRAIL_LENGTH = 200;

/** A message that took its owner down this often is the likely cause. */
const QUARANTINE_AT_CRASHES = 20;

export const MESSAGE_KINDS: readonly Message['kind'][] = ['event', 'profile', 'stock'];
/** Of messages that are sent, in the order in which they are taken. */
export const SENT_MODES: readonly ('live' | 'silent')[] = ['live', 'silent'];

/** One call of `takeMessages` buries no more than this, so that a backlog gone stale cannot stall the process. */
export const MAX_BURIALS_PER_TAKE = 1_000;

export interface Mortal {
  readonly crashes: number;
  readonly expiresAtMs: number | null;
}

/** Why a message that is about to be taken is dead instead; null: it is not. */
export function causeOfDeath({ crashes, expiresAtMs }: Mortal, nowMs: number): 'quarantined' | 'expired' | null {
  if (crashes >= QUARANTINE_AT_CRASHES) return 'quarantined';
  return expiresAtMs !== null && expiresAtMs < nowMs ? 'expired' : null;
}

/** A hint may hold a contact; what rang, and when, does not. */
export function withoutHint(bell: WaitingBell): WaitingBell {
  return { ...bell, hint: {}, subjects: [] };
}

/** Nobody asked for this death, so the store itself says so. */
export function deadLetter(id: string, orderReference: string | null, reason: string): IncidentReport {
  return {
    class: 'dead-letter',
    subject: orderReference ?? id,
    severity: 'error',
    owner: 'integration',
    detail: { message: id, reason },
  };
}

/** Runs `decide` until it asks for nothing more. `load` must hand out fresh rows: `decide` may run twice. */
export function decideFully(keys: readonly string[], load: (key: string) => StateRow | null, decide: Decide): Decision {
  let wanted = new Set(keys);
  for (;;) {
    const answer = decide(new Map([...wanted].map((key) => [key, load(key)])));
    if (!('needs' in answer)) return answer;
    const more = new Set([...wanted, ...answer.needs]);
    if (more.size === wanted.size) throw new Error('`decide` asked only for keys it already had: it would never end.');
    wanted = more;
  }
}
