import { expect, test } from 'vitest';
import { type Harness, hours, minutes, START, ship, startHarness } from './harness.js';

const DAY_MS = 24 * 3_600_000;

/** An order that went through the warehouse before anybody installed us. */
function shippedEarlier(harness: Harness, reference: string): void {
  harness.clarus.world.inThePast(Date.parse(START) - 2 * DAY_MS, () => ship(harness, reference));
}

test.each(['documented', 'generous'] as const)('a first start tells nobody of old orders (%s)', async (profile) => {
  const harness = await startHarness({ profile, policy: { dispatchStrategy: 'shipment', stock: { catalog: 'none' } } });
  for (let index = 0; index < 30; index += 1) shippedEarlier(harness, `OLD-${index}`);
  await harness.sync.sweep();
  await harness.run(hours(6));
  await harness.sync.sweep();
  await harness.run(hours(6));
  expect(harness.klaviyo.accepted).toEqual([]);
  expect(await harness.sync.health()).toMatchObject({ delivered: 0, dead: 0 });
});

test('an order that is under way at the first start is told when its parcel leaves', async () => {
  const harness = await startHarness();
  const { world } = harness.clarus;
  world.setStock('TEE-M', 10);
  harness.hearsWebhooks = false;
  const order = world.createOrder({
    reference: 'SO-1',
    lines: [{ sku: 'TEE-M', quantity: 1 }],
    email: 'jo@mail.shoppers.co.uk',
  });
  world.allocate(order.id);
  world.pick(order.id);
  const shipment = world.packShipment(order.id);
  world.label(shipment.id);
  await harness.sync.sweep();
  await harness.run(minutes(10));
  harness.hearsWebhooks = true;
  world.dispatchShipment(shipment.id);
  await harness.run(minutes(5));
  expect(harness.told()).toEqual(['Fulfilled Shipment', 'Fulfilled Order']);
});

test.each(['documented', 'generous'] as const)(
  'an order nobody rang for, cancelled before any sweep saw it, is news all the same (%s)',
  async (profile) => {
    const harness = await startHarness({
      profile,
      policy: { dispatchStrategy: 'shipment', stock: { catalog: 'none' } },
    });
    const { world } = harness.clarus;
    await harness.clock.advance(minutes(1));
    harness.hearsWebhooks = false;
    world.setStock('TEE-M', 10);
    const order = world.createOrder({
      reference: 'SO-1',
      lines: [{ sku: 'TEE-M', quantity: 1 }],
      email: 'jo@mail.shoppers.co.uk',
    });
    world.allocate(order.id);
    await harness.clock.advance(minutes(1));
    world.cancelOrder(order.id);
    await harness.sync.sweep();
    await harness.run(minutes(20));
    // Without an address there is nobody to tell; where readers are offered one, the customer hears of it.
    expect(harness.told()).toEqual(profile === 'generous' ? ['Cancelled Order'] : []);
    const incidents = profile === 'generous' ? {} : { 'identity-missing': 1 };
    expect((await harness.sync.health()).incidents).toEqual(incidents);
  },
);

test('shadow decides and records everything and sends nothing; going live sends nothing that shadow decided', async () => {
  const shadow = await startHarness({ config: { isShadow: true } });
  ship(shadow, 'SO-1');
  await shadow.run(minutes(10));
  expect(shadow.klaviyo.requests).toEqual([]);
  const decided = await shadow.sync.ledger({ orderReference: 'SO-1' });
  expect(decided.map((entry) => [entry.kind, entry.status])).toEqual([
    ['event', 'withheld'],
    ['event', 'withheld'],
  ]);

  shadow.hearsWebhooks = false;
  const live = await startHarness({ after: shadow, store: shadow.store });
  await live.sync.sweep();
  await live.run(minutes(10));
  ship(live, 'SO-2');
  await live.run(minutes(10));
  const orders = live.klaviyo.accepted.map((event) => event.properties['OrderNumber']);
  expect(new Set(orders)).toEqual(new Set(['SO-2']));
});
