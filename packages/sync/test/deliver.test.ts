import type { PolicyInput } from '@clarus-klaviyo/mapping';
import { expect, test } from 'vitest';
import { type Harness, hours, minutes, ship, startHarness } from './harness.js';

const policy: PolicyInput = { dispatchStrategy: 'shipment', stock: { catalog: 'none' } };

function eventPosts(harness: Harness): readonly { readonly ids: readonly string[]; readonly body: string }[] {
  return harness.klaviyo.requests
    .filter((request) => request.path === '/api/events')
    .map((request) => ({ ids: request.uniqueIds, body: JSON.stringify(request.body) }));
}

test('an hour of 5xx dead-letters nothing; afterwards everything arrives, in order', async () => {
  const harness = await startHarness({ policy });
  harness.klaviyo.faults.plan({ chances: { 'server-error': 1 } });
  for (let index = 0; index < 10; index += 1) ship(harness, `SO-${index}`);
  await harness.run(hours(1));
  expect(await harness.sync.health()).toMatchObject({
    delivered: 0,
    dead: 0,
    incidents: { 'klaviyo-unavailable': 1 },
  });
  harness.klaviyo.faults.plan();
  await harness.run(minutes(10));
  expect(harness.told().filter((metric) => metric === 'Fulfilled Shipment')).toHaveLength(10);
  expect(harness.told().filter((metric) => metric === 'Fulfilled Order')).toHaveLength(10);
  const health = await harness.sync.health();
  expect(health).toMatchObject({ delivered: 20, dead: 0, backlog: { messages: 0 } });
  expect(health.incidents).not.toHaveProperty('klaviyo-unavailable');
});

test('an outage is probed with one message at a time', async () => {
  const harness = await startHarness({ policy });
  harness.klaviyo.faults.plan({ chances: { 'server-error': 1 } });
  for (let index = 0; index < 40; index += 1) ship(harness, `SO-${index}`);
  await harness.run(minutes(1));
  const afterFirst = harness.klaviyo.requests.length;
  await harness.run(hours(1));
  expect(harness.klaviyo.requests.length - afterFirst).toBeLessThan(150);
});

test('an answer that never came is repeated byte for byte, before anything else of its order', async () => {
  const harness = await startHarness({ policy });
  harness.klaviyo.faults.plan({ path: '/api/events', script: [{ kind: 'reset-after' }, { kind: 'reset-before' }] });
  ship(harness, 'SO-1');
  await harness.run(minutes(10));
  const posts = eventPosts(harness);
  const [first, second, third, fourth] = posts;
  expect(posts).toHaveLength(4);
  expect(second).toEqual(first);
  expect(third).toEqual(first);
  expect(fourth?.ids).not.toEqual(first?.ids);
  expect(harness.told()).toEqual(['Fulfilled Shipment', 'Fulfilled Order']);
});

test('a refused key pauses the account with an incident and loses nothing', async () => {
  const harness = await startHarness({ policy });
  harness.klaviyo.faults.plan({
    script: Array.from({ length: 30 }, () => ({ kind: 'server-error', status: 401 }) as const),
  });
  ship(harness, 'SO-1');
  await harness.run(minutes(5));
  expect(await harness.sync.health()).toMatchObject({
    status: 'degraded',
    dead: 0,
    incidents: { 'klaviyo-refuses-key': 1 },
  });
  await harness.run(hours(1));
  expect(harness.told()).toEqual(['Fulfilled Shipment', 'Fulfilled Order']);
  expect(await harness.sync.health()).toMatchObject({ status: 'ok' });
});

test('a message that alone draws 5xx dies alone; the others go on', async () => {
  const harness = await startHarness({ policy });
  ship(harness, 'POISON');
  for (let index = 0; index < 5; index += 1) ship(harness, `SO-${index}`);
  const send = harness.klaviyo.fetch;
  const poisoned = await startHarness({
    after: {
      ...harness,
      klaviyo: {
        ...harness.klaviyo,
        fetch: async (input, init) => {
          const request = new Request(input, init);
          const body = await request.clone().text();
          if (body.includes('"OrderNumber":"POISON"')) return new Response(null, { status: 500 });
          return send(request);
        },
      },
    },
    store: harness.store,
    policy,
  });
  await poisoned.run(hours(1));
  const orders = (): ReadonlySet<unknown> =>
    new Set(harness.klaviyo.accepted.map((event) => event.properties['OrderNumber']));
  expect(orders()).toEqual(new Set(['SO-0', 'SO-1', 'SO-2', 'SO-3', 'SO-4']));
  expect(await poisoned.sync.health()).toMatchObject({ dead: 1, incidents: { 'dead-letter': 1 } });
  // The dead message’s successor is judged on its own, as soon as others get through again.
  ship(poisoned, 'SO-5');
  await poisoned.run(hours(1));
  expect(orders()).toContain('SO-5');
  expect(await poisoned.sync.health()).toMatchObject({ dead: 2, backlog: { messages: 0 } });
});

test('a variant that is not in the catalogue is reported once, and nothing else is held up', async () => {
  const harness = await startHarness({ variants: ['CAP-1'] });
  const { world } = harness.clarus;
  world.setStock('TEE-M', 5);
  world.setStock('CAP-1', 7);
  await harness.run(minutes(10));
  expect(harness.klaviyo.account('brand').variants.get('$custom:::$default:::CAP-1')?.inventoryQuantity).toBe(7);
  expect((await harness.sync.health()).incidents).toMatchObject({ 'sku-unmapped': 1 });
});

test('a backlog that lags goes in bulk requests, still in order for each order', async () => {
  const harness = await startHarness({ policy });
  harness.klaviyo.faults.plan({ chances: { 'server-error': 1 } });
  for (let index = 0; index < 60; index += 1) ship(harness, `SO-${index}`);
  await harness.run(minutes(30));
  harness.klaviyo.faults.plan();
  await harness.run(minutes(30));
  const bulk = harness.klaviyo.requests.filter((request) => request.path === '/api/event-bulk-create-jobs');
  expect(bulk.length).toBeGreaterThan(0);
  expect(harness.klaviyo.accepted).toHaveLength(120);
  const byOrder = Map.groupBy(harness.klaviyo.accepted, (event) => event.properties['OrderNumber']);
  for (const events of byOrder.values()) {
    expect(events.map((event) => event.metric)).toEqual(['Fulfilled Shipment', 'Fulfilled Order']);
  }
});
