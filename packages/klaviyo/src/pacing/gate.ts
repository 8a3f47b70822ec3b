/// <reference path="../bottleneck-light.d.ts" />
import Bottleneck from 'bottleneck/light.js';
import type { Clock } from '../clock.js';
import { KlaviyoAbortedError, KlaviyoRateLimitError } from '../errors.js';
import type { Quota, RateWindow } from '../rate-limits.js';
import { Occupancy } from './occupancy.js';
import type { ServerQuota } from './server-quota.js';

/** `live` goes first, then `bulk`, then `backfill`; these two leave a fifth of the steady window to it. */
export type Priority = 'live' | 'bulk' | 'backfill';

const MINUTE_MS = 60_000;
/** `RateLimit-Reset` is in whole seconds. */
const RESET_ROUNDING_MS = 1_000;
/** Bottleneck's scale: 0 first, 9 last. */
const ORDER = { live: 2, bulk: 5, backfill: 8 } as const;
const PRIORITIES = ['live', 'bulk', 'backfill'] as const;

export interface GateSettings {
  readonly clock: Clock;
  /** Milliseconds that never go back. */
  readonly now: () => number;
  readonly maxWaitMs: number;
  readonly bulkShare: number;
}

/** A caller at the gate. */
export interface Arrival {
  readonly operation: string;
  readonly priority: Priority;
  readonly signal: AbortSignal | undefined;
  /** Told once, when it has to wait; undefined while the length is not known. */
  readonly onThrottle: (waitMs: number | undefined) => void;
}

interface Waiter extends Arrival {
  readonly admit: () => void;
  readonly refuse: (error: unknown) => void;
}

interface Sleeper {
  readonly wake: () => void;
  readonly priority: Priority;
  readonly isForAnswer: boolean;
}

/**
 * One quota's entrance, for all callers of the process. `Occupancy` decides when a request may start. Callers wait
 * in a plain list per priority; Bottleneck hands out the turns to admit from them, live before bulk, one at a time.
 * It never holds more than a turn per priority, since it does 400 jobs a second and takes 1 kB for each, whereas
 * one turn admits everybody there is room for. Nothing in here runs before the first call.
 */
export class Gate {
  readonly #settings: GateSettings;
  readonly #occupancy: Occupancy;
  readonly #turns: Bottleneck = new Bottleneck({ maxConcurrent: 1 });
  readonly #hasTurn: Record<Priority, boolean> = { live: false, bulk: false, backfill: false };
  readonly #waiting: Readonly<Record<Priority, Waiter[]>> = { live: [], bulk: [], backfill: [] };
  #sleeper: Sleeper | undefined;
  #pausedUntilMs = 0;
  #serverLimit = Number.POSITIVE_INFINITY;
  #others = { count: 0, untilMs: 0 };

  constructor(quota: Quota, settings: GateSettings) {
    this.#settings = settings;
    this.#occupancy = new Occupancy(quota.windows);
  }

  /**
   * Resolves when the request may start; it counts from then on, so `leave` or `giveBack` must follow.
   *
   * @throws {KlaviyoAbortedError} as soon as the signal aborts, wherever in the queue.
   * @throws {KlaviyoRateLimitError} its turn came and the wait would be longer than `maxWaitMs`.
   */
  async enter(arrival: Arrival): Promise<void> {
    const { signal, operation, priority } = arrival;
    if (signal?.aborted === true) throw new KlaviyoAbortedError({ operation });
    // Nobody waits and there is room: a turn would only cost a round of the event loop.
    if (!this.#waits(() => true) && this.#waitMs(priority) === 0) {
      this.#occupancy.start();
      return;
    }
    const admission = this.#waitInLine(arrival);
    if (this.#sleeper !== undefined && ORDER[priority] < ORDER[this.#sleeper.priority]) this.#sleeper.wake();
    this.#askForTurn(priority);
    await admission;
  }

  /** The answer is there (or the attempt is over): from now on its room is freed by time. */
  leave(): void {
    this.#occupancy.end(this.#settings.now());
    if (this.#sleeper?.isForAnswer === true) this.#sleeper.wake();
  }

  /** The call never went out. */
  giveBack(): void {
    this.#occupancy.cancel();
    this.#sleeper?.wake();
  }

  /** One 429 stops everybody: until `Retry-After` has passed every further call would be another 429. */
  pause(durationMs: number): void {
    this.#pausedUntilMs = Math.max(this.#pausedUntilMs, this.#settings.now() + durationMs);
  }

  /**
   * What the server has counted beyond all that can be ours was used by somebody else (every private key of
   * an account draws from one quota). That much less is ours until the server's window ends.
   */
  learn({ limit, remaining, resetMs }: ServerQuota): void {
    const nowMs = this.#settings.now();
    const windowStartMs = nowMs + resetMs - MINUTE_MS - RESET_ROUNDING_MS;
    const count = Math.max(0, limit - remaining - this.#occupancy.usedSince(windowStartMs));
    // A lower bound each time, so within one window the highest is the best.
    if (nowMs >= this.#others.untilMs || count > this.#others.count) {
      this.#others = { count, untilMs: nowMs + resetMs + RESET_ROUNDING_MS };
    }
    this.#serverLimit = limit;
  }

  #waitInLine(arrival: Arrival): Promise<void> {
    const { signal, operation, priority } = arrival;
    const line = this.#waiting[priority];
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        line.splice(line.indexOf(waiter), 1);
        this.#sleeper?.wake(); // it may have been waiting for this one's sake
        reject(new KlaviyoAbortedError({ operation }));
      };
      const done = (): void => signal?.removeEventListener('abort', onAbort);
      const waiter: Waiter = {
        ...arrival,
        admit: () => {
          done();
          resolve();
        },
        refuse: (error) => {
          done();
          reject(error);
        },
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      line.push(waiter);
    });
  }

  #askForTurn(priority: Priority): void {
    if (this.#hasTurn[priority]) return;
    this.#hasTurn[priority] = true;
    this.#turns
      .schedule({ priority: ORDER[priority] }, () => this.#admit(priority))
      .catch((error: unknown) => {
        // Only a broken clock gets here; nobody may be left waiting for it.
        for (const waiter of this.#waiting[priority].splice(0)) waiter.refuse(error);
      })
      .finally(() => {
        this.#hasTurn[priority] = false;
        if (this.#waiting[priority].length > 0) this.#askForTurn(priority);
      });
  }

  #waits(isOf: (priority: Priority) => boolean): boolean {
    return PRIORITIES.some((priority) => isOf(priority) && this.#waiting[priority].length > 0);
  }

  /** Admits in order of arrival until nobody waits, or the turn steps aside for a more urgent one. */
  async #admit(priority: Priority): Promise<void> {
    const line = this.#waiting[priority];
    let announced: Waiter | undefined;
    for (let first = line[0]; first !== undefined; first = line[0]) {
      if (this.#waits((other) => ORDER[other] < ORDER[priority])) return;
      const waitMs = this.#waitMs(priority);
      if (waitMs === 0) {
        line.shift();
        this.#occupancy.start();
        first.admit();
      } else if (waitMs !== undefined && waitMs > this.#settings.maxWaitMs) {
        line.shift();
        first.refuse(new KlaviyoRateLimitError({ operation: first.operation, retryAfterMs: waitMs }));
      } else {
        if (first !== announced) first.onThrottle(waitMs);
        announced = first;
        await this.#sleep(waitMs, priority);
      }
    }
  }

  /** Undefined: no instant can be named, an answer has to come first. */
  #waitMs(priority: Priority): number | undefined {
    const nowMs = this.#settings.now();
    const alone = this.#nextStartMs(priority, 0);
    const { count, untilMs } = this.#others;
    let nextMs = alone;
    if (count > 0 && nowMs < untilMs) {
      const shared = this.#nextStartMs(priority, count);
      // Whichever comes first: room beside the others, or the end of the window they used.
      const afterwards = alone === undefined ? undefined : Math.max(alone, untilMs);
      nextMs = shared === undefined || afterwards === undefined ? (shared ?? afterwards) : Math.min(shared, afterwards);
    }
    return nextMs === undefined ? undefined : Math.max(0, Math.max(nextMs, this.#pausedUntilMs) - nowMs);
  }

  #nextStartMs(priority: Priority, usedByOthers: number): number | undefined {
    const share = priority === 'live' ? 1 : this.#settings.bulkShare;
    return this.#occupancy.nextStartMs(({ limit, lengthMs }: RateWindow) => {
      if (lengthMs < MINUTE_MS) return limit;
      const known = lengthMs < 2 * MINUTE_MS ? Math.min(limit, this.#serverLimit) : limit;
      return Math.max(1, Math.floor(known * share)) - usedByOthers;
    });
  }

  /** Until `waitMs` are over, an answer made room, somebody more urgent came, or the caller gave up. */
  async #sleep(waitMs: number | undefined, priority: Priority): Promise<void> {
    const alarm = new AbortController();
    this.#sleeper = { wake: () => alarm.abort(), priority, isForAnswer: waitMs === undefined };
    try {
      if (waitMs !== undefined) await this.#settings.clock.sleep(waitMs, alarm.signal);
      else await new Promise<void>((resolve) => alarm.signal.addEventListener('abort', () => resolve()));
    } catch (error) {
      if (!alarm.signal.aborted) throw error;
    } finally {
      this.#sleeper = undefined;
    }
  }
}
