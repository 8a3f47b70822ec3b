import { expect, test } from 'vitest';
import { judgeReading, type Reading, type Target } from './judge-reading.js';
import type { OrderLine } from './line.js';
import type { Order } from './order.js';

const target: Target = {
  id: '1',
  reference: 'SO-1',
  orderAfter: undefined,
  wasCompleted: false,
  wasContradictory: false,
};
const order: Order = {
  id: '1',
  reference: 'SO-1',
  statusCode: 'Completed',
  statusName: null,
  priority: null,
  expectedDispatchAt: null,
  account: null,
  warehouse: null,
  carrier: null,
  dispatchStrategy: null,
  type: null,
  shopReference: null,
  customer: null,
  contact: null,
  extra: {},
};
const line = (dispatched: number, orderId: string | null = '1', orderReference = 'SO-1'): OrderLine => ({
  id: 'l',
  productId: 'p',
  sku: 'SKU',
  productName: null,
  ordered: 2,
  allocated: 2,
  picked: 2,
  dispatched,
  shortStatus: null,
  orderId,
  orderReference,
  carrierId: null,
  extra: {},
});
const reading = (overrides: Partial<Reading>): Reading => ({
  order,
  orderAfter: undefined,
  lines: [],
  shipments: [],
  tasks: [],
  recentTasks: [],
  transactions: [],
  ...overrides,
});

test.each([
  ['a completed order in full is believed', target, reading({ lines: [line(2)] }), { kind: 'sound' }],
  [
    'a completed order that looks short is read again',
    target,
    reading({ lines: [line(1)] }),
    { kind: 'again', target: { wasCompleted: true } },
  ],
  ['and believed then', { ...target, wasCompleted: true }, reading({ lines: [line(1)] }), { kind: 'sound' }],
  [
    'a status from a later page is read again with that page',
    target,
    reading({ orderAfter: 'c', lines: [line(2)] }),
    { kind: 'again', target: { orderAfter: 'c' } },
  ],
  [
    'an order that left the page it was on is looked for from the start',
    { ...target, orderAfter: 'c' },
    reading({ order: null, orderAfter: 'c' }),
    { kind: 'again', target: { orderAfter: undefined } },
  ],
  ['without order and lines it is gone', target, reading({ order: null }), { kind: 'gone' }],
  [
    'lines that outlived their order do not keep it',
    target,
    reading({ order: null, lines: [line(0, null)] }),
    { kind: 'gone' },
  ],
  [
    'a renamed order is read by its new name',
    target,
    reading({ order: null, lines: [line(0, '1', 'SO-2')] }),
    { kind: 'again', target: { reference: 'SO-2' } },
  ],
  [
    'lines without their order are read again',
    target,
    reading({ order: null, lines: [line(0)] }),
    { kind: 'again', target: { wasContradictory: true } },
  ],
  [
    'and are a contradiction then',
    { ...target, wasContradictory: true },
    reading({ order: null, lines: [line(0)] }),
    { kind: 'contradiction' },
  ],
  [
    'another order’s lines are never taken for this one’s',
    target,
    reading({ lines: [line(2, '9')] }),
    { kind: 'contradiction' },
  ],
])('%s', (_, before, read, expected) => {
  expect(judgeReading(before, read)).toMatchObject(expected);
});
