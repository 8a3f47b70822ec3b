import type { OrderView } from '@clarus-klaviyo/mapping';
import { expect, test } from 'vitest';
import { orderChanged } from '../src/order-changed.js';

function view(shipmentStatus: string, dispatched: number): OrderView {
  return {
    order: {
      id: '3301',
      reference: 'SO-1',
      statusCode: dispatched > 0 ? 'COMPLETED' : 'PICK',
      expectedDispatchAt: null,
      account: { id: '7', code: 'ACME', name: null },
      warehouse: null,
      carrier: null,
      dispatchStrategy: null,
      shopReference: null,
      contact: { email: 'jo@mail.shoppers.co.uk', phone: null, countryCode: 'GB' },
    },
    lines: [{ id: '1', productId: '9', sku: 'TEE-M', productName: 'Tee, M', ordered: 2, dispatched }],
    shipments: [
      {
        id: '15',
        reference: 'SHP-15',
        statusCode: shipmentStatus,
        carrier: { id: '5', code: 'DPD', name: 'DPD' },
        service: null,
        plannedCollectionAt: null,
        hasLabel: true,
        parcels: [{ id: '48', trackingNumber: '15501234567890', storageUnitId: null, contents: null }],
      },
    ],
    dispatches: [],
  };
}

test('a printed label tells nobody; the dispatch tells once; the same read again tells nothing', () => {
  const labelled = orderChanged(view('Created', 0), 1, '2026-03-02T09:00:00Z');
  expect(labelled.events).toEqual([]);

  const left = orderChanged(view('dispatched', 2), 2, '2026-03-02T15:00:00Z', labelled.state);
  expect(left.events.map((event) => event.data.attributes.unique_id)).toEqual([
    'acme:ShipmentDispatched:3301:15',
    'acme:OrderFulfilled:3301:order',
  ]);

  expect(orderChanged(view('dispatched', 2), 3, '2026-03-02T15:05:00Z', left.state).events).toEqual([]);
});
