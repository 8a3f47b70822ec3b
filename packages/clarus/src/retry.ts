import pRetry from 'p-retry';
import type { Clock, Random } from './clock.js';
import { ClarusError } from './errors.js';

/** How often and how patiently a call is repeated: a read on any passing trouble, a write only if it was never sent. */
export interface RetryPolicy {
  /** The first attempt included. @default 4 */
  readonly maxAttempts: number;
  /** Ceiling of the first wait; it doubles with each failure. @default 500 */
  readonly baseDelayMs: number;
  /** No wait we choose ourselves is longer. @default 20_000 */
  readonly maxDelayMs: number;
  /** All waits of one call together; a longer wish of Clarus is thrown to the caller instead. @default 60_000 */
  readonly budgetMs: number;
}

/** Four attempts, half a second doubling to twenty, a minute in all. */
export const DEFAULT_RETRY_POLICY: RetryPolicy = {
  maxAttempts: 4,
  baseDelayMs: 500,
  maxDelayMs: 20_000,
  budgetMs: 60_000,
};

/** Never less than the server named, and up to 250 ms more; else full jitter under a doubling ceiling. */
function retryDelayMs(failures: number, policy: RetryPolicy, random: Random, retryAfterMs?: number): number {
  if (retryAfterMs !== undefined) return retryAfterMs + Math.round(random() * 250);
  const ceilingMs = Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** (failures - 1));
  return Math.round(random() * ceilingMs);
}

export interface RetryContext {
  readonly policy: RetryPolicy;
  readonly clock: Clock;
  readonly random: Random;
  readonly signal: AbortSignal | undefined;
  /** Asked about errors that could pass: is it safe to repeat the call? */
  readonly isRepeatable: () => boolean;
  readonly onRetry: (error: ClarusError, attempt: number, delayMs: number) => void;
}

/** Runs `attempt` until it succeeds, fails for good, or the policy runs out. */
export function withRetries<T>(attempt: () => Promise<T>, context: RetryContext): Promise<T> {
  const { policy, clock, random, signal } = context;
  let waitedMs = 0;
  return pRetry(attempt, {
    retries: policy.maxAttempts - 1,
    minTimeout: 0, // p-retry counts the attempts; the waiting below is ours, on our clock
    signal,
    shouldRetry: async ({ error, attemptNumber }) => {
      if (!ClarusError.is(error) || !error.retryable || !context.isRepeatable()) return false;
      const delayMs = retryDelayMs(attemptNumber, policy, random, error.retryAfterMs);
      waitedMs += delayMs;
      if (waitedMs > policy.budgetMs) return false;
      context.onRetry(error, attemptNumber, delayMs);
      await clock.sleep(delayMs, signal);
      return true;
    },
  });
}
