import { describe, expect, test } from 'vitest';
import { type FakeClarus, fakeClarus } from '../clarus/fake-clarus.js';
import { type VirtualClock, virtualClock } from '../clock.js';
import { type FakeKlaviyo, fakeKlaviyo } from '../klaviyo/fake-klaviyo.js';
import type { ExpectedEvent } from './expectations.js';
import { type Day, generateDay, playDay } from './generate.js';
import { judgeDay } from './judge.js';

const AUTOMATIONS = [
  { id: '41', resource: 'goods_out', event: 'created' },
  { id: '43', resource: 'goods_out', event: 'completed' },
  { id: '44', resource: 'goods_out', event: 'cancelled' },
];

interface Played {
  readonly day: Day;
  readonly clock: VirtualClock;
  readonly clarus: FakeClarus;
  readonly klaviyo: FakeKlaviyo;
}

async function play(seed = 7, orders = 120): Promise<Played> {
  const day = generateDay({ seed, orders });
  const clock = virtualClock(new Date(day.startMs).toISOString(), { movesWhenSleptOn: true });
  const identity = { subdomain: 'brand', clientId: 'id', clientSecret: 'secret' };
  const clarus = fakeClarus({ ...identity, clock, automations: AUTOMATIONS });
  const klaviyo = fakeKlaviyo({ apiKeys: { pk: 'brand' }, clock, windows: 'off', variants: day.skus });
  day.history(clarus.world);
  await playDay(day, clarus.world, clock);
  return { day, clock, clarus, klaviyo };
}

function call({ klaviyo }: Played, method: string, path: string, body: unknown): Promise<Response> {
  const headers = {
    authorization: 'Klaviyo-API-Key pk',
    revision: '2026-07-15',
    'content-type': 'application/vnd.api+json',
  };
  return klaviyo.fetch(`https://a.klaviyo.com${path}`, { method, headers, body: JSON.stringify(body) });
}

/** Tells one thing the way a faultless integration would. */
async function tell(played: Played, { id, kind, contents, fulfilment, email }: ExpectedEvent, more: object = {}) {
  const Items = Object.entries(contents).map(([SKU, Quantity]) => ({ SKU, Quantity }));
  const attributes = {
    unique_id: id,
    properties: { Items, ...(fulfilment === null ? {} : { FulfilmentStatus: fulfilment }) },
    metric: { data: { type: 'metric', attributes: { name: kind } } },
    profile: { data: { type: 'profile', attributes: { email } } },
    ...more,
  };
  const response = await call(played, 'POST', '/api/events', { data: { type: 'event', attributes } });
  expect(response.status).toBe(202);
}

async function tellFlagsAndStock(played: Played): Promise<void> {
  for (const { email, cancelled, partlyShippedOrderIds } of played.day.expectations.flags) {
    const properties = {
      ...(cancelled === null ? {} : { 'Warehouse Last Cancelled Order': cancelled.orderNumber }),
      ...(partlyShippedOrderIds.length === 0 ? {} : { 'Warehouse Has Partly Shipped Order': true }),
    };
    await call(played, 'POST', '/api/profile-import', { data: { type: 'profile', attributes: { email, properties } } });
  }
  for (const [sku, inventory_quantity] of played.day.expectations.stock) {
    const id = `$custom:::$default:::${sku}`;
    const body = { data: { type: 'catalog-variant', id, attributes: { inventory_quantity } } };
    await call(played, 'PATCH', `/api/catalog-variants/${encodeURIComponent(id)}`, body);
  }
}

const judge = ({ day, klaviyo }: Played) => judgeDay(day, klaviyo.account('brand'));

function first(day: Day, kind: ExpectedEvent['kind']): ExpectedEvent {
  const event = day.expectations.events.find((each) => each.kind === kind);
  if (event === undefined) throw new Error(`The day has no ${kind}`);
  return event;
}

describe('a generated day', () => {
  test('is the same for the same seed, and another for another', () => {
    const shape = (seed: number) => {
      const { timeline, expectations } = generateDay({ seed });
      return JSON.stringify([timeline, expectations.events, expectations.flags, [...expectations.stock]]);
    };
    expect(shape(1)).toBe(shape(1));
    expect(shape(1)).not.toBe(shape(2));
  });

  test.each([1, 2, 3])('has everything a trading day has (seed %i)', (seed) => {
    const { orders, timeline, expectations } = generateDay({ seed });
    const withShape = (...shapes: readonly string[]) => orders.filter(({ shape }) => shapes.includes(shape));
    expect(orders).toHaveLength(640);
    for (const { ordered } of orders) {
      expect(Object.keys(ordered).length).toBeGreaterThanOrEqual(1);
      expect(Object.keys(ordered).length).toBeLessThanOrEqual(6);
    }
    const split = withShape('split', 'same-second', 'rest-cancelled', 'half-open');
    expect(split.length / orders.length).toBeCloseTo(1 / 3, 2);
    expect(new Set(withShape('split').map(({ shipments }) => shipments.length))).toEqual(new Set([2, 3, 4]));
    for (const shape of ['short', 'deleted', 'cancelled', 'rest-cancelled', 'repacked', 'left-over', 'same-second']) {
      expect(withShape(shape).length, shape).toBeGreaterThan(5);
    }
    expect(withShape('cancelled').some(({ shipments }) => shipments.length > 0)).toBe(true);
    expect(orders.flatMap(({ shipments }) => shipments).some(({ parcels }) => parcels > 1)).toBe(true);
    expect(timeline.filter(({ describe }) => describe.startsWith('flap'))).toHaveLength(6);
    expect(expectations.events.filter(({ kind }) => kind === 'ShipmentDispatched').length).toBeGreaterThan(700);
    expect(new Set(expectations.events.map(({ id }) => id)).size).toBe(expectations.events.length);
  });

  test('has shipments of one order that leave within one second', () => {
    const { orders } = generateDay({ seed: 1 });
    for (const { shipments } of orders.filter(({ shape }) => shape === 'same-second')) {
      expect(new Set(shipments.map(({ leaveAtMs }) => Math.floor((leaveAtMs ?? 0) / 1_000))).size).toBe(1);
    }
  });

  test('refuses to be too short for its own deadlines', () => {
    expect(() => generateDay({ seed: 1, openForHours: 2 })).toThrow(RangeError);
  });
});

describe('a played day', () => {
  test('breaks none of the warehouse’s rules and ends as planned', async () => {
    const { day, clarus, clock } = await play(11, 640);
    const { state } = clarus.world;
    const ends: Readonly<Record<string, string | undefined>> = {
      deleted: undefined,
      cancelled: 'CANCELLED',
      'rest-cancelled': 'CANCELLED',
      'left-over': 'PICK',
      'half-open': 'PICK',
    };
    for (const { id, shape, missing } of day.orders) {
      expect(state.orders.get(id)?.status, `${id} ${shape}`).toBe(shape in ends ? ends[shape] : 'COMPLETED');
      const shorted = state.lines.of(id).reduce((sum, line) => sum + line.shorted, 0);
      expect(shorted).toBe(Object.keys(missing).length);
    }
    for (const [sku, units] of day.expectations.stock) expect(clarus.world.available(sku), sku).toBe(units);
    const left = state.shipments.all.filter(({ status, id }) => status === 'dispatched' && Number(id) >= 15_001);
    const expected = day.expectations.events.filter(({ kind }) => kind === 'ShipmentDispatched');
    expect(new Set(expected.map(({ id }) => id.split(':')[3]))).toEqual(new Set(left.map(({ id }) => id)));
    expect(clock.now()).toBeLessThanOrEqual(day.endMs);
  });

  test('yesterday’s orders are completed, rang nothing, and are expected by nobody', async () => {
    const { day, clarus } = await play();
    const yesterday = clarus.world.state.orders.all.filter(({ createdAtMs }) => createdAtMs < day.startMs);
    expect(yesterday).toHaveLength(40);
    expect(new Set(yesterday.map(({ status }) => status))).toEqual(new Set(['COMPLETED']));
    const ids = new Set(yesterday.map(({ id }) => id));
    expect(clarus.jobs.some(({ recordId }) => ids.has(recordId))).toBe(false);
    expect(day.expectations.events.some(({ orderId }) => ids.has(orderId))).toBe(false);
  });
});

describe('the judge', () => {
  test('finds nothing to say when all was told once, in time, and right', async () => {
    const played = await play();
    for (const event of played.day.expectations.events) await tell(played, event);
    await tellFlagsAndStock(played);
    const verdict = judge(played);
    expect(verdict).toMatchObject({
      orders: 120,
      missing: [],
      doubled: [],
      early: [],
      unexpected: [],
      wrongContents: [],
      wrongRecipient: [],
      silent: [],
      unknowable: [],
    });
    expect(verdict.recorded).toBe(played.day.expectations.events.length);
    expect(verdict.shipments.recorded).toBe(verdict.shipmentsLeft);
    expect(verdict.withContents).toBe(verdict.shipmentsLeft);
    expect(verdict.flags.wrong).toEqual([]);
    expect(verdict.flags.cancelledRecorded).toBeGreaterThan(5);
    expect(verdict.stock.wrong).toEqual([]);
  });

  test('names what was never told, told twice, told to somebody else, and invented', async () => {
    const played = await play();
    const [forgotten, ...others] = played.day.expectations.events;
    for (const event of others) await tell(played, event);
    const twice = first(played.day, 'OrderFulfilled');
    await tell(played, { ...twice, email: 'stranger@mail.invalid' });
    await tell(played, { ...twice, id: 'brand:ShipmentDispatched:1:1' });
    expect(judge(played)).toMatchObject({
      missing: [forgotten?.id],
      doubled: [twice.id],
      wrongRecipient: [twice.id],
      unexpected: ['brand:ShipmentDispatched:1:1'],
    });
  });

  test('calls early what was recorded before it happened, and what never did', async () => {
    const { day, clock, clarus, klaviyo } = await play(5, 60);
    const fresh = generateDay({ seed: 5, orders: 60 });
    const played = { day: fresh, clock, clarus, klaviyo };
    const tooSoon = first(fresh, 'ShipmentDispatched');
    await tell(played, tooSoon);
    expect(judge(played)).toMatchObject({ early: [tooSoon.id], missing: [], expected: 0 });
    expect(judgeDay(day, klaviyo.account('brand')).early).toEqual([]);
  });

  test('sees wrong contents and a wrong fulfilment status, and forgives contents left out', async () => {
    const played = await play();
    const shipment = first(played.day, 'ShipmentDispatched');
    const fulfilled = first(played.day, 'OrderFulfilled');
    const other = fulfilled.fulfilment === 'full' ? 'short' : 'full';
    for (const event of played.day.expectations.events) {
      if (event === shipment) await tell(played, { ...event, contents: { 'TEE-NVY-S': 99 } });
      else if (event === fulfilled) await tell(played, { ...event, fulfilment: other });
      else await tell(played, event, event.kind === 'ShipmentDispatched' ? { properties: {} } : {});
    }
    const verdict = judge(played);
    expect(verdict.wrongContents.map(({ id }) => id).sort()).toEqual([shipment.id, fulfilled.id].sort());
    expect(verdict.withContents).toBe(1);
  });

  test('sees flags and stock that are wrong, without naming a customer', async () => {
    const played = await play();
    for (const event of played.day.expectations.events) await tell(played, event);
    const verdict = judge(played);
    expect(verdict.flags.cancelledExpected).toBeGreaterThan(0);
    expect(verdict.flags.cancelledRecorded).toBe(0);
    expect(verdict.flags.wrong.length).toBeGreaterThan(0);
    expect(verdict.stock.wrong.length).toBeGreaterThan(0);
    expect(JSON.stringify(verdict)).not.toContain('@');
  });

  test('holds against nobody what only a lost webhook said', async () => {
    const played = await play();
    const { day, clarus, klaviyo } = played;
    const deleted = day.orders.find(({ shape }) => shape === 'deleted')?.id;
    for (const event of day.expectations.events) if (event.orderId !== deleted) await tell(played, event);
    const lost = clarus.jobs.filter(({ recordId, event }) => recordId === deleted && event === 'cancelled');
    const verdict = judgeDay(day, klaviyo.account('brand'), { webhooks: { jobs: clarus.jobs, lost } });
    expect(lost).toHaveLength(1);
    expect(verdict.missing).toEqual([]);
    expect(verdict.unknowable).toEqual([`brand:OrderCancelled:${deleted}:order`]);
    expect(judge(played).missing).toEqual(verdict.unknowable);
  });
});
