import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { createClarus, type Fetch } from '../src/index.js';
import { orderRow } from './support/rows.js';

const RECORDS = 100_000;
const PAGE = 100;
/** What may be left over from 90,000 records gone by: cursors seen, nothing of the records (some 60 MB as JSON). */
const MAX_GROWTH_BYTES = 3_000_000;

test('paging a hundred thousand records keeps none of them', async () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage: () => void = runInNewContext('gc');
  const usedBytes = () => {
    collectGarbage();
    return process.memoryUsage().heapUsed;
  };
  let asked = 0;
  const fetch: Fetch = async () => {
    const from = asked++ * PAGE;
    const edges = Array.from({ length: PAGE }, (_, index) => ({ node: orderRow(String(from + index)) }));
    const pageInfo = { hasNextPage: from + PAGE < RECORDS, endCursor: btoa(String(from + PAGE)) };
    return Response.json({ data: { goods_outs: { all: { pageInfo, edges } } } });
  };
  const clarus = createClarus({ subdomain: 'acme', token: async () => 'mine', fetch });
  let seen = 0;
  let early = 0;
  for await (const order of clarus.orders.list({ pageSize: PAGE })) {
    expect(order.id).toBe(String(seen)); // in order, none twice, none missing
    seen += 1;
    if (seen === RECORDS / 10) early = usedBytes();
  }
  expect([seen, asked]).toEqual([RECORDS, RECORDS / PAGE]);
  expect(usedBytes() - early).toBeLessThan(MAX_GROWTH_BYTES);
});
