import { describe, expect, expectTypeOf, test } from 'vitest';
import * as z from 'zod/mini';
import type { WireId } from '../src/index.js';
import { restClarus } from './support/rest-clarus.js';
import { orderRow } from './support/rows.js';

/** Answers every list with these nodes. */
function listing(root: string, nodes: readonly unknown[]) {
  const edges = nodes.map((node) => ({ node }));
  return restClarus(() => Response.json({ data: { [root]: { all: { edges, pageInfo: { hasNextPage: false } } } } }));
}

describe('any documented list', () => {
  const LOAD = { id: 1, status: 'open', carrier: { id: '5', code: 'DPD' } };

  test('asks for the fields named, with the filter and its type, and types what comes', async () => {
    const { clarus, calls } = listing('loads', [LOAD]);
    const loads = clarus.list('loads', {
      fields: ['id', 'status', 'carrier.code'],
      filter: { status: { eq: 'open' } },
      filterType: 'LoadFilterType',
      pageSize: 10,
    });
    const [load] = await loads.collect({ max: 9 });
    expect(load).toEqual(LOAD);
    expectTypeOf(load).toEqualTypeOf<
      | {
          readonly id: WireId | null;
          readonly status: string | null;
          readonly carrier: { readonly code: string | null } | null;
        }
      | undefined
    >();
    expect(calls[0]?.body).toEqual({
      query:
        'query ListDocumented($loads_filter: LoadFilterType) {\n' +
        '  loads { all(first: 10, filter: $loads_filter) { pageInfo { hasNextPage endCursor } edges { node { id status carrier { code } } } } }\n}',
      variables: { loads_filter: { status: { eq: 'open' } } },
    });
  });

  test('is checked by a schema where one is given', async () => {
    const schema = z.object({ id: z.coerce.string(), status: z.string() });
    const options = { fields: ['id', 'status'], schema };
    expect(await listing('loads', [LOAD]).clarus.list('loads', options).first()).toEqual({ id: '1', status: 'open' });
    const { clarus } = listing('loads', [LOAD, { id: 2, status: null }]);
    await expect(clarus.list('loads', options).collect({ max: 9 })).rejects.toMatchObject({
      code: 'clarus_decode',
      path: 'loads.all.edges[1].node.status',
    });
  });

  test('yields a record once, and takes nothing for a record that is none', async () => {
    const { clarus } = listing('currencies', [{ id: 1 }, { id: '1' }, { id: 2 }]);
    expect(await clarus.list('currencies', { fields: ['id'] }).collect({ max: 9 })).toEqual([{ id: 1 }, { id: 2 }]);
    const { clarus: odd } = listing('currencies', [null]);
    await expect(odd.list('currencies', { fields: ['id'] }).first()).rejects.toMatchObject({
      path: 'currencies.all.edges[0].node',
    });
  });

  test('is refused by its types where Clarus documents it otherwise, and by name where it could write a query', () => {
    const { clarus, calls } = listing('loads', []);
    // @ts-expect-error: no such list
    const noList = () => clarus.list('robots', { fields: ['id'] });
    // @ts-expect-error: no such field
    const noField = () => clarus.list('loads', { fields: ['colour'] });
    // @ts-expect-error: the filter's type belongs to another list
    const wrongType = () => clarus.list('loads', { fields: ['id'], filter: {}, filterType: 'TaskFilterType' });
    const wrongOperator = () =>
      // @ts-expect-error: no such operator
      clarus.list('loads', { fields: ['id'], filter: { status: { near: 'x' } }, filterType: 'LoadFilterType' });
    expect([noList, noField, wrongType, wrongOperator]).toHaveLength(4);
    const fields = ['id } } } } users { all { edges { node { id'];
    expect(() => clarus.list('loads', { fields, schema: (value) => value })).toThrow(RangeError);
    expect(calls).toEqual([]);
  });
});

describe('more fields for a decoded list', () => {
  const NODES = [orderRow('1', { customer: { code: 'C1' } }), orderRow('2', { customer: null })];
  const fields = ['customer.code'];

  test('come as `more`, read by a schema of any kind', async () => {
    const { clarus, calls } = listing('goods_outs', NODES);
    const schema = z.object({ customer: z.nullable(z.object({ code: z.string() })) });
    const orders = await clarus.orders.list({ extend: { fields, schema } }).collect({ max: 9 });
    expect(orders.map(({ reference, more }) => [reference, more.customer?.code])).toEqual([
      ['SO-1', 'C1'],
      ['SO-2', undefined],
    ]);
    expect(String(calls[0]?.text)).toContain('customer { code }');
    expect(
      orders.map(({ customer, extra }) => [customer, extra]),
      'ours is not mixed with theirs',
    ).toEqual([
      [null, {}],
      [null, {}],
    ]);

    const length = await clarus.orders
      .list({ extend: { fields, schema: (node) => JSON.stringify(node).length } })
      .first();
    expectTypeOf(length?.more).toEqualTypeOf<number | undefined>();
    expect(length?.more).toBeGreaterThan(10);

    const parsed = clarus.orders.list({ extend: { fields, schema: { parse: () => 'read' as const } } });
    expect((await parsed.first())?.more).toBe('read');
  });

  test('that are refused are an error with the path the schema names, and none of its words', async () => {
    const { clarus } = listing('goods_outs', NODES);
    const standard = {
      '~standard': { validate: () => ({ issues: [{ message: 'C1 is bad', path: ['customer', { key: 'code' }] }] }) },
    };
    const throwing = (): never => {
      throw new Error('C1 is bad');
    };
    const at = (schema: typeof standard | typeof throwing) =>
      clarus.orders.list({ extend: { fields, schema } }).first();
    const message = expect.not.stringContaining('C1');
    await expect(at(standard)).rejects.toMatchObject({ path: 'goods_outs.all.edges[0].node.customer.code', message });
    await expect(at(throwing)).rejects.toMatchObject({ path: 'goods_outs.all.edges[0].node', message });
  });

  test('cannot wait for a promise', async () => {
    const { clarus } = listing('goods_outs', NODES);
    const schema = { '~standard': { validate: async () => ({ value: 1 }) } };
    await expect(clarus.orders.list({ extend: { fields, schema } }).first()).rejects.toThrow(TypeError);
  });
});
