import type { OrderView } from '@clarus-klaviyo/mapping';

/** An order of two tees in one shipment, at one moment of its life. */
export function view(shipmentStatus: string, dispatched: number): OrderView {
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
