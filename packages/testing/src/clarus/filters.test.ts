import { expect, test } from 'vitest';
import { type FilterInput, type FilterValue, satisfies } from './filters.js';

const NOON = Date.parse('2026-07-06T12:00:00Z');

test.each<[FilterInput, FilterValue, object, boolean]>([
  ['String', 'SO-10', { ilike: 'so-' }, true],
  ['String', 'SO-10', { like: 'so-' }, false],
  ['String', 'SO-10', { in: ['SO-1', 'SO-10'] }, true],
  ['String', null, { eq: 'SO-10' }, false],
  ['Id', '9', { lt: '10' }, true],
  ['Id', '9', { gteq: '9', lteq: '9' }, true],
  ['Id', null, { filled: false }, true],
  ['Id', '9', { filled: false }, false],
  ['Number', 2.5, { gt: 2, lt: 3 }, true],
  ['Number', 2, { between: [2, 3] }, true],
  ['Number', 4, { between: [2, 3] }, false],
  ['Datetime', NOON, { from: '2026-07-06T13:00:00+01:00' }, true],
  ['Datetime', NOON, { to: '2026-07-06T11:59:59Z' }, false],
  ['Datetime', null, { from: '2026-07-06T00:00:00Z' }, false],
  ['Boolean', true, { eq: false }, false],
  ['Code', 'PICK', { in: ['DISP'] }, false],
])('%s %s against %j is %s', (input, value, operators, verdict) => {
  expect(satisfies(input, value, operators)).toBe(verdict);
});
