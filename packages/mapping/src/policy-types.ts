import type { Contact, StockBalance } from './inputs.js';
import type { MetricKind, MilestoneKind } from './milestones.js';

/** `'90s'`, `'10m'`, `'2h'`, `'3d'`; `'0s'` switches a wait off. */
export type Duration = string;

/** How Clarus completes a dispatch for an account: by hand, by shipment, by load, or by itself when a label is made. */
export type DispatchStrategy = 'manual' | 'shipment' | 'load' | 'auto' | 'auto_shipment';

/** Days of a collection timetable. */
export type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun';

/** When a shipment counts as gone. Which choices are allowed depends on the dispatch strategy. */
export type ShippedWhen =
  | 'dispatched'
  | 'departed'
  | 'manifested'
  | 'scanned'
  | 'plannedCollection'
  | 'atLabel'
  | { readonly collectionTimes: CollectionTimes };

/** When a carrier's van comes: the first such time after the label releases the shipment. */
export interface CollectionTimes {
  /** IANA name, e.g. `Europe/London`. */
  readonly timeZone: string;
  /** Carrier code (or `*`) → weekday → `'17:30'`. */
  readonly carriers: Readonly<Record<string, Partial<Readonly<Record<Weekday, string>>>>>;
}

/** How a carrier is shown to customers. */
export interface CarrierPolicy {
  readonly name?: string;
  /** `{trackingNumber}` is replaced, percent-encoded. */
  readonly trackingUrl?: string;
  /** Service code → the name a customer should read. */
  readonly services?: Readonly<Record<string, string>>;
}

/**
 * The rules of one Clarus account: plain JSON, checked by `definePolicy`. Every member has a default
 * but `shippedWhen` for the strategies `auto` and `auto_shipment`, where the owner must choose.
 */
export interface PolicyInput {
  /** Not stated and not readable: treated as `shipment`, with a standing finding. */
  readonly dispatchStrategy?: DispatchStrategy;
  readonly shippedWhen?: ShippedWhen;
  /** Shipment statuses that mean dispatched, compared without case, spaces and underscores. @default ['dispatched'] */
  readonly dispatchedStatuses?: readonly string[];
  /** Hold an untracked shipment this long for a tracking number. @default '2h' */
  readonly waitForTracking?: Duration;
  /**
   * Dispatched, but no shipment after this long: one order-level message. Also how long a shipment that left
   * while its lines show no unit waits for a newer read. @default '15m'
   */
  readonly noShipmentGrace?: Duration;
  /** A cancel waits this long for a new order with the same reference. @default '10m' */
  readonly reissueGrace?: Duration;
  /** A told shipment that is undone, voided or renumbered waits this long: what is put right meanwhile is not told. @default '10m' */
  readonly updateGrace?: Duration;
  /** Past its planned dispatch by this much, with units outstanding: delayed. A bare date ends with its day in UTC. @default '24h' */
  readonly delayGrace?: Duration;
  /** Older than this when it could first be told: `silent`. @default '3d' each */
  readonly ageLimits?: Partial<Readonly<Record<MilestoneKind, Duration>>>;
  /** Name of the Klaviyo metric per milestone. Names are permanent in Klaviyo. */
  readonly metrics?: Partial<Readonly<Record<MetricKind, string>>>;
  /**
   * Which events are sent at all. Off unless switched on: `ShipmentLabelled`, `ShipmentCollected`, `OrderEdited`,
   * `OrderPartlyFulfilled`, `ReturnAbandoned`. What happened while one was off is never told later.
   */
  readonly events?: Partial<Readonly<Record<MetricKind, boolean>>>;
  /**
   * One `ShipmentDispatched` event per parcel instead of per shipment, each with its own number and, where parcels or
   * dispatch records say what is in which, its own items. Corrections stay with the shipment. @default false
   */
  readonly perParcel?: boolean;
  /** `spaced`: `Order Number` for `OrderNumber`, as Klaviyo's own shop integrations write. `EventId` stays. @default 'pascal' */
  readonly propertyStyle?: PropertyStyle;
  /** Order types a shopper never hears of are read by Clarus itself; statuses may be renamed by tenants. */
  readonly statuses?: {
    readonly completed?: readonly string[];
    readonly cancelled?: readonly string[];
  };
  readonly identity?: {
    /** Also send `phone_number` when it is valid E.164. @default false */
    readonly phone?: boolean;
    /** Domains whose addresses are nobody's: marketplace relays, warehouse defaults. */
    readonly ignoredEmailDomains?: readonly string[];
    /** Exact addresses that are placeholders. */
    readonly ignoredEmails?: readonly string[];
  };
  readonly carriers?: Readonly<Record<string, CarrierPolicy>>;
  readonly flags?: {
    /** @default true */
    readonly enabled?: boolean;
    /** Put before each profile property. @default 'Warehouse ' */
    readonly prefix?: string;
    /** Other names for single properties, put after the prefix. */
    readonly names?: Partial<Readonly<Record<FlagName, string>>>;
    /** Also keep the last dispatched order and its date. @default false */
    readonly lastDispatched?: boolean;
  };
  /** How a return is told from other goods coming in, since Clarus marks them thinly. Left out: none is a return. */
  readonly returns?: {
    /** Ids of automations that ring for returns only. */
    readonly automations?: readonly string[];
    /** Kinds of receipt (id, code or name) that are returns. */
    readonly kinds?: readonly string[];
    /** A regular expression that the reference of a return matches, e.g. `^RMA-`. */
    readonly referencePattern?: string;
    /** Which of a receipt's references names the original order: `reference`, or a name in `references`. @default 'reference' */
    readonly orderReference?: string;
    /** A regular expression whose first group is the order's reference within that text, e.g. `^RMA-(.+)$`. */
    readonly orderReferencePattern?: string;
    /** Nothing received for this long after it was expected (or first seen): abandoned. @default '30d' */
    readonly abandonAfter?: Duration;
  };
  readonly stock?: {
    /** `custom`: made through the Catalogs API. `synced`: from a shop platform, Klaviyo's API cannot write it. @default 'custom' */
    readonly catalog?: 'custom' | 'synced' | 'none';
    /** An increase must hold this long. @default '60s' */
    readonly restockHold?: Duration;
    /** … but never longer than this from the first increase. @default '5m' */
    readonly restockHoldCap?: Duration;
    /** Taken off before it counts as sellable. @default 0 */
    readonly safetyStock?: number;
    /** Sum only these warehouses; all when left out. */
    readonly warehouses?: readonly string[];
    /** `available` as Clarus gives it, or less what is allocated: Clarus does not say which is net. @default 'available' */
    readonly sellable?: 'available' | 'available-less-allocated';
  };
}

/** How property names are written: `OrderNumber`, or `Order Number`. */
export type PropertyStyle = 'pascal' | 'spaced';

/** The profile properties kept for a customer. */
export type FlagName =
  | 'lastCancelledOrder'
  | 'lastCancelledAt'
  | 'hasPartlyShippedOrder'
  | 'lastReturnedOrder'
  | 'lastReturnedAt'
  | 'openReturns'
  | 'lastDispatchedOrder'
  | 'lastDispatchedAt';

/** Pure, synchronous functions beside the policy. Anything with I/O is fed in as an observation. */
export interface Resolvers {
  /** Klaviyo's variant `external_id` of a SKU; null: this SKU is not in the catalogue. @default the SKU itself */
  readonly toCatalogId?: (sku: string) => string | null;
  /** Sellable units from balances; replaces `stock.sellable`, `stock.warehouses` and `stock.safetyStock`. */
  readonly sellable?: (balances: readonly StockBalance[]) => number;
  /** Last word on who is told: null withholds. Default: the contact as it is. */
  readonly contact?: (contact: Contact) => Contact | null;
}

/** A checked policy with every default filled in; durations in milliseconds. Made by `definePolicy` only. */
export interface Policy {
  readonly dispatchStrategy: DispatchStrategy | null;
  readonly shippedWhen: ShippedWhen | null;
  readonly dispatchedStatuses: readonly string[];
  readonly waitForTrackingMs: number;
  readonly noShipmentGraceMs: number;
  readonly reissueGraceMs: number;
  readonly ageLimitMs: Readonly<Record<MilestoneKind, number>>;
  readonly updateGraceMs: number;
  readonly delayGraceMs: number;
  readonly metrics: Readonly<Record<MetricKind, string>>;
  readonly events: Readonly<Record<MetricKind, boolean>>;
  readonly perParcel: boolean;
  readonly propertyStyle: PropertyStyle;
  readonly statuses: { readonly completed: readonly string[]; readonly cancelled: readonly string[] };
  readonly identity: {
    readonly phone: boolean;
    readonly ignoredEmailDomains: readonly string[];
    readonly ignoredEmails: readonly string[];
  };
  readonly carriers: Readonly<Record<string, CarrierPolicy>>;
  readonly flags: {
    readonly enabled: boolean;
    readonly prefix: string;
    readonly names: Readonly<Record<FlagName, string>>;
    readonly lastDispatched: boolean;
  };
  readonly returns: {
    readonly automations: readonly string[];
    readonly kinds: readonly string[];
    readonly referencePattern: string | null;
    readonly orderReference: string;
    readonly orderReferencePattern: string | null;
    readonly abandonAfterMs: number;
  };
  readonly stock: {
    readonly catalog: 'custom' | 'synced' | 'none';
    readonly restockHoldMs: number;
    readonly restockHoldCapMs: number;
    readonly safetyStock: number;
    readonly warehouses: readonly string[] | null;
    readonly sellable: 'available' | 'available-less-allocated';
  };
  readonly resolvers: Resolvers;
}

/** Of the run, not of the account: handed to `advance` beside the policy. */
export interface RunSettings {
  /** Nothing that was true before this instant is told. ISO 8601. */
  readonly liveFrom: string;
  /** Decide and record everything, send nothing: every message is `withheld` for ever. */
  readonly isShadow: boolean;
  /**
   * History onto timelines: what the order's view shows since `liveFrom` (the backfill's own beginning) is told
   * `silent` (`backfill`) instead of passed over, also what an earlier look passed over, unless something of the
   * order was told already. Nothing waits but what lies ahead, so that no live turn ends up telling history.
   *
   * What Clarus does not date is dated by first sight. So hand a view in as of the window in which it was found
   * (`receivedAt`, with a new state), or feed dated evidence before it. Only for orders that are not live
   * (`told.isLive`): a live one's news would end up silent.
   */
  readonly isBackfill?: boolean;
}
