import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Clock } from './clock.js';
import { errorFromCall, type KlaviyoError, KlaviyoNetworkError } from './errors.js';
import { createRetryBudget, DEFAULT_RETRY_POLICY, type RetryContext, retryDelayMs, withRetries } from './retry.js';

const operation = 'POST /api/events';
const failure = (status: number, retryAfterMs?: number): KlaviyoError =>
  errorFromCall({ operation, status, retryAfterMs });

function harness(overrides: Partial<RetryContext> = {}): {
  readonly context: RetryContext;
  readonly sleptMs: number[];
} {
  const sleptMs: number[] = [];
  const clock: Clock = {
    now: () => 0,
    sleep: async (delayMs, signal) => {
      signal?.throwIfAborted();
      sleptMs.push(delayMs);
    },
  };
  const context: RetryContext = {
    policy: DEFAULT_RETRY_POLICY,
    budget: createRetryBudget(100),
    clock,
    random: () => 0.5,
    signal: undefined,
    isRepeatable: true,
    onRetry: () => {},
    ...overrides,
  };
  return { context, sleptMs };
}

/** Fails with each error in turn, then succeeds. */
function failing(...errors: readonly KlaviyoError[]): { attempt: () => Promise<string>; count: () => number } {
  let calls = 0;
  return {
    attempt: async () => {
      const error = errors[calls++];
      if (error !== undefined) throw error;
      return 'accepted';
    },
    count: () => calls,
  };
}

describe('retry', () => {
  test('waits what Klaviyo asks for and at most 250 ms more', async () => {
    const { context, sleptMs } = harness();
    expect(await withRetries(failing(failure(429, 7_000)).attempt, context)).toBe('accepted');
    expect(sleptMs).toEqual([7_125]);
  });

  test('never waits less than Retry-After, nor longer than its own ceiling otherwise', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.option(fc.integer({ min: 0, max: 100_000 }), { nil: undefined }),
        (failures, dice, retryAfterMs) => {
          const delayMs = retryDelayMs(failures, DEFAULT_RETRY_POLICY, () => dice, retryAfterMs);
          expect(delayMs).toBeGreaterThanOrEqual(retryAfterMs ?? 0);
          expect(delayMs).toBeLessThanOrEqual(retryAfterMs === undefined ? 30_000 : retryAfterMs + 250);
        },
      ),
    );
  });

  test.each([408, 429, 500, 502, 503, 504, 520, 524])('%i is tried again', async (status) => {
    const { attempt, count } = failing(failure(status));
    await withRetries(attempt, harness().context);
    expect(count()).toBe(2);
  });

  test.each([400, 401, 403, 404, 409, 410, 413, 415, 422])('%i is not', async (status) => {
    const { attempt, count } = failing(failure(status));
    await expect(withRetries(attempt, harness().context)).rejects.toMatchObject({ status });
    expect(count()).toBe(1);
  });

  test('a call that must not be repeated is tried again only when it surely was not processed', async () => {
    const { context } = harness({ isRepeatable: false });
    const refusedConnection = new KlaviyoNetworkError({ operation, isAmbiguous: false }, 'ECONNREFUSED');
    expect(await withRetries(failing(failure(429, 1_000), refusedConnection).attempt, context)).toBe('accepted');
    for (const error of [failure(500), new KlaviyoNetworkError({ operation, isAmbiguous: true }, 'ECONNRESET')]) {
      const { attempt, count } = failing(error);
      await expect(withRetries(attempt, context)).rejects.toBe(error);
      expect(count()).toBe(1);
    }
  });

  test('gives up after maxAttempts, without a wait after the last', async () => {
    const { context, sleptMs } = harness({ policy: { ...DEFAULT_RETRY_POLICY, maxAttempts: 3 } });
    const { attempt, count } = failing(failure(500), failure(500), failure(503), failure(500));
    await expect(withRetries(attempt, context)).rejects.toMatchObject({ status: 503 });
    expect([count(), sleptMs.length]).toEqual([3, 2]);
  });

  test('does not wait out a quota of the day', async () => {
    const { attempt, count } = failing(failure(429, 3_600_000));
    await expect(withRetries(attempt, harness().context)).rejects.toMatchObject({ retryAfterMs: 3_600_000 });
    expect(count()).toBe(1);
  });

  test('stops when the budget is spent; a 429 costs nothing and successes earn it back', async () => {
    const budget = createRetryBudget(1);
    const { context } = harness({ budget });
    await withRetries(failing(failure(500)).attempt, context);
    await expect(withRetries(failing(failure(500)).attempt, context)).rejects.toMatchObject({ status: 500 });
    expect(await withRetries(failing(failure(429, 1)).attempt, context)).toBe('accepted');
    for (let success = 0; success < 10; success += 1) await withRetries(failing().attempt, context);
    expect(await withRetries(failing(failure(500)).attempt, context)).toBe('accepted');
  });

  test('the final error is ambiguous when any attempt was', async () => {
    const { context } = harness();
    const { attempt } = failing(failure(502), failure(400));
    await expect(withRetries(attempt, context)).rejects.toMatchObject({ status: 400, isAmbiguous: true });
  });

  test('an abort while waiting ends the call, and says whether an attempt may have counted', async () => {
    const controller = new AbortController();
    const { context } = harness({ signal: controller.signal, onRetry: () => controller.abort() });
    const { attempt } = failing(failure(502));
    await expect(withRetries(attempt, context)).rejects.toMatchObject({ code: 'klaviyo_aborted', isAmbiguous: true });
  });
});
