import { test } from 'vitest';
import type { Clock } from './clock.js';
import { createRest } from './rest.js';

/** Sleeps for ever unless aborted: whatever ends a rest below was not the clock. */
const standstill: Clock = {
  now: () => 0,
  sleep: (_delayMs, signal) =>
    new Promise((_resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason));
    }),
};

test('a nudge ends a rest at once', async () => {
  const rest = createRest(standstill);
  const resting = rest.until(1_000, undefined);
  rest.nudge();
  await resting;
});

test('a nudge that came while the stage was busy is not lost', async () => {
  const rest = createRest(standstill);
  rest.nudge();
  await rest.until(1_000, undefined);
});

test('an abort ends a rest without an error', async () => {
  const stop = new AbortController();
  const rest = createRest(standstill);
  const resting = rest.until(1_000, stop.signal);
  stop.abort();
  await resting;
  await rest.until(1_000, stop.signal);
});

test('the clock ends a rest', async () => {
  const rest = createRest({ now: () => 0, sleep: () => Promise.resolve() });
  await rest.until(1_000, undefined);
});
