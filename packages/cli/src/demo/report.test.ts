import { expect, test } from 'vitest';
import { type DemoFigures, faultsOf, renderReport } from './report.js';

const right = { expected: 10, recorded: 10, missing: 0, doubled: 0, early: 0 };
const figures: DemoFigures = {
  orders: 6,
  historyOrders: 2,
  shipmentsLeft: 10,
  shipmentEvents: right,
  orderEvents: right,
  unexpected: 0,
  wrongContents: 0,
  cancellations: { expected: 2, flagged: 2 },
  wrongFlags: 0,
  stock: { skus: 3, updates: 9, wrong: 0 },
  webhooks: { sent: 40, repeated: 3, lost: 2 },
  requests: 30,
  retries: 1,
  rateLimited: 1,
  faults: 2,
  events: 20,
  seconds: 2,
  incidents: { 'tracking-missing': 1 },
};

test('a day without faults has nothing to complain of', () => {
  expect(faultsOf(figures)).toEqual([]);
});

test.each([
  [{ shipmentEvents: { ...right, missing: 1 } }, '1 shipment events missing'],
  [{ shipmentEvents: { ...right, doubled: 2 } }, '2 shipment events doubled'],
  [{ shipmentEvents: { ...right, early: 3 } }, '3 shipment events early'],
  [{ orderEvents: { ...right, missing: 4 } }, '4 order events missing'],
  [{ unexpected: 5 }, '5 events nobody should have had'],
  [{ wrongContents: 6 }, '6 shipments with wrong contents'],
  [{ cancellations: { expected: 2, flagged: 1 } }, '1 cancellations not flagged'],
  [{ wrongFlags: 3 }, '3 profiles with wrong flags'],
  [{ stock: { skus: 3, updates: 9, wrong: 7 } }, '7 variants whose stock is wrong'],
])('anything wrong is named: %o', (change, complaint) => {
  expect(faultsOf({ ...figures, ...change })).toEqual([complaint]);
});

test('the table names every number the day is judged by', () => {
  const text = renderReport(figures);
  expect(text).toContain('10 expected · 10 recorded · 0 missing · 0 doubled · 0 early');
  expect(text).toContain('2 of 2');
  expect(text).toContain('tracking-missing');
  expect(text).toContain('10.0');
});
