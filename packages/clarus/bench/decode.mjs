// What decoding a page costs beside `JSON.parse` of the same answer. An empty page is taken off: that is the call itself.
import { createClarus } from '@clarus-klaviyo/clarus';
import { printResult, timePerCall } from '../../../scripts/lib/bench.mjs';

const PAGE = 100;
const order = (id) => ({
  id: String(id),
  reference: `SO-2026-${String(id).padStart(6, '0')}`,
  priority: 1,
  expected_date_of_dispatch: '2026-03-11',
  goods_out_status: { code: 'PENDING', name: 'Pending' },
  account: { id: '1', code: 'ACME' },
  warehouse: { id: '1', code: 'WH1' },
  carrier: { id: '5', code: 'DPD' },
});
const product = (id) => ({
  id: String(id),
  code: `SKU-${id}`,
  barcode: '5012345678901',
  description: 'Widget Blue Large',
  long_description: 'Blue large widget for industrial use',
  product_type: 'standard',
  units_per_case: 12,
  shelf_life_min: null,
  shelf_life_max: null,
  commodity_code: '8471300000',
  country_of_manufacture: 'GB',
});

async function measure(name, root, node) {
  const answerOf = (length) => {
    const edges = Array.from({ length }, (_, index) => ({ node: node(index + 1) }));
    return JSON.stringify({ data: { [root]: { all: { pageInfo: { hasNextPage: false, endCursor: null }, edges } } } });
  };
  const reading = (text) => {
    const clarus = createClarus({
      subdomain: 'bench',
      token: async () => 'mine',
      fetch: async () => new Response(text),
    });
    return () => clarus[name].list({ pageSize: PAGE }).collect({ max: PAGE });
  };
  const text = answerOf(PAGE);
  const records = await reading(text)();
  if (records.length !== PAGE) throw new Error('the page was not read');
  const whole = await timePerCall(reading(text));
  const empty = await timePerCall(reading(answerOf(0)));
  const parse = await timePerCall(() => JSON.parse(text));
  printResult(`${name}: decoding ${PAGE}, JSON.parse included / JSON.parse`, (whole - empty) / parse, 'x');
  printResult(`${name}: the whole call / JSON.parse`, whole / parse, 'x');
}

await measure('orders', 'goods_outs', order);
await measure('products', 'products', product);
