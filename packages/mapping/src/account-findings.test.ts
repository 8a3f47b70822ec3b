import { expect, test } from 'vitest';
import { accountUnrouted, dispatchLooksLikeLabel, metricNameClashes } from './account-findings.js';
import { definePolicy } from './policy.js';

const at = (seconds: number): string => new Date(Date.UTC(2026, 2, 2, 9, 0, seconds)).toISOString();
const timing = (seconds: number) => ({ labelledAt: at(0), dispatchedAt: at(seconds) });
const repeat = (count: number, seconds: number) => Array.from({ length: count }, () => timing(seconds));

test('an account nobody routed is an error for whoever integrates', () => {
  expect(accountUnrouted('BRAND')).toEqual({
    code: 'account-unrouted',
    owner: 'integration',
    severity: 'error',
    subject: 'BRAND',
    detail: { account: 'BRAND' },
  });
});

test('another integration has a metric of ours: said, unless that event is switched off', () => {
  const existing = [
    { name: ' fulfilled order ', integration: 'Shopify' },
    { name: 'Cancelled Order', integration: 'API' },
    { name: 'Updated Shipment', integration: null },
    { name: 'Confirmed Shipment', integration: 'Shopify' },
  ];
  expect(metricNameClashes(existing, definePolicy())).toMatchObject([
    { code: 'metric-name-clash', owner: 'ecommerce', subject: 'Fulfilled Order', detail: { integration: 'Shopify' } },
  ]);
  const policy = definePolicy({ events: { ShipmentLabelled: true, OrderFulfilled: false } });
  expect(metricNameClashes(existing, policy).map(({ subject }) => subject)).toEqual(['Confirmed Shipment']);
});

test.each([
  ['most within a minute of the label', [...repeat(6, 60), ...repeat(4, 3600)], { orders: 10, atLabel: 6 }],
  ['half of them', [...repeat(5, 60), ...repeat(5, 61)], null],
  ['too few to tell', repeat(9, 0), null],
  ['enough, but too few with an instant', [...repeat(9, 0), { labelledAt: 'soon', dispatchedAt: at(0) }], null],
])('dispatch looks like the label: %s', (_, timings, detail) => {
  expect(dispatchLooksLikeLabel('BRAND', timings)?.detail ?? null).toEqual(detail);
});
