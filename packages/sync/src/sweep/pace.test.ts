import fc from 'fast-check';
import { expect, test } from 'vitest';
import { requestsPerSweep, restAfterSweepMs } from './pace.js';

const HOUR_MS = 3_600_000;

test('a cheap sweep keeps its cadence, a costly one rests longer', () => {
  expect(restAfterSweepMs({ cadenceMs: 60_000, requests: 2, requestsPerHour: 120 })).toBe(60_000);
  expect(restAfterSweepMs({ cadenceMs: 60_000, requests: 60, requestsPerHour: 120 })).toBe(HOUR_MS / 2);
  expect(requestsPerSweep(300_000, 120)).toBe(10);
  expect(requestsPerSweep(1_000, 120)).toBe(1);
});

test('however much each sweep asks for, an hour of them stays within what is polite', () => {
  const counts = fc.array(fc.nat(500), { minLength: 1, maxLength: 50 });
  fc.assert(
    fc.property(
      counts,
      fc.integer({ min: 1, max: HOUR_MS }),
      fc.integer({ min: 1, max: 1_000 }),
      (all, cadenceMs, most) => {
        const restMs = all.reduce(
          (sum, requests) => sum + restAfterSweepMs({ cadenceMs, requests, requestsPerHour: most }),
          0,
        );
        const requests = all.reduce((sum, one) => sum + one, 0);
        expect(requests).toBeLessThanOrEqual((restMs / HOUR_MS) * most + 1e-6);
      },
    ),
  );
});
