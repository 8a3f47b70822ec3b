/** The client against the behaving fake of Clarus: a second opinion, written without looking at this package. */
import { type ClarusProfile, fakeClarus, virtualClock } from '@clarus-klaviyo/testing';
import { describe, expect, test } from 'vitest';
import { createClarus } from '../src/index.js';

const CREDENTIALS = { subdomain: 'acme', clientId: 'id', clientSecret: 'secret' };

function tenant(profile: ClarusProfile, isIntrospectionOn: boolean) {
  const clock = virtualClock('2026-03-02T09:00:00Z', { movesWhenSleptOn: true });
  const automations = [{ id: '43', resource: 'goods_out', event: 'completed' }];
  const fake = fakeClarus({ ...CREDENTIALS, clock, profile, isIntrospectionOn, automations });
  const { world } = fake;
  world.addProduct({ sku: 'TEE', available: 20 });
  world.addProduct({ sku: 'CAP', available: 20 });
  return { fake, world, clarus: createClarus({ ...CREDENTIALS, clock, fetch: fake.fetch }) };
}

/** Two shipments of three parcels, both gone. */
function shippedOrder({ world }: ReturnType<typeof tenant>): string {
  const lines = [
    { sku: 'TEE', quantity: 2 },
    { sku: 'CAP', quantity: 1 },
  ];
  const { id } = world.createOrder({ reference: 'SO-1', email: 'shopper@mail.invalid', lines });
  world.allocate(id);
  world.pick(id);
  const first = world.packShipment(id, { parcels: 2, contents: [{ sku: 'TEE', quantity: 2 }] });
  const second = world.packShipment(id);
  for (const shipment of [first, second]) {
    world.label(shipment.id);
    world.dispatchShipment(shipment.id);
  }
  return id;
}

describe.each([
  { profile: 'documented', isIntrospectionOn: true },
  { profile: 'documented', isIntrospectionOn: false },
  { profile: 'generous', isIntrospectionOn: true },
  { profile: 'generous', isIntrospectionOn: false },
] as const)('a $profile tenant, introspection $isIntrospectionOn', ({ profile, isIntrospectionOn }) => {
  test('is described by what it offers, whichever way that is found out', async () => {
    const { clarus } = tenant(profile, isIntrospectionOn);
    const capabilities = await clarus.describe();
    expect(capabilities.by).toBe(isIntrospectionOn ? 'introspection' : 'trial');
    const offers = (name: string) => capabilities.offered.includes(name);
    expect(offers('goods_outs.address.email_address')).toBe(profile === 'generous');
    expect(offers('tasks.completed_at')).toBe(profile === 'generous');
  });

  test('gives one view of labels, parcels and dispatch', async () => {
    const opened = tenant(profile, isIntrospectionOn);
    const id = shippedOrder(opened);
    await opened.clarus.describe();
    const view = await opened.clarus.orders.view(id, { reference: 'SO-1' });
    expect(view?.order).toMatchObject({ id, reference: 'SO-1', statusCode: 'COMPLETED' });
    expect(view?.order.contact?.email ?? null).toBe(profile === 'generous' ? 'shopper@mail.invalid' : null);
    expect(view?.lines.map(({ sku, ordered, dispatched }) => [sku, ordered, dispatched])).toEqual([
      ['TEE', 2, 2],
      ['CAP', 1, 1],
    ]);
    expect(view?.shipments.map(({ hasLabel, parcels }) => [hasLabel, parcels.length])).toEqual([
      [true, 2],
      [true, 1],
    ]);
    for (const parcel of view?.shipments.flatMap(({ parcels }) => parcels) ?? []) {
      expect(parcel.trackingNumber).toMatch(/^TRK/);
      expect(parcel.storageUnitId === null).toBe(profile === 'documented');
    }
    const units = Object.groupBy(view?.dispatches ?? [], ({ sku }) => sku);
    expect(units['TEE']?.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(2);
    expect(units['CAP']?.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(1);
    expect(view?.dispatches.every(({ at }) => (at === null) === (profile === 'documented'))).toBe(true);
  });

  test('lists what the fake has, with nothing it would refuse', async () => {
    const opened = tenant(profile, isIntrospectionOn);
    shippedOrder(opened);
    await opened.clarus.describe();
    const { clarus } = opened;
    const counts = await Promise.all(
      [clarus.orders, clarus.orderLines, clarus.shipments, clarus.packages, clarus.products, clarus.automations].map(
        async (listing) => (await listing.list().collect({ max: 99 })).length,
      ),
    );
    expect(counts).toEqual([1, 2, 2, 3, 2, 1]);
    expect(await clarus.stockBalances.list({ filter: { product_code: { eq: 'TEE' } } }).first()).toMatchObject({
      product: { code: 'TEE' },
    });
    for (const listing of [clarus.tasks, clarus.transactions, clarus.accounts, clarus.warehouses]) {
      expect((await listing.list().collect({ max: 99 })).length).toBeGreaterThan(0);
    }
    expect(await clarus.carriers.list().collect({ max: 99 })).toEqual([]);
  });
});

test('a parcel without a label has no tracking, and nothing is dispatched yet', async () => {
  const opened = tenant('generous', true);
  const { id } = opened.world.createOrder({
    reference: 'SO-2',
    email: 'shopper@mail.invalid',
    lines: [{ sku: 'TEE', quantity: 1 }],
  });
  opened.world.allocate(id);
  opened.world.pick(id);
  opened.world.packShipment(id);
  const view = await opened.clarus.orders.view(id);
  expect(view?.shipments).toMatchObject([{ hasLabel: false, parcels: [{ trackingNumber: null }] }]);
  expect(view?.dispatches).toEqual([]);
});
