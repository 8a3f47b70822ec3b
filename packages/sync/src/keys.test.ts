import { expect, test } from 'vitest';
import { orderKey, profileKey, stockKey, subjectOf } from './keys.js';

test('every key names its subject again, whatever characters the vendor’s ids hold', () => {
  expect(subjectOf(orderKey('12:3'))).toEqual({ kind: 'order', orderId: '12:3' });
  expect(subjectOf(stockKey('7', 'TEE:RED:M'))).toEqual({ kind: 'stock', accountId: '7', sku: 'TEE:RED:M' });
  expect(subjectOf(profileKey('brand', 'ab12'))).toEqual({ kind: 'profile', account: 'brand', digest: 'ab12' });
  expect(subjectOf('parcel:1')).toBeNull();
});
