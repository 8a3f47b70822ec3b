import { describe, expect, test } from 'vitest';
import { median, timePerCall, timeRatio } from './bench.mjs';

/** Time that passes only when work says so. */
function stopwatch() {
  let nowMs = 0;
  return {
    now: () => nowMs,
    taking: (ms) => () => {
      nowMs += ms();
    },
  };
}

test.each([
  [[3], 3],
  [[9, 1, 2], 2],
  [[4, 1, 2, 100], 3],
])('the median of %j is %d', (values, middle) => expect(median(values)).toBe(middle));

describe('timePerCall', () => {
  test('tells what one call takes, asynchronous ones included', async () => {
    const { now, taking } = stopwatch();
    const work = taking(() => 2);
    const settings = { rounds: 3, roundMs: 10, now };
    expect(await timePerCall(work, settings)).toBe(2);
    expect(await timePerCall(async () => work(), settings)).toBe(2);
  });

  test('is not moved by one slow round', async () => {
    const { now, taking } = stopwatch();
    let calls = 0;
    const work = taking(() => (++calls === 4 ? 1_000 : 10)); // one call finds the length of a round, then one is slow
    expect(await timePerCall(work, { rounds: 5, roundMs: 10, now })).toBe(10);
  });
});

describe('timeRatio', () => {
  test('is above 1 for what is slower, below for what is faster', async () => {
    const { now, taking } = stopwatch();
    const [slow, fast] = [taking(() => 30), taking(() => 10)];
    const settings = { rounds: 3, roundMs: 20, now };
    expect(await timeRatio(slow, fast, settings)).toBe(3);
    expect(await timeRatio(fast, slow, settings)).toBeCloseTo(1 / 3);
  });

  test('is not moved by a machine that becomes slower and slower', async () => {
    const { now, taking } = stopwatch();
    let load = 1;
    const same = taking(() => {
      load *= 1.1;
      return load;
    });
    const ratio = await timeRatio(same, same, { rounds: 8, roundMs: 0, now });
    expect(ratio).toBeCloseTo((1.1 + 1 / 1.1) / 2);
  });
});
