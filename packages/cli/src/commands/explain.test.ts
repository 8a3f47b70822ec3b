import { expect, test } from 'vitest';
import { explanationText } from './explain.js';

const ORDER = {
  orderId: '3301',
  reference: 'SO-1001',
  account: 'brand',
  statusCode: 'PICK',
  readAt: '2026-03-03T08:00:01.000Z',
  customer: 'j…@mail.shoppers.co.uk',
  timeline: [
    {
      at: '2026-03-02T16:59:58.000Z',
      kind: 'webhook',
      sentence: 'Clarus rang: goods_out.updated.',
      messageId: null,
      metric: null,
    },
    { at: '2026-03-02T17:00:02.000Z', kind: 'read', sentence: 'The order was read.', messageId: null, metric: null },
    {
      at: '2026-03-03T08:00:03.000Z',
      kind: 'delivered',
      sentence: 'Klaviyo took “Fulfilled Shipment”.',
      messageId: 'acme:ShipmentDispatched:3301:1501',
      metric: 'Fulfilled Shipment',
    },
  ],
  waiting: [{ sentence: 'a tracking number for the second parcel', until: '2026-03-03T10:00:00.000Z' }],
  findings: [{ class: 'ship-method-unmapped', sentence: 'The carrier “DPD” has no name for customers.' }],
} as const;

test('an order’s story reads from the first ring to what is still waited for', () => {
  expect(explanationText({ reference: 'SO-1001', orders: [ORDER] })).toBe(`Order SO-1001 (id 3301)

  status    PICK, read 2026-03-03 08:00
  customer  j…@mail.shoppers.co.uk
  account   brand

2026-03-02
  16:59:58  webhook    Clarus rang: goods_out.updated.
  17:00:02  read       The order was read.
2026-03-03
  08:00:03  delivered  Klaviyo took “Fulfilled Shipment”.

Waiting for
  until 2026-03-03 10:00  a tracking number for the second parcel

Worth knowing
  ship-method-unmapped  The carrier “DPD” has no name for customers.`);
});

test('an order that was never seen is said to be unknown, and why that may be', () => {
  expect(explanationText({ reference: '#1001', orders: [] })).toContain('Nothing called “#1001” was ever seen.');
});

test('what is not known is said to be', () => {
  const bare = { ...ORDER, account: null, statusCode: null, customer: null, timeline: [], waiting: [], findings: [] };
  const text = explanationText({ reference: 'SO-1001', orders: [bare, ORDER] });
  expect(text).toContain('unknown: nobody can be told');
  expect(text).toContain('none speaks for it');
  expect(text).toContain('Nothing has happened yet.');
  expect(text.match(/^Order SO-1001/gm)).toHaveLength(2);
});
