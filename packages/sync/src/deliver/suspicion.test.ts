import { expect, test } from 'vitest';
import { afterFailure, othersGotThrough, type Suspicion } from './suspicion.js';

test('however long an outage is, what failed goes together again', () => {
  let suspicion: Suspicion | undefined;
  for (let failure = 0; failure < 100; failure += 1) suspicion = afterFailure(suspicion, 1_000, 7);
  expect(suspicion).toEqual({ successes: 7, atMost: Number.POSITIVE_INFINITY });
});

test('what fails again while others get through is halved, and soon stands alone', () => {
  let suspicion: Suspicion = afterFailure(undefined, 1_000, 0);
  let size = 1_000;
  const sizes: number[] = [];
  for (let successes = 1; size > 1; successes += 1) {
    suspicion = afterFailure(suspicion, size, successes);
    size = suspicion.atMost;
    sizes.push(size);
  }
  expect(sizes).toEqual([500, 250, 125, 63, 32, 16, 1]);
});

test('a success before its first failure acquits nobody', () => {
  expect(othersGotThrough(undefined, 5)).toBe(false);
  expect(othersGotThrough(afterFailure(undefined, 1, 5), 5)).toBe(false);
  expect(othersGotThrough(afterFailure(undefined, 1, 5), 6)).toBe(true);
});
