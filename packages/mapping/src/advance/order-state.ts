/** What is kept per order: facts, a join of everything observed, apart from told, the history of what was said. */
import type {
  CatalogueProduct,
  CodedRecord,
  Contact,
  DispatchRecord,
  EvidenceKind,
  ObservationSource,
  OrderLine,
  OrderRecord,
  Shipment,
} from '../inputs.js';
import type { Mode } from '../messages.js';
import type { ItemsSource } from '../milestones.js';
import type { UnitsByLine } from '../units.js';

/** A part of an order and the number of the read that saw it: the higher number wins. */
export interface Reading<Value> {
  readonly read: number;
  readonly value: Value;
}

/** Equal for any order, duplication or interleaving of the same inputs. */
export interface OrderFacts {
  readonly order: Reading<OrderRecord> | null;
  readonly lines: Reading<readonly OrderLine[]> | null;
  readonly shipments: Reading<readonly Shipment[]> | null;
  readonly dispatches: Reading<readonly DispatchRecord[]> | null;
  /** The highest read that found no order. */
  readonly goneRead: number | null;
  readonly isCancelHookSeen: boolean;
  /** The newest recipient a webhook's body named with an e-mail. */
  readonly hookContact: { readonly receivedAt: string; readonly contact: Contact } | null;
  /** Shipment id (`*`: every shipment of the order) → kind → its earliest instant. */
  readonly evidence: Readonly<Record<string, Partial<Readonly<Record<EvidenceKind, string>>>>>;
  /** What the shop knows of the products. */
  readonly catalogue: Reading<readonly CatalogueProduct[]> | null;
  /** When another order under the same reference was last seen. */
  readonly reissuedAt: string | null;
}

/** `baseline`: true before we looked, told by nobody. `adopted`: told by the order-level message. */
export type ToldMode = Mode | 'baseline' | 'adopted';

/** One shipment as told, for ever. */
export interface ToldShipment {
  /** The shipment's id; `order` for the order-level message. */
  readonly id: string;
  readonly number: number;
  readonly mode: ToldMode;
  readonly modeReason: string | null;
  /** Units taken from the pool: those named in the message, or those it shares when nobody can tell. */
  readonly units: UnitsByLine;
  readonly itemsSource: ItemsSource;
  readonly isAfterCancel: boolean;
  /** As last told: is it on its way, and under which numbers? */
  readonly isStanding: boolean;
  readonly trackingNumbers: readonly string[];
  /** Corrections told: the next one's ordinal follows. */
  readonly updates: number;
  /** Carrier steps told or passed over: 1 collected, 2 out for delivery, 3 delivered. */
  readonly carrierSteps: number;
}

/** A message about the order as a whole, as told. */
export interface ToldOnce {
  readonly mode: ToldMode;
  readonly modeReason: string | null;
}

/** What customers have heard of an order, and what waits: history, never a join. */
export interface OrderTold {
  /** Something other than a sweep has named this order: what is true is news, not baseline. */
  readonly isLive: boolean;
  /** Order, lines and shipments have all been looked at once: baseline has been judged. */
  readonly isLooked: boolean;
  /** What is true and not settled yet → since when, without a break. */
  readonly since: Readonly<Record<string, string>>;
  /** What an untold milestone has waited for. */
  readonly holds: Readonly<Record<string, readonly string[]>>;
  readonly shipments: readonly ToldShipment[];
  /** Shipments whose units were taken with those of another, because nobody could tell them apart. */
  readonly grouped: readonly string[];
  readonly fulfilled: ToldOnce | null;
  readonly cancelled: ToldOnce | null;
  readonly linesCancelled: readonly ToldOnce[];
  readonly cancelledUnits: UnitsByLine;
  /** A told cancellation was taken back. */
  readonly isReinstated: boolean;
  /** Shipments whose label was told or passed over, while they are not told as shipped. */
  readonly labelled: readonly string[];
  readonly delayed: ToldOnce | null;
  /** Units ordered per SKU, as customers know the order. */
  readonly ordered: Readonly<Record<string, number>> | null;
  /** The country and the carrier of the order, as customers know them. */
  readonly destination: string | null;
  readonly carrier: CodedRecord | null;
  readonly edits: number;
  readonly isEditedAfterDispatch: boolean;
  /** Whose flags this order set, and since when: cleared at the same profile. */
  readonly cancelledFlag: { readonly email: string; readonly at: string } | null;
  readonly partlyFlag: { readonly email: string; readonly at: string } | null;
  /** The observation that last brought something. */
  readonly last: { readonly source: ObservationSource; readonly receivedAt: string } | null;
}

/** Plain JSON; keep it whole and hand it back. */
export interface OrderState {
  readonly version: 1;
  readonly kind: 'order';
  readonly tenant: string;
  readonly orderId: string;
  /** The state's own clock: it never runs backwards. */
  readonly clock: string | null;
  readonly facts: OrderFacts;
  readonly told: OrderTold;
}

/** An order nobody has looked at yet. */
export function initialOrder({ tenant, orderId }: { readonly tenant: string; readonly orderId: string }): OrderState {
  return {
    version: 1,
    kind: 'order',
    tenant,
    orderId,
    clock: null,
    facts: {
      order: null,
      lines: null,
      shipments: null,
      dispatches: null,
      goneRead: null,
      isCancelHookSeen: false,
      hookContact: null,
      evidence: {},
      catalogue: null,
      reissuedAt: null,
    },
    told: {
      isLive: false,
      isLooked: false,
      since: {},
      holds: {},
      shipments: [],
      grouped: [],
      fulfilled: null,
      cancelled: null,
      linesCancelled: [],
      cancelledUnits: {},
      isReinstated: false,
      labelled: [],
      delayed: null,
      ordered: null,
      destination: null,
      carrier: null,
      edits: 0,
      isEditedAfterDispatch: false,
      cancelledFlag: null,
      partlyFlag: null,
      last: null,
    },
  };
}
