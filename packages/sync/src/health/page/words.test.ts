import { expect, test } from 'vitest';
import { ownPath } from './paths.js';
import { ago, count, duration, lag, prose, timeAt } from './words.js';

test.each([
  [0, '0 s'],
  [89, '89 s'],
  [90, '2 min'],
  [5_399, '90 min'],
  [3 * 3600 + 300, '3 h 5 min'],
  [13 * 3600 + 300, '13 h'],
  [2 * 86_400, '2 days'],
])('%i seconds are told as %s', (seconds, told) => expect(duration(seconds)).toBe(told));

test('a short lag keeps its tenths, a long one does not', () => {
  expect([lag(0.04), lag(1.26), lag(95)]).toEqual(['0 s', '1.3 s', '2 min']);
});

test('one is one, and more are more', () => {
  expect([count(1, 'message'), count(1_200, 'message'), count(2, 'entry', 'entries')]).toEqual([
    '1 message',
    '1,200 messages',
    '2 entries',
  ]);
});

test('instants are told from now, and where their readers are', () => {
  const viewed = { nowMs: Date.parse('2026-07-02T12:00:00Z'), timeZone: 'Europe/London' };
  expect(ago('2026-07-02T11:00:00Z', viewed)).toBe('60 min ago');
  expect(ago('2026-07-02T12:10:00Z', viewed)).toBe('in 10 min');
  expect(timeAt('2026-07-02T11:00:00Z', viewed).toString()).toContain('12:00 BST');
});

test('words between backticks are code, and nothing in them is markup', () => {
  expect(prose('Set `a<b` in it.').toString()).toBe('Set <code>a&lt;b</code> in it.');
});

test.each([
  '//evil.example',
  'https://evil.example',
  '/\\evil.example',
  '/a\\b',
  'javascript:alert(1)',
  '/a b',
  '',
  null,
])('a form that asks to lead to %j leads to the overview', (path) => expect(ownPath(path)).toBe('/'));

test('a form leads back to a page of ours', () => {
  expect(ownPath('/incidents/dead-letter?subject=SO-1')).toBe('/incidents/dead-letter?subject=SO-1');
});
