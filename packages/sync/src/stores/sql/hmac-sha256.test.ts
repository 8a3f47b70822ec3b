import { createHmac as createNodeHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createHmac } from './hmac-sha256.js';

test('it is the HMAC-SHA-256 that everybody computes, for any key and any text', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 200 }),
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.nat(200).map((length) => 'x'.repeat(length)),
      ),
      (key, text) => {
        const hmac = createHmac(key);
        const expected = createNodeHmac('sha256', key).update(text).digest('hex');
        expect(Buffer.from(hmac(text)).toString('hex')).toBe(expected);
        expect(Buffer.from(hmac(text)).toString('hex')).toBe(expected); // nothing is left over from the first time
      },
    ),
    { numRuns: 200 },
  );
});

test('it gives the answer of RFC 4231, test case 2', () => {
  const hmac = createHmac(new TextEncoder().encode('Jefe'));
  expect(Buffer.from(hmac('what do ya want for nothing?')).toString('hex')).toBe(
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  );
});
