import type { Clock } from '../../src/index.js';

/** Moves only when slept on. */
export function virtualClock(startAt: string): Clock & { readonly sleptMs: number[]; advance(ms: number): void } {
  let nowMs = Date.parse(startAt);
  const sleptMs: number[] = [];
  return {
    sleptMs,
    now: () => nowMs,
    sleep: async (delayMs, signal) => {
      signal?.throwIfAborted();
      sleptMs.push(delayMs);
      nowMs += delayMs;
    },
    advance: (ms) => {
      nowMs += ms;
    },
  };
}
