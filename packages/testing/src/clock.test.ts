import { describe, expect, test } from 'vitest';
import { scaledClock, virtualClock } from './clock.js';

const START = '2026-03-02T09:00:00Z';

describe('virtualClock', () => {
  test('wakes sleepers in order of their due time, each at its own instant', async () => {
    const clock = virtualClock(START);
    const began = clock.now();
    const woken: [string, number][] = [];
    const sleep = async (name: string, delayMs: number): Promise<void> => {
      await clock.sleep(delayMs);
      woken.push([name, clock.now() - began]);
    };
    const all = Promise.all([sleep('late', 300), sleep('early', 100), sleep('also early', 100)]);
    await clock.advance(250);
    expect(woken).toEqual([
      ['early', 100],
      ['also early', 100],
    ]);
    expect(clock.now() - began).toBe(250);
    await clock.advance(50);
    await all;
    expect(woken.at(-1)).toEqual(['late', 300]);
    expect(clock.sleptMs).toEqual([300, 100, 100]);
  });

  test('one advance carries a loop through all its turns', async () => {
    const clock = virtualClock(START);
    let turns = 0;
    const loop = (async () => {
      while (turns < 5) {
        await clock.sleep(1_000);
        turns += 1;
      }
    })();
    await clock.advance(5_000);
    await loop;
    expect(turns).toBe(5);
    expect(clock.sleeping).toBe(0);
  });

  test('an aborted sleep rejects with the reason and leaves nothing behind', async () => {
    const clock = virtualClock(START);
    const stop = new AbortController();
    const asleep = clock.sleep(1_000, stop.signal);
    stop.abort(new Error('stopped'));
    await expect(asleep).rejects.toThrow('stopped');
    await expect(clock.sleep(1, stop.signal)).rejects.toThrow('stopped');
    expect(clock.sleeping).toBe(0);
  });

  test('can move by being slept on', async () => {
    const clock = virtualClock(START, { movesWhenSleptOn: true });
    await clock.sleep(7_000);
    expect(new Date(clock.now()).toISOString()).toBe('2026-03-02T09:00:07.000Z');
  });

  test('refuses to start at what is no instant', () => {
    expect(() => virtualClock('noon')).toThrow(RangeError);
  });
});

describe('scaledClock', () => {
  test('a long sleep on it is over soon, and never before it shows the time slept', async () => {
    const clock = scaledClock({ startAt: START, factor: 100_000 });
    for (let times = 0; times < 20; times += 1) {
      const began = clock.now();
      await clock.sleep(100_000);
      expect(clock.now() - began).toBeGreaterThanOrEqual(100_000);
    }
  });

  test('refuses to stand still', () => {
    expect(() => scaledClock({ startAt: START, factor: 0 })).toThrow(RangeError);
  });
});
