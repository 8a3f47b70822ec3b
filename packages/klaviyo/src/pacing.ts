import { type Clock, monotonic, systemClock } from './clock.js';
import { Gate, type GateSettings, type Priority } from './pacing/gate.js';
import { decodeServerQuota } from './pacing/server-quota.js';
import { type EndpointLimits, type Query, quotasFor } from './rate-limits.js';

export type { Priority } from './pacing/gate.js';

/** Klaviyo's own shortest wait; taken when a 429 names none. */
const DEFAULT_PAUSE_MS = 1_000;

/** How close to the documented windows calls may go. */
export interface PacingOptions {
  /** @default the system's clock */
  readonly clock?: Clock;
  /** A call that would have to wait longer fails with `klaviyo_rate_limited` instead. @default 120000 */
  readonly maxWaitMs?: number;
  /** What `bulk` and `backfill` may use of the steady window. @default 0.8 */
  readonly bulkShare?: number;
  /** Where an account's limits differ from the table, e.g. `{ 'POST /api/events': { perSecond: 35, perMinute: 350 } }`. */
  readonly limits?: Readonly<Record<string, EndpointLimits>>;
}

/** Both windows kept with a small margin, and learnt from Klaviyo's answers. */
export const DEFAULT_PACING: Required<PacingOptions> = {
  clock: systemClock,
  maxWaitMs: 120_000,
  bulkShare: 0.8,
  limits: {},
};

/** A call that asks to be let through. */
export interface PacedCall {
  readonly operation: string;
  readonly query: Query;
  readonly priority: Priority;
  readonly signal: AbortSignal | undefined;
  readonly onThrottle: (waitMs: number | undefined) => void;
}

/** What pacing wants to know of an answer. */
export interface PacedAnswer {
  readonly headers: Headers;
  readonly isRateLimited: boolean;
  readonly retryAfterMs: number | undefined;
}

/** Permission to send one request, now. One of the three must be called, once. */
export interface Pass {
  /** An answer came, whatever it says. */
  readonly answered: (answer: PacedAnswer) => void;
  /** It was sent and no answer will come. */
  readonly lost: () => void;
  /** It was never sent. */
  readonly unused: () => void;
}

/**
 * Paces every call of one Klaviyo account. Klaviyo counts per account and endpoint, so clients for the same
 * account should share one (`createKlaviyo({ pacer })`); an OAuth app has a quota of its own and gets its own.
 */
export interface Pacer {
  pass(call: PacedCall): Promise<Pass>;
}

/**
 * Keeps both windows of every endpoint, whatever their phase; learns from `RateLimit-*` what others use of
 * the same quota; one 429 holds back every caller of that endpoint until `Retry-After` is over. Starts
 * nothing: limiters are made on first use, timers run only while somebody waits.
 */
export function createPacer(options: PacingOptions = {}): Pacer {
  const { limits, clock, ...rest } = { ...DEFAULT_PACING, ...options };
  const settings: GateSettings = { ...rest, clock, now: monotonic(clock) };
  const gates = new Map<string, Gate>();

  return {
    pass: async ({ query, ...arrival }) => {
      const entered: Gate[] = [];
      try {
        for (const quota of quotasFor(arrival.operation, query, limits)) {
          const gate = gates.get(quota.key) ?? new Gate(quota, settings);
          gates.set(quota.key, gate);
          await gate.enter(arrival);
          entered.push(gate);
        }
      } catch (error) {
        for (const gate of entered) gate.giveBack();
        throw error;
      }
      const finish = (): void => {
        for (const gate of entered) gate.leave();
      };
      return {
        answered: (answer) => {
          learnFrom(entered, answer);
          finish();
        },
        lost: finish,
        unused: () => {
          for (const gate of entered) gate.giveBack();
        },
      };
    },
  };
}

function learnFrom(gates: readonly Gate[], { headers, isRateLimited, retryAfterMs }: PacedAnswer): void {
  if (isRateLimited) {
    for (const gate of gates) gate.pause(retryAfterMs ?? DEFAULT_PAUSE_MS);
    return;
  }
  const quota = decodeServerQuota(headers);
  // With a second quota in play the headers may describe either: then nothing can be learnt from them.
  if (quota !== undefined && gates.length === 1) gates[0]?.learn(quota);
}
