/** Plain Clarus data for the stories: say what matters, the rest is a quiet default. */
import type {
  Cover,
  EvidenceKind,
  EvidenceObservation,
  OrderLine,
  OrderObservation,
  OrderRecord,
  OrderView,
  Parcel,
  ReceiptObservation,
  ReceiptRecord,
  Shipment,
  StockObservation,
} from '@clarus-klaviyo/mapping';

/** Every story begins on this Monday. */
export const START = '2026-03-02T09:00:00.000Z';
export const TENANT = 'acme';

const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const COVERS: readonly Cover[] = ['order', 'lines', 'shipments', 'dispatches'];

/** The instant that lies `'2h'` after the start of every story. */
export function at(offset: string): string {
  const [, count, unit] = /^(\d+)([smhd])$/.exec(offset) ?? [];
  return new Date(Date.parse(START) + Number(count) * (UNIT_MS[unit ?? ''] ?? Number.NaN)).toISOString();
}

const CARRIER = { id: '3', code: 'DPD', name: 'DPD' };

export function anOrder(change: Partial<OrderRecord> = {}): OrderRecord {
  return {
    id: '1001',
    reference: 'WEB-1001',
    statusCode: 'PICK',
    expectedDispatchAt: null,
    account: { id: '5', code: 'BRAND', name: 'Brand Ltd' },
    warehouse: { id: '1', code: 'LEEDS', name: 'Leeds' },
    carrier: CARRIER,
    dispatchStrategy: 'shipment',
    shopReference: '5550001',
    contact: { email: 'ada@shopper.example', phone: null, countryCode: 'GB' },
    ...change,
  };
}

const NAMES: Readonly<Record<string, string>> = { TEE: 'Organic tee, navy', CAP: 'Wool cap, oat', MUG: 'Stone mug' };

export function aLine(sku: string, ordered: number, dispatched: number): OrderLine {
  return { id: `line-${sku}`, productId: `p-${sku}`, sku, productName: NAMES[sku] ?? null, ordered, dispatched };
}

export function aParcel(id: string, change: Partial<Parcel> = {}): Parcel {
  return { id, trackingNumber: `15502370${id}`, storageUnitId: null, contents: null, ...change };
}

export function aShipment(id: string, statusCode: string, change: Partial<Shipment> = {}): Shipment {
  return {
    id,
    reference: `SH-${id}`,
    statusCode,
    carrier: CARRIER,
    service: { id: '7', code: 'NEXT', name: 'Next Day' },
    plannedCollectionAt: null,
    hasLabel: true,
    parcels: [aParcel(`${id}1`)],
    ...change,
  };
}

export function aView(change: Partial<OrderView> = {}): OrderView {
  return { order: anOrder(), lines: [aLine('TEE', 2, 0)], shipments: [], dispatches: [], ...change };
}

/** What was read of the order at an instant; `read` rises with time, as every read's number does. */
export function seen(offset: string, view: OrderView | null, change: Partial<OrderObservation> = {}): OrderObservation {
  const receivedAt = at(offset);
  return {
    kind: 'order',
    source: 'webhook',
    receivedAt,
    read: readNumber(receivedAt),
    covers: COVERS,
    view,
    hooks: ['goods_out.updated'],
    hookContact: null,
    ...change,
  };
}

export function evidence(offset: string, kind: EvidenceKind, shipmentId: string | null): EvidenceObservation {
  return { kind: 'evidence', source: 'carrier', receivedAt: at(offset), shipmentId, evidence: kind, at: at(offset) };
}

export function aReceipt(change: Partial<ReceiptRecord> = {}): ReceiptRecord {
  return {
    id: '77',
    reference: 'RMA-WEB-1001',
    statusCode: 'PENDING',
    kindCode: null,
    expectedAt: null,
    references: {},
    lines: [{ id: 'r1', sku: 'TEE', productName: 'Organic tee, navy', expected: 1, received: 0 }],
    ...change,
  };
}

export function receiptSeen(offset: string, receipt: ReceiptRecord): ReceiptObservation {
  const receivedAt = at(offset);
  return {
    kind: 'receipt',
    source: 'webhook',
    receivedAt,
    read: readNumber(receivedAt),
    receipt,
    hooks: ['goods_in.updated'],
    automations: [],
    order: {
      orderId: '1001',
      orderNumber: 'WEB-1001',
      shopReference: '5550001',
      warehouseCode: 'LEEDS',
      contact: { email: 'ada@shopper.example', phone: null, countryCode: 'GB' },
    },
  };
}

export function stockSeen(offset: string, available: number): StockObservation {
  const receivedAt = at(offset);
  const balances = [{ warehouse: 'LEEDS', available, allocated: 0, ordered: 0, received: 0, picked: 0 }];
  return { kind: 'stock', source: 'webhook', receivedAt, read: readNumber(receivedAt), balances };
}

function readNumber(receivedAt: string): number {
  return (Date.parse(receivedAt) - Date.parse(START)) / 1_000 + 1;
}
