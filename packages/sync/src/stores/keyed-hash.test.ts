import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createKeyedHash, digestOf, newHashKey, toHex } from './keyed-hash.js';

test('it is the beginning of the HMAC-SHA-256 that everybody computes: files written before stay readable', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.string({ unit: 'binary' }), (key, plain) => {
      const expected = createHmac('sha256', key).update(`address:${plain}`).digest('hex').slice(0, 32);
      expect(toHex(createKeyedHash(key)('address', plain))).toBe(expected);
    }),
  );
});

test('a digest is one person’s whatever the casing, and no look-up hash can be matched with it', () => {
  const hash = createKeyedHash(newHashKey());
  expect(digestOf(hash, ' Jo@Shop.co.uk ')).toBe(digestOf(hash, 'jo@shop.co.uk'));
  expect(digestOf(hash, 'jo@shop.co.uk')).toMatch(/^[0-9a-f]{32}$/);
  expect(digestOf(hash, 'jo@shop.co.uk')).not.toBe(toHex(hash('address', 'jo@shop.co.uk')));
});
