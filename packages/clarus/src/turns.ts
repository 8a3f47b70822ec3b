import type { Clock } from './clock.js';

/** Lets at most `max` calls run at once, first come first served, and holds all of them back after a refusal. */
export interface Turns {
  run<T>(task: () => Promise<T>, signal: AbortSignal | undefined): Promise<T>;
  /** No task starts before `nowMs`: one refused call speaks for all that share the tenant. */
  pauseUntil(atMs: number): void;
}

export function createTurns(max: number, clock: Clock): Turns {
  const waiting: (() => void)[] = [];
  let running = 0;
  let pausedUntilMs = 0;

  const release = (): void => {
    const next = waiting.shift();
    // The turn is handed on rather than freed, so nobody who arrives in between can overtake.
    if (next === undefined) running -= 1;
    else next();
  };

  const acquire = (signal: AbortSignal | undefined): Promise<void> => {
    signal?.throwIfAborted();
    if (running < max) {
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

  return {
    run: async (task, signal) => {
      await acquire(signal);
      try {
        const waitMs = pausedUntilMs - clock.now();
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
