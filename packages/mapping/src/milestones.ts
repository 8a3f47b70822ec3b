/**
 * Something that became true, with everything its message needs: `toKlaviyo` reads a milestone and the
 * policy, nothing else. Plain JSON.
 */
import type { CodedRecord, EvidenceKind } from './inputs.js';
import type { Because, Mode } from './messages.js';

/** The order as its messages name it. */
export interface OrderSummary {
  readonly tenant: string;
  readonly orderId: string;
  readonly orderNumber: string;
  readonly shopReference: string | null;
  readonly warehouseCode: string | null;
  readonly countryCode: string | null;
}

/** Units of one SKU. `outstanding` is what neither left nor was cancelled yet. */
export interface ItemQuantity {
  readonly sku: string;
  readonly productName: string | null;
  readonly quantity: number;
  readonly ordered: number;
  readonly shipped: number;
  readonly outstanding: number;
}

export interface MilestoneParcel {
  readonly id: string;
  readonly trackingNumber: string | null;
}

interface OrderMilestone {
  /** `tenant:kind:order:thing`, at most 255 characters. */
  readonly id: string;
  readonly order: OrderSummary;
  /** Already cleaned and judged: null only when `mode` is `withheld`. */
  readonly email: string | null;
  /** E.164, and only where the policy sends it beside the e-mail. */
  readonly phone: string | null;
  /** When it became true. ISO 8601. */
  readonly at: string;
  readonly mode: Mode;
  readonly because: Because;
}

export type ItemsSource = 'parcels' | 'dispatch-records' | 'only-untold-shipment' | 'order-lines' | 'unknown';

export interface ShipmentDispatched extends OrderMilestone {
  readonly kind: 'ShipmentDispatched';
  /** Null: the order was dispatched without a shipment; this is the order-level message. */
  readonly shipmentId: string | null;
  readonly shipmentReference: string | null;
  /** Order of telling, from 1, never renumbered. */
  readonly shipmentNumber: number;
  /** Shipments known when told. */
  readonly shipmentCount: number;
  readonly isPartialShipment: boolean;
  readonly isFinalShipment: boolean;
  readonly evidence: EvidenceKind;
  /** Which condition let it go: `dispatched`, `scanned`, `collectionTime`, `atLabel` … */
  readonly releasedBy: string;
  readonly carrier: CodedRecord | null;
  readonly service: CodedRecord | null;
  readonly parcels: readonly MilestoneParcel[];
  readonly plannedCollectionAt: string | null;
  /** Null when which units left is not known; then `orderItems` lists the order instead. */
  readonly items: readonly ItemQuantity[] | null;
  readonly itemsSource: ItemsSource;
  readonly orderItems: readonly ItemQuantity[];
  readonly outstandingItems: readonly ItemQuantity[];
  readonly otherShipments: readonly {
    readonly shipmentId: string;
    readonly shipmentNumber: number;
    readonly trackingNumbers: readonly string[];
  }[];
  readonly isLate: boolean;
}

export interface OrderFulfilled extends OrderMilestone {
  readonly kind: 'OrderFulfilled';
  readonly fulfilmentStatus: 'full' | 'short';
  readonly shipmentCount: number;
  readonly items: readonly ItemQuantity[];
  readonly missingItems: readonly ItemQuantity[];
  readonly isLate: boolean;
}

export interface OrderCancelled extends OrderMilestone {
  readonly kind: 'OrderCancelled';
  readonly items: readonly ItemQuantity[];
  /** The record itself is gone from Clarus; the last known view was used. */
  readonly isRecordGone: boolean;
  readonly isLate: boolean;
}

export interface LinesCancelled extends OrderMilestone {
  readonly kind: 'LinesCancelled';
  /** Among messages told for this order: part of the id. */
  readonly ordinal: number;
  readonly reason: 'cancelled' | 'short';
  readonly items: readonly ItemQuantity[];
  readonly isLate: boolean;
}

export interface StockChanged {
  readonly kind: 'StockChanged';
  readonly id: string;
  readonly tenant: string;
  readonly account: string;
  readonly sku: string;
  /** Sellable units. */
  readonly quantity: number;
  readonly at: string;
  readonly mode: Mode;
  readonly because: Because;
}

export interface ProfileChanged {
  readonly kind: 'ProfileChanged';
  readonly id: string;
  readonly tenant: string;
  /** The Klaviyo account, and the opaque key of the profile in it. */
  readonly account: string;
  readonly profile: string;
  readonly email: string;
  readonly lastCancelledOrder: string | null;
  readonly lastCancelledAt: string | null;
  /** True once an order was ever cancelled, so that `''` is written only where it clears something. */
  readonly hasEverCancelled: boolean;
  readonly hasPartlyShippedOrder: boolean;
  /** True once the flag was ever set, so that `false` is written only where it clears something. */
  readonly hasEverPartlyShipped: boolean;
  readonly at: string;
  readonly mode: Mode;
  readonly because: Because;
}

export type Milestone =
  | ShipmentDispatched
  | OrderFulfilled
  | OrderCancelled
  | LinesCancelled
  | StockChanged
  | ProfileChanged;

export type MilestoneKind = Milestone['kind'];

/** Milestones told as Klaviyo events: only these have a metric. */
export type EventMilestoneKind = Exclude<MilestoneKind, 'StockChanged' | 'ProfileChanged'>;
