import { afterEach, describe, expect, test } from 'vitest';
import { type Harness, hours, minutes, ship, startHarness, webhooksAnswered } from './harness.js';

afterEach(webhooksAnswered);

const QUIET = { dispatchStrategy: 'shipment', stock: { catalog: 'none' } } as const;

async function incidents(harness: Harness): Promise<Readonly<Record<string, number>>> {
  return (await harness.sync.health()).incidents;
}

function picked({ clarus: { world } }: Harness, reference: string): string {
  world.setStock('TEE-M', 100);
  const order = world.createOrder({
    reference,
    lines: [{ sku: 'TEE-M', quantity: 1 }],
    email: `${reference.toLowerCase()}@mail.shoppers.co.uk`,
  });
  world.allocate(order.id);
  world.pick(order.id);
  return order.id;
}

describe('an order that does not move on', () => {
  test('released and never labelled, then labelled and never gone: an incident each, until it leaves', async () => {
    const harness = await startHarness({ policy: { ...QUIET, events: { OrderDelayed: false } } });
    const { world } = harness.clarus;
    const orderId = picked(harness, 'SO-1');
    await harness.run(hours(47));
    expect(await incidents(harness)).toEqual({});
    await harness.run(hours(2));
    expect(await incidents(harness)).toEqual({ 'order-stuck': 1 });

    const shipment = world.packShipment(orderId);
    world.label(shipment.id);
    await harness.sync.sweep();
    await harness.run(minutes(5));
    expect(await incidents(harness)).toEqual({});
    await harness.run(hours(25));
    expect(await incidents(harness)).toEqual({ 'label-without-dispatch': 1 });

    world.dispatchShipment(shipment.id);
    await harness.run(minutes(5));
    expect(await incidents(harness)).toEqual({});
  });

  test('gone, and nobody was told though nothing is waited for', async () => {
    // Loads that are said to leave by themselves never do: nobody told Clarus of a departure.
    const harness = await startHarness({ policy: { ...QUIET, dispatchStrategy: 'load' } });
    ship(harness, 'SO-1');
    await harness.run(minutes(30));
    expect(await incidents(harness)).toEqual({});
    await harness.run(hours(24));
    expect(await incidents(harness)).toMatchObject({ 'dispatched-not-told': 1 });
    const [order] = harness.clarus.world.state.orders.of('SO-1');
    const at = new Date(harness.clock.now()).toISOString();
    await harness.sync.observe({ kind: 'evidence', evidence: 'departed', at, orderId: order?.id ?? '' });
    await harness.run(minutes(5));
    expect(harness.told()).toContain('Fulfilled Shipment');
    expect(await incidents(harness)).not.toHaveProperty('dispatched-not-told');
  });

  test('what was old at the first start is nobody’s incident', async () => {
    const harness = await startHarness({ policy: QUIET });
    harness.clarus.world.inThePast(harness.clock.now() - 5 * 24 * 3_600_000, () => picked(harness, 'OLD-1'));
    await harness.sync.sweep();
    await harness.run(hours(60));
    expect(await incidents(harness)).toEqual({});
  });
});

test('an unconfirmed strategy stands for its account through the night, and goes once the policy says it', async () => {
  const harness = await startHarness({ policy: { stock: { catalog: 'none' } } });
  ship(harness, 'SO-1');
  await harness.run(minutes(5));
  expect(harness.told()).toEqual(['Fulfilled Shipment', 'Fulfilled Order']); // nothing is open any more
  expect(await incidents(harness)).toEqual({ 'dispatch-strategy-unconfirmed': 1 });
  await harness.run(hours(12));
  expect(await incidents(harness)).toEqual({ 'dispatch-strategy-unconfirmed': 1 });

  harness.hearsWebhooks = false;
  const confirmed = await startHarness({ after: harness, store: harness.store, policy: QUIET });
  ship(confirmed, 'SO-2');
  await confirmed.run(minutes(5));
  expect(await incidents(confirmed)).toEqual({});
});

test('orders that are complete the moment they have a label say so of their account', async () => {
  const harness = await startHarness({ policy: QUIET });
  const { world } = harness.clarus;
  for (let index = 0; index < 11; index += 1) {
    const orderId = picked(harness, `SO-${index}`);
    await harness.run(20_000);
    const shipment = world.packShipment(orderId);
    world.label(shipment.id);
    world.dispatchShipment(shipment.id);
    await harness.run(20_000);
  }
  expect(await incidents(harness)).toEqual({ 'dispatch-looks-like-label': 1 });
  const [incident] = await harness.store.incidents();
  expect(incident).toMatchObject({ subject: 'BRAND', detail: { orders: 11, atLabel: 11 } });
});

test('what a sales channel named and Clarus does not know is one incident per channel, until it is mapped', async () => {
  const harness = await startHarness({ policy: QUIET });
  const { world } = harness.clarus;
  const products = Array.from({ length: 7 }, (_, index) =>
    world.addExternalEntity({ type: 'product', code: `SHOP-${index}`, integration: 'Shopify', isMapped: false }),
  );
  world.addExternalEntity({ type: 'product', code: 'FINE', integration: 'Shopify', isMapped: true });
  const rate = world.addExternalEntity({
    type: 'shipping_rate',
    code: 'Express',
    integration: 'Shopify',
    isMapped: false,
  });
  await harness.sync.sweep();
  expect(await harness.store.incidents()).toMatchObject([
    { class: 'ship-method-unmapped', subject: 'channel Shopify', detail: { count: 1, examples: 'Express' } },
    { class: 'sku-unmapped', subject: 'channel Shopify', detail: { count: 7 } },
  ]);
  for (const entity of [...products, rate]) entity.isMapped = true;
  await harness.sync.sweep();
  expect(await incidents(harness)).toEqual({});
});

test('another integration’s metric under one of our names is seen at the start', async () => {
  const harness = await startHarness({ policy: QUIET });
  const metrics = {
    async *list() {
      yield { id: 'm1', attributes: { name: 'Fulfilled Order', integration: { name: 'Shopify' } } };
      yield { id: 'm2', attributes: { name: 'Fulfilled Shipment', integration: { name: 'API' } } };
    },
  };
  const [account] = harness.accounts;
  if (account === undefined) throw new Error('The harness has an account');
  const clashing = { ...account, klaviyo: { ...account.klaviyo, metrics } };
  const second = await startHarness({ after: harness, store: harness.store, config: { accounts: [clashing] } });
  const stop = new AbortController();
  const running = second.sync.run({ signal: stop.signal });
  await second.clock.advance(minutes(1));
  expect(await second.store.incidents()).toMatchObject([
    { class: 'metric-name-clash', subject: 'brand: Fulfilled Order', detail: { integration: 'Shopify' } },
  ]);
  stop.abort();
  await second.clock.advance(minutes(1));
  await running;
});

describe('webhooks that stop', () => {
  test('are noticed when the sweep finds what nobody rang for, and are forgiven with the next one', async () => {
    const harness = await startHarness({ policy: QUIET });
    ship(harness, 'SO-1');
    await harness.run(minutes(5));
    harness.hearsWebhooks = false;
    await harness.run(hours(3));
    await harness.sync.sweep();
    expect(await incidents(harness)).toEqual({}); // a quiet night is no silence
    ship(harness, 'SO-2');
    await harness.sync.sweep();
    expect(await incidents(harness)).toMatchObject({ 'webhook-silence': 1 });
    harness.hearsWebhooks = true;
    ship(harness, 'SO-3');
    await harness.run(minutes(5));
    expect(await incidents(harness)).not.toHaveProperty('webhook-silence');
  });

  test('are noticed by the clock where the warehouse’s hours are known', async () => {
    const openHours = {
      timeZone: 'Europe/London',
      days: { mon: ['08:00', '18:00'], tue: ['08:00', '18:00'] },
    } as const;
    const harness = await startHarness({ policy: QUIET, config: { openHours } }); // it is Monday, 09:00
    ship(harness, 'SO-1');
    await harness.run(minutes(5));
    await harness.run(hours(1));
    await harness.sync.sweep();
    expect(await incidents(harness)).toEqual({});
    await harness.run(hours(2));
    await harness.sync.sweep();
    expect(await incidents(harness)).toEqual({ 'webhook-silence': 1 });
  });
});

test('a customer who asked to be forgotten is read again and stays forgotten, and is no gap', async () => {
  const harness = await startHarness({ profile: 'generous', policy: QUIET });
  await harness.store.forget('so-1@mail.shoppers.co.uk', harness.clock.now());
  ship(harness, 'SO-1');
  await harness.run(hours(1));
  expect(harness.told()).toEqual([]);
  expect(await incidents(harness)).toEqual({});
  const [order] = harness.clarus.world.state.orders.of('SO-1');
  const row = await harness.store.read(`order:${order?.id}`);
  expect(JSON.stringify(row)).not.toContain('so-1@');
});

test('the trail of an order tells what rang, what was read and what came from elsewhere, without naming anybody', async () => {
  const harness = await startHarness({ policy: { ...QUIET, events: { Delivered: true } } });
  const orderId = ship(harness, 'SO-1');
  await harness.run(minutes(5));
  const at = new Date(harness.clock.now()).toISOString();
  await harness.sync.observe({ kind: 'evidence', evidence: 'delivered', at, orderId });
  await harness.sync.sweep();
  await harness.run(minutes(30));
  const trail = await harness.store.trail(`order:${orderId}`);
  expect(trail.map(({ kind, detail }) => [kind, detail['hook'] ?? detail['status'] ?? detail['evidence']])).toEqual([
    ['webhook', 'goods_out.created'],
    ['webhook', 'goods_out.completed'],
    ['read', 'COMPLETED'],
    ['evidence', 'delivered'],
  ]);
  expect(JSON.stringify(trail)).not.toContain('@');
});
