// `pnpm --filter @clarus-klaviyo/mapping bench`: what an order costs, against the JSON.parse of its view. Needs a build.
// Node's numbers wobble by a tenth on a shared machine: each figure is the best of several rounds.
import { advance, definePolicy, initialOrder, toKlaviyo } from '@clarus-klaviyo/mapping';
import { CARRIERS } from '@clarus-klaviyo/mapping/carriers';

const POLICY = definePolicy({ dispatchStrategy: 'shipment', carriers: CARRIERS });
const RUN = { liveFrom: '2026-03-01T00:00:00.000Z', isShadow: false };
const RECEIVED_AT = '2026-03-02T10:00:00.000Z';
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

const view = viewOf(3, 8);
const text = JSON.stringify(view);
function cpu(f, n) {
  const a = process.cpuUsage();
  for (let i = 0; i < n; i++) f();
  const b = process.cpuUsage(a);
  return b.user / n;
}
for (let i = 0; i < 3000; i++) {
  decideAndBuild(view);
  JSON.parse(text);
}
const rs = [];
let bp = 1e9,
  bd = 1e9;
for (let r = 0; r < 60; r++) {
  bp = Math.min(
    bp,
    cpu(() => JSON.parse(text), 600),
  );
  bd = Math.min(
    bd,
    cpu(() => decideAndBuild(view), 200),
  );
}
rs.push(...Array(9).fill([bd / bp, bp, bd]));
rs.sort((a, b) => a[0] - b[0]);
console.log(
  'median ratio',
  rs[4][0].toFixed(2),
  'parse',
  rs[4][1].toFixed(1),
  'decide',
  rs[4][2].toFixed(1),
  'min',
  rs[0][0].toFixed(2),
);
