/** What a store row of each subject holds: the mapping's own state, and what sync needs beside it. */
import type {
  CatalogueProduct,
  DispatchTiming,
  EvidenceKind,
  ObservationSource,
  OrderState,
  ProfileState,
  ReceiptState,
  StockState,
} from '@clarus-klaviyo/mapping';
import type { StateRow } from '../stores/store.js';

export interface OrderRow {
  readonly v: 1;
  readonly kind: 'order';
  /** Null while no Klaviyo account speaks for the order's Clarus account. */
  readonly account: string | null;
  readonly clarusAccountId: string | null;
  readonly clarusAccountCode: string | null;
  readonly reference: string | null;
  /** As the last read saw it; the sweep compares it with the list. */
  readonly statusCode: string | null;
  readonly readAtMs: number;
  /** Closed, and nothing waits: the sweep need not read it again while its status stays. */
  readonly isSettled: boolean;
  readonly progress: Progress;
  /** Its customer asked to be forgotten: that nobody can be told is no gap. */
  readonly isForgotten: boolean;
  readonly state: OrderState | null;
}

/** When sync saw an order take a step, epoch milliseconds; null: not yet. */
export interface Progress {
  /** The warehouse works on it. */
  readonly releasedAtMs: number | null;
  /** Last read at which no shipment had a label. */
  readonly unlabelledAtMs: number | null;
  readonly labelledAtMs: number | null;
  readonly dispatchedAtMs: number | null;
}

export interface ReceiptRow {
  readonly v: 1;
  readonly kind: 'receipt';
  /** Null while no Klaviyo account speaks for the receipt's Clarus account. */
  readonly account: string | null;
  readonly clarusAccountId: string | null;
  readonly clarusAccountCode: string | null;
  readonly reference: string | null;
  readonly statusCode: string | null;
  readonly readAtMs: number;
  readonly isSettled: boolean;
  /** The lines last known by name, so that a sweep can ask after them. */
  readonly lines: readonly KnownReceiptLine[];
  readonly isForgotten: boolean;
  readonly state: ReceiptState;
}

export interface KnownReceiptLine {
  readonly id: string;
  readonly sku: string | null;
  readonly expected: number | null;
  readonly received: number | null;
}

/** What the orders of one Clarus account say together. */
export interface AccountRow {
  readonly v: 1;
  readonly kind: 'account';
  readonly code: string | null;
  /** When an order last had to be read without anybody saying how the account dispatches. */
  readonly unconfirmedAtMs: number | null;
  /** Of its latest orders. */
  readonly timings: readonly DispatchTiming[];
}

/** Observations that wait for their order. */
export interface ObservedRow {
  readonly v: 1;
  readonly kind: 'observed';
  readonly waiting: readonly WaitingObservation[];
}

export type WaitingObservation = {
  readonly source: ObservationSource;
  readonly receivedAt: string;
  /** Sync's own account name; null: whichever the order belongs to. */
  readonly account: string | null;
} & (
  | {
      readonly kind: 'evidence';
      readonly evidence: EvidenceKind;
      readonly at: string;
      readonly shipmentId: string | null;
      readonly trackingNumber: string | null;
    }
  | { readonly kind: 'catalogue'; readonly products: readonly CatalogueProduct[] }
  | {
      readonly kind: 'contact';
      readonly contact: {
        readonly email: string | null;
        readonly phone: string | null;
        readonly countryCode: string | null;
      };
    }
);

export interface StockRow {
  readonly v: 1;
  readonly kind: 'stock';
  readonly account: string;
  /** The balances last read, as one string: the sweep compares it with the list. */
  readonly seen: string;
  readonly state: StockState;
}

export interface ProfileRow {
  readonly v: 1;
  readonly kind: 'profile';
  readonly account: string;
  readonly state: ProfileState;
}

type Row = OrderRow | StockRow | ProfileRow | ReceiptRow | AccountRow | ObservedRow;

/** The newest read found no such order. */
export function isGone({ facts }: OrderState): boolean {
  return facts.goneRead !== null && facts.goneRead >= (facts.order?.read ?? 0);
}

/** The row of a kind, or null when the key is new. */
export function rowAs<Kind extends Row['kind']>(
  row: StateRow | null | undefined,
  kind: Kind,
): Extract<Row, { kind: Kind }> | null {
  if (row === null || row === undefined) return null;
  const { state } = row;
  return isRowOf(state, kind) ? state : null;
}

function isRowOf<Kind extends Row['kind']>(value: unknown, kind: Kind): value is Extract<Row, { kind: Kind }> {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    value.kind === kind &&
    'v' in value &&
    value.v === 1
  );
}
