import pRetry from 'p-retry';
import type { Clock, Random } from './clock.js';
import { KlaviyoAbortedError, KlaviyoError, withAmbiguity } from './errors.js';

/** Never all callers at the very instant a wait ends. */
const SPREAD_MS = 250;

/** How often a call is tried, and how long it may take. */
export interface RetryPolicy {
  /** Attempts in all, the first included. @default 12 */
  readonly maxAttempts: number;
  /** Ceiling of the first wait; it doubles with every failure. @default 500 */
  readonly baseDelayMs: number;
  /** No wait of our own choosing is longer. @default 30000 */
  readonly maxDelayMs: number;
  /** Klaviyo asks for more (a daily quota): the error is thrown instead. @default 120000 */
  readonly maxRetryAfterMs: number;
  /** Retries that may be outstanding against successes; a 429 costs none. @default 2000 */
  readonly budget: number;
}

/** What is repeated, how often, and how long it may take in all. */
export const DEFAULT_RETRY_POLICY: RetryPolicy = {
  maxAttempts: 12,
  baseDelayMs: 500,
  maxDelayMs: 30_000,
  maxRetryAfterMs: 120_000,
  budget: 2_000,
};

/** Shared by all calls of a client: in a long outage retries run out, so that they do not become the outage. */
export interface RetryBudget {
  /** Takes one retry out; false when none is left. */
  take(): boolean;
  /** Ten successes earn one retry back. */
  earn(): void;
}

export function createRetryBudget(capacity: number): RetryBudget {
  let tenths = capacity * 10;
  return {
    take: () => {
      if (tenths < 10) return false;
      tenths -= 10;
      return true;
    },
    earn: () => {
      tenths = Math.min(capacity * 10, tenths + 1);
    },
  };
}

export interface RetryContext {
  readonly policy: RetryPolicy;
  readonly budget: RetryBudget;
  readonly clock: Clock;
  readonly random: Random;
  readonly signal: AbortSignal | undefined;
  /** Does repeating the call do no harm when Klaviyo has processed it already? */
  readonly isRepeatable: boolean;
  readonly onRetry: (error: KlaviyoError, failures: number, delayMs: number) => void;
}

/** Never less than the wait Klaviyo named, plus up to 250 ms; else full jitter under a doubling ceiling. */
export function retryDelayMs(failures: number, policy: RetryPolicy, random: Random, retryAfterMs?: number): number {
  if (retryAfterMs !== undefined) return retryAfterMs + Math.round(random() * SPREAD_MS);
  const ceilingMs = Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** (failures - 1));
  return Math.round(random() * ceilingMs);
}

/** Would another attempt be safe, useful, and within what the server asked for? Asks nothing of the budget. */
function isWorthRetrying(error: KlaviyoError, policy: RetryPolicy, isRepeatable: boolean): boolean {
  if (!error.retryable) return false;
  if (error.isAmbiguous && !isRepeatable) return false;
  return (error.retryAfterMs ?? 0) <= policy.maxRetryAfterMs;
}

/**
 * Runs `attempt` until it succeeds, fails for good, or policy or budget runs out. An error thrown after
 * several attempts is ambiguous as soon as one of them was.
 */
export async function withRetries<T>(attempt: (number: number) => Promise<T>, context: RetryContext): Promise<T> {
  const { policy, budget, clock, random, signal } = context;
  let sawAmbiguity = false;
  const settle = (error: unknown): unknown => (KlaviyoError.is(error) && sawAmbiguity ? withAmbiguity(error) : error);
  try {
    const result = await pRetry(attempt, {
      retries: policy.maxAttempts - 1,
      minTimeout: 0, // p-retry counts the attempts; the waiting below is ours, on our clock
      onFailedAttempt: ({ error }) => {
        sawAmbiguity ||= KlaviyoError.is(error) && error.isAmbiguous;
      },
      shouldRetry: async ({ error, attemptNumber }) => {
        if (!KlaviyoError.is(error) || !isWorthRetrying(error, policy, context.isRepeatable)) return false;
        if (error.code !== 'klaviyo_rate_limited' && !budget.take()) return false;
        const delayMs = retryDelayMs(attemptNumber, policy, random, error.retryAfterMs);
        context.onRetry(error, attemptNumber, delayMs);
        await sleep(clock, delayMs, signal, error.operation);
        return true;
      },
    });
    budget.earn();
    return result;
  } catch (error) {
    throw settle(error);
  }
}

async function sleep(clock: Clock, delayMs: number, signal: AbortSignal | undefined, operation: string): Promise<void> {
  try {
    await clock.sleep(delayMs, signal);
  } catch (error) {
    if (signal?.aborted === true) throw new KlaviyoAbortedError({ operation });
    throw error;
  }
}
