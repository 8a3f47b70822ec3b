// `pnpm --filter @clarus-klaviyo/mapping bench`: what an order costs, against the JSON.parse of its view. Needs a build.
// Node's numbers wobble by a tenth on a shared machine: each figure is the best of several rounds.
import { advance, definePolicy, initialOrder, toKlaviyo } from '@clarus-klaviyo/mapping';
import { CARRIERS } from '@clarus-klaviyo/mapping/carriers';
import { report } from '../../klaviyo/bench/lib/bench.mjs';

const POLICY = definePolicy({ dispatchStrategy: 'shipment', carriers: CARRIERS });
const RUN = { liveFrom: '2026-03-01T00:00:00.000Z', isShadow: false };
const RECEIVED_AT = '2026-03-02T10:00:00.000Z';
const ROUNDS = 15;
const ROUND_MS = 150;

function viewOf(shipments, lines) {
  const carrier = { id: '3', code: 'DPD', name: 'DPD' };
  const sku = (line) => `SKU-${String(line).padStart(5, '0')}`;
  const isIn = (line, shipment) => line % shipments === shipment;
  const numbers = Array.from({ length: lines }, (_, line) => line);
  return {
    order: {
      id: '1001',
      reference: 'WEB-1001',
      statusCode: 'COMPLETED',
      expectedDispatchAt: null,
      account: { id: '5', code: 'BRAND', name: 'Brand Ltd' },
      warehouse: { id: '1', code: 'LEEDS', name: 'Leeds' },
      carrier,
      dispatchStrategy: 'shipment',
      shopReference: '5550001',
      contact: { email: 'ada@shopper.co.uk', phone: '+447700900123', countryCode: 'GB' },
    },
    lines: numbers.map((line) => ({
      id: `L${line}`,
      productId: `P${line}`,
      sku: sku(line),
      productName: `Product number ${line}, long sleeve`,
      ordered: 2,
      dispatched: 2,
    })),
    shipments: Array.from({ length: shipments }, (_, shipment) => ({
      id: `S${shipment}`,
      reference: `SH-${shipment}`,
      statusCode: 'Dispatched',
      carrier,
      service: { id: '7', code: 'NEXT', name: 'Next Day' },
      plannedCollectionAt: '2026-03-02T17:00:00.000Z',
      hasLabel: true,
      parcels: [
        {
          id: `K${shipment}`,
          trackingNumber: `1550${shipment}`,
          storageUnitId: `U${shipment}`,
          contents: numbers.filter((line) => isIn(line, shipment)).map((line) => ({ sku: sku(line), quantity: 2 })),
        },
      ],
    })),
    dispatches: numbers.map((line) => ({
      id: `D${line}`,
      sku: sku(line),
      quantity: 2,
      at: RECEIVED_AT,
      notBefore: null,
      storageUnitId: `U${line % shipments}`,
    })),
  };
}

function decideAndBuild(view) {
  const { milestones } = advance(
    initialOrder({ tenant: 'acme', orderId: view.order.id }),
    {
      kind: 'order',
      source: 'webhook',
      receivedAt: RECEIVED_AT,
      read: 1,
      covers: ['order', 'lines', 'shipments', 'dispatches'],
      view,
      hooks: ['goods_out.completed'],
      hookContact: null,
    },
    POLICY,
    RUN,
  );
  return milestones.flatMap((milestone) => toKlaviyo(milestone, POLICY));
}

/** Best microseconds per call of each: taken in turns, so that a busy machine is busy for all of them. */
function microseconds(...works) {
  const best = works.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, work] of works.entries()) {
      const startMs = performance.now();
      let calls = 0;
      while (performance.now() - startMs < ROUND_MS) {
        for (let call = 0; call < 50; call += 1) work();
        calls += 50;
      }
      best[index] = Math.min(best[index], ((performance.now() - startMs) * 1_000) / calls);
    }
  }
  return best;
}

const costs = new Map();
console.log('shipments  lines  messages  view kB  parse µs  decide+build µs  orders/s  × parse  µs per line');
for (const [shipments, lines] of [
  [3, 8],
  [3, 80],
  [3, 800],
]) {
  const view = viewOf(shipments, lines);
  const text = JSON.stringify(view);
  const messages = decideAndBuild(view).length;
  if (messages !== shipments + 1) throw new Error(`expected ${shipments + 1} messages, got ${messages}`);
  const [parse, decide] = microseconds(
    () => JSON.parse(text),
    () => decideAndBuild(view),
  );
  costs.set(lines, { timesParse: decide / parse, perLine: decide / lines, perSecond: 1e6 / decide });
  const cells = [
    [shipments, 9],
    [lines, 7],
    [messages, 10],
    [(text.length / 1_000).toFixed(1), 9],
    [parse.toFixed(1), 10],
    [decide.toFixed(1), 17],
    [Math.round(1e6 / decide), 10],
    [(decide / parse).toFixed(1), 9],
    [(decide / lines).toFixed(2), 13],
  ];
  console.log(cells.map(([text, width]) => String(text).padStart(width)).join(''));
}

const { timesParse, perSecond } = costs.get(8);
const growth = costs.get(800).perLine / costs.get(80).perLine;
report('an order with 3 shipments and 8 lines: orders a second', Math.round(perSecond), '>= 5000', perSecond >= 5_000);
report('the same, against JSON.parse of its view', timesParse.toFixed(1), '<= 4', timesParse <= 4);
report('a line among 800, against one among 80', growth.toFixed(2), '<= 1.5', growth <= 1.5);
