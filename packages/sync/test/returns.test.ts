import { afterEach, describe, expect, test } from 'vitest';
import { type Harness, hours, minutes, ship, startHarness, webhooksAnswered } from './harness.js';

afterEach(webhooksAnswered);

const DAY_MS = 24 * 3_600_000;
/** A returns desk that names its receipts after the order. */
const POLICY = {
  dispatchStrategy: 'shipment',
  stock: { catalog: 'none' },
  events: { ReturnAbandoned: true },
  returns: { referencePattern: '^RMA-', orderReferencePattern: '^RMA-(.+)$' },
} as const;
const EMAIL = 'so-1@mail.shoppers.co.uk';

async function shipped(harness: Harness): Promise<void> {
  ship(harness, 'SO-1');
  await harness.run(minutes(5));
}

function returnsTold(harness: Harness): readonly string[] {
  return harness.told().filter((metric) => metric.includes('Return'));
}

describe.each(['documented', 'generous'] as const)('on a tenant that offers what is %s', (profile) => {
  test('a return is expected, comes in, and the customer is told of both', async () => {
    const harness = await startHarness({ profile, policy: POLICY });
    const { world } = harness.clarus;
    await shipped(harness);
    const receipt = world.createReceipt({
      reference: 'RMA-SO-1',
      lines: [{ sku: 'TEE-M', quantity: 1 }],
      expectedAtMs: harness.clock.now() + DAY_MS,
    });
    await harness.run(minutes(5));
    expect(returnsTold(harness)).toEqual(['Requested Return']);
    const klaviyo = harness.klaviyo.account('brand');
    expect(klaviyo.profileByEmail(EMAIL)?.properties).toMatchObject({ 'Warehouse Open Returns': 1 });

    world.completeReceipt(receipt.id);
    await harness.run(minutes(5));
    expect(returnsTold(harness)).toEqual(['Requested Return', 'Received Return']);
    const received = harness.klaviyo.accepted.at(-1);
    expect(received?.uniqueId).toBe(`acme:ReturnReceived:${receipt.id}:${receipt.lines[0]?.id}`);
    expect(received?.properties).toMatchObject({
      OrderNumber: 'SO-1',
      ReturnReference: 'RMA-SO-1',
      IsFinalLine: true,
      Items: [{ SKU: 'TEE-M', Quantity: 1, QuantityExpected: 1 }],
    });
    expect(klaviyo.profileByEmail(EMAIL)?.properties).toMatchObject({
      'Warehouse Open Returns': 0,
      'Warehouse Last Returned Order': 'SO-1',
    });
    expect((await harness.sync.health()).incidents).toEqual({});
  });

  test('a return of which a part is in by now is found by the sweep, for nothing rings for a part', async () => {
    const harness = await startHarness({ profile, policy: POLICY });
    const { world } = harness.clarus;
    await shipped(harness);
    const receipt = world.createReceipt({
      reference: 'RMA-SO-1',
      lines: [
        { sku: 'TEE-M', quantity: 1 },
        { sku: 'CAP-1', quantity: 1 },
      ],
    });
    await harness.run(minutes(5));
    world.receiveUnits(receipt.id, { 'TEE-M': 1 });
    await harness.sync.sweep();
    await harness.run(minutes(5));
    expect(returnsTold(harness)).toEqual(['Requested Return', 'Received Return']);
    expect(harness.klaviyo.accepted.at(-1)?.properties).toMatchObject({
      IsFinalLine: false,
      Items: [{ SKU: 'TEE-M', Quantity: 1 }],
    });
  });

  test('a return that never comes is given up when its time is over', async () => {
    const harness = await startHarness({ profile, policy: POLICY });
    await shipped(harness);
    harness.clarus.world.createReceipt({ reference: 'RMA-SO-1', lines: [{ sku: 'TEE-M', quantity: 1 }] });
    await harness.run(minutes(5));
    await harness.run(31 * DAY_MS);
    expect(returnsTold(harness)).toEqual(['Requested Return', 'Abandoned Return']);
    const shopper = harness.klaviyo.account('brand').profileByEmail(EMAIL);
    expect(shopper?.properties).toMatchObject({ 'Warehouse Open Returns': 0 });
  });

  test('a cancelled return closes, and goods from a supplier are nobody’s return', async () => {
    const harness = await startHarness({ profile, policy: POLICY });
    const { world } = harness.clarus;
    await shipped(harness);
    const receipt = world.createReceipt({ reference: 'RMA-SO-1', lines: [{ sku: 'TEE-M', quantity: 1 }] });
    const delivery = world.createReceipt({ reference: 'PO-77', lines: [{ sku: 'TEE-M', quantity: 500 }] });
    await harness.run(minutes(5));
    world.cancelReceipt(receipt.id);
    world.completeReceipt(delivery.id);
    await harness.run(hours(1));
    expect(returnsTold(harness)).toEqual(['Requested Return', 'Abandoned Return']);
    expect(await harness.store.read(`receipt:${delivery.id}`)).toBeNull();
  });
});

test('a return whose order this installation never read is looked up in Clarus', async () => {
  const harness = await startHarness({ profile: 'generous', policy: POLICY });
  harness.clarus.world.inThePast(harness.clock.now() - 40 * DAY_MS, () => ship(harness, 'SO-OLD'));
  harness.clarus.world.createReceipt({ reference: 'RMA-SO-OLD', lines: [{ sku: 'TEE-M', quantity: 1 }] });
  await harness.run(minutes(5));
  expect(returnsTold(harness)).toEqual(['Requested Return']);
  expect(harness.klaviyo.accepted[0]?.properties['OrderNumber']).toBe('SO-OLD');
});

test('a return of an unknown order is told to nobody, until the order is known', async () => {
  const harness = await startHarness({ policy: POLICY });
  const { world } = harness.clarus;
  world.createReceipt({ reference: 'RMA-SO-1', lines: [{ sku: 'TEE-M', quantity: 1 }] });
  await harness.run(minutes(5));
  expect((await harness.sync.health()).incidents).toEqual({ 'return-unresolved': 1 });
  await shipped(harness);
  await harness.run(minutes(20));
  await harness.sync.sweep();
  await harness.run(minutes(5));
  expect(returnsTold(harness)).toEqual(['Requested Return']);
  expect((await harness.sync.health()).incidents).toEqual({});
});

test('a return is known by the automation that rang, though another rang for it as well', async () => {
  const policy = { ...POLICY, returns: { automations: ['46'], orderReferencePattern: '^RMA-(.+)$' } };
  const harness = await startHarness({ policy });
  const { world } = harness.clarus;
  await shipped(harness);
  const receipt = world.createReceipt({ reference: 'RMA-SO-1', lines: [{ sku: 'TEE-M', quantity: 1 }] });
  world.completeReceipt(receipt.id); // 47 rings before 46 was read
  await harness.run(minutes(5));
  expect(returnsTold(harness)).toEqual(['Received Return']);
});

test('returns that were under way before the first start are found, and told to nobody', async () => {
  const harness = await startHarness({ policy: POLICY });
  const { world } = harness.clarus;
  world.inThePast(harness.clock.now() - 3 * DAY_MS, () => {
    ship(harness, 'SO-1');
    const done = world.createReceipt({ reference: 'RMA-SO-1', lines: [{ sku: 'TEE-M', quantity: 1 }] });
    world.completeReceipt(done.id);
    world.createReceipt({ reference: 'RMA-SO-2', lines: [{ sku: 'TEE-M', quantity: 1 }] });
  });
  await harness.sync.sweep();
  await harness.run(hours(3));
  expect(harness.told()).toEqual([]);
});
