/** One milestone of each kind with every member filled: what a marketer sees in a flow builder. Pure. */
import {
  type Because,
  type ItemQuantity,
  type Milestone,
  type MilestoneKind,
  messageId,
  type OrderSummary,
  type ReturnedItem,
} from '@clarus-klaviyo/mapping';

export interface SampleFacts {
  readonly tenant: string;
  readonly email: string;
  /** ISO 8601. Part of the ids too, so that a second round of samples is recorded as well. */
  readonly at: string;
}

type SampleKind = Exclude<MilestoneKind, 'StockChanged' | 'ProfileChanged'>;

const TEE: ItemQuantity = {
  sku: 'SAMPLE-TEE-M',
  productName: 'Sample T-Shirt, M',
  quantity: 2,
  ordered: 3,
  shipped: 2,
  outstanding: 1,
  product: {
    sku: 'SAMPLE-TEE-M',
    url: 'https://shop.example/products/sample-t-shirt',
    imageUrl: 'https://shop.example/images/sample-t-shirt.jpg',
    price: 25,
    brand: 'Sample Brand',
    categories: ['T-Shirts'],
  },
};

const CAP: ItemQuantity = {
  ...TEE,
  sku: 'SAMPLE-CAP',
  productName: 'Sample Cap',
  quantity: 1,
  ordered: 2,
  shipped: 1,
  outstanding: 1,
};

const RETURNED: readonly ReturnedItem[] = [{ sku: TEE.sku, productName: TEE.productName, quantity: 1, expected: 2 }];

const SHIPMENT = {
  shipmentId: 'sample-1',
  shipmentReference: 'SAMPLE-SHIPMENT-1',
  carrier: { id: 'sample-carrier', code: 'DPD', name: 'DPD' },
  service: { id: 'sample-service', code: 'NEXTDAY', name: 'Next Day' },
  parcels: [{ id: 'sample-parcel-1', trackingNumber: '15501234567890' }],
  isLate: true,
} as const;

const PARTIAL = { ...TEE, quantity: 1 };

/** `isLate` is true throughout: as a sample it shows that there is such a property, where `false` would say as much. */
export function sampleMilestones({ tenant, email, at }: SampleFacts): readonly Milestone[] {
  const order: OrderSummary = {
    tenant,
    orderId: 'sample',
    orderNumber: 'SAMPLE-1001',
    shopReference: 'SHOP-1001',
    warehouseCode: 'SAMPLE-WAREHOUSE',
    countryCode: 'GB',
  };
  const because: Because = {
    rule: 'sample',
    evidence: 'dispatched',
    evidenceAt: at,
    source: 'manual',
    receivedAt: at,
    heldFor: [],
    modeReason: null,
  };
  const base = <Kind extends SampleKind>(kind: Kind) => ({
    kind,
    id: messageId(tenant, 'sample', kind, at),
    order,
    email,
    phone: null,
    at,
    mode: 'live' as const,
    because,
  });
  const receipt = {
    receiptId: 'sample-return',
    receiptReference: 'SAMPLE-RETURN-1001',
    items: RETURNED,
    isLate: true,
  };
  const carrierStep = (kind: 'ShipmentCollected' | 'OutForDelivery' | 'Delivered'): Milestone => ({
    ...base(kind),
    ...SHIPMENT,
    shipmentNumber: 1,
  });
  return [
    { ...base('ShipmentLabelled'), ...SHIPMENT, plannedCollectionAt: at },
    {
      ...base('ShipmentDispatched'),
      ...SHIPMENT,
      shipmentNumber: 1,
      shipmentCount: 2,
      // Not the last of its order: so that the order's own event, where the policy has it, comes with it.
      isPartialShipment: true,
      isFinalShipment: false,
      evidence: 'dispatched',
      releasedBy: 'dispatched',
      plannedCollectionAt: at,
      items: [TEE, CAP],
      itemsSource: 'parcels',
      orderItems: [TEE, CAP],
      outstandingItems: [PARTIAL],
      otherShipments: [{ shipmentId: 'sample-2', shipmentNumber: 2, trackingNumbers: ['15501234567891'] }],
    },
    {
      ...base('ShipmentUpdated'),
      ...SHIPMENT,
      shipmentNumber: 1,
      ordinal: 1,
      reason: 'tracking-replaced',
      isDispatched: true,
      previousTrackingNumbers: ['15501234567889'],
      items: [TEE, CAP],
    },
    carrierStep('ShipmentCollected'),
    carrierStep('OutForDelivery'),
    carrierStep('Delivered'),
    {
      ...base('OrderFulfilled'),
      fulfilmentStatus: 'short',
      shipmentCount: 2,
      items: [TEE, CAP],
      missingItems: [PARTIAL],
      isLate: true,
    },
    { ...base('OrderCancelled'), items: [TEE, CAP], isRecordGone: false, isLate: true },
    { ...base('LinesCancelled'), ordinal: 1, reason: 'short', items: [PARTIAL], isLate: true },
    {
      ...base('OrderEdited'),
      ordinal: 1,
      reason: 'lines',
      items: [TEE, CAP],
      addedItems: [CAP],
      removedItems: [PARTIAL],
      previousCountryCode: 'FR',
      carrier: SHIPMENT.carrier,
      previousCarrier: { id: 'sample-other', code: 'UPS', name: 'UPS' },
      isAfterDispatch: true,
      isLate: true,
    },
    { ...base('OrderDelayed'), expectedDispatchAt: at, outstandingItems: [PARTIAL], isLate: true },
    { ...base('ReturnExpected'), ...receipt, expectedAt: at },
    { ...base('ReturnReceived'), ...receipt, receiptLineId: 'sample-line-1', isFinalLine: true },
    { ...base('ReturnAbandoned'), ...receipt, reason: 'overdue' },
  ];
}
