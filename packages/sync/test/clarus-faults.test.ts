import { createClarus } from '@clarus-klaviyo/clarus';
import type { FakeClarus, Fault } from '@clarus-klaviyo/testing';
import { afterEach, expect, test } from 'vitest';
import { hours, minutes, PATIENT, serve, ship, startHarness, TENANT, webhooksAnswered } from './harness.js';

afterEach(webhooksAnswered);

const POLICY = { dispatchStrategy: 'shipment', stock: { catalog: 'none' } } as const;
const EVERYTHING = ['Fulfilled Shipment', 'Fulfilled Order'];

test.each([
  ['down', { 'server-error': 1 }, 'clarus-unavailable'],
  ['answering nonsense', { malformed: 1 }, 'record-unreadable'],
  ['dropping connections', { 'reset-before': 0.5, 'reset-after': 0.5 }, 'clarus-unavailable'],
  ['down and answering nonsense by turns', { 'server-error': 0.5, malformed: 0.5 }, null],
] as const)(
  'while Clarus is %s nothing is told and nothing lost; it clears itself',
  async (_name, chances, incident) => {
    const harness = await startHarness({ policy: POLICY });
    harness.clarus.faults.plan({ chances, path: '/graphql' });
    ship(harness, 'SO-1');
    await harness.run(minutes(20));
    expect(harness.told()).toEqual([]);
    if (incident !== null) expect((await harness.sync.health()).incidents).toHaveProperty(incident);
    harness.clarus.faults.plan();
    await harness.run(minutes(20));
    expect(harness.told()).toEqual(EVERYTHING);
    expect((await harness.sync.health()).incidents).toEqual({});
  },
);

const always = (fault: Fault): { path: string; script: Fault[] } => ({
  path: '/graphql',
  script: Array.from({ length: 400 }, () => fault),
});

test('an answer that takes minutes is waited for, and used', async () => {
  const harness = await startHarness({ policy: POLICY, config: PATIENT });
  harness.clarus.faults.plan(always({ kind: 'slow', delayMs: minutes(1) }));
  ship(harness, 'SO-1');
  await serve(harness, minutes(30));
  expect(harness.told()).toEqual(EVERYTHING);
  expect((await harness.sync.health()).incidents).not.toHaveProperty('clarus-unavailable');
});

test('a Clarus that never answers is given up on the clock of the pipeline; then it clears itself', async () => {
  const harness = await startHarness({ policy: POLICY, config: PATIENT });
  harness.clarus.faults.plan(always({ kind: 'hang' }));
  ship(harness, 'SO-1');
  await serve(harness, minutes(30));
  expect(harness.told()).toEqual([]);
  expect((await harness.sync.health()).incidents).toHaveProperty('clarus-unavailable');
  harness.clarus.faults.plan();
  await serve(harness, minutes(30));
  expect(harness.told()).toEqual(EVERYTHING);
  expect((await harness.sync.health()).incidents).toEqual({});
});

test('tokens of one’s own that never come hold the reads up, but not for ever', async () => {
  let isStuck = true;
  const base = await startHarness({ policy: POLICY });
  const clarus = createClarus({
    subdomain: TENANT,
    fetch: base.clarus.fetch,
    clock: base.clock,
    retry: false,
    token: async () => (isStuck ? new Promise<string>(() => undefined) : tokenOf(base.clarus)),
  });
  const harness = await startHarness({ after: base, policy: POLICY, config: { ...PATIENT, clarus } });
  base.hearsWebhooks = false;
  ship(harness, 'SO-1');
  await serve(harness, minutes(10));
  expect((await harness.sync.health()).incidents).toHaveProperty('clarus-unavailable');
  isStuck = false;
  await serve(harness, minutes(30));
  expect(harness.told()).toEqual(EVERYTHING);
});

async function tokenOf(clarus: FakeClarus): Promise<string> {
  const answer = await clarus.fetch('https://clarus-api.com/oauth/token', {
    method: 'POST',
    headers: { 'X-Clarus-Subdomain': TENANT },
    body: new URLSearchParams({ grant_type: 'client_credentials', client_id: 'id', client_secret: 'secret' }),
  });
  const { access_token } = (await answer.json()) as { readonly access_token: string };
  return access_token;
}

test('a Clarus that asks for a pause gets the whole of it; one that names none is asked ever more rarely', async () => {
  const harness = await startHarness({ policy: POLICY });
  ship(harness, 'SO-1');
  harness.clarus.faults.plan({
    path: '/graphql',
    script: Array(2).fill({ kind: 'rate-limited', retryAfterSeconds: 240 }),
  });
  await harness.run(minutes(1));
  const refusedAtMs = Math.max(
    ...harness.clarus.requests.filter(({ status }) => status === 429).map((one) => one.arrivedAtMs),
  );
  expect(harness.told()).toEqual([]);
  const since = harness.clarus.requests.length;
  await harness.run(minutes(10));
  expect(harness.told()).toEqual(EVERYTHING);
  expect((harness.clarus.requests[since]?.arrivedAtMs ?? 0) - refusedAtMs).toBeGreaterThanOrEqual(240_000);

  harness.clarus.faults.plan(always({ kind: 'rate-limited', retryAfterSeconds: null }));
  ship(harness, 'SO-2');
  await harness.run(hours(1));
  const waits = harness.events.flatMap((event) => (event.type === 'read.failed' ? event.retryInMs : [])).slice(2);
  expect(waits[0]).toBeLessThan(5_000);
  expect(waits.at(-1)).toBeGreaterThan(minutes(2));
  harness.clarus.faults.plan();
  await harness.run(minutes(10));
  expect(harness.told()).toHaveLength(4);
  expect((await harness.sync.health()).incidents).toEqual({});
});

test.each([
  ['answers nothing but 5xx', 'server-error'],
  ['asks for pauses', 'rate-limited'],
] as const)(
  'a Clarus that %s for a while is not stormed, whatever waits; then all of it is told',
  async (_name, fault) => {
    const cadence = { dispatches: 0, orders: 0, receipts: 0, balances: 0, mappings: 0 };
    const harness = await startHarness({ policy: POLICY, config: { timing: { ...PATIENT.timing, cadence } } });
    harness.clarus.faults.plan({ path: '/graphql', chances: { [fault]: 1 } });
    const orders = 300;
    for (let index = 0; index < orders; index += 1) ship(harness, `SO-${index}`);
    await serve(harness, minutes(1));
    const since = harness.clarus.requests.length;
    await serve(harness, minutes(30));
    expect(harness.told()).toEqual([]);
    // One look a minute, or two; each by itself made twice as many, and more with more orders.
    expect(harness.clarus.requests.length - since).toBeLessThan(70);
    harness.clarus.faults.plan();
    await serve(harness, minutes(10));
    expect(harness.told()).toHaveLength(orders * EVERYTHING.length);
    expect((await harness.sync.health()).incidents).toEqual({});
  },
);

/** Rewrites what Clarus answers, while `isOn`. */
function rewriting(change: (text: string) => string) {
  const state = { isOn: false };
  const clarusFetch =
    (fetch: FakeClarus['fetch']): FakeClarus['fetch'] =>
    async (input, init) => {
      const answer = await fetch(input, init);
      return state.isOn ? new Response(change(await answer.text()), answer) : answer;
    };
  return { state, clarusFetch };
}

test.each([
  [
    'pages that lead in a circle',
    (text: string) => text.replaceAll(/"pageInfo":\{[^}]*\}/g, ROUND),
    'record-unreadable',
  ],
  [
    'errors beside the data',
    (text: string) => text.replace(/^\{/, '{"errors":[{"message":"Timeout on shard"}],'),
    'record-unreadable',
  ],
  ['only half of the answer', (text: string) => text.slice(0, text.length / 2), 'record-unreadable'],
  [
    'no view where there should be one',
    (text: string) => text.replaceAll(/"edges":\[.*?\]/g, '"edges":null'),
    'record-unreadable',
  ],
] as const)(
  '%s: nothing is told of it, nothing goes round for ever, and it clears itself',
  async (_name, change, incident) => {
    const { state, clarusFetch } = rewriting(change);
    const harness = await startHarness({ policy: POLICY, clarusFetch });
    ship(harness, 'SO-1');
    state.isOn = true;
    const since = harness.clarus.requests.length;
    await harness.run(minutes(20));
    expect(harness.told()).toEqual([]);
    expect(harness.clarus.requests.length - since).toBeLessThan(100);
    expect((await harness.sync.health()).incidents).toHaveProperty(incident);
    await expect(harness.sync.sweep()).rejects.toMatchObject({ code: expect.stringMatching(/^clarus_/) });
    state.isOn = false;
    await harness.run(minutes(20));
    await harness.sync.sweep();
    await harness.run(minutes(20));
    expect(harness.told()).toEqual(EVERYTHING);
    expect((await harness.sync.health()).incidents).toEqual({});
  },
);

const ROUND = '"pageInfo":{"hasNextPage":true,"endCursor":"the-same"}';

test('everything at once: slow, hanging, refusing, dropping and nonsense by turns, its tokens ended on the way', async () => {
  const harness = await startHarness({ policy: POLICY, config: PATIENT });
  harness.clarus.faults.plan({
    path: '/graphql',
    chances: { slow: 0.1, hang: 0.1, 'rate-limited': 0.1, 'server-error': 0.1, 'reset-after': 0.1, malformed: 0.1 },
  });
  for (let index = 0; index < 12; index += 1) {
    ship(harness, `SO-${index}`);
    if (index % 4 === 0) harness.clarus.revokeTokens();
    await serve(harness, minutes(5));
  }
  harness.clarus.faults.plan();
  await serve(harness, minutes(30));
  expect(harness.clarus.faults.struck.size).toBe(6);
  expect([...harness.told()].sort()).toEqual([
    ...Array(12).fill('Fulfilled Order'),
    ...Array(12).fill('Fulfilled Shipment'),
  ]);
  const ids = harness.klaviyo.accepted.map(({ properties }) => properties['EventId']);
  expect(new Set(ids).size).toBe(24);
  expect((await harness.sync.health()).incidents).toEqual({});
}, 60_000);

test('a token that was ended from outside is replaced; credentials that are refused are an incident of their own', async () => {
  const harness = await startHarness({ policy: POLICY });
  harness.clarus.revokeTokens();
  ship(harness, 'SO-1');
  await harness.run(minutes(5));
  expect(harness.told()).toEqual(EVERYTHING);

  harness.clarus.revokeTokens();
  harness.clarus.faults.plan({ script: Array(8).fill({ kind: 'server-error', status: 401 }), path: '/oauth' });
  ship(harness, 'SO-2');
  await harness.run(20_000);
  expect((await harness.sync.health()).incidents).toHaveProperty('clarus-refuses-credentials');
  harness.clarus.faults.plan();
  await harness.run(minutes(20));
  expect(harness.told()).toHaveLength(4);
  expect((await harness.sync.health()).incidents).toEqual({});
});

test('a database that was lost starts anew: what was told before is told to nobody again', async () => {
  const harness = await startHarness({ policy: POLICY });
  for (let index = 0; index < 5; index += 1) ship(harness, `SO-${index}`);
  await harness.run(minutes(10));
  expect(harness.told()).toHaveLength(10);
  harness.hearsWebhooks = false;
  const anew = await startHarness({ policy: POLICY, after: harness });
  await anew.sync.sweep();
  await anew.run(hours(3));
  expect(anew.told()).toHaveLength(10);
});
