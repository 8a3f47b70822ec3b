/**
 * What the mapping is told: the least it reads of a Clarus record, and the observations that carry it.
 * Any object of these shapes fits; `@clarus-klaviyo/clarus` produces them, a test or an iPaaS can as well.
 */

/** A Clarus record named by id, with the code people know it by where Clarus gave one. */
export interface CodedRecord {
  readonly id: string;
  readonly code: string | null;
  readonly name: string | null;
}

/** How the recipient of an order can be reached. Absent values are null, never `''`. */
export interface Contact {
  readonly email: string | null;
  readonly phone: string | null;
  /** ISO 3166-1 alpha-2 of the delivery address. */
  readonly countryCode: string | null;
}

/** One outbound order (Clarus: goods out). */
export interface OrderRecord {
  readonly id: string;
  readonly reference: string;
  /** As the tenant has it: `PENDING`, `PICK`, `COMPLETED`, `CANCELLED` … The set is open. */
  readonly statusCode: string;
  /** A plan, never proof. ISO 8601; may be a bare date. */
  readonly expectedDispatchAt: string | null;
  /** The stock owner (a brand), never the shopper. */
  readonly account: CodedRecord | null;
  readonly warehouse: CodedRecord | null;
  readonly carrier: CodedRecord | null;
  /** Null where the tenant does not offer it to readers. */
  readonly dispatchStrategy: string | null;
  /** The shop's own order id, where the tenant offers one (`external_system_reference1` by convention). */
  readonly shopReference: string | null;
  /** Null where the tenant does not offer the address to readers. */
  readonly contact: Contact | null;
}

/** A line of an order, as far as the mapping reads it. */
export interface OrderLine {
  readonly id: string;
  readonly productId: string;
  readonly sku: string;
  readonly productName: string | null;
  /** Units. Clarus has decimals; they are kept. */
  readonly ordered: number;
  readonly dispatched: number;
  /** Set by `shopOrderView` alone: how this line's own goods-out ended, while others of the shop's order may be open. */
  readonly closedAs?: 'completed' | 'cancelled';
}

/** One parcel (Clarus: package). */
export interface Parcel {
  readonly id: string;
  readonly trackingNumber: string | null;
  /** The storage unit packed into it, where the tenant offers it: joins the parcel to dispatch records. */
  readonly storageUnitId: string | null;
  /** Where the tenant offers parcel contents; null when it does not. */
  readonly contents: readonly { readonly sku: string; readonly quantity: number }[] | null;
}

/** A carrier booking with one or more parcels. */
export interface Shipment {
  readonly id: string;
  readonly reference: string | null;
  /** Free text in Clarus, casing unknown. `dispatched` is the only documented value. */
  readonly statusCode: string | null;
  readonly carrier: CodedRecord | null;
  readonly service: CodedRecord | null;
  /** A planned time, not proof of collection. */
  readonly plannedCollectionAt: string | null;
  readonly hasLabel: boolean;
  readonly parcels: readonly Parcel[];
}

/** A dispatch that the warehouse confirmed: a completed dispatch task, or a dispatch transaction. */
export interface DispatchRecord {
  readonly id: string;
  readonly sku: string;
  readonly quantity: number;
  /** When it was confirmed, where the tenant offers it. */
  readonly at: string | null;
  /** Known to have been confirmed at or after this instant (asked with Clarus's own time filter). */
  readonly notBefore: string | null;
  readonly storageUnitId: string | null;
}

/** An order with everything that hangs on it, read together. */
export interface OrderView {
  readonly order: OrderRecord;
  readonly lines: readonly OrderLine[];
  readonly shipments: readonly Shipment[];
  readonly dispatches: readonly DispatchRecord[];
}

/** Parts of an {@link OrderView} that a read really looked at: not looked at is not the same as none. */
export type Cover = 'order' | 'lines' | 'shipments' | 'dispatches';

/** Where an observation came from. A sweep finds what was there already; the others bring news. */
export type ObservationSource = 'webhook' | 'sweep' | 'carrier' | 'returns' | 'shop' | 'manual';

/** An order as read at an instant. */
export interface OrderObservation {
  readonly kind: 'order';
  readonly source: ObservationSource;
  /** When this was learnt. Rises from one observation of an order to the next. */
  readonly receivedAt: string;
  /** Number of the read; a lower number never overwrites a higher one. */
  readonly read: number;
  readonly covers: readonly Cover[];
  /** Null: Clarus no longer has the order. */
  readonly view: OrderView | null;
  /** The doorbells that led to this read, as `resource.event`, e.g. `goods_out.cancelled`. */
  readonly hooks: readonly string[];
  /** What a webhook's body said about the recipient; used where the read-back offers no address. */
  readonly hookContact: Contact | null;
  /**
   * Every line of the order is known to be younger than `RunSettings.liveFrom` (asked with Clarus's own time
   * filter), so nothing about it is old news, whoever saw it first. Left out: not known.
   */
  readonly isCreatedSinceLive?: boolean;
}

/**
 * Dated facts about a shipment. `dispatched` is what the WMS says; the others are steps towards the road, and
 * the last three what only a carrier can say.
 */
export type EvidenceKind =
  | 'packed'
  | 'labelled'
  | 'dispatched'
  | 'departed'
  | 'manifested'
  | 'scanned'
  | 'collected'
  | 'outForDelivery'
  | 'delivered';

/** A fact about a shipment that Clarus does not read out: a manifest closed, a load left, a carrier scanned. */
export interface EvidenceObservation {
  readonly kind: 'evidence';
  readonly source: ObservationSource;
  readonly receivedAt: string;
  /** Null: every shipment the order has. */
  readonly shipmentId: string | null;
  readonly evidence: EvidenceKind;
  readonly at: string;
}

/** Another order of the same account with the same reference was seen: a cancelled order was reissued. */
export interface ReissueObservation {
  readonly kind: 'reissue';
  readonly source: ObservationSource;
  readonly receivedAt: string;
  readonly orderId: string;
}

/** What a shop knows of a product and Clarus does not. Absent values are null. */
export interface CatalogueProduct {
  readonly sku: string;
  readonly url: string | null;
  readonly imageUrl: string | null;
  /** In the shop's currency, as a customer reads it beside the item. */
  readonly price: number | null;
  readonly brand: string | null;
  readonly categories: readonly string[];
}

/** Products of an order's lines, looked up while it was read: what makes an e-mail show pictures. */
export interface CatalogueObservation {
  readonly kind: 'catalogue';
  readonly source: ObservationSource;
  readonly receivedAt: string;
  /** Number of the look-up; a lower number never overwrites a higher one. */
  readonly read: number;
  /** Only those of the order: they are kept with its state. */
  readonly products: readonly CatalogueProduct[];
}

/** Time itself, handed in because the mapping has no clock. */
export interface TimeInput {
  readonly kind: 'time';
  readonly at: string;
}

/** Whatever can be learnt of an order, time included. */
export type OrderInput = OrderObservation | EvidenceObservation | ReissueObservation | CatalogueObservation | TimeInput;

/** A line of a receipt, as far as the mapping reads it. */
export interface ReceiptLine {
  readonly id: string;
  readonly sku: string;
  readonly productName: string | null;
  /** Units. */
  readonly expected: number;
  readonly received: number;
}

/** Goods coming in (Clarus: goods in receipt). Nothing documented marks one as a return: the policy's classifier does. */
export interface ReceiptRecord {
  readonly id: string;
  readonly reference: string | null;
  /** Open, and spelt differently from page to page: `PENDING`, `RCV`, `received`, `completed`. */
  readonly statusCode: string | null;
  /** Id, code or name of its kind, where the tenant offers one. */
  readonly kindCode: string | null;
  readonly expectedAt: string | null;
  /** Other references it carries, by the name the policy's `returns.orderReference` uses. */
  readonly references: Readonly<Record<string, string>>;
  readonly lines: readonly ReceiptLine[];
}

/** The order that a return belongs to, as found by the reference which `returnedOrderReference` names. */
export interface ReturnedOrder {
  readonly orderId: string;
  readonly orderNumber: string;
  readonly shopReference: string | null;
  readonly warehouseCode: string | null;
  readonly contact: Contact | null;
}

/** A receipt as read at an instant, together with the order it was resolved to. */
export interface ReceiptObservation {
  readonly kind: 'receipt';
  readonly source: ObservationSource;
  readonly receivedAt: string;
  /** Number of the read; a lower number never overwrites a higher one. */
  readonly read: number;
  /** Null: Clarus no longer has the receipt. */
  readonly receipt: ReceiptRecord | null;
  /** The doorbells that led to this read, as `resource.event`, e.g. `goods_in.completed`. */
  readonly hooks: readonly string[];
  /** Ids of the automations that rang. */
  readonly automations: readonly string[];
  /** Null: no such order was found; null as well where nobody looked. */
  readonly order: ReturnedOrder | null;
}

/** Whatever can be learnt of a receipt, time included. */
export type ReceiptInput = ReceiptObservation | TimeInput;

/** One balance row: a product's stock in one warehouse, for one account. Units. */
export interface StockBalance {
  readonly warehouse: string;
  readonly available: number;
  readonly allocated: number;
  readonly ordered: number;
  readonly received: number;
  readonly picked: number;
}

/** Every balance of one SKU and account, as read at an instant. An empty list: Clarus holds none. */
export interface StockObservation {
  readonly kind: 'stock';
  readonly source: ObservationSource;
  readonly receivedAt: string;
  readonly read: number;
  readonly balances: readonly StockBalance[];
}

/** Whatever can be learnt of a SKU's stock, time included. */
export type StockInput = StockObservation | TimeInput;

/** What an order or a return can say about its customer. */
export type ProfileFactKind =
  | 'cancelled'
  | 'cancellationWithdrawn'
  | 'partlyShipped'
  | 'fullyShipped'
  | 'dispatched'
  | 'returnOpened'
  | 'returned'
  | 'returnClosed';

/** Something an order or a return says about its customer. Facts of many meet in one profile. */
export interface ProfileFact {
  readonly email: string;
  readonly kind: ProfileFactKind;
  /** Which order (or `receipt:` and its id) says so: the tie-breaker between facts of one instant. */
  readonly source: string;
  readonly orderNumber: string;
  readonly at: string;
}

/** A fact about a customer, when it was learnt. */
export interface ProfileFactInput {
  readonly kind: 'fact';
  readonly receivedAt: string;
  readonly fact: ProfileFact;
}

/** Whatever can be learnt of a customer, time included. */
export type ProfileInput = ProfileFactInput | TimeInput;
