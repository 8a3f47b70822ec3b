import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  addDays,
  afterStretch,
  afterTooMuch,
  beginTurn,
  type DayTurn,
  daysOf,
  stretchOf,
  toDay,
} from './day-window.js';

const window = { first: '2026-02-25', last: '2026-03-06' };

test('days are UTC days, and a leap year or a change of month is counted right', () => {
  expect(toDay(Date.UTC(2026, 2, 1, 23, 59))).toBe('2026-03-01');
  expect(addDays('2028-02-28', 2)).toBe('2028-03-01');
  expect(daysOf({ first: '2026-02-27', last: '2026-03-02' })).toEqual([
    '2026-02-27',
    '2026-02-28',
    '2026-03-01',
    '2026-03-02',
  ]);
});

test('a turn begins with the whole window, and goes on where it was, unless that is outside by now', () => {
  expect(beginTurn(window, null)).toEqual({ from: '2026-02-25', days: 10 });
  expect(beginTurn(window, { from: '2026-03-01', days: 2 })).toEqual({ from: '2026-03-01', days: 2 });
  expect(beginTurn(window, { from: '2026-02-24', days: 2 })).toEqual({ from: '2026-02-25', days: 2 });
});

test('too much is halved down to a day; little is doubled up to the window', () => {
  expect(afterTooMuch({ from: '2026-03-01', days: 5 })).toEqual({ from: '2026-03-01', days: 2 });
  expect(afterTooMuch({ from: '2026-03-01', days: 1 })).toEqual({ from: '2026-03-01', days: 1 });
  const turn = { from: '2026-03-01', days: 2 };
  expect(afterStretch(window, turn, { requests: 1, allowed: 10 })).toEqual({ from: '2026-03-03', days: 4 });
  expect(afterStretch(window, turn, { requests: 9, allowed: 10 })).toEqual({ from: '2026-03-03', days: 2 });
});

test('whatever each stretch costs, every day of the window is read before any is read again', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 90 }), fc.infiniteStream(fc.nat(20)), (length, costs) => {
      const whole = { first: '2026-02-25', last: addDays('2026-02-25', length - 1) };
      const read: string[] = [];
      let turn: DayTurn = beginTurn(whole, null);
      do {
        const { value: requests } = costs.next();
        const isTooMuch = requests > 10 && turn.days > 1;
        if (!isTooMuch) read.push(...daysOf(stretchOf(whole, turn)));
        turn = isTooMuch ? afterTooMuch(turn) : afterStretch(whole, turn, { requests, allowed: 10 });
      } while (read.at(-1) !== whole.last);
      expect(read).toEqual(daysOf(whole));
      expect(turn.from).toBe(whole.first);
    }),
  );
});
