import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AUTOMATIONS } from './automations/automation.js';
import { ClarusDecodeError } from './errors.js';
import { ORDER_LINES } from './orders/line.js';
import { ORDERS } from './orders/order.js';
import { GOODS_IN_RECEIPTS } from './receipts/receipt.js';
import type { Resource } from './resource.js';
import { PACKAGES } from './shipments/parcel.js';
import { SHIPMENTS } from './shipments/shipment.js';
import { STOCK_BALANCES } from './stock/stock-balance.js';
import { TASKS } from './tasks/task.js';
import { TRANSACTIONS } from './transactions/transaction.js';
import { decode, id, optionalInstant, quantity } from './wire.js';

test.each([
  ['2026-03-11', '2026-03-11'],
  ['2026-03-10T08:00:00Z', '2026-03-10T08:00:00.000Z'],
  ['2023-11-09T10:06:36.593+00:00', '2023-11-09T10:06:36.593Z'],
  ['2024-07-17T14:30:16.787+01:00', '2024-07-17T13:30:16.787Z'],
  ['2024-07-17 14:30:16 UTC', '2024-07-17T14:30:16.000Z'],
  ['2024-07-17 14:30:16 +0100', '2024-07-17T13:30:16.000Z'],
  ['', null],
  [null, null],
])('the date %s reads as %s', (wire, expected) => {
  expect(decode(optionalInstant, wire, 'at')).toBe(expected);
});

test.each(['2026-02-31', '2026-02-31T10:00:00Z', '2026-03-10T08:00:00', '17/07/2024 14:30', 'soon', 5, {}])(
  'the date %j is refused rather than guessed',
  (wire) => {
    expect(() => decode(optionalInstant, wire, 'at')).toThrow(ClarusDecodeError);
  },
);

test('an instant keeps its meaning in whatever zone it is written', () => {
  const instants = fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(instants, fc.integer({ min: -11, max: 12 }), (at, hours) => {
      const local = new Date(at.getTime() + hours * 3_600_000).toISOString().slice(0, -1);
      const zone = `${hours < 0 ? '-' : '+'}${String(Math.abs(hours)).padStart(2, '0')}:00`;
      expect(decode(optionalInstant, local + zone, 'at')).toBe(at.toISOString());
    }),
  );
});

test('ids and quantities read the same as numbers and as text', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0 }), (value) => {
      expect(decode(id, value, 'id')).toBe(decode(id, String(value), 'id'));
      expect(decode(quantity, value / 2, 'q')).toBe(value / 2);
      expect(decode(quantity, `${value}.5`, 'q')).toBe(value + 0.5);
    }),
  );
});

const RESOURCES: readonly Resource<unknown>[] = [
  ORDERS,
  ORDER_LINES,
  SHIPMENTS,
  PACKAGES,
  TASKS,
  TRANSACTIONS,
  STOCK_BALANCES,
  GOODS_IN_RECEIPTS,
  AUTOMATIONS,
].map((resource) => ({ ...resource, keyOf: () => null }));

/** A node with something in every place we read, be it sense or nonsense. */
function nodes(paths: readonly string[]): fc.Arbitrary<Record<string, unknown>> {
  const heads = Object.groupBy(paths, (path) => path.split('.')[0] ?? '');
  const fields = Object.entries(heads).map(([head, group]): [string, fc.Arbitrary<unknown>] => {
    const below = (group ?? []).filter((path) => path.includes('.')).map((path) => path.slice(head.length + 1));
    const sense = below.length > 0 ? nodes(below) : fc.oneof(fc.integer(), fc.string(), fc.constant('2026-03-11'));
    return [head, fc.oneof({ weight: 8, arbitrary: sense }, fc.constant(null), fc.jsonValue())];
  });
  return fc.record(Object.fromEntries(fields), { requiredKeys: [] });
}

test.each(RESOURCES)('$root: odd records decode, or fail by a path without quoting', (resource) => {
  const marked = nodes(resource.fields);
  fc.assert(
    fc.property(marked, fc.jsonValue(), (node, surprise) => {
      try {
        const record = decode(resource.schema, { ...node, zzz_surprise: surprise }, 'node');
        expect(record).toMatchObject({ extra: { zzz_surprise: surprise } });
      } catch (error) {
        if (!(error instanceof ClarusDecodeError)) throw error;
        expect(error.path.split(/[.[]/)[0]).toBe('node');
        expect(error.message).toMatch(
          /^Clarus answered something unexpected at node[\w.[\]]*: (expected [a-z, -]+|[a-z_]+)$/,
        );
      }
    }),
    { numRuns: 300 },
  );
});
