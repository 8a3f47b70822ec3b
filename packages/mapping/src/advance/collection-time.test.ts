import { expect, test } from 'vitest';
import type { CollectionTimes } from '../policy-types.js';
import { nextCollectionMs } from './collection-time.js';

const weekdays = { mon: '17:30', tue: '17:30', wed: '17:30', thu: '17:30', fri: '16:00' };
const LONDON: CollectionTimes = { timeZone: 'Europe/London', carriers: { DPD: weekdays, '*': { sat: '09:00' } } };
const dpd = { id: '1', code: 'dpd', name: null };

function next(after: string, times: CollectionTimes = LONDON, carrier: typeof dpd | null = dpd): string | null {
  const ms = nextCollectionMs(Date.parse(after), carrier, times);
  return ms === null ? null : new Date(ms).toISOString();
}

test.each([
  ['a label before the van goes with it', '2026-03-02T10:00:00Z', '2026-03-02T17:30:00.000Z'],
  ['a label at the very moment waits for the next', '2026-03-02T17:30:00Z', '2026-03-03T17:30:00.000Z'],
  ['Friday night waits for Monday', '2026-03-06T20:00:00Z', '2026-03-09T17:30:00.000Z'],
  ['the Friday before clocks go forward, winter time', '2026-03-27T10:00:00Z', '2026-03-27T16:00:00.000Z'],
  ['the Monday after, summer time', '2026-03-27T20:00:00Z', '2026-03-30T16:30:00.000Z'],
  ['the Monday after clocks went back', '2026-10-23T20:00:00Z', '2026-10-26T17:30:00.000Z'],
])('%s', (_name, label, collection) => {
  expect(next(label)).toBe(collection);
});

test('a carrier without times of its own takes those of *, one without any never comes', () => {
  expect(next('2026-03-02T10:00:00Z', LONDON, { id: '2', code: 'UPS', name: null })).toBe('2026-03-07T09:00:00.000Z');
  expect(next('2026-03-02T10:00:00Z', LONDON, null)).toBe('2026-03-07T09:00:00.000Z');
  expect(next('2026-03-02T10:00:00Z', { timeZone: 'UTC', carriers: { UPS: weekdays } })).toBeNull();
  expect(next('2026-03-02T10:00:00Z', { timeZone: 'UTC', carriers: { DPD: {} } })).toBeNull();
});

test('the weekday is that of the place, not of Greenwich', () => {
  const auckland = { timeZone: 'Pacific/Auckland', carriers: { '*': { tue: '08:00' } } };
  expect(next('2026-03-02T10:00:00Z', auckland)).toBe('2026-03-02T19:00:00.000Z'); // Tuesday 08:00, UTC+13
});

test('a local time that the clocks skip is an hour later, one that they repeat is the first', () => {
  const sunday = { timeZone: 'Europe/London', carriers: { '*': { sun: '01:30' } } };
  expect(next('2026-03-28T12:00:00Z', sunday)).toBe('2026-03-29T01:30:00.000Z'); // 02:30 summer time
  expect(next('2026-10-24T12:00:00Z', sunday)).toBe('2026-10-25T00:30:00.000Z'); // 01:30, the first of two
});
