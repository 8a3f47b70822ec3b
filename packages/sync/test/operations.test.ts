/** What is asked of a running sync: the whole pipeline on virtual time, behaving vendors on both ends. */
import { describe, expect, test } from 'vitest';
import { type Harness, hours, minutes, START, ship, startHarness } from './harness.js';

const policy = { dispatchStrategy: 'shipment', stock: { catalog: 'none' } } as const;
const shipped = (harness: Harness): readonly string[] =>
  harness.klaviyo.accepted.filter(({ metric }) => metric === 'Fulfilled Shipment').map(({ uniqueId }) => uniqueId);

test('an order is explained by its reference, its id, and the id of its event: what came, what was told, and why', async () => {
  const harness = await startHarness({ policy });
  const orderId = ship(harness, 'SO-1');
  await harness.run(minutes(5));
  const [eventId = ''] = shipped(harness);
  const explanation = await harness.sync.explain({ reference: ' SO-1 ' });
  expect(explanation).toMatchObject({
    reference: 'SO-1',
    orders: [{ orderId, reference: 'SO-1', account: 'brand', customer: 's…@mail.shoppers.co.uk', waiting: [] }],
  });
  const [order] = explanation.orders;
  const kinds = order?.timeline.map(({ kind }) => kind) ?? [];
  expect(kinds).toEqual(expect.arrayContaining(['webhook', 'read', 'decided', 'delivered']));
  expect(
    order?.timeline.find(({ kind, messageId }) => kind === 'decided' && messageId === eventId)?.sentence,
  ).toContain('Fulfilled Shipment. The shipment has left: Clarus called it dispatched at');
  expect(order?.timeline.map(({ at }) => at)).toEqual(order?.timeline.map(({ at }) => at).toSorted());
  for (const reference of [orderId, eventId]) {
    expect((await harness.sync.explain({ reference })).orders).toEqual(explanation.orders);
  }
  expect(await harness.sync.explain({ reference: 'SO-2' })).toEqual({ reference: 'SO-2', orders: [] });
  expect(JSON.stringify(explanation)).not.toContain('so-1@');
});

test('what an order waits for is said, and until when', async () => {
  const harness = await startHarness({ policy });
  const { world } = harness.clarus;
  world.setStock('TEE-M', 10);
  const { id } = world.createOrder({
    reference: 'SO-1',
    lines: [{ sku: 'TEE-M', quantity: 1 }],
    email: 'a@mail.shoppers.co.uk',
  });
  world.allocate(id);
  world.pick(id);
  const shipment = world.packShipment(id);
  world.dispatchShipment(shipment.id); // without a label there is no tracking number
  await harness.run(minutes(5));
  const [order] = (await harness.sync.explain({ reference: 'SO-1' })).orders;
  expect(order?.waiting.map(({ sentence }) => sentence)).toContain('It waits for a tracking number.');
  const until = order?.waiting.find((one) => one.until !== null)?.until ?? '';
  expect(Date.parse(until)).toBeGreaterThan(harness.clock.now());
  expect(Date.parse(until)).toBeLessThanOrEqual(harness.clock.now() + hours(2));
});

test('a paused account sends nothing and says so; resumed, everything goes but what was to be discarded', async () => {
  const harness = await startHarness({ policy });
  await harness.sync.pause({ account: 'brand', by: 'pat', reason: 'wrong template' });
  expect(await harness.sync.pauses()).toEqual([
    { account: 'brand', metric: null, since: START, by: 'pat', reason: 'wrong template' },
  ]);
  ship(harness, 'SO-OLD');
  await harness.run(minutes(30));
  const discardOlderThan = new Date(harness.clock.now()).toISOString();
  ship(harness, 'SO-NEW');
  await harness.run(minutes(30));
  expect(harness.told()).toEqual([]);
  const [order] = (await harness.sync.explain({ reference: 'SO-NEW' })).orders;
  expect(order?.waiting[0]?.sentence).toBe('Fulfilled Shipment waits until somebody resumes account brand.');

  // Another process on the same store is paused as well.
  const restarted = await startHarness({ after: harness, store: harness.store, policy });
  await restarted.run(minutes(5));
  expect(restarted.told()).toEqual([]);
  expect(await restarted.sync.resume({ account: 'brand', discardOlderThan })).toEqual({ resumed: true, discarded: 2 });
  await restarted.run(minutes(5));
  expect(restarted.klaviyo.accepted.map(({ properties }) => properties['OrderNumber'])).toEqual(['SO-NEW', 'SO-NEW']);
  expect(await restarted.sync.resume({ account: 'brand' })).toEqual({ resumed: false, discarded: 0 });
  await expect(restarted.sync.pause({ account: 'brand', metric: 'Fulfiled Shipment' })).rejects.toMatchObject({
    code: 'sync_request',
    field: 'metric',
  });
});

test('one metric is paused, and each lane keeps its order behind it', async () => {
  const harness = await startHarness({ policy });
  await harness.sync.pause({ account: 'brand', metric: 'Fulfilled Order' });
  ship(harness, 'SO-1');
  await harness.run(minutes(5));
  expect(harness.told()).toEqual(['Fulfilled Shipment']);
  await harness.sync.resume({ account: 'brand', metric: 'Fulfilled Order' });
  await harness.run(minutes(5));
  expect(harness.told()).toEqual(['Fulfilled Shipment', 'Fulfilled Order']);
});

test('what died is put back: in time as it was, late onto the timeline only', async () => {
  const harness = await startHarness({
    policy: { ...policy, ageLimits: { ShipmentDispatched: '2h', OrderFulfilled: '9h' } },
  });
  const send = harness.klaviyo.fetch;
  let refuses = true;
  const flaky = await startHarness({
    after: {
      ...harness,
      klaviyo: {
        ...harness.klaviyo,
        fetch: async (input, init) => {
          const request = new Request(input, init);
          return refuses && request.method === 'POST' ? new Response(null, { status: 400 }) : send(request);
        },
      },
    },
    store: harness.store,
    policy: { ...policy, ageLimits: { ShipmentDispatched: '2h', OrderFulfilled: '9h' } },
  });
  ship(flaky, 'SO-1');
  await flaky.run(hours(3));
  expect(await flaky.sync.health()).toMatchObject({ dead: 2, incidents: { 'dead-letter': 1 } });
  refuses = false;
  expect(await flaky.sync.replay({ dryRun: true })).toEqual({
    dryRun: true,
    live: 1,
    silent: 1,
    parked: 0,
    skipped: 0,
  });
  expect(await flaky.sync.replay({ orderReference: 'SO-1' })).toEqual({
    dryRun: false,
    live: 1,
    silent: 1,
    parked: 0,
    skipped: 0,
  });
  await flaky.run(minutes(10));
  expect(flaky.klaviyo.accepted.map(({ metric, backfill }) => [metric, backfill])).toEqual([
    ['Fulfilled Shipment', true],
    ['Fulfilled Order', false],
  ]);
  expect((await flaky.sync.health()).incidents).not.toHaveProperty('dead-letter');
  expect(await flaky.sync.replay()).toEqual({ dryRun: false, live: 0, silent: 0, parked: 0, skipped: 0 });
});

test('a customer who is forgotten is nowhere to be found, and later news does not bring them back', async () => {
  const harness = await startHarness({ policy });
  const orderId = ship(harness, 'SO-1');
  await harness.run(minutes(5));
  const result = await harness.sync.forget({ email: 'SO-1@mail.shoppers.co.uk' });
  expect(result.messages).toBeGreaterThan(0);
  expect(result.states).toBeGreaterThan(0);
  const hidden = async (): Promise<string> =>
    JSON.stringify([await harness.store.read(`order:${orderId}`), await harness.store.messages({ limit: 100 })]);
  expect(await hidden()).not.toContain('so-1@');
  expect((await harness.sync.explain({ reference: 'SO-1' })).orders[0]?.customer).toBeNull();
  const before = harness.told().length;
  ship(harness, 'SO-1'); // the same customer orders again
  await harness.run(hours(2));
  expect(await hidden()).not.toContain('so-1@');
  expect(harness.told()).toHaveLength(before);
  expect(await harness.sync.forget({ email: 'so-1@mail.shoppers.co.uk' })).toMatchObject({ states: 0, messages: 0 });
  await expect(harness.sync.forget({ email: 'nobody' })).rejects.toMatchObject({ code: 'sync_request' });
});

test('samples: one event per metric that is sent, marked as such, every property filled', async () => {
  const harness = await startHarness({ policy });
  const { sent, account } = await harness.sync.sample({ to: 'marketer@mail.shoppers.co.uk' });
  expect(account).toBe('brand');
  expect(sent.map(({ metric }) => metric)).toContain('Fulfilled Shipment');
  expect(new Set(sent.map(({ metric }) => metric)).size).toBe(sent.length);
  expect(harness.klaviyo.accepted).toHaveLength(sent.length);
  for (const event of harness.klaviyo.accepted) {
    expect(event.properties['IsSample']).toBe(true);
    expect(event.uniqueId).toMatch(/^acme:sample:/);
    expect(event.properties['EventId']).toBe(event.uniqueId);
    expect(event.email).toBe('marketer@mail.shoppers.co.uk');
  }
  const shipment = harness.klaviyo.accepted.find(({ metric }) => metric === 'Fulfilled Shipment');
  expect(Object.keys(shipment?.properties ?? {})).toEqual(
    expect.arrayContaining([
      'TrackingNumber',
      'Items',
      'OutstandingItems',
      'OtherShipmentsInThisOrder',
      'PlannedCollectionAt',
    ]),
  );
  await expect(harness.sync.sample({ to: 'a@example.com' })).rejects.toMatchObject({
    code: 'sync_request',
    field: 'to',
  });
  await expect(harness.sync.sample({ to: 'a@b.co', metrics: ['Nothing'] })).rejects.toMatchObject({ field: 'metrics' });
  expect(await harness.sync.ledger({})).toEqual([]);
  const month = { from: '2026-03-01T00:00:00Z', to: '2026-04-01T00:00:00Z' };
  expect((await harness.sync.reconcile(month)).differences).toEqual([]); // a sample is nobody's news
});

test('history goes onto timelines once, silently; what was told is left alone', async () => {
  const harness = await startHarness({ policy, profile: 'generous' }); // the reads name an address
  harness.hearsWebhooks = false;
  for (let index = 0; index < 25; index += 1) ship(harness, `OLD-${index}`);
  harness.hearsWebhooks = true;
  await harness.clock.advance(hours(36));
  const later = await startHarness({ after: harness, policy });
  await later.sync.sweep();
  await later.run(minutes(10));
  expect(later.told()).toEqual([]); // baseline
  ship(later, 'NEW-1');
  await later.run(minutes(10));
  expect(later.told()).toHaveLength(2);

  const request = { from: '2026-03-01T00:00:00.000Z' };
  await later.clock.advance(hours(36)); // NEW-1's planned dispatch is past as well
  const planned = await later.sync.backfill({ ...request, dryRun: true });
  expect(planned).toEqual({
    dryRun: true,
    orders: 25,
    events: { 'Fulfilled Shipment': 25, 'Fulfilled Order': 25 },
    skipped: 1,
  });
  expect(await later.sync.backfill(request)).toEqual({ ...planned, dryRun: false });
  await later.run(minutes(10));
  const history = later.klaviyo.accepted.slice(2);
  expect(history).toHaveLength(50);
  expect(history.every(({ backfill, endpoint }) => backfill && endpoint === 'bulk-create-events')).toBe(true);
  expect(await later.sync.backfill(request)).toMatchObject({ orders: 0, events: {}, skipped: 26 });
  await later.run(hours(2));
  expect(later.klaviyo.accepted).toHaveLength(52);
  await expect(later.sync.backfill({ from: 'soon' })).rejects.toMatchObject({ code: 'sync_request' });
});

test('an audit names the gaps and the lag', async () => {
  const harness = await startHarness({
    policy,
    config: { webhooks: { secrets: ['x'], automations: {} } },
    sendsNothing: true,
  });
  const { world } = harness.clarus;
  ship(harness, 'SO-1');
  world.createOrder({ reference: 'SO-2', lines: [{ sku: 'TEE-M', quantity: 1 }], email: null });
  await harness.sync.sweep();
  await harness.run(minutes(10));
  const audit = await harness.sync.audit({ from: '2026-03-01T00:00:00Z', to: '2026-04-01T00:00:00Z' });
  expect(audit.orders).toBe(2);
  const kinds = audit.gaps.map(({ kind, subject }) => `${kind} ${subject}`);
  expect(kinds).toContain('automation-missing goods_out.completed');
  expect(audit.gaps.every(({ sentence }) => sentence.endsWith('.'))).toBe(true);
  expect(JSON.stringify(audit)).not.toContain('@');
  await expect(harness.sync.audit({ from: 'a', to: 'b' })).rejects.toMatchObject({ code: 'sync_request' });
});

const DAY_MS = 86_400_000;
const stretchOfToday = { from: '2026-03-02T00:00:00.000Z', to: '2026-03-03T00:00:00.000Z' };
const plans = [
  ['next week', 7 * DAY_MS],
  ['last week', -7 * DAY_MS],
  ['in a year, beyond every list', 365 * DAY_MS],
] as const;

describe.each(plans)('an order planned %s and dispatched today', (_, aheadMs) => {
  const planned = { expectedDispatchAtMs: Date.parse(START) + aheadMs };

  test('is in today’s reconciliation and audit, and a backfill leaves it alone', async () => {
    const harness = await startHarness({ policy });
    ship(harness, 'SO-1', planned);
    await harness.run(minutes(10));
    expect(harness.told()).toEqual(['Fulfilled Shipment', 'Fulfilled Order']);
    await harness.clock.advance(hours(2));
    expect(await harness.sync.reconcile(stretchOfToday)).toMatchObject({ orders: 1, matched: 2, differences: [] });
    expect(await harness.sync.audit(stretchOfToday)).toMatchObject({ orders: 1 });
    expect(await harness.sync.backfill({ from: stretchOfToday.from })).toMatchObject({ orders: 0, skipped: 1 });
    const dayBefore = { from: '2026-03-01T00:00:00.000Z', to: stretchOfToday.from };
    expect(await harness.sync.reconcile(dayBefore)).toMatchObject({ orders: 0, differences: [] });
    expect(await harness.sync.audit(dayBefore)).toMatchObject({ orders: 0 });
  });

  test('is put onto its timeline by a backfill where nobody was told of it', async () => {
    const harness = await startHarness({ policy, profile: 'generous' });
    harness.hearsWebhooks = false;
    ship(harness, 'OLD-1', planned);
    await harness.clock.advance(hours(1));
    const later = await startHarness({ after: harness, policy });
    expect(await later.sync.backfill({ from: stretchOfToday.from })).toEqual({
      dryRun: false,
      orders: 1,
      events: { 'Fulfilled Shipment': 1, 'Fulfilled Order': 1 },
      skipped: 0,
    });
  });
});

test.each(plans.slice(0, 2))(
  'a dispatch of an order planned %s that nobody heard of is missing',
  async (_, aheadMs) => {
    const harness = await startHarness({ policy, profile: 'generous' });
    harness.hearsWebhooks = false;
    ship(harness, 'SO-1', { expectedDispatchAtMs: Date.parse(START) + aheadMs });
    await harness.clock.advance(hours(1));
    const { orders, counts, plan } = await harness.sync.reconcile(stretchOfToday);
    expect({ orders, missing: counts.missing }).toEqual({ orders: 1, missing: 2 });
    await harness.sync.repair(plan);
    await harness.run(minutes(10));
    expect(harness.told()).toEqual(['Fulfilled Shipment', 'Fulfilled Order']);
  },
);

test('an order that left before the stretch is not of it, wherever it was planned', async () => {
  const harness = await startHarness({ policy, profile: 'generous' });
  harness.hearsWebhooks = false;
  ship(harness, 'OLD-1', { expectedDispatchAtMs: Date.parse(START) + 7 * DAY_MS });
  await harness.clock.advance(2 * DAY_MS);
  const later = await startHarness({ after: harness, policy });
  expect(await later.sync.backfill({ from: '2026-03-03T00:00:00.000Z' })).toMatchObject({ orders: 0, skipped: 0 });
});
