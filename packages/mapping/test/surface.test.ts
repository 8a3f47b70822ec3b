import { expect, test } from 'vitest';
import { CARRIERS } from '../src/carriers.js';
import * as mapping from '../src/index.js';

test('the public list', () => {
  expect(Object.keys(mapping).sort()).toEqual([
    'DEFAULT_METRICS',
    'MappingError',
    'PolicyError',
    'StateVersionError',
    'accountUnrouted',
    'advance',
    'advanceOrder',
    'advanceProfile',
    'advanceReceipt',
    'advanceStock',
    'definePolicy',
    'dispatchLooksLikeLabel',
    'foldProfile',
    'initialOrder',
    'initialProfile',
    'initialReceipt',
    'initialStock',
    'isReturn',
    'messageId',
    'metricNameClashes',
    'returnedOrderReference',
    'shopOrderView',
    'toKlaviyo',
    'withoutContact',
  ]);
});

test('a state of another version is refused by a typed error', () => {
  const state = { ...mapping.initialOrder({ tenant: 'acme', orderId: '1' }), version: 2 as never };
  const run = { liveFrom: '2026-03-01T00:00:00Z', isShadow: false };
  const attempt = () =>
    mapping.advance(state, { kind: 'time', at: '2026-03-02T00:00:00Z' }, mapping.definePolicy(), run);
  expect(attempt).toThrow(mapping.StateVersionError);
  expect(attempt).toThrow('version 2');
});

test('every carrier of the table has a name and a secure link', () => {
  for (const { name, trackingUrl } of Object.values(CARRIERS)) {
    expect(name).toBeTruthy();
    expect(trackingUrl).toMatch(/^https:\/\/\S+\{trackingNumber\}/);
  }
});
