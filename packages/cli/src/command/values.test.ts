import { describe, expect, test } from 'vitest';
import { given, instantOf, wholeNumberOf } from './values.js';

const NOW = Date.UTC(2026, 2, 10, 12);

describe('an instant', () => {
  test.each([
    ['2026-03-01', '2026-03-01T00:00:00.000Z'],
    ['2026-03-01T09:00:00+01:00', '2026-03-01T08:00:00.000Z'],
    ['90m', '2026-03-10T10:30:00.000Z'],
    ['36h', '2026-03-09T00:00:00.000Z'],
    ['7d', '2026-03-03T12:00:00.000Z'],
    ['2w', '2026-02-24T12:00:00.000Z'],
  ])('%s', (text, instant) => {
    expect(instantOf('--from', text, NOW)).toBe(instant);
  });

  test.each(['yesterday', '2026-02-30T00:00', '2026-13-01', '7', '7y', '', '2026-03-01T09:00:00'])(
    '"%s" is none: without an offset nobody knows which hour is meant',
    (text) => {
      expect(() => instantOf('--from', text, NOW)).toThrow('--from');
    },
  );
});

test('a whole number has its bounds', () => {
  expect(wholeNumberOf('--seed', '0', 0, 9)).toBe(0);
  for (const text of ['10', '-1', '1.5', '', '1e1'])
    expect(() => wholeNumberOf('--seed', text, 0, 9)).toThrow('0 to 9');
});

test('what was not given is left out', () => {
  expect(given({ account: null, metric: 'Fulfilled Order' })).toEqual({ metric: 'Fulfilled Order' });
});
