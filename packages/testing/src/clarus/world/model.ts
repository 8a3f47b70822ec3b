/** What a Clarus tenant holds: plain mutable records, as the warehouse changes them. */

export interface WorldAccount {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  dispatchStrategy: DispatchStrategy;
}

export interface WorldWarehouse {
  readonly id: string;
  readonly code: string;
  readonly name: string;
}

export interface WorldCarrier {
  readonly id: string;
  readonly code: string;
  readonly name: string;
}

export interface WorldService {
  readonly id: string;
  readonly carrierId: string;
  readonly code: string;
  readonly name: string;
}

export interface WorldProduct {
  readonly id: string;
  readonly code: string;
  readonly description: string;
}

/** How the made-up warehouse completes a dispatch. */
export type DispatchStrategy = 'manual' | 'shipment' | 'load' | 'auto' | 'auto_shipment';
/** Statuses an order of the made-up warehouse goes through. */
export type OrderStatus = 'DRAFT' | 'PENDING' | 'PICK' | 'ALLOCATED' | 'PART_ALLOCATED' | 'COMPLETED' | 'CANCELLED';

export interface WorldAddress {
  name: string;
  email: string | null;
  phone: string | null;
  countryCode: string;
}

/** An order of the made-up warehouse. */
export interface WorldOrder {
  readonly id: string;
  readonly reference: string;
  readonly accountId: string;
  readonly warehouseId: string;
  readonly goodsOutType: 'sales_order' | 'work_order' | 'crossdock';
  readonly createdAtMs: number;
  readonly expectedDispatchAtMs: number;
  readonly shopReference: string | null;
  status: OrderStatus;
  dispatchStrategy: DispatchStrategy;
  carrierId: string | null;
  serviceId: string | null;
  address: WorldAddress;
  completedAtMs: number | null;
}

/** An order line of the made-up warehouse. */
export interface WorldLine {
  readonly id: string;
  readonly orderId: string;
  readonly productId: string;
  readonly createdAtMs: number;
  ordered: number;
  allocated: number;
  picked: number;
  dispatched: number;
  /** Units given up. */
  shorted: number;
}

/** `dispatched` is documented; `Submitting` and `Created` were seen in the UI; `cancelled` is inferred. */
export type ShipmentStatus = 'Submitting' | 'Created' | 'dispatched' | 'cancelled';

/** A shipment of the made-up warehouse. */
export interface WorldShipment {
  readonly id: string;
  readonly orderId: string;
  readonly reference: string;
  readonly warehouseId: string;
  readonly carrierId: string | null;
  readonly serviceId: string | null;
  status: ShipmentStatus;
  collectionAtMs: number | null;
  labelFilename: string | null;
  dispatchedAtMs: number | null;
}

/** A parcel of the made-up warehouse. */
export interface WorldPackage {
  readonly id: string;
  readonly shipmentId: string;
  readonly storageUnitId: string;
  trackingNumber: string | null;
}

/** A warehouse task: a pick, a load, a dispatch. */
export interface WorldTask {
  readonly id: string;
  readonly type: 'PICK' | 'DISP' | 'RCV';
  readonly subtype: string;
  readonly orderId: string;
  readonly lineId: string;
  readonly productId: string;
  readonly accountId: string;
  readonly warehouseId: string;
  /** Of a receive task. */
  readonly receiptLineId: string | null;
  /** Of a dispatch task of a shipment. */
  readonly shipmentId: string | null;
  readonly storageUnitFromId: string | null;
  readonly startQuantity: number;
  readonly createdAtMs: number;
  status: 'AVAILABLE' | 'COMPLETED' | 'CANCELLED';
  confirmedQuantity: number | null;
  completedAtMs: number | null;
}

/** Immutable movement record. */
export interface WorldTransaction {
  readonly id: string;
  readonly subtype: string;
  readonly category: string;
  readonly quantity: number;
  readonly createdAtMs: number;
  readonly productId: string;
  readonly accountId: string;
  readonly warehouseId: string;
  readonly orderId: string | null;
}

/** A product's stock in one warehouse, for one account. `available` is net of what is allocated. */
export interface WorldBalance {
  readonly productId: string;
  readonly accountId: string;
  readonly warehouseId: string;
  available: number;
  allocated: number;
  ordered: number;
  received: number;
  picked: number;
}

/** A receipt of the made-up warehouse. */
export interface WorldReceipt {
  readonly id: string;
  readonly reference: string;
  readonly accountId: string;
  readonly warehouseId: string;
  readonly expectedAtMs: number;
  readonly lines: readonly WorldReceiptLine[];
  /** What an upstream returns system put there: the original order, for a return. */
  readonly externalReference: string | null;
  readonly kind: 'GOODS_IN' | 'RETURN';
  status: 'pending' | 'receiving' | 'completed' | 'cancelled';
  receivedAtMs: number | null;
}

/** A receipt line of the made-up warehouse. */
export interface WorldReceiptLine {
  readonly id: string;
  readonly productId: string;
  readonly quantity: number;
  received: number;
}

/** What a sales channel named, and Clarus ties to a record of its own, or not yet. */
export interface WorldExternalEntity {
  readonly id: string;
  readonly type: 'carrier' | 'product' | 'shipping_rate' | 'warehouse';
  readonly code: string;
  readonly integration: string;
  isMapped: boolean;
}

/** A webhook subscription, as the Automations screen or the API makes one. */
export interface WorldAutomation {
  readonly id: string;
  name: string | null;
  /** `goods_out`, `stock_balance` … */
  resource: string;
  /** `completed`, `updated` … */
  event: string;
  isEnabled: boolean;
  readonly integrationId: string | null;
  /** Null where the fake was not told one. Clarus never shows it. */
  readonly webhookUrl: string | null;
}
