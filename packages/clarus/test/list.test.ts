import { describe, expect, test } from 'vitest';
import { createClarus, type Fetch } from '../src/index.js';
import { clarusOver } from './support/client.js';
import { orderRow } from './support/rows.js';

interface Page {
  readonly ids: readonly string[];
  readonly pageInfo?: unknown;
}

/** A Clarus whose order list has exactly these pages; the last repeats. */
function pages(...list: readonly Page[]) {
  let asked = 0;
  const fetch: Fetch = async () => {
    const page = list[Math.min(asked++, list.length - 1)];
    const edges = page?.ids.map((id) => ({ node: orderRow(id) }));
    return Response.json({ data: { goods_outs: { all: { edges, pageInfo: page?.pageInfo } } } });
  };
  const clarus = createClarus({ subdomain: 'acme', token: async () => 'mine', fetch });
  return { orders: clarus.orders, asked: () => asked };
}

const more = (endCursor: unknown) => ({ hasNextPage: true, endCursor });

describe('lists', () => {
  test('fetch the next page only when the caller gets there', async () => {
    const { clarus, server } = clarusOver({
      goods_outs: Array.from({ length: 120 }, (_, index) => orderRow(String(index))),
    });
    const seen: string[] = [];
    for await (const order of clarus.orders.list()) {
      seen.push(order.id);
      if (seen.length === 50) expect(server.documents).toHaveLength(1);
      if (seen.length === 51) break;
    }
    expect(server.documents).toHaveLength(2);
    expect(await clarus.orders.list({ pageSize: 100 }).collect({ max: 1000 })).toHaveLength(120);
    expect(server.documents).toHaveLength(4);
  });

  test('hand the filter to Clarus as it is', async () => {
    const { clarus } = clarusOver({
      goods_outs: [orderRow('1'), orderRow('2', { goods_out_status: { code: 'COMPLETED' } })],
    });
    const filter = { goods_out_status_code: { eq: 'COMPLETED' } };
    expect((await clarus.orders.list({ filter }).first())?.id).toBe('2');
    expect(await clarus.orders.list({ filter: { reference: { eq: 'none' } } }).first()).toBeNull();
  });

  test('never ask for more than a hundred at once', async () => {
    const { clarus, server } = clarusOver({});
    await clarus.orders.list({ pageSize: 5000 }).first();
    expect(server.documents[0]?.query).toContain('first: 100');
  });

  test('yield a record once that two pages bring', async () => {
    const { orders } = pages({ ids: ['1', '2'], pageInfo: more('a') }, { ids: ['2', '3'] });
    expect((await orders.list().collect({ max: 9 })).map(({ id }) => id)).toEqual(['1', '2', '3']);
  });

  test('end where there is no pageInfo', async () => {
    const { orders, asked } = pages({ ids: ['1'] });
    expect(await orders.list().collect({ max: 9 })).toHaveLength(1);
    expect(asked()).toBe(1);
  });

  test.each([
    [
      'a cursor that repeats',
      [
        { ids: ['1'], pageInfo: more('a') },
        { ids: ['2'], pageInfo: more('a') },
      ],
      /repeats a cursor/,
    ],
    ['more without a cursor', [{ ids: ['1'], pageInfo: more(null) }], /gives no cursor/],
    [
      'cursors without end that bring nothing',
      ['a', 'b', 'c', 'd', 'e'].map((cursor) => ({ ids: ['1'], pageInfo: more(cursor) })),
      /nothing new 3 times/,
    ],
  ])('stop at %s with a paging error', async (_, list, message) => {
    const { orders } = pages(...list);
    await expect(orders.list().collect({ max: 9 })).rejects.toMatchObject({
      code: 'clarus_paging',
      message: expect.stringMatching(message),
    });
  });

  test('name the place of what they do not understand, and not what was there', async () => {
    const fetch: Fetch = async () =>
      Response.json({
        data: {
          goods_outs: {
            all: { edges: [{ node: orderRow('1') }, { node: orderRow('2', { account: { id: {}, code: 'Jane' } }) }] },
          },
        },
      });
    const clarus = createClarus({ subdomain: 'acme', token: async () => 'mine', fetch });
    await expect(clarus.orders.list().collect({ max: 9 })).rejects.toMatchObject({
      code: 'clarus_decode',
      path: 'goods_outs.all.edges[1].node.account.id',
      message: expect.not.stringContaining('Jane'),
    });
  });
});
