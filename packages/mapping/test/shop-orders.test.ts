/** One order in the shop, several goods-outs in the warehouse: customers hear of one order. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { definePolicy, initialOrder, type OrderInput, type OrderView, shopOrderView, toKlaviyo } from '../src/index.js';
import { aLine, anOrder, aShipment, at, aView, DPD, inWords, play, seen, swept } from './builders.js';
import { beliefOf } from './customer.js';
import { RUNS } from './runs.js';
import { forwardLife, type Life, observe } from './world.js';

const POLICY = definePolicy();
const STATE = initialOrder({ tenant: 'acme', orderId: '5550001' });

/** Two tees from Leeds, and a cap from York. */
const tees = (statusCode: string, dispatched: number, change: Partial<OrderView> = {}): OrderView =>
  goodsOut('1', statusCode, aLine('TEE', 2, dispatched), change);
const cap = (statusCode: string, dispatched: number, change: Partial<OrderView> = {}): OrderView =>
  goodsOut('2', statusCode, aLine('CAP', 1, dispatched), change);

function goodsOut(
  id: string,
  statusCode: string,
  line: ReturnType<typeof aLine>,
  change: Partial<OrderView>,
): OrderView {
  const order = anOrder({ id, reference: `GO-${id}`, statusCode, warehouse: { id, code: `W${id}`, name: null } });
  return { ...aView({ order, lines: [line] }), ...change };
}

const shippedAs = (...ids: readonly string[]): Partial<OrderView> => ({
  shipments: ids.map((id) => aShipment(id, 'dispatched')),
});
const together = (...views: readonly [OrderView, ...OrderView[]]): OrderView => shopOrderView(views, POLICY);

interface ShopStory {
  readonly name: string;
  readonly inputs: readonly OrderInput[];
  readonly told: readonly string[];
}

const STORIES: readonly ShopStory[] = [
  {
    name: 'two warehouses, two shipments: one order, fulfilled once, when both have left',
    inputs: [
      seen(at('0s'), together(tees('PICK', 0), cap('PICK', 0))),
      seen(at('1h'), together(tees('COMPLETED', 2, shippedAs('A')), cap('PICK', 0))),
      seen(at('1d'), together(tees('COMPLETED', 2, shippedAs('A')), cap('COMPLETED', 1, shippedAs('B')))),
    ],
    told: ['shipped A [2 TEE]', 'shipped B [1 CAP]', 'fulfilled full'],
  },
  {
    name: 'one of them is cancelled: its items are, once nothing else sends them',
    inputs: [
      seen(at('0s'), together(tees('PICK', 0), cap('PICK', 0))),
      seen(at('1h'), together(tees('CANCELLED', 0), cap('PICK', 0))),
      seen(at('1d'), together(tees('CANCELLED', 0), cap('COMPLETED', 1, shippedAs('B')))),
    ],
    told: ['cancelled [2 TEE]', 'shipped B [1 CAP]', 'fulfilled short'],
  },
  {
    name: 'cancelled in one warehouse and made again in another within minutes: nobody hears of it',
    inputs: [
      seen(at('0m'), together(tees('PICK', 0), cap('PICK', 0))),
      seen(at('60m'), together(tees('CANCELLED', 0), cap('PICK', 0))),
      seen(at('65m'), together(tees('CANCELLED', 0), cap('PICK', 0), again(0))),
      seen(at('1d'), together(tees('CANCELLED', 0), cap('COMPLETED', 1, shippedAs('B')), again(0))),
      seen(at('2d'), together(tees('CANCELLED', 0), cap('COMPLETED', 1, shippedAs('B')), again(2, shippedAs('C')))),
    ],
    told: ['shipped B [1 CAP]', 'shipped C [2 TEE]', 'fulfilled full'],
  },
  {
    name: 'made again with one unit fewer: that one is told as cancelled',
    inputs: [
      seen(at('0m'), together(tees('PICK', 0), cap('PICK', 0))),
      seen(
        at('60m'),
        together(tees('CANCELLED', 0), cap('PICK', 0), goodsOut('3', 'PICK', aLine('TEE', 1, 0, { id: 'l3' }), {})),
      ),
    ],
    told: ['cancelled [1 TEE]'],
  },
  {
    name: 'one is completed short: told at once, not when the other is done',
    inputs: [
      seen(at('0s'), together(tees('PICK', 0), cap('PICK', 0))),
      seen(at('1h'), together(tees('COMPLETED', 1, shippedAs('A')), cap('PICK', 0))),
      seen(at('1d'), together(tees('COMPLETED', 1, shippedAs('A')), cap('COMPLETED', 1, shippedAs('B')))),
    ],
    told: ['shipped A [1 TEE]', 'short [1 TEE]', 'shipped B [1 CAP]', 'fulfilled short'],
  },
  {
    name: 'all of them are cancelled: the order is',
    inputs: [
      seen(at('0s'), together(tees('PICK', 0), cap('PICK', 0))),
      seen(at('1h'), together(tees('CANCELLED', 0), cap('CANCELLED', 0))),
    ],
    told: ['cancelled'],
  },
  {
    name: 'statuses of shipments say nothing: what a completed goods-out implies waits for no other',
    inputs: [
      seen(at('0s'), together(tees('PICK', 0), cap('PICK', 0))),
      seen(at('1h'), together(tees('COMPLETED', 2, { shipments: [aShipment('A', 'Created')] }), cap('PICK', 0))),
    ],
    told: ['shipped A [2 TEE]'],
  },
  {
    name: 'first seen when part of it was cancelled and made again: nothing is missing',
    inputs: [seen(at('1h'), together(tees('CANCELLED', 0), again(2, { ...shippedAs('C') })))],
    told: ['shipped C [2 TEE]', 'fulfilled full'],
  },
  {
    name: 'first start with a cancelled part: history, and the rest is news',
    inputs: [
      swept(at('0s'), together(tees('CANCELLED', 0), cap('PICK', 0))),
      seen(at('1h'), together(tees('CANCELLED', 0), cap('COMPLETED', 1, shippedAs('B')))),
    ],
    told: ['shipped B [1 CAP]', 'fulfilled full'],
  },
];

function again(dispatched: number, change: Partial<OrderView> = {}): OrderView {
  const statusCode = dispatched === 0 ? 'PICK' : 'COMPLETED';
  return goodsOut('3', statusCode, aLine('TEE', 2, dispatched, { id: 'line-again' }), change);
}

describe("a shop's order in several goods-outs", () => {
  test.each(STORIES)('$name', ({ inputs, told }) => {
    expect(inWords(play(inputs, at('5d'), { state: STATE }).milestones)).toEqual(told);
  });

  test('is named by the shop, and by what all of them share', () => {
    const view = together(tees('PICK', 0), cap('PICK', 0));
    expect(view.order).toMatchObject({ reference: '5550001', statusCode: 'PICK', warehouse: null, carrier: DPD });
    const [milestone] = play([seen(at('1h'), together(tees('CANCELLED', 0), cap('CANCELLED', 0)))], at('1d'), {
      state: STATE,
    }).milestones;
    const [message] = milestone === undefined ? [] : toKlaviyo(milestone, POLICY);
    expect(message).toMatchObject({
      id: 'acme:OrderCancelled:5550001:order',
      body: {
        data: { attributes: { properties: { OrderId: '5550001', OrderNumber: '5550001', SKUs: ['TEE', 'CAP'] } } },
      },
    });
  });

  test('counts shipments and what is outstanding across them', () => {
    const half = together(tees('COMPLETED', 2, shippedAs('A')), cap('PICK', 0));
    const [first] = play([seen(at('1h'), half)], null, { state: STATE }).milestones;
    expect(first).toMatchObject({
      shipmentNumber: 1,
      isPartialShipment: true,
      isFinalShipment: false,
      outstandingItems: [{ sku: 'CAP', quantity: 1 }],
    });
  });

  test('waits for the earliest plan of those that are open', () => {
    const planned = (view: OrderView, expectedDispatchAt: string | null): OrderView => ({
      ...view,
      order: { ...view.order, expectedDispatchAt },
    });
    const plan = (...views: readonly [OrderView, ...OrderView[]]) => together(...views).order.expectedDispatchAt;
    expect(plan(planned(tees('PICK', 0), '2026-03-09'), planned(cap('PICK', 0), '2026-03-05'))).toBe('2026-03-05');
    expect(plan(planned(tees('PICK', 0), '2026-03-09'), planned(cap('CANCELLED', 0), '2026-03-05'))).toBe('2026-03-09');
    expect(plan(planned(tees('PICK', 0), null), planned(cap('PICK', 0), 'soon'))).toBeNull();
  });

  test('of one goods-out is that goods-out, and their order does not matter', () => {
    expect(together(tees('PICK', 0))).toEqual(tees('PICK', 0));
    expect(together(tees('PICK', 0), cap('COMPLETED', 1))).toEqual(together(cap('COMPLETED', 1), tees('PICK', 0)));
  });

  test('whatever happens to two of them: each shipment once, each unit once, one end', () => {
    fc.assert(
      fc.property(forwardLife, forwardLife, (one, other) => {
        const [left, right] = [viewsOf(one, '0'), viewsOf(other, '1')];
        const steps = [...Array(Math.max(left.length, right.length)).keys()];
        const inputs = steps.flatMap((step) => {
          const [a, b] = [left[Math.min(step, left.length - 1)], right[Math.min(step, right.length - 1)]];
          return a === undefined || b === undefined ? [] : [seen(at(`${step}h`), together(a, b))];
        });
        const { milestones, state, wakeAt } = play(inputs, at('60d'), { state: STATE });
        const ids = milestones.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(wakeAt).toBeNull();
        const lines = state.facts.lines?.value ?? [];
        const belief = beliefOf(milestones);
        const hasLeft = lines.some(({ dispatched }) => dispatched > 0);
        expect([belief.isFulfilled, belief.isCancelled]).toEqual([hasLeft, !hasLeft]);
        for (const { sku } of lines) {
          const missing = lines
            .filter((line) => line.sku === sku)
            .reduce((sum, { ordered, dispatched }) => sum + ordered - dispatched, 0);
          expect(belief.cancelled.get(sku) ?? 0).toBe(missing);
        }
      }),
      RUNS,
    );
  });
});

/** A life as views, from when nothing of it had happened, with ids of its own. */
function viewsOf(life: Life, id: string): readonly OrderView[] {
  const views = observe({ ...life, hasEmail: true }).inputs.flatMap((input) =>
    input.kind === 'order' && input.view !== null ? [renamed(input.view, id)] : [],
  );
  return views.slice(0, 1).flatMap((first) => [
    {
      ...first,
      order: { ...first.order, statusCode: 'PICK' },
      lines: first.lines.map((line) => ({ ...line, dispatched: 0 })),
      shipments: [],
      dispatches: [],
    },
    ...views,
  ]);
}

/** Lines and shipments of different goods-outs have different ids. */
function renamed(view: OrderView, id: string): OrderView {
  const mine = (text: string): string => `${id}-${text}`;
  return {
    order: { ...view.order, id },
    lines: view.lines.map((line) => ({ ...line, id: mine(line.id) })),
    shipments: view.shipments.map((shipment) => ({ ...shipment, id: mine(shipment.id) })),
    dispatches: view.dispatches.map((record) => ({
      ...record,
      id: mine(record.id),
      storageUnitId: record.storageUnitId && mine(record.storageUnitId),
    })),
  };
}
