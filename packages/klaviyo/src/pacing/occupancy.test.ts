import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RateWindow } from '../rate-limits.js';
import { Occupancy } from './occupancy.js';

const asTheyAre = ({ limit }: RateWindow): number => limit;

interface Simulated {
  readonly startMs: number;
  readonly arrivalMs: number;
}

/** Sends greedily through the schedule; each call takes its own time, and arrives anywhere within it. */
function simulate(
  windows: readonly RateWindow[],
  calls: readonly { readonly idleMs: number; readonly latencyMs: number; readonly arrivesAt: number }[],
): Simulated[] {
  const occupancy = new Occupancy(windows);
  const pendingEndsMs: number[] = [];
  const done: Simulated[] = [];
  let nowMs = 1_000_000;
  const finishUntil = (untilMs: number): void => {
    pendingEndsMs.sort((one, other) => one - other);
    while (pendingEndsMs[0] !== undefined && pendingEndsMs[0] <= untilMs) occupancy.end(pendingEndsMs.shift() ?? 0);
  };
  for (const { idleMs, latencyMs, arrivesAt } of calls) {
    nowMs += idleMs;
    for (;;) {
      finishUntil(nowMs);
      const nextMs = occupancy.nextStartMs(asTheyAre);
      if (nextMs !== undefined && nextMs <= nowMs) break;
      nowMs = Math.min(nextMs ?? Number.POSITIVE_INFINITY, pendingEndsMs[0] ?? Number.POSITIVE_INFINITY);
    }
    occupancy.start();
    pendingEndsMs.push(nowMs + latencyMs);
    done.push({ startMs: nowMs, arrivalMs: nowMs + latencyMs * arrivesAt });
  }
  return done;
}

/** The most arrivals in any window of the length, wherever it begins: no phase of the server's can see more. */
function mostInAnyWindow(arrivals: readonly number[], lengthMs: number): number {
  const sorted = [...arrivals].sort((one, other) => one - other);
  let most = 0;
  let first = 0;
  for (const [index, atMs] of sorted.entries()) {
    while ((sorted[first] ?? 0) <= atMs - lengthMs) first += 1;
    most = Math.max(most, index - first + 1);
  }
  return most;
}

describe('the schedule', () => {
  test('never puts more than a limit into any window, whatever its phase and however uneven the network', () => {
    const call = fc.record({
      idleMs: fc.oneof(
        { weight: 8, arbitrary: fc.constant(0) },
        { weight: 1, arbitrary: fc.integer({ min: 0, max: 3_000 }) },
      ),
      latencyMs: fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 5_000 })),
      arrivesAt: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 40 }),
        fc.array(call, { minLength: 1, maxLength: 200 }),
        (burst, steady, calls) => {
          const windows = [
            { limit: burst, lengthMs: 1_000 },
            { limit: steady, lengthMs: 60_000 },
          ];
          const arrivals = simulate(windows, calls).map(({ arrivalMs }) => arrivalMs);
          for (const { limit, lengthMs } of windows)
            expect(mostInAnyWindow(arrivals, lengthMs)).toBeLessThanOrEqual(limit);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('sends 7000 single events within 3 % of the shortest time that two windows allow', () => {
    const windows = [
      { limit: 350, lengthMs: 1_000 },
      { limit: 3_500, lengthMs: 60_000 },
    ];
    const calls = Array.from({ length: 7_000 }, (_, index) => ({
      idleMs: 0,
      latencyMs: 5 + (index % 25),
      arrivesAt: 0.5,
    }));
    const sent = simulate(windows, calls);
    const tookMs = Math.max(...sent.map(({ arrivalMs }) => arrivalMs)) - (sent[0]?.startMs ?? 0);
    // 3500 in the first ten seconds, the others from the second minute on, at 350 a second: the last group at 69 s.
    expect(tookMs).toBeLessThanOrEqual(69_000 * 1.03);
    for (const { limit, lengthMs } of windows) {
      expect(
        mostInAnyWindow(
          sent.map(({ arrivalMs }) => arrivalMs),
          lengthMs,
        ),
      ).toBeLessThanOrEqual(limit);
    }
  });

  test('lets a whole burst go at once after idling', () => {
    const occupancy = new Occupancy([{ limit: 3, lengthMs: 1_000 }]);
    for (let call = 0; call < 3; call += 1) {
      expect(occupancy.nextStartMs(asTheyAre)).toBe(0);
      occupancy.start();
    }
    expect(occupancy.nextStartMs(asTheyAre)).toBeUndefined();
  });

  test('frees a place one window after the answer, not after the start', () => {
    const occupancy = new Occupancy([{ limit: 1, lengthMs: 1_000 }]);
    occupancy.start();
    occupancy.end(5_000);
    expect(occupancy.nextStartMs(asTheyAre)).toBe(5_000 + 1_002);
  });

  test('keeps nothing older than its longest window', () => {
    const occupancy = new Occupancy([{ limit: 10_000, lengthMs: 1_000 }]);
    for (let nowMs = 0; nowMs < 100_000; nowMs += 1) {
      occupancy.start();
      occupancy.end(nowMs);
    }
    expect(occupancy.usedSince(0)).toBeLessThanOrEqual(1_002);
  });
});
