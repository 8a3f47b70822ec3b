import { advance, definePolicy, initialOrder, type OrderView, toKlaviyo } from '@clarus-klaviyo/mapping';
import { explainDecision } from '@clarus-klaviyo/mapping/sentences';

const policy = definePolicy({ dispatchStrategy: 'shipment' });
const view: OrderView = {
  order: {
    id: '1001',
    reference: 'WEB-1001',
    statusCode: 'COMPLETED',
    expectedDispatchAt: null,
    account: null,
    warehouse: null,
    carrier: null,
    dispatchStrategy: 'shipment',
    shopReference: null,
    contact: { email: 'ada@mail.shoppers.co.uk', phone: null, countryCode: 'GB' },
  },
  lines: [{ id: '1', productId: '7', sku: 'TEE', productName: 'Organic tee', ordered: 2, dispatched: 2 }],
  shipments: [
    {
      id: 'A',
      reference: null,
      statusCode: 'dispatched',
      carrier: { id: '3', code: 'DPD', name: 'DPD' },
      service: null,
      plannedCollectionAt: null,
      hasLabel: true,
      parcels: [{ id: 'A1', trackingNumber: '15502370', storageUnitId: null, contents: null }],
    },
  ],
  dispatches: [],
};

const { milestones } = advance(
  initialOrder({ tenant: 'acme', orderId: view.order.id }),
  {
    kind: 'order',
    source: 'webhook',
    receivedAt: '2026-03-02T15:00:00Z',
    read: 1,
    covers: ['order', 'lines', 'shipments', 'dispatches'],
    view,
    hooks: ['goods_out.completed'],
    hookContact: null,
  },
  policy,
  { liveFrom: '2026-03-01T00:00:00Z', isShadow: false },
);
for (const message of milestones.flatMap((milestone) => toKlaviyo(milestone, policy))) {
  console.log(message.id, '–', explainDecision(message.because));
}
