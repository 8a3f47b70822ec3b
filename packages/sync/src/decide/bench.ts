/**
 * Where a key sits out after a bug in our own code (a resolver that throws, a state nobody foresaw): it is charged to
 * that key alone, tried again ever more rarely, and everything else goes on.
 */
import type { Clock, Random } from '../clock.js';
import { reasonOf } from '../events.js';
import { StoreOwnedError, StoreUnavailableError } from '../stores/errors.js';
import type { Store } from '../stores/store.js';

const DECIDE_FAILED = 'decide-failed';
const BASE_MS = 5_000;
const CAP_MS = 3_600_000;
/** Beyond this the longest benched is forgotten, and tried again with the next pass. */
const MAX_KEYS = 10_000;

export interface Bench {
  /** Keys that must not be tried now. */
  sitting(): readonly string[];
  /** How long this key sits out; 0: it does not. */
  waitMs(key: string): number;
  /** Runs the work and keeps its failure to this key. False: it failed. What the store throws comes through. */
  charge(key: string, work: () => Promise<unknown>): Promise<boolean>;
}

interface BenchContext {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
}

export function createBench({ store, clock, random }: BenchContext): Bench {
  const benched = new Map<string, { readonly failures: number; readonly untilMs: number }>();
  /** Incidents that an earlier process left open: they close with the first success. */
  let left: Promise<Set<string>> | undefined;

  async function leftOpen(): Promise<Set<string>> {
    left ??= store
      .incidents()
      .then((incidents) => new Set(incidents.filter((one) => one.class === DECIDE_FAILED).map((one) => one.subject)));
    return left;
  }

  async function forgive(key: string): Promise<void> {
    const open = await leftOpen();
    if (!benched.delete(key) && !open.delete(key)) return;
    await store.clear(DECIDE_FAILED, key);
  }

  async function sitOut(key: string, error: unknown): Promise<void> {
    const failures = (benched.get(key)?.failures ?? 0) + 1;
    const ceilingMs = Math.min(CAP_MS, BASE_MS * 2 ** Math.min(failures - 1, 20));
    const untilMs = clock.now() + Math.round(ceilingMs / 2 + random() * (ceilingMs / 2));
    benched.delete(key); // so that the map stays ordered by the latest failure
    benched.set(key, { failures, untilMs });
    if (benched.size > MAX_KEYS) for (const oldest of benched.keys()) if (benched.delete(oldest)) break;
    const detail = { reason: reasonOf(error), failures };
    await store.report(
      [{ class: DECIDE_FAILED, subject: key, severity: 'error', owner: 'integration', detail }],
      clock.now(),
    );
  }

  const waitMs = (key: string): number => Math.max(0, (benched.get(key)?.untilMs ?? 0) - clock.now());
  return {
    sitting: () => [...benched.keys()].filter((key) => waitMs(key) > 0),
    waitMs,
    async charge(key, work) {
      try {
        await work();
      } catch (error) {
        if (error instanceof StoreUnavailableError || error instanceof StoreOwnedError) throw error;
        await sitOut(key, error);
        return false;
      }
      await forgive(key);
      return true;
    },
  };
}
