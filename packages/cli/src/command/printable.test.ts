import fc from 'fast-check';
import { expect, test } from 'vitest';
import { printable } from './printable.js';

test('nothing that steers a terminal gets through, lines and tabs aside', () => {
  expect(printable('SO-1\u001b[2J\u009b31m\r\n\tnext\u0007')).toBe('SO-1\\u001b[2J\\u009b31m\\u000d\n\tnext\\u0007');
});

test('JSON stays the same JSON', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(printable(JSON.stringify(value, null, 2)))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
