import { virtualClock } from '@clarus-klaviyo/testing';
import { expect, test } from 'vitest';
import { createReach } from './reach.js';

const START = '2026-03-02T09:00:00.000Z';

test('out of reach, one read at a time looks whether Clarus is back, ever more rarely, at most once a minute', async () => {
  const clock = virtualClock(START);
  const reach = createReach(clock, () => 1);
  expect(reach.roomFor(80)).toBe(80);
  const waits: number[] = [];
  for (let look = 0; look < 8; look += 1) {
    reach.failed(0);
    const sinceMs = clock.now();
    while (reach.roomFor(80) === 0) await clock.advance(1_000);
    waits.push(clock.now() - sinceMs);
    expect(reach.roomFor(80)).toBe(1);
  }
  expect(waits).toEqual([2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  reach.answered();
  expect(reach.roomFor(80)).toBe(80);
});

test('the pause that Clarus asked for is kept, also by those that were under way together', async () => {
  const clock = virtualClock(START);
  const reach = createReach(clock, () => 0);
  reach.failed(0);
  reach.failed(90_000);
  reach.failed(30_000);
  await clock.advance(89_000);
  expect(reach.roomFor(80)).toBe(0);
  await clock.advance(1_000);
  expect(reach.roomFor(80)).toBe(1);
});

test('a clock that is put back opens the door rather than closing it for hours', () => {
  let nowMs = Date.parse(START);
  const reach = createReach({ now: () => nowMs, sleep: async () => undefined }, () => 1);
  reach.failed(60_000);
  expect(reach.roomFor(80)).toBe(0);
  nowMs -= 3_600_000;
  expect(reach.roomFor(80)).toBe(1);
});
