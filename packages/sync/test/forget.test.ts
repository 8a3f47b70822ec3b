/** Erasure, through the whole pipeline over SQLite: what is left is looked for in the bytes of its files. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { aFile } from '../src/stores/__fixtures__/sqlite-files.js';
import { openSqliteStore } from '../src/stores/sqlite.js';
import { type Harness, hours, minutes, ship, startHarness } from './harness.js';

const policy = { dispatchStrategy: 'shipment', stock: { catalog: 'none' } } as const;
const EMAIL = 'so-1@mail.shoppers.co.uk';

interface OnDisk {
  readonly harness: Harness;
  /** Names of the store's files that hold the text. */
  filesWith(wanted: string): readonly string[];
}

async function onDisk(options: Parameters<typeof startHarness>[0] = {}): Promise<OnDisk> {
  const path = aFile();
  const store = await openSqliteStore(path);
  onTestFinished(() => store.close());
  const harness = await startHarness({ policy, store, ...options });
  const filesWith = (wanted: string): readonly string[] =>
    readdirSync(dirname(path)).filter((name) => readFileSync(join(dirname(path), name)).includes(wanted));
  return { harness, filesWith };
}

test.each(['documented', 'generous'] as const)(
  'a forgotten customer’s order is nobody’s gap, tells nobody, and leaves no byte of them (%s tenant)',
  async (profile) => {
    const { harness, filesWith } = await onDisk({ profile });
    const { world } = harness.clarus;
    world.setStock('TEE-M', 10);
    const { id } = world.createOrder({ reference: 'SO-1', lines: [{ sku: 'TEE-M', quantity: 2 }], email: EMAIL });
    world.allocate(id);
    world.pick(id);
    await harness.run(minutes(5));
    expect(filesWith(EMAIL)).not.toEqual([]);
    expect(filesWith('SO-1')).not.toEqual([]); // the bytes are readable: the search below could find some

    await harness.sync.forget({ email: ` ${EMAIL.toUpperCase()} ` });
    expect(filesWith(EMAIL)).toEqual([]);

    const shipment = world.packShipment(id);
    world.label(shipment.id);
    world.dispatchShipment(shipment.id);
    await harness.run(hours(1));
    await harness.sync.sweep();
    await harness.run(hours(3));
    expect(harness.told()).toEqual([]);
    expect((await harness.sync.health()).incidents).not.toHaveProperty('identity-missing');
    expect((await harness.sync.explain({ reference: 'SO-1' })).orders[0]?.findings).toEqual([]);
    const day = { from: '2026-03-02T00:00:00.000Z', to: '2026-03-03T00:00:00.000Z' };
    const gaps = (await harness.sync.audit(day)).gaps.map(({ kind }) => kind);
    expect(gaps).not.toContain('order-without-email');
    await harness.store.purge({ rawMs: 0, keptMs: 0, limit: 1 }); // as retention does now and then
    expect(filesWith(EMAIL)).toEqual([]);
  },
);

test('a contact that waits for its order is forgotten with the customer; what others fed in waits on', async () => {
  const { harness, filesWith } = await onDisk();
  const other = 'somebody.else@mail.shoppers.co.uk';
  await harness.sync.observe({ kind: 'contact', reference: 'SO-1', email: EMAIL });
  await harness.sync.observe({ kind: 'contact', reference: 'SO-2', email: other });
  expect(filesWith(EMAIL)).not.toEqual([]);
  expect(await harness.sync.forget({ email: EMAIL })).toMatchObject({ states: 1 });
  expect(filesWith(EMAIL)).toEqual([]);
  expect(filesWith(other)).not.toEqual([]);
});

test('a backfill puts nothing onto the timeline of somebody who was forgotten, and finds no gap there', async () => {
  const { harness, filesWith } = await onDisk({ profile: 'generous' });
  harness.hearsWebhooks = false;
  ship(harness, 'SO-1');
  await harness.clock.advance(hours(36));
  await harness.sync.forget({ email: EMAIL });
  await harness.sync.backfill({ from: '2026-03-01T00:00:00.000Z' });
  await harness.run(hours(3));
  expect(harness.told()).toEqual([]);
  expect((await harness.sync.health()).incidents).not.toHaveProperty('identity-missing');
  expect(filesWith(EMAIL)).toEqual([]);
});
