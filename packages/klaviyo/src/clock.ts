/** Time as a capability. Any object of this shape fits, a virtual one included. */
export interface Clock {
  /** Wall-clock epoch milliseconds. It may step backwards, so never time a call with it. */
  now(): number;
  /** Resolves after `delayMs`, or rejects with `signal.reason` as soon as `signal` aborts. */
  sleep(delayMs: number, signal?: AbortSignal): Promise<void>;
}

/** Dice as a capability: [0, 1). */
export type Random = () => number;

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (delayMs, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(signal.reason);
        return;
      }
      const onAbort = (): void => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      }, delayMs);
      signal?.addEventListener('abort', onAbort, { once: true });
    }),
};

export const systemRandom: Random = () => Math.random();

/** A reading of `clock` that never goes back: a wall clock set back by an hour must not stop the sending for one. */
export function monotonic(clock: Clock): () => number {
  let lastReadingMs = Number.NEGATIVE_INFINITY;
  let correctionMs = 0;
  return () => {
    const readingMs = clock.now();
    if (readingMs < lastReadingMs) correctionMs += lastReadingMs - readingMs;
    lastReadingMs = readingMs;
    return readingMs + correctionMs;
  };
}
