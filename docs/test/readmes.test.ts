/** The READMEs' programs are those of docs/samples/readme, which the compiler sees; the first of each package is run. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeClarus, fakeKlaviyo } from '@clarus-klaviyo/testing';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const samples = new URL('../samples/readme/', import.meta.url);
const programs = readdirSync(samples).map((file) => {
  const [, text = ''] =
    /^\/\/ #region readme\n([\s\S]*?)^\/\/ #endregion readme$/m.exec(readFileSync(new URL(file, samples), 'utf8')) ??
    [];
  return { file, text };
});
/** Held by klaviyo's own test, and by the Worker example: both need types of a platform that is not here. */
const HELD_ELSEWHERE = ['@opentelemetry/api', 'cloudflare:workers'];

const READMES = ['.', 'packages/clarus', 'packages/klaviyo', 'packages/mapping', 'packages/sync', 'packages/testing'];

test.each(READMES)('each program in %s/README.md is one that is compiled', (place) => {
  const readme = readFileSync(new URL(`../../${place}/README.md`, import.meta.url), 'utf8');
  const blocks = [...readme.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block);
  const unknown = blocks.filter(
    (block) =>
      !HELD_ELSEWHERE.some((platform) => block.includes(platform)) && !programs.some(({ text }) => text === block),
  );
  expect(blocks.length).toBeGreaterThan(0);
  expect(unknown).toEqual([]);
});

const account = { subdomain: 'acme', clientId: 'id', clientSecret: 'secret' };
const automations = [{ id: '43', resource: 'goods_out', event: 'completed' }];
let clarus: ReturnType<typeof fakeClarus>;
let klaviyo: ReturnType<typeof fakeKlaviyo>;
let folder: string;

beforeEach(() => {
  clarus = fakeClarus({ ...account, profile: 'generous', automations });
  klaviyo = fakeKlaviyo({ apiKeys: { pk_test: 'brand' } });
  folder = mkdtempSync(join(tmpdir(), 'readme-'));
  // Programs of a README name no fetch: they are given the vendors by their addresses.
  vi.stubGlobal('fetch', (input: RequestInfo | URL, init?: RequestInit) => {
    const request = new Request(input, init);
    const { host } = new URL(request.url);
    if (host === 'clarus-api.com') return clarus.fetch(request);
    if (host === 'a.klaviyo.com') return klaviyo.fetch(request);
    throw new Error(`Nobody answers for ${host}.`);
  });
  for (const [name, value] of [
    ['CLARUS_CLIENT_ID', 'id'],
    ['CLARUS_CLIENT_SECRET', 'secret'],
    ['KLAVIYO_API_KEY', 'pk_test'],
    ['DATABASE_URL', join(folder, 'test.db')],
    ['PORT', '0'],
  ] as const)
    vi.stubEnv(name, value);
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

/** One order, packed and gone. */
function ship(): void {
  const { world } = clarus;
  world.setStock('TEE', 5);
  const order = world.createOrder({
    reference: 'SO-1',
    email: 'ada@mail.shoppers.co.uk',
    lines: [{ sku: 'TEE', quantity: 2 }],
  });
  world.allocate(order.id);
  world.pick(order.id);
  const shipment = world.packShipment(order.id);
  world.label(shipment.id);
  world.dispatchShipment(shipment.id);
}

test('clarus: lists completed orders with their tracking numbers', async () => {
  ship();
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  await import('../samples/readme/clarus.js');
  expect(log.mock.calls).toEqual([['SO-1', undefined, [expect.stringMatching(/^TRK/)]]]);
});

test('klaviyo: creates an event', async () => {
  await import('../samples/readme/klaviyo.js');
  expect(klaviyo.accepted.map(({ metric }) => metric)).toEqual(['Shipment Dispatched']);
});

test('mapping: decides what an order tells', async () => {
  const { sent } = await import('../samples/readme/mapping.js');
  expect(sent.map(({ id }) => id)).toEqual(['acme:ShipmentDispatched:1001:A', 'acme:OrderFulfilled:1001:order']);
});

test('sync: serves until it is told to stop', async () => {
  const before = process.listeners('SIGTERM');
  const running = import('../samples/readme/sync.js');
  const stop = await vi.waitFor(
    () => {
      const [added] = process.listeners('SIGTERM').filter((each) => !before.includes(each));
      if (added === undefined) throw new Error('It does not run yet.');
      return added;
    },
    { timeout: 20_000 },
  );
  stop('SIGTERM');
  await expect(running).resolves.toBeDefined();
});

test('testing: a warehouse that works by its own rules rings its webhook', async () => {
  await expect(import('../samples/readme/testing.js')).resolves.toBeDefined();
});
