import { expect, test } from 'vitest';
import { afterAccountFailure, afterSuccess, HEALTHY, PAUSE_CAP_MS, roomFor } from './account-health.js';

const half = (): number => 0.5;

test('a healthy account has room up to its limit', () => {
  expect(roomFor(HEALTHY, 3, 10, 0)).toBe(7);
  expect(roomFor(HEALTHY, 12, 10, 0)).toBe(0);
});

test('after a failure nothing goes until the pause is over, and then one probe at a time', () => {
  const paused = afterAccountFailure(HEALTHY, null, 1_000, half);
  expect(roomFor(paused, 0, 10, paused.pausedUntilMs - 1)).toBe(0);
  expect(roomFor(paused, 0, 10, paused.pausedUntilMs)).toBe(1);
  expect(roomFor(paused, 1, 10, paused.pausedUntilMs)).toBe(0);
});

test('a pause is never shorter than Klaviyo asked, and no older call’s success lifts it', () => {
  const limited = afterAccountFailure(HEALTHY, 9_000, 1_000, half);
  expect(limited.pausedUntilMs).toBe(10_000);
  expect(roomFor(afterSuccess(limited, 2_000), 0, 10, 2_000)).toBe(0);
  expect(roomFor(afterSuccess(limited, 10_000), 0, 10, 10_000)).toBe(10);
});

test('a lone server error is forgotten at the next success', () => {
  const failed = afterAccountFailure(HEALTHY, null, 1_000, half);
  expect(afterSuccess(failed, 1_001)).toEqual({ ...HEALTHY, successes: 1 });
});

test('pauses double up to the cap', () => {
  let health = HEALTHY;
  const waits: number[] = [];
  for (let failure = 0; failure < 30; failure += 1) {
    const nowMs = health.pausedUntilMs;
    health = afterAccountFailure(health, null, nowMs, half);
    waits.push(health.pausedUntilMs - nowMs);
  }
  expect(waits.slice(0, 3)).toEqual([187.5, 375, 750]);
  expect(Math.max(...waits)).toBe(PAUSE_CAP_MS * 0.75);
});
