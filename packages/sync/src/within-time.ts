/** An end to waiting for others, on the clock that was handed in. */
import type { Clock } from './clock.js';

interface Limit {
  readonly clock: Clock;
  readonly limitMs: number;
  /** What is waited for, as the subject of a sentence. */
  readonly what: string;
  readonly signal: AbortSignal | undefined;
}

/**
 * Tells `work` to stop once the time is over or `signal` aborts, and waits for it no longer, whether it listens or not.
 *
 * @throws {DOMException} `TimeoutError`, or `signal.reason`.
 */
export async function withinTime<T>(limit: Limit, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { clock, limitMs, what, signal } = limit;
  signal?.throwIfAborted();
  const over = new AbortController();
  const late = new AbortController();
  const until = signal === undefined ? late.signal : AbortSignal.any([late.signal, signal]);
  const stopped = new Promise<never>((_resolve, reject) => {
    until.addEventListener('abort', () => reject(until.reason), { once: true });
  });
  clock.sleep(limitMs, over.signal).then(
    () => late.abort(new DOMException(`${what} took too long.`, 'TimeoutError')),
    () => undefined,
  );
  try {
    return await Promise.race([work(until), stopped]);
  } finally {
    over.abort();
  }
}
