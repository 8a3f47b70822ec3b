import type { CatalogueProduct } from '@clarus-klaviyo/mapping';
import { afterEach, describe, expect, test } from 'vitest';
import { ObservationError } from '../src/index.js';
import { type Harness, hours, minutes, ship, startHarness, webhooksAnswered } from './harness.js';

afterEach(webhooksAnswered);

const POLICY = {
  dispatchStrategy: 'shipment',
  stock: { catalog: 'none' },
  events: { ShipmentCollected: true, OutForDelivery: true, Delivered: true },
} as const;
const TEE: CatalogueProduct = {
  sku: 'TEE-M',
  url: 'https://shop.example/tee',
  imageUrl: 'https://shop.example/tee.jpg',
  price: 20,
  brand: 'Brand',
  categories: ['Tees'],
};

function trackingOf({ clarus: { world } }: Harness, orderId: string): string {
  const shipment = world.state.shipments.of(orderId)[0];
  const number = shipment === undefined ? null : world.state.packages.of(shipment.id)[0]?.trackingNumber;
  if (number == null) throw new Error('The parcel has a number');
  return number;
}

function deliveredAt(harness: Harness): string {
  return new Date(harness.clock.now()).toISOString();
}

describe('evidence of a carrier', () => {
  test('known by a parcel’s number alone, it tells the customer once, however often it comes', async () => {
    const harness = await startHarness({ policy: POLICY });
    const orderId = ship(harness, 'SO-1');
    await harness.run(minutes(5));
    const trackingNumber = trackingOf(harness, orderId);
    const at = deliveredAt(harness);
    const first = await harness.sync.observe({ kind: 'evidence', evidence: 'delivered', at, trackingNumber });
    expect(first).toEqual({ status: 'applied', orderIds: [orderId] });
    await harness.sync.observe({ kind: 'evidence', evidence: 'delivered', at, trackingNumber });
    await harness.run(minutes(1));
    expect(harness.told()).toEqual(['Fulfilled Shipment', 'Fulfilled Order', 'Delivered Shipment']);
    expect(harness.klaviyo.accepted.at(-1)?.properties).toMatchObject({ OrderNumber: 'SO-1' });
  });

  test('of an order nobody knows yet, it waits for the order and survives a restart', async () => {
    const harness = await startHarness({ policy: POLICY });
    const observed = await harness.sync.observe({
      kind: 'evidence',
      evidence: 'delivered',
      at: deliveredAt(harness),
      reference: 'SO-1',
    });
    expect(observed).toEqual({ status: 'waiting', orderIds: [] });
    const restarted = await startHarness({ policy: POLICY, after: harness, store: harness.store });
    harness.hearsWebhooks = false;
    ship(restarted, 'SO-1');
    await restarted.run(minutes(10));
    expect([...restarted.told()].sort()).toEqual(['Delivered Shipment', 'Fulfilled Order', 'Fulfilled Shipment']);
  });

  test('of an order that never comes, it is let go after two weeks, and somebody is told', async () => {
    const harness = await startHarness({ policy: POLICY });
    await harness.sync.observe({ kind: 'evidence', evidence: 'scanned', at: deliveredAt(harness), reference: 'TYPO' });
    await harness.run(hours(24 * 15));
    expect((await harness.sync.health()).incidents).toEqual({ 'observation-unclaimed': 1 });
  });

  test('releases a shipment whose dispatch is only its label', async () => {
    const harness = await startHarness({
      policy: { ...POLICY, dispatchStrategy: 'auto_shipment', shippedWhen: 'scanned' },
    });
    const orderId = ship(harness, 'SO-1');
    await harness.run(hours(1));
    expect(harness.told()).toEqual([]);
    await harness.sync.observe({ kind: 'evidence', evidence: 'scanned', at: deliveredAt(harness), orderId });
    await harness.run(minutes(1));
    expect(harness.told()).toContain('Fulfilled Shipment');
  });

  test.each([
    [{ kind: 'evidence', evidence: 'eaten', at: '2026-03-02T10:00:00Z', reference: 'SO-1' }, 'evidence'],
    [{ kind: 'evidence', evidence: 'scanned', at: '2026-03-02 10:00', reference: 'SO-1' }, 'at'],
    [{ kind: 'evidence', evidence: 'scanned', at: '2026-03-02T10:00:00Z' }, 'reference'],
    [{ kind: 'evidence', evidence: 'scanned', at: '2026-03-02T10:00:00Z', reference: 7 }, 'reference'],
    [{ kind: 'evidence', evidence: 'scanned', at: '2026-03-02T10:00:00Z', reference: 'A', account: 'no' }, 'account'],
    [{ kind: 'catalogue', reference: 'SO-1', products: [{ sku: '' }] }, 'products[0].sku'],
    [{ kind: 'contact', reference: 'SO-1' }, 'email'],
    [{ kind: 'weather', reference: 'SO-1' }, 'kind'],
  ])('what cannot be used is refused by its field: %j', async (input, field) => {
    const { sync, store } = await startHarness();
    // What arrives over HTTP has no type.
    const refused: unknown = await sync.observe(JSON.parse(JSON.stringify(input))).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ObservationError);
    expect(refused).toMatchObject({ code: 'sync_observation', field });
    expect((await store.counts()).bells).toBe(0);
  });
});

describe('facts of the shop', () => {
  test('a contact finds the customer where Clarus offers no address', async () => {
    const harness = await startHarness({ policy: POLICY });
    const { world } = harness.clarus;
    harness.hearsWebhooks = false; // the bodies, which would name the recipient, are lost
    ship(harness, 'SO-1');
    await harness.sync.sweep();
    await harness.run(minutes(5));
    expect((await harness.sync.health()).incidents).toMatchObject({ 'identity-missing': 1 });
    await harness.sync.observe({ kind: 'contact', reference: 'SO-1', email: 'jo@mail.shoppers.co.uk' });
    await harness.run(minutes(5));
    expect(harness.told()).toEqual(['Fulfilled Shipment', 'Fulfilled Order']);
    expect(world.state.orders.of('SO-1')).toHaveLength(1);
    expect((await harness.sync.health()).incidents).toEqual({});
  });

  test('products are looked up once for many orders, and shown with each item', async () => {
    const asked: string[][] = [];
    const harness = await startHarness({
      policy: POLICY,
      config: {
        catalogue: async (skus) => {
          asked.push([...skus]);
          return [TEE];
        },
      },
    });
    ship(harness, 'SO-1');
    await harness.run(minutes(5));
    ship(harness, 'SO-2');
    await harness.run(minutes(5));
    expect(asked).toEqual([['TEE-M']]);
    for (const event of harness.klaviyo.accepted.filter(({ metric }) => metric === 'Fulfilled Shipment'))
      expect(event.properties['Items']).toMatchObject([{ SKU: 'TEE-M', ImageURL: TEE.imageUrl }]);
  });

  test('a catalogue that fails or hangs costs pictures, never a message', async () => {
    let fails = true;
    const harness = await startHarness({
      policy: POLICY,
      config: {
        catalogue: async () => {
          if (fails) throw new Error('The shop is closed');
          return [TEE];
        },
      },
    });
    ship(harness, 'SO-1');
    await harness.run(minutes(5));
    expect(harness.told()).toEqual(['Fulfilled Shipment', 'Fulfilled Order']);
    expect((await harness.sync.health()).incidents).toEqual({ 'catalogue-unavailable': 1 });
    fails = false;
    ship(harness, 'SO-2');
    await harness.run(minutes(5));
    expect((await harness.sync.health()).incidents).toEqual({});
    expect(harness.klaviyo.accepted[2]?.properties['Items']).toMatchObject([{ ImageURL: TEE.imageUrl }]);
  });
});
