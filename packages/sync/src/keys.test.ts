import { expect, test } from 'vitest';
import { emailDigest, orderKey, profileKey, stockKey, subjectOf } from './keys.js';

test('every key names its subject again, whatever characters the vendor’s ids hold', () => {
  expect(subjectOf(orderKey('12:3'))).toEqual({ kind: 'order', orderId: '12:3' });
  expect(subjectOf(stockKey('7', 'TEE:RED:M'))).toEqual({ kind: 'stock', accountId: '7', sku: 'TEE:RED:M' });
  expect(subjectOf(profileKey('brand', 'ab12'))).toEqual({ kind: 'profile', account: 'brand', digest: 'ab12' });
  expect(subjectOf('parcel:1')).toBeNull();
});

test('one person is one profile whatever the casing, and the address cannot be read from the key', async () => {
  const digest = await emailDigest(' Jo@Shop.co.uk ');
  expect(digest).toBe(await emailDigest('jo@shop.co.uk'));
  expect(digest).toMatch(/^[0-9a-f]{32}$/);
});
