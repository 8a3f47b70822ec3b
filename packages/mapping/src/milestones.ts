/**
 * Something that became true, with everything its message needs: `toKlaviyo` reads a milestone and the
 * policy, nothing else. Plain JSON.
 */
import type { CatalogueProduct, CodedRecord, EvidenceKind } from './inputs.js';
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
  /** Where a catalogue observation named the SKU. */
  readonly product?: CatalogueProduct;
}

/** A parcel as a message names it. */
export interface MilestoneParcel {
  readonly id: string;
  readonly trackingNumber: string | null;
  /** What is in it; only where the policy tells parcels apart, and where that is known. */
  readonly items?: readonly ItemQuantity[];
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

/** How the contents of a shipment are known, best source first; `unknown`: nobody can tell. */
export type ItemsSource = 'parcels' | 'dispatch-records' | 'only-untold-shipment' | 'order-lines' | 'unknown';

/** A shipment has left, by what the policy counts as shipped. Once per shipment. */
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
  /** The whole order, only where `items` is null. */
  readonly orderItems: readonly ItemQuantity[];
  readonly outstandingItems: readonly ItemQuantity[];
  readonly otherShipments: readonly {
    readonly shipmentId: string;
    readonly shipmentNumber: number;
    readonly trackingNumbers: readonly string[];
  }[];
  readonly isLate: boolean;
}

/** A label was made and nothing says that the parcel has left. Once per shipment. */
export interface ShipmentLabelled extends OrderMilestone {
  readonly kind: 'ShipmentLabelled';
  readonly shipmentId: string;
  readonly shipmentReference: string | null;
  readonly carrier: CodedRecord | null;
  readonly service: CodedRecord | null;
  readonly parcels: readonly MilestoneParcel[];
  readonly plannedCollectionAt: string | null;
  readonly isLate: boolean;
}

/** What is no longer so of a told shipment. */
export type ShipmentUpdateReason =
  | 'tracking-added'
  | 'tracking-replaced'
  | 'contents-changed'
  | 'label-voided'
  | 'dispatch-reversed'
  | 'dispatch-redone';

/** What was told of a shipment is no longer so: told again until it is. */
export interface ShipmentUpdated extends OrderMilestone {
  readonly kind: 'ShipmentUpdated';
  /** Null: the order-level message is what is corrected. */
  readonly shipmentId: string | null;
  readonly shipmentReference: string | null;
  readonly shipmentNumber: number;
  /** Among the corrections told of this shipment, from 1: part of the id. */
  readonly ordinal: number;
  readonly reason: ShipmentUpdateReason;
  /** Is it on its way, as known now? */
  readonly isDispatched: boolean;
  readonly carrier: CodedRecord | null;
  readonly service: CodedRecord | null;
  readonly parcels: readonly MilestoneParcel[];
  readonly previousTrackingNumbers: readonly string[];
  /** Null when which units are meant is not known. */
  readonly items: readonly ItemQuantity[] | null;
  readonly isLate: boolean;
}

/** What a carrier says of a told shipment. Each once, and none after a later one. */
export interface CarrierMilestone extends OrderMilestone {
  readonly kind: 'ShipmentCollected' | 'OutForDelivery' | 'Delivered';
  readonly shipmentId: string | null;
  readonly shipmentReference: string | null;
  readonly shipmentNumber: number;
  readonly carrier: CodedRecord | null;
  readonly service: CodedRecord | null;
  readonly parcels: readonly MilestoneParcel[];
  readonly isLate: boolean;
}

/** Every unit has left or will not come, and each shipment was told. Once per order. */
export interface OrderFulfilled extends OrderMilestone {
  readonly kind: 'OrderFulfilled';
  readonly fulfilmentStatus: 'full' | 'short';
  readonly shipmentCount: number;
  readonly items: readonly ItemQuantity[];
  readonly missingItems: readonly ItemQuantity[];
  readonly isLate: boolean;
}

/** The order will not come and nothing of it has left. Once per order. */
export interface OrderCancelled extends OrderMilestone {
  readonly kind: 'OrderCancelled';
  readonly items: readonly ItemQuantity[];
  /** The record itself is gone from Clarus; the last known view was used. */
  readonly isRecordGone: boolean;
  readonly isLate: boolean;
}

/** Units that will not come, after others have left. Told for each such change. */
export interface LinesCancelled extends OrderMilestone {
  readonly kind: 'LinesCancelled';
  /** Among messages told for this order: part of the id. */
  readonly ordinal: number;
  readonly reason: 'cancelled' | 'short';
  readonly items: readonly ItemQuantity[];
  readonly isLate: boolean;
}

/** The order is not what it was. */
export interface OrderEdited extends OrderMilestone {
  readonly kind: 'OrderEdited';
  /** Among the edits told of this order, from 1: part of the id. */
  readonly ordinal: number;
  /**
   * `destination`, `carrier`: its country, its carrier. `reissued`: cancelled, and made again under its reference.
   * `reinstated`: a told cancellation was taken back.
   */
  readonly reason: 'lines' | 'destination' | 'carrier' | 'reissued' | 'reinstated';
  /** The order as it is now. */
  readonly items: readonly ItemQuantity[];
  /** Units more than were known before, and units fewer. */
  readonly addedItems: readonly ItemQuantity[];
  readonly removedItems: readonly ItemQuantity[];
  /** Where it was to go before; null where that did not change. */
  readonly previousCountryCode: string | null;
  /** Who is to carry it and who was before; null where that did not change. */
  readonly carrier: CodedRecord | null;
  readonly previousCarrier: CodedRecord | null;
  readonly isAfterDispatch: boolean;
  readonly isLate: boolean;
}

/** Its planned dispatch passed, and units of it have not left. Once per order. */
export interface OrderDelayed extends OrderMilestone {
  readonly kind: 'OrderDelayed';
  /** The plan that was missed, as Clarus wrote it. */
  readonly expectedDispatchAt: string;
  readonly outstandingItems: readonly ItemQuantity[];
  readonly isLate: boolean;
}

interface ReturnMilestone extends OrderMilestone {
  readonly receiptId: string;
  readonly receiptReference: string | null;
  readonly items: readonly ReturnedItem[];
  readonly isLate: boolean;
}

/** Units of one SKU coming back: `quantity` is what this message is about. */
export interface ReturnedItem {
  readonly sku: string;
  readonly productName: string | null;
  readonly quantity: number;
  readonly expected: number;
}

/** The warehouse expects a return. Once per receipt. */
export interface ReturnExpected extends ReturnMilestone {
  readonly kind: 'ReturnExpected';
  readonly expectedAt: string | null;
}

/** A line of a return has come in. Once per receipt line. */
export interface ReturnReceived extends ReturnMilestone {
  readonly kind: 'ReturnReceived';
  readonly receiptLineId: string;
  /** Nothing more of this return is awaited. */
  readonly isFinalLine: boolean;
}

/** An expected return will not come, or has not come for long. Once per receipt. */
export interface ReturnAbandoned extends ReturnMilestone {
  readonly kind: 'ReturnAbandoned';
  readonly reason: 'cancelled' | 'nothing-received' | 'overdue';
}

/** Klaviyo should show another number of sellable units. */
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

/** What all orders say about a customer is not what it was. */
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
  readonly lastReturnedOrder: string | null;
  readonly lastReturnedAt: string | null;
  /** Returns under way; written once there ever was one. */
  readonly openReturns: number;
  readonly hasEverReturned: boolean;
  readonly lastDispatchedOrder: string | null;
  readonly lastDispatchedAt: string | null;
  readonly at: string;
  readonly mode: Mode;
  readonly because: Because;
}

/** Something that became true, whichever it is. */
export type Milestone =
  | ShipmentLabelled
  | ShipmentDispatched
  | ShipmentUpdated
  | CarrierMilestone
  | OrderFulfilled
  | OrderCancelled
  | LinesCancelled
  | OrderEdited
  | OrderDelayed
  | ReturnExpected
  | ReturnReceived
  | ReturnAbandoned
  | StockChanged
  | ProfileChanged;

/** The mapping's own words for what becomes true; part of every id. */
export type MilestoneKind = Milestone['kind'];

/** Milestones told as Klaviyo events: only these have a metric. */
export type EventMilestoneKind = Exclude<MilestoneKind, 'StockChanged' | 'ProfileChanged'>;

/** What has a metric: `OrderPartlyFulfilled` is a second message of a shipment that is not the last. */
export type MetricKind = EventMilestoneKind | 'OrderPartlyFulfilled';
