import { describe, expect, test } from 'vitest';
import { allOf, where } from './filter.js';

describe('a filter', () => {
  test.each([
    [where('equals', 'email', 'pat@shop.example.org'), 'equals(email,"pat@shop.example.org")'],
    [where('equals', 'email', "o'brien@shop.example.org"), `equals(email,"o'brien@shop.example.org")`],
    [where('equals', 'name', 'The "best" \\ list'), 'equals(name,"The \\"best\\" \\\\ list")'],
    [where('any', 'ids', ['$custom:::$default:::A', 'B,"C)']), 'any(ids,["$custom:::$default:::A","B,\\"C)"])'],
    [where('equals', 'is_active', true), 'equals(is_active,true)'],
    [where('greater-than', 'timestamp', 1_700_000_000), 'greater-than(timestamp,1700000000)'],
    [where('less-than', 'datetime', new Date(0)), 'less-than(datetime,1970-01-01T00:00:00.000Z)'],
    [
      where('greater-or-equal', 'datetime', '2026-07-01T00:00:00+01:00'),
      'greater-or-equal(datetime,2026-07-01T00:00:00+01:00)',
    ],
    [where('equals', 'name', '2026-07-01T00:00:00Z'), 'equals(name,"2026-07-01T00:00:00Z")'],
    [where('has', 'profile'), 'has(profile)'],
    [allOf(where('has', 'profile')), 'has(profile)'],
    [allOf(where('has', 'profile'), where('equals', 'metric_id', 'A')), 'and(has(profile),equals(metric_id,"A"))'],
  ])('%s', (built, expected) => {
    expect(built).toBe(expected);
  });

  test.each([
    ['a range from text', 'datetime,"x', () => where('greater-than', 'datetime', 'yesterday, secret')],
    ['an instant without offset', '2026', () => where('less-than', 'datetime', '2026-07-01T00:00:00')],
    ['an invalid date', 'NaN', () => where('less-than', 'datetime', new Date('never'))],
    ['a number that is none', 'NaN', () => where('greater-than', 'timestamp', Number.NaN)],
  ])('from %s is refused, unquoted', (_what, quoted, build) => {
    expect(build).toThrow(expect.objectContaining({ code: 'klaviyo_invalid' }));
    expect(build).not.toThrow(quoted);
  });
});
