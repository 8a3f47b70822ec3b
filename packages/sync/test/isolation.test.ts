import { createKlaviyo } from '@clarus-klaviyo/klaviyo';
import { definePolicy } from '@clarus-klaviyo/mapping';
import { afterEach, expect, test } from 'vitest';
import { type Store, StoreUnavailableError, type SyncConfig } from '../src/index.js';
import { type Harness, hours, minutes, PATIENT, serve, ship, startHarness, webhooksAnswered } from './harness.js';

afterEach(webhooksAnswered);

const QUIET = { dispatchStrategy: 'shipment', stock: { catalog: 'none' } } as const;

function orders(harness: Harness): ReadonlySet<unknown> {
  return new Set(harness.klaviyo.accepted.map((event) => event.properties['OrderNumber']));
}

test('a resolver that throws for one order holds up none of the others, and the order goes once it is mended', async () => {
  let isBroken = true;
  const policy = definePolicy(QUIET, {
    contact: (contact) => {
      if (isBroken && contact.email?.startsWith('bad') === true) throw new TypeError('of no colour');
      return contact;
    },
  });
  const harness = await startHarness({ accountPolicy: policy });
  ship(harness, 'BAD-1');
  for (let index = 0; index < 30; index += 1) ship(harness, `SO-${index}`);
  await harness.run(minutes(5));
  expect(orders(harness).size).toBe(30);
  expect((await harness.sync.health()).incidents).toEqual({ 'decide-failed': 1 });
  const [incident] = await harness.store.incidents();
  expect(incident?.detail).toMatchObject({ reason: 'TypeError' });
  expect(JSON.stringify(incident)).not.toContain('colour');

  isBroken = false;
  await harness.run(hours(2));
  expect(orders(harness)).toContain('BAD-1');
  expect((await harness.sync.health()).incidents).toEqual({});
});

test('states whose time has come and that cannot be woken do not crowd out the rest', async () => {
  let isBroken = false;
  const policy = definePolicy(
    { ...QUIET, shippedWhen: { collectionTimes: { timeZone: 'Europe/London', carriers: { '*': EVERY_DAY } } } },
    {
      contact: (contact) => {
        if (isBroken && contact.email?.startsWith('bad') === true) throw new TypeError('broken');
        return contact;
      },
    },
  );
  const harness = await startHarness({ accountPolicy: policy });
  for (let index = 0; index < 205; index += 1) ship(harness, `BAD-${index}`);
  for (let index = 0; index < 5; index += 1) ship(harness, `SO-${index}`);
  await harness.run(hours(1));
  expect(orders(harness).size).toBe(0);
  isBroken = true;
  await harness.run(hours(9));
  expect([...orders(harness)].sort()).toEqual(['SO-0', 'SO-1', 'SO-2', 'SO-3', 'SO-4']);
}, 60_000);

const TWO_BRANDS = [
  { id: '7', code: 'BRAND' },
  { id: '8', code: 'OTHER' },
] as const;

test('ten thousand webhooks of one brand delay another’s order by no more than one batch', async () => {
  const harness = await startHarness({ policy: QUIET, accounts: TWO_BRANDS });
  for (let index = 0; index < 10_000; index += 1) {
    const body = JSON.stringify({ id: `9${index}`, reference: `X-${index}`, account: { id: '8', code: 'OTHER' } });
    await harness.post(body, { 'x-claruswms-automation-id': '42' });
  }
  await harness.clock.advance(1_000);
  ship(harness, 'SO-1'); // behind all of them
  await webhooksAnswered();
  while ((await harness.store.counts()).raw > 0) await harness.sync.tick();
  await harness.clock.advance(minutes(1));
  await harness.sync.tick();
  expect(orders(harness)).toEqual(new Set(['SO-1']));
  expect((await harness.store.counts()).bells).toBeGreaterThan(9_000);
}, 60_000);

test('a sweep that rings ten thousand orders delays no webhook by more than one batch, not even its own brand’s', async () => {
  const harness = await startHarness({ policy: QUIET });
  const rung = Array.from({ length: 10_000 }, (_, index) => ({
    key: `order:9${index}`,
    source: 'sweep' as const,
    hooks: [],
    hint: {},
    quietMs: 0,
    capMs: 0,
  }));
  await harness.store.ring(rung, harness.clock.now());
  ship(harness, 'SO-1'); // due a quiet period later
  await webhooksAnswered();
  await harness.sync.tick();
  await harness.clock.advance(minutes(1));
  await harness.sync.tick();
  expect(orders(harness)).toEqual(new Set(['SO-1']));
  expect((await harness.store.counts()).bells).toBeGreaterThan(9_000);
}, 60_000);

const EVERY_DAY = Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, '17:30']));

test('one brand’s broken rules never slow another’s customers', async () => {
  const base = await startHarness({
    accounts: TWO_BRANDS,
  });
  const accounts: SyncConfig['accounts'] = [
    {
      name: 'broken',
      clarusAccount: 'OTHER',
      klaviyo: createKlaviyo({ apiKey: 'pk_test', fetch: base.klaviyo.fetch, clock: base.clock }),
      policy: definePolicy(QUIET, {
        contact: () => {
          throw new Error('always');
        },
      }),
    },
    {
      name: 'brand',
      clarusAccount: 'BRAND',
      klaviyo: createKlaviyo({ apiKey: 'pk_test', fetch: base.klaviyo.fetch, clock: base.clock }),
      policy: definePolicy(QUIET),
    },
  ];
  const harness = await startHarness({ after: base, config: { accounts } });
  base.hearsWebhooks = false;
  const { world } = harness.clarus;
  for (let index = 0; index < 100; index += 1)
    world.createOrder({
      reference: `X-${index}`,
      account: 'OTHER',
      lines: [{ sku: 'TEE-M', quantity: 1 }],
      email: 'x@mail.shoppers.co.uk',
    });
  for (let index = 0; index < 10; index += 1) ship(harness, `SO-${index}`);
  await harness.run(minutes(2));
  expect(orders(harness).size).toBe(10);
});

test('trouble of the store is the stage’s, not the order’s: nothing is charged, nothing is lost', async () => {
  const harness = await startHarness({ policy: QUIET });
  let isFull = true;
  const store: Store = new Proxy(harness.store, {
    get: (target, name) =>
      name === 'transact' && isFull
        ? () => Promise.reject(new StoreUnavailableError('full'))
        : Reflect.get(target, name, target),
  });
  const second = await startHarness({ after: harness, store, policy: QUIET });
  harness.hearsWebhooks = false;
  ship(second, 'SO-1');
  await webhooksAnswered();
  await second.sync.tick(); // finds the meaning
  await second.clock.advance(minutes(1));
  await expect(second.sync.tick()).rejects.toMatchObject({ code: 'store_unavailable' });
  expect((await second.sync.health()).incidents).toEqual({});
  isFull = false;
  await second.run(minutes(5));
  expect(orders(second)).toEqual(new Set(['SO-1']));
});

test('a store that is locked when the work starts is waited for; one that may only be read is not', async () => {
  const harness = await startHarness({ policy: QUIET });
  let trouble: 'locked' | 'read-only' | null = 'locked';
  const store: Store = new Proxy(harness.store, {
    get: (target, name) =>
      name === 'unpark' && trouble !== null
        ? () => Promise.reject(new StoreUnavailableError(trouble ?? 'locked'))
        : Reflect.get(target, name, target),
  });
  const second = await startHarness({ after: harness, store, policy: QUIET, config: PATIENT });
  harness.hearsWebhooks = false;
  ship(second, 'SO-1');
  await webhooksAnswered();
  const serving = serve(second, minutes(10));
  await second.clock.advance(minutes(1));
  expect(orders(second).size).toBe(0);
  expect(second.events).toContainEqual({ type: 'stage.failed', stage: 'start', reason: 'store_unavailable' });
  trouble = null;
  await serving;
  expect(orders(second)).toEqual(new Set(['SO-1']));

  trouble = 'read-only';
  await expect(second.sync.run({ signal: AbortSignal.timeout(60_000) })).rejects.toMatchObject({ reason: 'read-only' });
});

test('webhooks that were taken while the store had no room are understood once it has', async () => {
  const harness = await startHarness({ policy: QUIET });
  let isFull = true;
  const store: Store = new Proxy(harness.store, {
    get: (target, name) =>
      (name === 'settleRaw' || name === 'settleBells') && isFull
        ? () => Promise.reject(new StoreUnavailableError('full'))
        : Reflect.get(target, name, target),
  });
  const second = await startHarness({ after: harness, store, policy: QUIET });
  harness.hearsWebhooks = false;
  ship(second, 'SO-1');
  await webhooksAnswered();
  await expect(second.sync.tick()).rejects.toMatchObject({ code: 'store_unavailable' });
  isFull = false;
  await second.run(minutes(5));
  expect(orders(second)).toEqual(new Set(['SO-1']));
});
