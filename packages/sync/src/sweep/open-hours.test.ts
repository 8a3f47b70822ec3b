import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openMsWithin } from './open-hours.js';

const HOUR_MS = 3_600_000;
const hours = { timeZone: 'Europe/London', days: { mon: ['08:00', '18:00'], sat: ['09:00', '12:00'] } } as const;

test.each([
  ['a whole Monday', '2026-03-02T00:00:00Z', '2026-03-03T00:00:00Z', 10],
  ['a closed Sunday', '2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z', 0],
  ['the last quarter of an hour', '2026-03-02T17:45:00Z', '2026-03-02T20:00:00Z', 0.25],
  ['a Monday in summer, an hour earlier in UTC', '2026-07-06T06:00:00Z', '2026-07-06T08:00:00Z', 1],
  ['a week', '2026-03-02T00:00:00Z', '2026-03-09T00:00:00Z', 13],
  ['a span that ends before it begins', '2026-03-02T12:00:00Z', '2026-03-02T10:00:00Z', 0],
])('%s', (_, from, to, open) => {
  expect(openMsWithin(hours, Date.parse(from), Date.parse(to))).toBe(open * HOUR_MS);
});

test('open time is never longer than the span, and where every minute is open it is the span', () => {
  const always = ['00:00', '24:00'] as const;
  const days = { mon: always, tue: always, wed: always, thu: always, fri: always, sat: always, sun: always };
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: 0, max: 3 * 24 * HOUR_MS }), (fromMs, spanMs) => {
      const toMs = fromMs + spanMs;
      expect(openMsWithin(hours, fromMs, toMs)).toBeLessThanOrEqual(spanMs);
      expect(openMsWithin({ timeZone: 'Asia/Kathmandu', days }, fromMs, toMs)).toBe(spanMs);
    }),
    { numRuns: 30 },
  );
});
