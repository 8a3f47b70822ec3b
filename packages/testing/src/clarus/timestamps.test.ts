import { expect, test } from 'vitest';
import { ukDate, ukTimestamp } from './timestamps.js';

test.each([
  ['2024-07-17T13:30:16.787Z', '2024-07-17T14:30:16.787+01:00'],
  ['2023-11-09T10:06:36.593Z', '2023-11-09T10:06:36.593+00:00'],
  ['2026-03-29T00:59:59.999Z', '2026-03-29T00:59:59.999+00:00'],
  ['2026-03-29T01:00:00.000Z', '2026-03-29T02:00:00.000+01:00'],
  ['2026-10-25T00:59:59.999Z', '2026-10-25T01:59:59.999+01:00'],
  ['2026-10-25T01:00:00.000Z', '2026-10-25T01:00:00.000+00:00'],
])('%s is written as %s', (utc, uk) => {
  expect(ukTimestamp(Date.parse(utc))).toBe(uk);
});

test('late on a summer evening the UK is a day ahead of UTC', () => {
  expect(ukDate(Date.parse('2026-07-06T23:30:00Z'))).toBe('2026-07-07');
});
