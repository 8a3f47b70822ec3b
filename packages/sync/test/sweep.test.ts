import { definePolicy } from '@clarus-klaviyo/mapping';
import { afterEach, describe, expect, test } from 'vitest';
import { createSync, type SyncConfig } from '../src/index.js';
import {
  AUTOMATIONS,
  type Harness,
  hours,
  minutes,
  SECRET,
  ship,
  startHarness,
  TENANT,
  webhooksAnswered,
} from './harness.js';

afterEach(webhooksAnswered);

const QUIET = { dispatchStrategy: 'shipment', stock: { catalog: 'none' } } as const;
const HOUR_MS = 3_600_000;
/** Virtual time: nobody needs to look four times a second. */
const CONFIG = { timing: { groupCommitMs: 0, pollMs: 30_000 } } as const;

/** Runs the sweeps as a service does, and nothing else, for this long. */
async function sweepFor(harness: Harness, forMs: number): Promise<void> {
  const stop = new AbortController();
  const running = harness.sync.run({ signal: stop.signal });
  const endMs = harness.clock.now() + forMs;
  while (harness.clock.now() < endMs) await harness.clock.advance(Math.min(minutes(1), endMs - harness.clock.now()));
  stop.abort();
  await harness.clock.advance(minutes(10));
  await running;
}

interface Asked {
  readonly orders: number;
  readonly lines: number;
  readonly tasks: number;
  readonly views: number;
}

function asked({ clarus }: Harness, since: number): Asked {
  const queries = clarus.requests.slice(since).flatMap(({ query }) => query ?? []);
  const count = (word: string): number => queries.filter((query) => query.includes(word)).length;
  return {
    orders: count('ListGoodsOuts('),
    lines: count('ListGoodsOutLines('),
    tasks: count('ListTasks('),
    views: count('ReadOrders'),
  };
}

describe('what webhooks missed', () => {
  test('a dispatch of one of many orders that share a SKU is found without reading them all', async () => {
    const harness = await startHarness({ policy: QUIET, config: CONFIG });
    const { world } = harness.clarus;
    world.setStock('TEE-M', 1_000);
    const orderIds = Array.from({ length: 150 }, (_, index) => {
      const order = world.createOrder({
        reference: `SO-${index}`,
        lines: [
          { sku: 'TEE-M', quantity: 1 },
          { sku: 'CAP-1', quantity: 1 },
        ],
        email: `so-${index}@mail.shoppers.co.uk`,
      });
      world.allocate(order.id);
      return order.id;
    });
    await harness.run(minutes(5));
    await sweepFor(harness, minutes(30));
    harness.hearsWebhooks = false;
    const orderId = orderIds[77] ?? '';
    world.pick(orderId);
    const shipment = world.packShipment(orderId, { contents: [{ sku: 'TEE-M', quantity: 1 }] });
    world.label(shipment.id);
    world.dispatchShipment(shipment.id); // a part of it: the order's status stays as it is
    const since = harness.clarus.requests.length;
    await sweepFor(harness, minutes(4));
    expect(harness.told()).toEqual(['Fulfilled Shipment']);
    expect(harness.klaviyo.accepted[0]?.properties['OrderNumber']).toBe('SO-77');
    const { tasks, views } = asked(harness, since);
    expect(tasks).toBeLessThanOrEqual(4 * 2 + 8);
    expect(views).toBeLessThanOrEqual(3);
  });

  test('a cancellation among more orders than a sweep may list is found by its status', async () => {
    const timing = { ...CONFIG.timing, sweepRequestsPerHour: 12 }; // of a hundred orders each
    const harness = await startHarness({ policy: { ...QUIET, reissueGrace: '0s' }, config: { timing } });
    const { world } = harness.clarus;
    world.setStock('TEE-M', 1_000);
    const orderIds = Array.from({ length: 250 }, (_, index) => {
      const order = world.createOrder({
        reference: `SO-${index}`,
        lines: [{ sku: 'TEE-M', quantity: 1 }],
        email: `so-${index}@mail.shoppers.co.uk`,
      });
      world.allocate(order.id);
      return order.id;
    });
    await harness.run(minutes(5));
    await sweepFor(harness, minutes(30));
    harness.hearsWebhooks = false;
    world.cancelOrder(orderIds[240] ?? '');
    await sweepFor(harness, minutes(20));
    expect(harness.told()).toEqual(['Cancelled Order']);
    expect(harness.klaviyo.accepted[0]?.properties['OrderNumber']).toBe('SO-240');
  });

  test('an order nobody rang for is found by its lines, an order that was deleted by its absence', async () => {
    const harness = await startHarness({ policy: { ...QUIET, reissueGrace: '0s' }, config: CONFIG });
    const { world } = harness.clarus;
    world.setStock('TEE-M', 10);
    const order = world.createOrder({
      reference: 'SO-1',
      lines: [{ sku: 'TEE-M', quantity: 1 }],
      email: 'jo@mail.shoppers.co.uk',
    });
    await harness.run(minutes(5));
    harness.hearsWebhooks = false;
    ship(harness, 'SO-2');
    world.cancelOrder(order.id); // pending: Clarus deletes it
    await sweepFor(harness, hours(1));
    expect((await harness.store.read(`order:${order.id}`))?.state).toMatchObject({ isSettled: true });
    const [found] = world.state.orders.of('SO-2');
    expect(await harness.store.read(`order:${found?.id}`)).not.toBeNull();
  });
});

test('a quiet hour of a small shop costs Clarus a hundred requests, however often it is restarted', async () => {
  const harness = await startHarness({ policy: QUIET, config: CONFIG });
  for (let index = 0; index < 20; index += 1) ship(harness, `SO-${index}`);
  await harness.run(minutes(10));
  const since = harness.clarus.requests.length;
  for (let start = 0; start < 4; start += 1) await sweepFor(harness, minutes(5));
  const spentMs = 4 * minutes(15);
  const { orders, lines, tasks } = asked(harness, since);
  // The cancelled ones and the planned ones.
  expect(orders).toBeLessThanOrEqual(2 * (spentMs / minutes(5) + 4));
  expect(lines).toBeLessThanOrEqual(spentMs / minutes(5) + 4);
  expect(tasks).toBeLessThanOrEqual(spentMs / minutes(1) + 4);
});

/** All of them take minutes to read: `DEEP=1`. */
const OLD_ORDERS = process.env['DEEP'] === '1' ? 50_000 : 2_000;

/** A tenant as sync's port sees one, so large that no fake server needs to be asked about it. */
function largeTenant(
  orders: number,
  startMs: number,
): { readonly clarus: SyncConfig['clarus']; readonly pages: Record<string, number> } {
  const pages: Record<string, number> = {};
  const count = (kind: string, rows: number, pageSize = 100): void => {
    pages[kind] = (pages[kind] ?? 0) + Math.max(1, Math.ceil(rows / pageSize));
  };
  const account = { id: '7', code: 'BRAND', name: 'Brand' };
  const dayOf = (index: number): string =>
    new Date(startMs + ((index % 74) - 14) * 24 * HOUR_MS).toISOString().slice(0, 10);
  const toOrder = (index: number) => ({
    id: String(index),
    reference: `SO-${index}`,
    statusCode: 'PICK',
    expectedDispatchAt: dayOf(index),
    shopReference: null,
    warehouse: { id: '2', code: 'WH1', name: null },
    carrier: null,
    dispatchStrategy: null,
    contact: null,
    account,
  });
  const empty = (kind: string) => ({
    async *list(): AsyncGenerator<never, void, undefined> {
      count(kind, 0);
      yield* [];
    },
  });
  return {
    pages,
    clarus: {
      orders: {
        async *list({ filter = {} } = {}) {
          const asked = filter['expected_date_of_dispatch'] as { from: string; to: string } | undefined;
          let rows = 0;
          count('orders', 1);
          for (let index = 0; index < orders; index += 1) {
            const day = dayOf(index);
            if (asked !== undefined && (day < asked.from || day > asked.to)) continue;
            if (rows > 0 && rows % 100 === 0) count('orders', 1);
            rows += 1;
            yield toOrder(index);
          }
        },
        async viewMany(wanted) {
          count('views', wanted.length, 20);
          return new Map(
            wanted.map(({ id }) => {
              const order = toOrder(Number(id));
              const line = {
                id: `l${id}`,
                productId: '1',
                sku: `SKU-${Number(id) % 500}`,
                productName: null,
                ordered: 1,
                dispatched: 1,
              };
              const shipment = {
                id: `s${id}`,
                reference: null,
                statusCode: 'dispatched',
                carrier: null,
                service: null,
                plannedCollectionAt: null,
                hasLabel: true,
                parcels: [{ id: `p${id}`, trackingNumber: `T${id}`, storageUnitId: null, contents: null }],
              };
              return [id, { order, lines: [line], shipments: [shipment], dispatches: [] }] as const;
            }),
          );
        },
      },
      orderLines: {
        list: (options) => empty(options?.filter?.['goods_out_id'] === undefined ? 'lines' : 'ages').list(),
      },
      stockBalances: empty('balances'),
      tasks: empty('tasks'),
      goodsInReceipts: { ...empty('receipts'), view: async () => null },
      externalEntities: empty('entities'),
      productMappings: empty('mappings'),
      carrierMappings: empty('mappings'),
      shippingRateMappings: empty('mappings'),
    },
  };
}

async function startLarge(orders: number) {
  const harness = await startHarness();
  const tenant = largeTenant(orders, harness.clock.now());
  const [account] = harness.accounts;
  if (account === undefined) throw new Error('The harness has an account');
  const sync = createSync({
    tenant: TENANT,
    clarus: tenant.clarus,
    accounts: [{ ...account, policy: definePolicy(QUIET) }],
    store: harness.store,
    webhooks: { secrets: [SECRET], automations: AUTOMATIONS },
    clock: harness.clock,
    random: () => 0.5,
    ...CONFIG,
  });
  await sync.health();
  return { ...harness, ...tenant, sync };
}

describe('a tenant with tens of thousands of orders in the window', () => {
  test('is never read whole: the sweeps stay within what is polite', async () => {
    const large = await startLarge(50_000);
    const stop = new AbortController();
    const running = large.sync.run({ signal: stop.signal });
    for (let minute = 0; minute < 12; minute += 1) await large.clock.advance(minutes(1));
    stop.abort();
    await large.clock.advance(minutes(1));
    await running;
    const { orders = 0, lines = 0, tasks = 0 } = large.pages;
    // 40, 4 and 21 in twenty minutes when measured, so 120, 12 and 63 in an hour; whole every time it were 6,000 of orders.
    expect(orders).toBeGreaterThan(10);
    expect(orders).toBeLessThanOrEqual(30);
    expect(lines).toBeLessThanOrEqual(5);
    expect(tasks).toBeLessThanOrEqual(15);
  }, 180_000);

  test('that all left before the first start: nobody is told anything, by a sweep over everything', async () => {
    const large = await startLarge(OLD_ORDERS);
    await large.sync.sweep();
    for (let moved = 1; moved > 0; ) moved = await large.sync.tick();
    expect(large.pages['views']).toBe(OLD_ORDERS / 20);
    await large.clock.advance(hours(6));
    for (let moved = 1; moved > 0; ) moved = await large.sync.tick();
    expect(large.klaviyo.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
    expect(await large.sync.health()).toMatchObject({ delivered: 0, dead: 0, withheld: 0, backlog: { reads: 0 } });
  }, 120_000);
});
