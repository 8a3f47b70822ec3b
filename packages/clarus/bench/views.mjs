// How many requests a thousand order views take, per GraphQL root, where aliases are allowed: at most one per twenty.
import { createClarus } from '@clarus-klaviyo/clarus';
import { fakeClarus } from '@clarus-klaviyo/testing';
import { isQuick, printResult } from '../../../scripts/lib/bench.mjs';

const ORDERS = isQuick ? 100 : 1_000;
const ORDERS_PER_REQUEST = 20;
const ROOTS = ['goods_outs', 'goods_out_lines', 'shipments', 'tasks', 'transactions', 'packages'];
const credentials = { subdomain: 'bench', clientId: 'id', clientSecret: 'secret' };

const fake = fakeClarus(credentials);
const { world } = fake;
world.addProduct({ sku: 'TEE', available: 10 * ORDERS });
const orders = Array.from({ length: ORDERS }, (_, index) => {
  const reference = `SO-${index}`;
  const { id } = world.createOrder({ reference, email: 'a@mail.invalid', lines: [{ sku: 'TEE', quantity: 2 }] });
  world.allocate(id);
  world.pick(id);
  const shipment = world.packShipment(id, { parcels: 2 });
  world.label(shipment.id);
  if (index % 2 === 0) world.dispatchShipment(shipment.id);
  return { id, reference };
});

const clarus = createClarus({ ...credentials, fetch: fake.fetch });
const startedAt = performance.now();
const views = await clarus.orders.viewMany(orders);
const elapsedMs = performance.now() - startedAt;
const complete = [...views.values()].filter((view) => view?.shipments[0]?.parcels.length === 2).length;
if (complete !== ORDERS) throw new Error(`${complete} of ${ORDERS} views are complete`);

const allowed = ORDERS / ORDERS_PER_REQUEST;
for (const root of ROOTS) {
  const asked = fake.requests.filter(({ query }) => query !== null && new RegExp(`\\b${root} \\{`).test(query)).length;
  printResult(`${root}: requests for ${ORDERS} views / ${allowed} allowed`, asked / allowed, 'x');
  if (asked === 0 || asked > allowed) process.exitCode = 1;
}
printResult(`one view of ${ORDERS}, the fake's own work included`, elapsedMs / ORDERS, 'ms');
