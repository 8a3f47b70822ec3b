/** What Klaviyo does to a sender, each fault alone and all together: real client, real store, real windows, virtual time. */
import { createKlaviyo, createPacer } from '@clarus-klaviyo/klaviyo';
import {
  type FakeKlaviyo,
  type FakeKlaviyoConfig,
  type FaultPlan,
  fakeKlaviyo,
  type VirtualClock,
  virtualClock,
} from '@clarus-klaviyo/testing';
import { describe, expect, test } from 'vitest';
import { createDelivery, type Delivery } from '../src/deliver/delivery.js';
import { createMemoryStore, type Store, type SyncEvent } from '../src/index.js';
import { aMessage, enqueue, NOON } from '../src/stores/conformance/builders.js';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

interface SenderOptions {
  readonly account?: string;
  readonly apiKey?: string;
  /** On the real clock: how long a call that hangs takes. */
  readonly timeoutMs?: number;
  readonly fetch?: typeof globalThis.fetch;
}

interface Bench {
  readonly clock: VirtualClock;
  readonly klaviyo: FakeKlaviyo;
  readonly store: Store;
  readonly events: SyncEvent[];
  sender(options?: SenderOptions): Delivery;
}

function startBench(config: Partial<FakeKlaviyoConfig> = {}): Bench {
  const clock = virtualClock(new Date(NOON).toISOString());
  const klaviyo = fakeKlaviyo({ apiKeys: { pk_brand: 'brand' }, clock, ...config });
  const store = createMemoryStore();
  const events: SyncEvent[] = [];
  return {
    clock,
    klaviyo,
    store,
    events,
    sender: ({ account = 'brand', apiKey = 'pk_brand', timeoutMs = 10_000, fetch = klaviyo.fetch } = {}) =>
      createDelivery({
        account,
        klaviyo: createKlaviyo({ apiKey, fetch, clock, timeoutMs, pacer: createPacer({ clock }) }),
        store,
        clock,
        random: () => 0.5,
        policy: { maxAttempts: 5 },
        maxInFlight: 48,
        bulkAfterMs: MINUTE_MS,
        bulkSize: 1_000,
        onEvent: (event) => events.push(event),
        onSettled: () => undefined,
      }),
  };
}

/** Two messages for each order, in their lane. */
function news(orders: number, account = 'brand', from = 0): ReturnType<typeof aMessage>[] {
  return Array.from({ length: orders }, (_, index) => from + index).flatMap((order) =>
    [1, 2].map((step) =>
      aMessage(`${account}:${order}:${step}`, {
        account,
        lane: `order:${order}`,
        email: `p${order}@mail.shoppers.co.uk`,
        orderReference: `SO-${order}`,
      }),
    ),
  );
}

async function runFor({ clock }: Bench, forMs: number, senders: readonly Delivery[], stepMs = 1_000): Promise<void> {
  for (const endMs = clock.now() + forMs; clock.now() < endMs; ) {
    for (const sender of senders) await sender.fill(undefined);
    await clock.advance(stepMs);
  }
}

/** Until nothing waits any more; at most an hour. */
async function runOut(bench: Bench, senders: readonly Delivery[]): Promise<void> {
  for (let look = 0; look < 360 && (await bench.store.counts()).pending > 0; look += 1) {
    await runFor(bench, 10_000, senders);
  }
}

async function statuses(store: Store, account = 'brand'): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  for (const { account: owner, status } of await store.ledger({})) {
    if (owner === account) counts[status] = (counts[status] ?? 0) + 1;
  }
  return counts;
}

/** Every event once, and each order's in the order of telling. */
function expectWhole(klaviyo: FakeKlaviyo, orders: number, account = 'brand'): void {
  const ids = klaviyo.account(account).events.map(({ uniqueId }) => uniqueId);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toHaveLength(orders * 2);
  const position = new Map(ids.map((id, index) => [id, index]));
  for (let order = 0; order < orders; order += 1) {
    expect(position.get(`${account}:${order}:1`)).toBeLessThan(position.get(`${account}:${order}:2`) ?? -1);
  }
}

const STORMS: readonly (readonly [string, FaultPlan['chances'] & object])[] = [
  ['a storm of 429', { 'rate-limited': 0.6 }],
  ['5xx', { 'server-error': 1 }],
  ['connections that drop after the work was done', { 'reset-after': 0.5 }],
  ['connections that drop before it', { 'reset-before': 0.5 }],
  ['answers that are pieces of HTML', { malformed: 0.5 }],
  ['slow answers', { slow: 0.8 }],
  [
    'all of it together',
    { 'rate-limited': 0.15, 'server-error': 0.15, 'reset-after': 0.15, 'reset-before': 0.1, malformed: 0.1, slow: 0.1 },
  ],
];

describe.each(STORMS)('an hour of %s', (_name, chances) => {
  test('kills nothing, doubles nothing, and keeps each order in order', async () => {
    const bench = startBench();
    bench.klaviyo.faults.plan({ chances });
    const senders = [bench.sender()];
    for (let order = 0; order < 60; order += 1) {
      await enqueue(bench.store, news(1, 'brand', order), bench.clock.now());
      await runFor(bench, MINUTE_MS, senders, 6_000);
    }
    bench.klaviyo.faults.plan();
    await runOut(bench, senders);
    expect(await statuses(bench.store)).toEqual({ delivered: 120 });
    expectWhole(bench.klaviyo, 60);
  });
});

test('calls that hang are given up, repeated, and hold up nobody but their own orders', async () => {
  const bench = startBench();
  bench.klaviyo.faults.plan({ script: Array.from({ length: 6 }, () => ({ kind: 'hang' }) as const) });
  const sender = bench.sender({ timeoutMs: 30 });
  await enqueue(bench.store, news(12));
  // The client's time limit runs on the real clock: the calls that hang must be over before time moves on.
  await sender.fill(undefined);
  await sender.idle();
  expect(await statuses(bench.store)).toEqual({ delivered: 6, pending: 18 });
  await runOut(bench, [sender]);
  expect(await statuses(bench.store)).toEqual({ delivered: 24 });
  expectWhole(bench.klaviyo, 12);
});

test('a key that was rotated pauses the account; with the new key everything goes, unchanged', async () => {
  const apiKeys: Record<string, string> = { pk_old: 'brand' };
  const bench = startBench({ apiKeys });
  const old = bench.sender({ apiKey: 'pk_old' });
  await enqueue(bench.store, news(5));
  delete apiKeys['pk_old'];
  apiKeys['pk_new'] = 'brand';
  await runFor(bench, HOUR_MS, [old], 5_000);
  expect(await statuses(bench.store)).toEqual({ pending: 10 });
  expect(await bench.store.incidents()).toMatchObject([
    { class: 'klaviyo-refuses-key', subject: 'brand', severity: 'error' },
  ]);
  expect(bench.klaviyo.requests.length).toBeLessThan(100);
  await runOut(bench, [bench.sender({ apiKey: 'pk_new' })]);
  expect(await statuses(bench.store)).toEqual({ delivered: 10 });
  expectWhole(bench.klaviyo, 5);
});

describe.each([
  ['a pointer that leads to it', true],
  ['no pointer at all', false],
])('one poisonous event in a bulk request, refused with %s', (_name, hasPointer) => {
  test('dies alone, in few requests, and the others arrive', async () => {
    const bench = startBench();
    const bulk: number[] = [];
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const request = new Request(input, init);
      const text = await request.clone().text();
      const isBulk = request.url.includes('event-bulk-create-jobs');
      if (isBulk) bulk.push(text.length);
      if (!text.includes('"brand:137:1"')) return bench.klaviyo.fetch(request);
      return refusal(isBulk && hasPointer ? pointerTo(text, 'brand:137:1') : null);
    };
    await enqueue(bench.store, news(500));
    await bench.clock.advance(2 * MINUTE_MS); // now it lags
    await runOut(bench, [bench.sender({ fetch })]);
    expect(await statuses(bench.store)).toEqual({ delivered: 999, dead: 1 });
    expect(await bench.store.ledger({ orderReference: 'SO-137' })).toMatchObject([
      { status: 'dead', reason: 'klaviyo_request 400' },
      { status: 'delivered' },
    ]);
    expect(await bench.store.incidents()).toMatchObject([{ class: 'dead-letter', subject: 'SO-137' }]);
    expect(bulk.length).toBeLessThan(hasPointer ? 6 : 26); // 2 log2(500), and the second messages
  });
});

function refusal(pointer: string | null): Response {
  const source = pointer === null ? {} : { source: { pointer } };
  const errors = [{ id: 'e-1', status: 400, code: 'invalid', title: 'Invalid input.', detail: 'Not so.', ...source }];
  return Response.json({ errors }, { status: 400, headers: { 'content-type': 'application/vnd.api+json' } });
}

interface BulkBody {
  readonly data: {
    readonly attributes: {
      readonly 'events-bulk-create': {
        readonly data: readonly {
          readonly attributes: {
            readonly events: { readonly data: readonly { readonly attributes: { readonly unique_id: string } }[] };
          };
        }[];
      };
    };
  };
}

function pointerTo(text: string, uniqueId: string): string {
  const body: BulkBody = JSON.parse(text);
  for (const [entry, { attributes }] of body.data.attributes['events-bulk-create'].data.entries()) {
    const event = attributes.events.data.findIndex((one) => one.attributes.unique_id === uniqueId);
    if (event >= 0)
      return `/data/attributes/events-bulk-create/data/${entry}/attributes/events/data/${event}/attributes/time`;
  }
  throw new Error('It is not in there.');
}

test('a poisonous event that draws 5xx wherever it goes dies alone; its neighbours in the request do not', async () => {
  const bench = startBench();
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const text = await request.clone().text();
    return text.includes('"brand:7:1"') ? new Response(null, { status: 500 }) : bench.klaviyo.fetch(request);
  };
  await enqueue(bench.store, news(60));
  await bench.clock.advance(2 * MINUTE_MS);
  await runOut(bench, [bench.sender({ fetch })]);
  expect(await statuses(bench.store)).toEqual({ delivered: 119, dead: 1 });
  expect(await bench.store.ledger({ orderReference: 'SO-7' })).toMatchObject([
    { status: 'dead' },
    { status: 'delivered' },
  ]);
});

/** One message for each order, all of them waiting for longer than live ones may. */
async function aBacklog(bench: Bench, orders: number): Promise<void> {
  await enqueue(
    bench.store,
    news(orders).filter((_, index) => index % 2 === 0),
  );
  await bench.clock.advance(2 * MINUTE_MS);
}

describe.each([
  ['connections that dropped after the work was done', { kind: 'reset-after' }],
  ['an outage', { kind: 'server-error' }],
] as const)('a backlog that met %s', (_name, fault) => {
  test('still leaves in bulk requests, all but the probe', async () => {
    const bench = startBench();
    bench.klaviyo.faults.plan({ script: Array.from({ length: 6 }, () => fault) });
    await aBacklog(bench, 5_000);
    await runOut(bench, [bench.sender()]);
    expect(await statuses(bench.store)).toEqual({ delivered: 5_000 });
    const ids = bench.klaviyo.account('brand').events.map(({ uniqueId }) => uniqueId);
    expect(ids).toHaveLength(5_000);
    expect(new Set(ids).size).toBe(5_000);
    const single = bench.klaviyo.requests.filter(({ path }) => path === '/api/events');
    const bulk = bench.klaviyo.requests.filter(({ path }) => path === '/api/event-bulk-create-jobs');
    expect(single.length).toBeLessThanOrEqual(6); // the faults that met a probe, and the probe that went well
    expect(bulk.length).toBeLessThanOrEqual(14);
  });
});

test('bulk requests that are never answered become smaller until they are', async () => {
  const bench = startBench();
  let lost = 0;
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const text = await request.clone().text();
    if (text.split('"unique_id"').length - 1 <= 100) return bench.klaviyo.fetch(request);
    lost += 1;
    throw new TypeError('fetch failed'); // a proxy that lets no large body through
  };
  await aBacklog(bench, 2_000);
  await runOut(bench, [bench.sender({ fetch })]);
  expect(await statuses(bench.store)).toEqual({ delivered: 2_000 });
  expect(lost).toBeLessThan(100);
  const single = bench.klaviyo.requests.filter(({ path }) => path === '/api/events');
  expect(single.length).toBeLessThan(100);
});

test('history with one poisonous event that draws 5xx arrives, all but that one', async () => {
  const bench = startBench();
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const text = await request.clone().text();
    return text.includes('"h:7"') ? new Response(null, { status: 500 }) : bench.klaviyo.fetch(request);
  };
  const history = Array.from({ length: 500 }, (_, index) =>
    aMessage(`h:${index}`, { lane: `old:${index}`, mode: 'silent', email: 'p@mail.shoppers.co.uk' }),
  );
  await enqueue(bench.store, history);
  await runOut(bench, [bench.sender({ fetch })]);
  expect(await statuses(bench.store)).toEqual({ delivered: 499, dead: 1 });
});

test('a quota shared with strangers costs time, not messages', async () => {
  const bench = startBench({ apiKeys: { pk_brand: 'brand', pk_stranger: 'brand' } });
  const sender = bench.sender();
  await enqueue(bench.store, news(1_000));
  let strangers = 0;
  for (let second = 0; second < 600; second += 1) {
    await sender.fill(undefined);
    // In bursts, up to what the account has for everybody.
    for (let call = 0; call < (second % 60 < 10 ? 300 : 0); call += 1) {
      strangers += 1;
      await bench.klaviyo.fetch('https://a.klaviyo.com/api/events', {
        method: 'POST',
        headers: {
          authorization: 'Klaviyo-API-Key pk_stranger',
          revision: '2026-07-15',
          'content-type': 'application/json',
        },
        body: JSON.stringify({ data: {} }),
      });
    }
    await bench.clock.advance(1_000);
    if ((await bench.store.counts()).pending === 0) break;
  }
  expect(strangers).toBeGreaterThan(0);
  expect(await statuses(bench.store)).toEqual({ delivered: 2_000 });
  expectWhole(bench.klaviyo, 1_000);
});

test('one brand’s outage never slows another’s', async () => {
  const apiKeys = { pk_brand: 'brand', pk_other: 'other' };
  const bench = startBench({ apiKeys });
  const fetch: typeof globalThis.fetch = async () => new Response(null, { status: 503 });
  const senders = [bench.sender({ account: 'other', apiKey: 'pk_other', fetch }), bench.sender()];
  for (let order = 0; order < 60; order += 1) {
    await enqueue(bench.store, [...news(1, 'other', order), ...news(1, 'brand', order)], bench.clock.now());
    await runFor(bench, 10_000, senders);
  }
  expect(await statuses(bench.store, 'other')).toEqual({ pending: 120 });
  expectWhole(bench.klaviyo, 60);
  const lags = (await bench.store.ledger({}))
    .filter(({ account }) => account === 'brand')
    .map(({ settledAtMs, enqueuedAtMs }) => (settledAtMs ?? Number.POSITIVE_INFINITY) - enqueuedAtMs);
  expect(Math.max(...lags)).toBeLessThanOrEqual(2_000);
});

test('history leaves a fifth of the bulk window to live news that lags', async () => {
  const bench = startBench();
  const history = Array.from({ length: 200_000 }, (_, index) => index)
    .filter((index) => index % 1_000 < 4) // few events, many requests: each lane offers one at a time
    .map((index) =>
      aMessage(`h:${index}`, { lane: `lane:${index % 4}`, mode: 'silent', email: 'p@mail.shoppers.co.uk' }),
    );
  await enqueue(bench.store, history);
  await runFor(bench, MINUTE_MS, [bench.sender()], 200);
  const bulk = bench.klaviyo.requests.filter(({ path }) => path === '/api/event-bulk-create-jobs');
  expect(bulk.length).toBeGreaterThan(100);
  expect(bulk.length).toBeLessThanOrEqual(120);
  expect(bench.klaviyo.requests).toHaveLength(bulk.length); // and none of it through the door of live events
  expect(bench.klaviyo.stats().rateLimited).toBe(0);
});

test('live news goes singly at once, whatever history is on its way', async () => {
  const bench = startBench();
  const history = Array.from({ length: 5_000 }, (_, index) =>
    aMessage(`h:${index}`, { lane: `old:${index}`, mode: 'silent', email: 'p@mail.shoppers.co.uk' }),
  );
  await enqueue(bench.store, history);
  const sender = bench.sender();
  await sender.fill(undefined);
  await enqueue(bench.store, news(1));
  await runFor(bench, 3_000, [sender]);
  const single = bench.klaviyo.accepted.filter(({ endpoint }) => endpoint === 'create-event');
  expect(single.map(({ uniqueId }) => uniqueId)).toEqual(['brand:0:1', 'brand:0:2']);
  await runFor(bench, MINUTE_MS, [sender]);
  const bulk = bench.klaviyo.accepted.filter(({ endpoint }) => endpoint === 'bulk-create-events');
  expect(bulk).toHaveLength(5_000);
  expect(bulk.every(({ backfill }) => backfill)).toBe(true);
  expect(single.some(({ backfill }) => backfill)).toBe(false);
});
