import { describe, expect, test } from 'vitest';
import { virtualClock } from '../clock.js';
import { type FakeClarus, type FakeClarusConfig, fakeClarus } from './fake-clarus.js';

const IDENTITY = { subdomain: 'brand', clientId: 'id', clientSecret: 'secret' };

function tenant(config: Partial<FakeClarusConfig> = {}) {
  const clock = virtualClock('2026-07-06T08:00:00Z');
  return { clock, clarus: fakeClarus({ ...IDENTITY, clock, ...config }) };
}

function askToken(clarus: FakeClarus, secret = 'secret'): Promise<Response> {
  const form = { grant_type: 'client_credentials', client_id: 'id', client_secret: secret };
  return clarus.fetch('https://clarus-api.com/oauth/token', { method: 'POST', body: new URLSearchParams(form) });
}

async function tokenOf(clarus: FakeClarus): Promise<string> {
  const answer = await (await askToken(clarus)).json();
  return answer.access_token;
}

async function ask(clarus: FakeClarus, query: string, variables: object = {}, subdomain = 'brand'): Promise<Response> {
  return clarus.fetch('https://clarus-api.com/graphql', {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await tokenOf(clarus)}`,
      'x-clarus-subdomain': subdomain,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ query, variables }),
  });
}

const answerTo = async (...asked: Parameters<typeof ask>) => (await ask(...asked)).json();

describe('who may ask', () => {
  test('a token is issued for the right credentials, with its life in seconds', async () => {
    const { clarus } = tenant({ tokenSeconds: 60 });
    expect(await (await askToken(clarus)).json()).toMatchObject({ token_type: 'Bearer', expires_in: 60 });
    expect((await askToken(clarus, 'wrong')).status).toBe(401);
  });

  test.each([
    ['after its life', async ({ clock }: ReturnType<typeof tenant>) => clock.advance(60_000)],
    ['when every session is revoked', async ({ clarus }: ReturnType<typeof tenant>) => clarus.revokeTokens()],
  ])('a token ends %s', async (_when, end) => {
    const opened = tenant({ tokenSeconds: 60 });
    const token = await tokenOf(opened.clarus);
    const call = async (): Promise<number> => {
      const headers = { authorization: `Bearer ${token}`, 'x-clarus-subdomain': 'brand' };
      const body = JSON.stringify({ query: '{ accounts { all { edges { node { id } } } } }' });
      return (await opened.clarus.fetch('https://clarus-api.com/graphql', { method: 'POST', headers, body })).status;
    };
    expect(await call()).toBe(200);
    await end(opened);
    expect(await call()).toBe(401);
  });

  test('another tenant is refused in the documented shape', async () => {
    const { clarus } = tenant();
    const response = await ask(clarus, '{ accounts { all { edges { node { id } } } } }', {}, 'someone-else');
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ error: expect.any(String) });
  });

  test('an unknown path answers with an ErrorResponse', async () => {
    const { clarus } = tenant();
    const response = await clarus.fetch('https://clarus-api.com/api/goods_outs/1/unknown', {
      headers: { authorization: `Bearer ${await tokenOf(clarus)}`, 'x-clarus-subdomain': 'brand' },
    });
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ errors: [{ code: 2, symbol: 'not_found', source: null }] });
  });
});

describe('reading', () => {
  const PAGE = `query Page($filter: GoodsOutsFilterType, $first: Int, $after: String) {
    goods_outs { all(filter: $filter, first: $first, after: $after) {
      pageInfo { hasNextPage endCursor } edges { cursor node { id reference } } } } }`;

  test('pages are cut by cursor, and cursors are offsets in unpadded base64', async () => {
    const { clarus } = tenant({ pageCap: 2 });
    for (const reference of ['A', 'B', 'C'])
      clarus.world.createOrder({ reference, lines: [{ sku: 'TEE', quantity: 1 }] });

    const first = (await answerTo(clarus, PAGE, { first: 1 })).data.goods_outs.all;
    expect(first.pageInfo).toEqual({ hasNextPage: true, endCursor: 'MQ' });
    const rest = (await answerTo(clarus, PAGE, { first: 50, after: 'MQ' })).data.goods_outs.all;
    expect(rest.edges.map((edge: { node: { reference: string } }) => edge.node.reference)).toEqual(['B', 'C']);
    expect(rest.pageInfo.hasNextPage).toBe(false);
    expect((await answerTo(clarus, PAGE, { first: 50 })).data.goods_outs.all.edges).toHaveLength(2);
  });

  test('several roots and aliases are answered in one request, each with its own filter', async () => {
    const { clarus } = tenant();
    const one = clarus.world.createOrder({ reference: 'A', lines: [{ sku: 'TEE', quantity: 2 }] });
    const two = clarus.world.createOrder({ reference: 'B', lines: [{ sku: 'CAP', quantity: 5 }] });
    const { data } = await answerTo(
      clarus,
      `query Both($one: GoodsOutLineFilterType, $two: GoodsOutLineFilterType) {
        one: goods_out_lines { all(filter: $one) { edges { node { order_quantity product { code } } } } }
        two: goods_out_lines { all(filter: $two) { edges { node { order_quantity } } } }
        shipments { all(filter: { goods_out_id: { eq: "${one.id}" } }) { edges { node { id } } } } }`,
      { one: { goods_out_id: { eq: one.id } }, two: { goods_out_id: { in: [two.id] } } },
    );
    expect(data.one.all.edges).toEqual([{ node: { order_quantity: 2, product: { code: 'TEE' } } }]);
    expect(data.two.all.edges).toEqual([{ node: { order_quantity: 5 } }]);
    expect(data.shipments.all.edges).toEqual([]);
  });

  test('several filters are joined by and', async () => {
    const { clarus } = tenant();
    clarus.world.createOrder({ id: '11', reference: 'SO-1', lines: [{ sku: 'TEE', quantity: 1 }] });
    clarus.world.createOrder({ id: '12', reference: 'SO-2', lines: [{ sku: 'TEE', quantity: 1 }] });
    clarus.world.allocate('12');
    const found = async (filter: object) =>
      (await answerTo(clarus, PAGE, { filter })).data.goods_outs.all.edges.map(
        (edge: { node: { id: string } }) => edge.node.id,
      );
    expect(await found({ reference: { ilike: 'so-' } })).toEqual(['11', '12']);
    expect(await found({ reference: { ilike: 'so-' }, goods_out_status_code: { eq: 'ALLOCATED' } })).toEqual(['12']);
    expect(await found({ reference: { like: 'so-' } })).toEqual([]);
    expect(await found({ carrier_id: { filled: true } })).toEqual([]);
  });

  test('completed dispatch tasks are found by their time, though the documented node does not show it', async () => {
    const { clarus, clock } = tenant();
    const { id } = clarus.world.createOrder({ reference: 'A', lines: [{ sku: 'TEE', quantity: 1 }] });
    clarus.world.allocate(id);
    clarus.world.pick(id);
    const shipment = clarus.world.packShipment(id);
    clarus.world.label(shipment.id);
    await clock.advance(3_600_000);
    clarus.world.dispatchShipment(shipment.id);
    const sweep = `query Sweep($filter: TaskFilterType) { tasks { all(filter: $filter) { edges { node {
      subtype confirmed_quantity created_at product { code } task_type { code } } } } } }`;
    const tasks = async (completed_at: object) =>
      (await answerTo(clarus, sweep, { filter: { task_type_code: { eq: 'DISP' }, completed_at } })).data.tasks.all
        .edges;
    expect(await tasks({ from: '2026-07-06T08:30:00Z', to: '2026-07-06T09:30:00Z' })).toEqual([
      {
        node: {
          subtype: 'SHIPMENT',
          confirmed_quantity: 1,
          created_at: '2026-07-06T09:00:00.000+01:00',
          product: { code: 'TEE' },
          task_type: { code: 'DISP' },
        },
      },
    ]);
    expect(await tasks({ from: '2026-07-06T09:00:01Z' })).toEqual([]);
    expect(
      (await answerTo(clarus, '{ tasks { all { edges { node { completed_at } } } } }')).errors[0].message,
    ).toContain('completed_at');
  });
});

describe('profiles', () => {
  const ADDRESS = `query Address($filter: GoodsOutsFilterType) {
    goods_outs { all(filter: $filter) { edges { node { address { email_address } dispatch_strategy } } } } }`;

  test('the documented one refuses what the specification does not show, as GraphQL does', async () => {
    const { clarus } = tenant();
    const answer = await answerTo(clarus, ADDRESS, {});
    expect(answer.data).toBeUndefined();
    expect(answer.errors.map((error: { message: string }) => error.message).join()).toMatch(
      /"address".*"dispatch_strategy"/,
    );
    const byId = await answerTo(
      clarus,
      '{ goods_outs { all(filter: { id: { eq: "1" } }) { edges { node { id } } } } }',
    );
    expect(byId.errors[0].message).toContain('"id"');
  });

  test('the generous one gives address, strategy and storage units', async () => {
    const { clarus } = tenant({ profile: 'generous' });
    clarus.world.createOrder({
      id: '5',
      reference: 'A',
      email: 'a@mail.invalid',
      lines: [{ sku: 'TEE', quantity: 1 }],
    });
    const answer = await answerTo(clarus, ADDRESS, { filter: { id: { eq: '5' } } });
    expect(answer.data.goods_outs.all.edges).toEqual([
      { node: { address: { email_address: 'a@mail.invalid' }, dispatch_strategy: 'shipment' } },
    ]);
    const units =
      '{ packages { all { edges { node { storage_unit { id } } } } } tasks { all { edges { node { id storage_unit_from { id } goods_out { reference } } } } } }';
    expect((await answerTo(clarus, units)).errors).toBeUndefined();
  });

  test('introspection can be switched off', async () => {
    const { clarus } = tenant({ isIntrospectionOn: false });
    const query = '{ __type(name: "GoodsOutsNode") { fields { name } } }';
    expect((await answerTo(clarus, query)).errors[0].message).toContain('introspection');
    clarus.setIntrospection(true);
    const { data } = await answerTo(clarus, query);
    expect(data.__type.fields.map((field: { name: string }) => field.name)).toEqual([
      'id',
      'reference',
      'priority',
      'expected_date_of_dispatch',
      'goods_out_status',
      'account',
      'warehouse',
      'carrier',
    ]);
  });
});

describe('trouble', () => {
  test('a script of faults is played once, in order', async () => {
    const { clarus } = tenant();
    clarus.faults.plan({
      script: [null, { kind: 'server-error', status: 502 }, { kind: 'reset-before' }],
      path: '/oauth',
    });
    expect((await askToken(clarus)).status).toBe(200);
    expect((await askToken(clarus)).status).toBe(502);
    await expect(askToken(clarus)).rejects.toThrow(TypeError);
    expect((await askToken(clarus)).status).toBe(200);
  });

  test('requests are recorded without secrets or tokens', async () => {
    const { clarus } = tenant();
    await answerTo(clarus, '{ accounts { all { edges { node { id } } } } }');
    expect(clarus.requests.map(({ path, status }) => [path, status])).toEqual([
      ['/oauth/token', 200],
      ['/graphql', 200],
    ]);
    expect(JSON.stringify(clarus.requests)).not.toMatch(/secret|fake-token/);
  });
});
