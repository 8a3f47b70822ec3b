/** Time as a capability: `sync` never reads a clock it was not handed. */
export interface Clock {
  /** Wall-clock epoch milliseconds. It may step backwards. */
  now(): number;
  /** Resolves after `delayMs`, or rejects with `signal.reason` as soon as `signal` aborts. */
  sleep(delayMs: number, signal?: AbortSignal): Promise<void>;
}

/** Dice as a capability: [0, 1). */
export type Random = () => number;

/** The platform's clock. */
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

/** The platform's dice. */
export const systemRandom: Random = () => Math.random();

/** ISO 8601 in UTC, as records and messages carry it. */
export function toInstant(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
