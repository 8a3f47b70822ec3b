import { expect, test } from 'vitest';
import { systemClock } from '../clock.js';
import type { KlaviyoPort } from '../ports.js';
import { aMessage, aStockMessage, enqueue, NOON } from '../stores/conformance/builders.js';
import { createMemoryStore } from '../stores/memory.js';
import { createDelivery, type Delivery } from './delivery.js';

const clock = { ...systemClock, now: () => NOON };
const never = (): Promise<never> => new Promise(() => undefined);
async function* nothing(): AsyncGenerator<never> {}

function deliveryTo(klaviyo: Partial<KlaviyoPort>, store = createMemoryStore()): Delivery {
  return createDelivery({
    account: 'brand',
    klaviyo: {
      events: { create: never, createMany: never, list: nothing },
      metrics: { list: nothing },
      profiles: { upsert: never },
      catalogVariants: { update: never },
      ...klaviyo,
    },
    store,
    clock,
    random: () => 0.5,
    policy: { maxAttempts: 5 },
    maxInFlight: 4,
    bulkAfterMs: 60_000,
    bulkSize: 1000,
    onEvent: () => undefined,
    onSettled: () => undefined,
  });
}

test('an endpoint that must wait leaves room for the others', async () => {
  const store = createMemoryStore();
  const stock = Array.from({ length: 50 }, (_, index) => aStockMessage(`stock-${index}`, `stock:${index}`));
  await enqueue(store, [...stock, aMessage('shipped')]);
  const sent: unknown[] = [];
  const updates: unknown[] = [];
  const delivery = deliveryTo(
    {
      events: { create: async (body) => sent.push(body.data.attributes.unique_id), createMany: never, list: nothing },
      catalogVariants: {
        update: (body) => {
          updates.push(body.data.id);
          return never(); // its rate window is full
        },
      },
    },
    store,
  );
  expect(await delivery.fill(undefined)).toBe(5);
  expect(updates).toHaveLength(4);
  expect(sent).toEqual(['shipped']);
});

test('no more calls are under way than there is room for, however often it is filled', async () => {
  const store = createMemoryStore();
  await enqueue(
    store,
    Array.from({ length: 20 }, (_, index) => aMessage(`event-${index}`, { lane: `order:${index}` })),
  );
  const delivery = deliveryTo({}, store);
  expect([await delivery.fill(undefined), await delivery.fill(undefined)]).toEqual([4, 0]);
});

test('a fault in code is charged to its message and stops nothing', async () => {
  const store = createMemoryStore();
  await enqueue(store, [aMessage('broken', { lane: 'order:1' }), aMessage('sound', { lane: 'order:2' })]);
  const delivery = deliveryTo(
    {
      events: {
        create: (body) =>
          body.data.attributes.unique_id === 'broken' ? Promise.reject(new TypeError('oops')) : Promise.resolve(),
        createMany: never,
        list: nothing,
      },
    },
    store,
  );
  await delivery.fill(undefined);
  await delivery.idle();
  const statuses = await store.ledger({});
  expect(statuses.map((entry) => [entry.id, entry.status, entry.reason])).toEqual([
    ['broken', 'pending', 'TypeError'],
    ['sound', 'delivered', null],
  ]);
});
