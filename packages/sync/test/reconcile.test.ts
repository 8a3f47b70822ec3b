/** Three columns: a whole month of them, clean and with every kind of drift, and what a repair makes of it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKlaviyo } from '@clarus-klaviyo/klaviyo';
import { advance, definePolicy, initialOrder, type OrderView, toKlaviyo } from '@clarus-klaviyo/mapping';
import { type FakeKlaviyo, fakeKlaviyo, type VirtualClock, virtualClock } from '@clarus-klaviyo/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type ClarusPort,
  createMemoryStore,
  createSync,
  type Reconciliation,
  type Store,
  type Sync,
} from '../src/index.js';
import { orderKey } from '../src/keys.js';
import type { ListedOrder } from '../src/ports.js';
import { openSqliteStore } from '../src/stores/sqlite.js';
import type { OutgoingMessage, StateWrite } from '../src/stores/store.js';

/** `npm run test:deep` has the month of 100,000 orders. */
const ORDERS = process.env['DEEP'] === '1' ? 100_000 : 2_000;
const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2026, 2, 1);
const MONTH = { from: '2026-03-01T00:00:00.000Z', to: '2026-04-01T00:00:00.000Z' };
const policy = definePolicy({ dispatchStrategy: 'shipment', stock: { catalog: 'none' }, waitForTracking: '0s' });
const run = { liveFrom: '2026-02-01T00:00:00.000Z', isShadow: false };

interface Month {
  readonly clock: VirtualClock;
  readonly klaviyo: FakeKlaviyo;
  readonly store: Store;
  readonly sync: Sync;
  /** What Clarus shows now, by order id: a test changes it and Clarus says so. */
  readonly clarus: Map<string, OrderView>;
  /** Ids that Klaviyo answers 202 for and throws away. */
  readonly droppedByKlaviyo: Set<string>;
  readonly reads: number[];
}

function dispatchedMs(index: number): number {
  return START_MS + Math.floor((index / ORDERS) * 30 * DAY_MS) + 3_600_000;
}

function viewOf(index: number, change: Partial<OrderView['order']> = {}): OrderView {
  const id = String(1_000 + index);
  const atMs = dispatchedMs(index);
  return {
    order: {
      id,
      reference: `SO-${id}`,
      statusCode: 'COMPLETED',
      expectedDispatchAt: new Date(atMs).toISOString(),
      account: { id: '1', code: 'BRAND', name: 'Brand' },
      warehouse: { id: '1', code: 'MAIN', name: 'Main' },
      carrier: { id: '5', code: 'DPD', name: 'DPD' },
      dispatchStrategy: 'shipment',
      shopReference: null,
      contact: { email: `p${index % 500}@mail.shoppers.co.uk`, phone: null, countryCode: 'GB' },
      ...change,
    },
    lines: [{ id: `${id}1`, productId: '1', sku: 'TEE-M', productName: 'Tee', ordered: 1, dispatched: 1 }],
    shipments: [
      {
        id: `${id}9`,
        reference: null,
        statusCode: 'dispatched',
        carrier: { id: '5', code: 'DPD', name: 'DPD' },
        service: null,
        plannedCollectionAt: null,
        hasLabel: true,
        parcels: [{ id: `${id}8`, trackingNumber: `TN${id}`, storageUnitId: null, contents: null }],
      },
    ],
    dispatches: [],
  };
}

/** What a real read of that order, at the instant it was dispatched, decides: state and messages by the real mapping. */
function decided(
  view: OrderView,
  atMs: number,
): { readonly write: StateWrite; readonly messages: readonly OutgoingMessage[] } {
  const orderId = view.order.id;
  const receivedAt = new Date(atMs).toISOString();
  const result = advance(
    initialOrder({ tenant: 'acme', orderId }),
    {
      kind: 'order',
      source: 'webhook',
      receivedAt,
      read: 1,
      covers: ['order', 'lines', 'shipments', 'dispatches'],
      view,
      hooks: ['goods_out.completed'],
      hookContact: null,
    },
    policy,
    run,
  );
  const row = {
    v: 1,
    kind: 'order',
    account: 'brand',
    clarusAccountId: '1',
    clarusAccountCode: 'BRAND',
    reference: view.order.reference,
    statusCode: view.order.statusCode,
    readAtMs: atMs,
    isSettled: result.wakeAt === null,
    isForgotten: false,
    progress: { releasedAtMs: null, unlabelledAtMs: null, labelledAtMs: null, dispatchedAtMs: null },
    state: result.state,
  };
  const messages = result.milestones.flatMap((milestone) =>
    toKlaviyo(milestone, policy).map(
      (message): OutgoingMessage => ({
        message,
        account: 'brand',
        orderReference: view.order.reference,
        coalesces: false,
        dueAtMs: atMs,
        expiresAtMs: null,
      }),
    ),
  );
  return { write: { key: orderKey(orderId), state: row, wakeAtMs: null, names: [], findings: [] }, messages };
}

/** Only what reconciling and repairing ask of Clarus. */
function clarusOf(views: Map<string, OrderView>, reads: number[]): ClarusPort {
  async function* nothing(): AsyncGenerator<never> {}
  async function* orders(): AsyncGenerator<ListedOrder> {
    for (const { order } of [...views.values()]) yield order;
  }
  const empty = { list: nothing };
  const port = {
    orders: {
      list: orders,
      viewMany: async (wanted: readonly { readonly id: string }[]) => {
        reads.push(wanted.length);
        return new Map(wanted.map(({ id }) => [id, views.get(id) ?? null]));
      },
    },
    orderLines: empty,
    stockBalances: empty,
    tasks: empty,
  };
  return port as unknown as ClarusPort;
}

const folder = mkdtempSync(join(tmpdir(), 'clarus-klaviyo-month-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Through the real store: enqueued, taken, sent to the real client and the behaving fake, settled. */
async function aMonth(change: (view: OrderView, index: number) => OrderView = (view) => view): Promise<Month> {
  const clock = virtualClock(new Date(START_MS).toISOString());
  const klaviyo = fakeKlaviyo({ apiKeys: { pk: 'brand' }, clock, windows: 'off' });
  // Deep, it has to be a store that a hundred thousand orders are kept in.
  const store = ORDERS > 10_000 ? await openSqliteStore(join(folder, 'store.db')) : createMemoryStore();
  const clarus = new Map<string, OrderView>();
  const droppedByKlaviyo = new Set<string>();
  const reads: number[] = [];
  // Its own time, which passes by itself: a month is read back within Klaviyo's windows, and nobody waits for them.
  const pace = virtualClock(new Date(START_MS).toISOString(), { movesWhenSleptOn: true });
  const client = createKlaviyo({ apiKey: 'pk', fetch: droppingFetch(klaviyo, droppedByKlaviyo), clock: pace });
  const sync = createSync({
    tenant: 'acme',
    clarus: clarusOf(clarus, reads),
    accounts: [{ name: 'brand', clarusAccount: '*', klaviyo: client, policy }],
    store,
    webhooks: { secrets: ['a-secret'], automations: {} },
    liveFrom: run.liveFrom,
    clock,
    random: () => 0.5,
  });
  for (let start = 0; start < ORDERS; start += 500) {
    const some = Array.from({ length: Math.min(500, ORDERS - start) }, (_, offset) => start + offset);
    const outgoing: OutgoingMessage[] = [];
    const writes: StateWrite[] = [];
    for (const index of some) {
      const view = change(viewOf(index), index);
      clarus.set(view.order.id, view);
      const { write, messages } = decided(view, dispatchedMs(index));
      writes.push(write);
      outgoing.push(...messages);
    }
    const decidedMs = dispatchedMs(some.at(-1) ?? start);
    await store.transact([], decidedMs, () => ({ writes, messages: outgoing }));
    // A lane's second message is free once its first is settled.
    for (;;) {
      const taken = await store.takeMessages(START_MS + 40 * DAY_MS, 1_000, ['brand']);
      if (taken.length === 0) break;
      await client.events.createMany(
        taken.flatMap(({ message }) => (message.kind === 'event' ? [{ body: message.body, lane: message.lane }] : [])),
      );
      await store.settleMessages(
        taken.map(({ seq, enqueuedAtMs }) => ({ kind: 'delivered', seq, atMs: enqueuedAtMs + 2_000 })),
      );
    }
  }
  await clock.advance(32 * DAY_MS);
  return { clock, klaviyo, store, sync, clarus, droppedByKlaviyo, reads };
}

/** Klaviyo's silence: 202, and the event is nowhere. */
function droppingFetch(klaviyo: FakeKlaviyo, dropped: ReadonlySet<string>): typeof globalThis.fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    if (request.method !== 'POST' || dropped.size === 0) return klaviyo.fetch(request);
    const text = await request.clone().text();
    return [...dropped].some((id) => text.includes(`"${id}"`))
      ? new Response(null, { status: 202 })
      : klaviyo.fetch(request);
  };
}

/** Takes an event out of Klaviyo, as if it had never been recorded, so that the same id is taken again. */
function loseInKlaviyo({ klaviyo }: Month, id: string): void {
  klaviyo.account('brand').forgetEvent(id);
}

async function deliverAll({ sync, clock }: Month): Promise<void> {
  for (let round = 0; round < 20 && (await sync.tick()) > 0; round += 1) await clock.advance(1_000);
}

const shipped = (index: number): string => `acme:ShipmentDispatched:${1_000 + index}:${1_000 + index}9`;
const fulfilled = (index: number): string => `acme:OrderFulfilled:${1_000 + index}:order`;

function byClass({ differences }: Reconciliation, name: string): readonly (string | null)[] {
  return differences.filter((one) => one.class === name).map(({ eventId }) => eventId);
}

describe(`a month of ${ORDERS} orders`, () => {
  let month: Month;
  beforeAll(async () => {
    month = await aMonth();
  }, 900_000);
  afterAll(() => month.store.close());

  test('clean, raises nothing', { timeout: 900_000 }, async () => {
    const progress: string[] = [];
    const result = await month.sync.reconcile(MONTH, { onProgress: ({ step }) => progress.push(step) });
    const differing = result.differences.slice(0, 3);
    expect({ ...result, differences: differing }).toEqual({
      ...MONTH,
      orders: ORDERS,
      told: 2 * ORDERS,
      inKlaviyo: 2 * ORDERS,
      matched: 2 * ORDERS,
      counts: { missing: 0, extra: 0, late: 0, different: 0, 'not-yet-due': 0 },
      differences: [],
      plan: { ...MONTH, steps: [] },
    });
    expect(new Set(progress)).toEqual(new Set(['klaviyo', 'clarus']));
    expect(month.reads).toEqual([]); // the listing told enough: no order had to be read whole
    expect(await month.store.incidents()).toEqual([]);
  });

  test('with drift of every class: each is found, and repaired where it can be; a second run plans nothing', {
    timeout: 900_000,
  }, async () => {
    const { sync, store, clock, clarus, klaviyo } = month;
    // missing: three that Klaviyo lost, one that it drops whenever it is sent.
    for (const id of [shipped(10), shipped(11), fulfilled(12), shipped(13)]) loseInKlaviyo(month, id);
    month.droppedByKlaviyo.add(shipped(13));
    // extra: somebody else wrote in our name.
    await writeToKlaviyo(month, 'acme:ShipmentDispatched:77:779', dispatchedMs(20));
    // different: Klaviyo has it otherwise than we sent it.
    loseInKlaviyo(month, shipped(14));
    await writeToKlaviyo(month, shipped(14), dispatchedMs(14));
    // late: decided, and sent two hours later.
    const slow = decided(viewOf(ORDERS + 1), dispatchedMs(30));
    await store.transact([slow.write.key], dispatchedMs(30), () => ({ writes: [slow.write], messages: slow.messages }));
    clarus.set(String(1_000 + ORDERS + 1), viewOf(ORDERS + 1, { expectedDispatchAt: null }));
    await deliverAll(month);
    // different and missing in Clarus's eyes: a parcel was renumbered, an order left and nobody heard.
    const renumbered = viewOf(40);
    const [shipment] = renumbered.shipments;
    if (shipment === undefined) throw new Error('An order of this month has a shipment.');
    const parcels = [{ id: '8', trackingNumber: 'TN-NEW', storageUnitId: null, contents: null }];
    clarus.set('1040', { ...viewOf(40, { statusCode: 'DISPATCHED' }), shipments: [{ ...shipment, parcels }] });

    const first = await sync.reconcile(MONTH);
    expect(byClass(first, 'missing').toSorted()).toEqual(
      [shipped(10), shipped(11), fulfilled(12), shipped(13)].toSorted(),
    );
    expect(byClass(first, 'extra')).toEqual(['acme:ShipmentDispatched:77:779']);
    expect(byClass(first, 'different')).toContain(shipped(14));
    // Clarus shows another parcel number than the customer was told: nothing of ours or Klaviyo's could have shown it.
    expect(first.differences.filter(({ orderReference }) => orderReference === 'SO-1040')).toMatchObject([
      {
        class: 'different',
        metric: 'Updated Shipment',
        clarusStatus: 'DISPATCHED',
        ledgerStatus: null,
        toldAt: null,
        sentence: 'Clarus says otherwise than the customer was told: Updated Shipment is due.',
      },
    ]);
    expect(first.plan.steps).toContainEqual(expect.objectContaining({ kind: 'read-again', orderId: '1040' }));
    expect(byClass(first, 'late').toSorted()).toEqual([shipped(ORDERS + 1), fulfilled(ORDERS + 1)].toSorted());
    expect(first.differences.find(({ eventId }) => eventId === shipped(10))).toMatchObject({
      clarusStatus: 'COMPLETED',
      ledgerStatus: 'delivered',
      orderReference: 'SO-1010',
    });
    expect(first.plan.steps.filter(({ kind }) => kind === 'resend')).toHaveLength(4);
    expect(JSON.parse(JSON.stringify(first.plan))).toEqual(first.plan);

    expect(await sync.repair(first.plan)).toMatchObject({ resent: 4, skipped: [] });
    expect(await sync.repair(first.plan)).toMatchObject({ resent: 0, skipped: { length: 4 } });
    await deliverAll(month);
    const told = klaviyo.accepted.filter(({ uniqueId }) => uniqueId === shipped(10));
    expect(told.at(-1)?.properties).toMatchObject({ EventId: shipped(10), TrackingNumber: 'TN1010' });

    const during = await sync.reconcile(MONTH);
    expect(byClass(during, 'not-yet-due')).toContain(shipped(13));
    await clock.advance(31 * 60_000);
    await deliverAll(month);
    expect(klaviyo.accepted.at(-1)).toMatchObject({
      metric: 'Updated Shipment',
      properties: { OrderNumber: 'SO-1040', TrackingNumber: 'TN-NEW' },
    });
    const second = await sync.reconcile(MONTH);
    expect(second.plan.steps).toEqual([]);
    expect(byClass(second, 'missing')).toEqual([shipped(13)]);
    const dropped = async () => (await store.incidents()).filter((one) => one.class === 'klaviyo-dropped-silently');
    expect(await dropped()).toMatchObject([{ subject: 'SO-1013' }]);

    // Klaviyo has it after all: its incident closes.
    month.droppedByKlaviyo.clear();
    const body = (await store.messages({ ids: [shipped(13)], limit: 1 }))[0]?.message;
    if (body?.kind !== 'event') throw new Error('Its body is kept.');
    await createKlaviyo({ apiKey: 'pk', fetch: klaviyo.fetch, clock }).events.create(body.body);
    expect(byClass(await sync.reconcile(MONTH), 'missing')).toEqual([]);
    expect(await dropped()).toEqual([]);
  });
});

async function writeToKlaviyo({ klaviyo, clock }: Month, id: string, atMs: number): Promise<void> {
  await createKlaviyo({ apiKey: 'pk', fetch: klaviyo.fetch, clock }).events.create({
    data: {
      type: 'event',
      attributes: {
        properties: { EventId: id, OrderNumber: 'SO-77', OrderId: '77', SchemaVersion: 1 },
        time: new Date(atMs).toISOString(),
        unique_id: id,
        metric: { data: { type: 'metric', attributes: { name: 'Fulfilled Shipment' } } },
        profile: { data: { type: 'profile', attributes: { email: 'somebody@mail.shoppers.co.uk' } } },
      },
    },
  });
}

test('what makes no stretch, or names no account, is refused', async () => {
  const { sync } = await emptySync();
  await expect(sync.reconcile({ from: MONTH.to, to: MONTH.from })).rejects.toMatchObject({ code: 'sync_request' });
  await expect(sync.reconcile({ ...MONTH, account: 'nobody' })).rejects.toMatchObject({ code: 'sync_request' });
});

async function emptySync(): Promise<{ readonly sync: Sync }> {
  const clock = virtualClock(MONTH.to);
  const klaviyo = fakeKlaviyo({ apiKeys: { pk: 'brand' }, clock, windows: 'off' });
  const sync = createSync({
    tenant: 'acme',
    clarus: clarusOf(new Map(), []),
    accounts: [
      {
        name: 'brand',
        clarusAccount: '*',
        klaviyo: createKlaviyo({ apiKey: 'pk', fetch: klaviyo.fetch, clock }),
        policy,
      },
    ],
    store: createMemoryStore(),
    webhooks: { secrets: ['a-secret'], automations: {} },
    clock,
  });
  return { sync };
}
