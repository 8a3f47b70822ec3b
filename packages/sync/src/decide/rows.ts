/** What a store row of each subject holds: the mapping's own state, and what sync needs beside it. */
import type { OrderState, ProfileState, StockState } from '@clarus-klaviyo/mapping';
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
  readonly state: OrderState | null;
}

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

type Row = OrderRow | StockRow | ProfileRow;

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
