import type { Clock } from './clock.js';

interface Pace {
  readonly maxConcurrency: number;
  readonly maxRequestsPerSecond: number;
  readonly clock: Clock;
}

/** Lets so many calls run at once and begin per second, first come first served, and holds all back after a refusal. */
export interface Turns {
  run<T>(task: () => Promise<T>, signal: AbortSignal | undefined): Promise<T>;
  /** No task starts before `nowMs`: one refused call speaks for all that share the tenant. */
  pauseUntil(atMs: number): void;
}

export function createTurns({ maxConcurrency, maxRequestsPerSecond, clock }: Pace): Turns {
  const intervalMs = 1000 / maxRequestsPerSecond;
  const burstMs = Math.max(0, 1000 - intervalMs);
  const waiting: (() => void)[] = [];
  let running = 0;
  let pausedUntilMs = 0;
  /** When the calls begun so far would have ended, had each kept its distance. */
  let bookedUntilMs = 0;

  const release = (): void => {
    const next = waiting.shift();
    // The turn is handed on rather than freed, so nobody who arrives in between can overtake.
    if (next === undefined) running -= 1;
    else next();
  };

  const acquire = (signal: AbortSignal | undefined): Promise<void> => {
    signal?.throwIfAborted();
    if (running < maxConcurrency) {
      running += 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const grant = (): void => {
        signal?.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = (): void => {
        waiting.splice(waiting.indexOf(grant), 1);
        reject(signal?.reason);
      };
      waiting.push(grant);
      signal?.addEventListener('abort', giveUp, { once: true });
    });
  };

  /** How long the next call waits; it counts as begun from here on. */
  const bookedWaitMs = (): number => {
    const nowMs = clock.now();
    // A wall clock may step back by an hour; nobody who has a turn can have booked further than this.
    const latestMs = nowMs + burstMs + intervalMs * maxConcurrency;
    const startMs = Math.max(Math.min(bookedUntilMs, latestMs), nowMs);
    bookedUntilMs = startMs + intervalMs;
    return Math.max(startMs - burstMs, pausedUntilMs) - nowMs;
  };

  return {
    run: async (task, signal) => {
      await acquire(signal);
      try {
        const waitMs = bookedWaitMs();
        if (waitMs > 0) await clock.sleep(waitMs, signal);
        return await task();
      } finally {
        release();
      }
    },
    pauseUntil: (atMs) => {
      pausedUntilMs = Math.max(pausedUntilMs, atMs);
    },
  };
}
