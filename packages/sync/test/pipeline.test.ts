import { afterEach, describe, expect, test } from 'vitest';
import { type Harness, hours, minutes, ship, startHarness, webhooksAnswered } from './harness.js';

afterEach(webhooksAnswered);

function packed(harness: Harness, reference: string, skus: readonly string[] = ['TEE-M']): { orderId: string } {
  const { world } = harness.clarus;
  for (const sku of skus) world.setStock(sku, 100);
  const order = world.createOrder({
    reference,
    lines: skus.map((sku) => ({ sku, quantity: 2 })),
    email: `${reference.toLowerCase()}@mail.shoppers.co.uk`,
    carrier: 'DPD',
  });
  world.allocate(order.id);
  world.pick(order.id);
  return { orderId: order.id };
}

describe.each(['documented', 'generous'] as const)('on a tenant that offers what is %s', (profile) => {
  test('one order, one shipment: told when it leaves, not when its label is printed', async () => {
    const harness = await startHarness({ profile });
    const { world } = harness.clarus;
    const { orderId } = packed(harness, 'SO-1');
    const shipment = world.packShipment(orderId);
    world.label(shipment.id);
    await harness.run(minutes(30));
    expect(harness.told()).toEqual([]);

    world.dispatchShipment(shipment.id);
    await harness.run(minutes(5));
    expect(harness.told()).toEqual(['Fulfilled Shipment', 'Fulfilled Order']);
    const [shipped] = harness.klaviyo.accepted;
    expect(shipped?.uniqueId).toBe(`acme:ShipmentDispatched:${orderId}:${shipment.id}`);
    expect(shipped?.properties).toMatchObject({
      OrderNumber: 'SO-1',
      ShipmentId: shipment.id,
      IsTracked: true,
      IsPartialShipment: false,
      IsFinalShipment: true,
      Items: [{ SKU: 'TEE-M', Quantity: 2 }],
    });
  });

  test('a split order: one event per shipment, each with its own contents, fulfilled once at the end', async () => {
    const harness = await startHarness({ profile });
    const { world } = harness.clarus;
    const { orderId } = packed(harness, 'SO-2', ['TEE-M', 'CAP-1']);
    const first = world.packShipment(orderId, { contents: [{ sku: 'TEE-M', quantity: 2 }] });
    const second = world.packShipment(orderId, { contents: [{ sku: 'CAP-1', quantity: 2 }] });
    world.label(first.id);
    world.label(second.id);
    world.dispatchShipment(first.id);
    await harness.run(hours(4));
    expect(harness.told()).toEqual(['Fulfilled Shipment']);
    world.dispatchShipment(second.id);
    await harness.run(minutes(5));
    expect(harness.told()).toEqual(['Fulfilled Shipment', 'Fulfilled Shipment', 'Fulfilled Order']);
    const contents = harness.klaviyo.accepted.slice(0, 2).map((event) => event.properties['Items']);
    expect(contents).toMatchObject([[{ SKU: 'TEE-M', Quantity: 2 }], [{ SKU: 'CAP-1', Quantity: 2 }]]);
  });

  test('a cancelled order flags its customer, after the grace for a reissue', async () => {
    const harness = await startHarness({ profile });
    const { orderId } = packed(harness, 'SO-3');
    await harness.run(minutes(1));
    harness.clarus.world.cancelOrder(orderId);
    await harness.run(minutes(5));
    expect(harness.told()).toEqual([]);
    await harness.run(minutes(10));
    expect(harness.told()).toEqual(['Cancelled Order']);
    const shopper = harness.klaviyo.account('brand').profileByEmail('so-3@mail.shoppers.co.uk');
    expect(shopper?.properties).toMatchObject({ 'Warehouse Last Cancelled Order': 'SO-3' });
  });

  test('an order deleted by its cancellation is told from what was known of it', async () => {
    const harness = await startHarness({ profile });
    const { world } = harness.clarus;
    const order = world.createOrder({
      reference: 'SO-4',
      lines: [{ sku: 'TEE-M', quantity: 1 }],
      email: 'jo@mail.shoppers.co.uk',
    });
    await harness.run(minutes(1));
    world.cancelOrder(order.id); // pending: Clarus deletes it
    await harness.run(minutes(15));
    expect(harness.told()).toEqual(['Cancelled Order']);
    expect(harness.klaviyo.accepted[0]?.properties['OrderNumber']).toBe('SO-4');
  });

  test('cancelled after its first shipment: the rest is told as cancelled, the order as fulfilled short', async () => {
    const harness = await startHarness({ profile });
    const { world } = harness.clarus;
    const { orderId } = packed(harness, 'SO-5', ['TEE-M', 'CAP-1']);
    const first = world.packShipment(orderId, { contents: [{ sku: 'TEE-M', quantity: 2 }] });
    world.label(first.id);
    world.dispatchShipment(first.id);
    await harness.run(minutes(5));
    world.cancelOrder(orderId);
    await harness.run(hours(1));
    expect([...harness.told()].sort()).toEqual(['Cancelled Order Items', 'Fulfilled Order', 'Fulfilled Shipment']);
    const fulfilled = harness.klaviyo.accepted.find((event) => event.metric === 'Fulfilled Order');
    expect(fulfilled?.properties['FulfilmentStatus']).toBe('short');
  });

  test('every webhook lost but the first: the sweep finds the dispatch', async () => {
    const harness = await startHarness({ profile });
    const { world } = harness.clarus;
    const { orderId } = packed(harness, 'SO-6');
    await harness.run(minutes(1));
    harness.hearsWebhooks = false;
    const shipment = world.packShipment(orderId);
    world.label(shipment.id);
    world.dispatchShipment(shipment.id);
    await harness.run(hours(1));
    expect(harness.told()).toEqual([]);
    await harness.sync.sweep();
    await harness.run(minutes(5));
    expect(harness.told()).toEqual(['Fulfilled Shipment', 'Fulfilled Order']);
    await harness.sync.sweep();
    await harness.run(hours(3));
    expect(harness.told()).toHaveLength(2);
  });

  test('a variant’s stock ends as Clarus has it, and a flap tells nobody it was back', async () => {
    const harness = await startHarness({ profile, variants: ['TEE-M'] });
    const { world } = harness.clarus;
    world.setStock('TEE-M', 5);
    await harness.run(minutes(10));
    world.setStock('TEE-M', 0);
    await harness.run(minutes(10));
    world.setStock('TEE-M', 1);
    await harness.run(20_000);
    world.setStock('TEE-M', 0);
    await harness.run(minutes(10));
    const quantities = harness.klaviyo.variantWrites.map((write) => write.quantity);
    expect(quantities.at(-1)).toBe(0);
    expect(quantities).not.toContain(1);
    expect(quantities).toContain(5);
  });
});

test('Clarus out of reach: the bell waits, an incident opens, and closes when it is back', async () => {
  const harness = await startHarness();
  const { world } = harness.clarus;
  const { orderId } = packed(harness, 'SO-7');
  await harness.run(minutes(1));
  harness.clarus.faults.plan({ chances: { 'server-error': 1 } });
  const shipment = world.packShipment(orderId);
  world.label(shipment.id);
  world.dispatchShipment(shipment.id);
  await harness.run(minutes(30));
  expect(harness.told()).toEqual([]);
  expect((await harness.sync.health()).incidents).toMatchObject({ 'clarus-unavailable': 1 });
  harness.clarus.faults.plan();
  await harness.run(minutes(10));
  expect(harness.told()).toEqual(['Fulfilled Shipment', 'Fulfilled Order']);
  expect((await harness.sync.health()).incidents).not.toHaveProperty('clarus-unavailable');
});

test('an order that cannot be read is an incident of its own, and holds up none of the others', async () => {
  const harness = await startHarness({ policy: { dispatchStrategy: 'shipment', stock: { catalog: 'none' } } });
  const broken = ship(harness, 'BROKEN');
  const line = harness.clarus.world.state.lines.of(broken)[0];
  if (line === undefined) throw new Error('The order has a line');
  const dispatched = line.dispatched;
  line.dispatched = Number.NaN; // Clarus answers null where a number must be
  for (let index = 0; index < 5; index += 1) ship(harness, `SO-${index}`);
  await harness.run(minutes(5));
  const orders = (): ReadonlySet<unknown> =>
    new Set(harness.klaviyo.accepted.map((event) => event.properties['OrderNumber']));
  expect(orders()).toEqual(new Set(['SO-0', 'SO-1', 'SO-2', 'SO-3', 'SO-4']));
  expect((await harness.sync.health()).incidents).toEqual({ 'record-unreadable': 1 });
  line.dispatched = dispatched;
  await harness.run(minutes(10));
  expect(orders()).toContain('BROKEN');
  expect((await harness.sync.health()).incidents).toEqual({});
});

test('no policy at all: a shop that dispatches by shipment is served right, and told what to confirm', async () => {
  const harness = await startHarness({ policy: {} });
  const { world } = harness.clarus;
  const { orderId } = packed(harness, 'SO-8');
  await harness.run(minutes(1));
  expect((await harness.sync.health()).incidents).toMatchObject({ 'dispatch-strategy-unconfirmed': 1 });
  const shipment = world.packShipment(orderId);
  world.label(shipment.id);
  world.dispatchShipment(shipment.id);
  await harness.run(minutes(5));
  expect(harness.told()).toEqual(['Fulfilled Shipment', 'Fulfilled Order']);
});

test('a store that cannot commit is answered 503, and nothing is acknowledged', async () => {
  const harness = await startHarness();
  const failing = new Proxy(harness.store, {
    get: (store, name) =>
      name === 'receive' ? () => Promise.reject(new Error('no room')) : Reflect.get(store, name, store),
  });
  const second = await startHarness({ after: harness, store: failing });
  const answer = await second.post('{"data":{"id":1}}', { 'x-claruswms-automation-id': '43' });
  expect(answer.status).toBe(503);
  expect(answer.headers.get('retry-after')).toBe('5');
  expect((await harness.sync.health()).backlog.webhooks).toBe(0);
});
