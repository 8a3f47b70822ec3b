/** What is kept per receipt: as an order's, facts apart from what was told. */
import type { ObservationSource, ReceiptRecord, ReturnedOrder } from '../inputs.js';
import type { Reading, ToldOnce } from './order-state.js';

/** Equal for any order, duplication or interleaving of the same inputs. */
export interface ReceiptFacts {
  readonly receipt: Reading<ReceiptRecord> | null;
  /** The highest read that found no receipt. */
  readonly goneRead: number | null;
  readonly isCancelHookSeen: boolean;
  /** Ids of the policy's automations that ever rang for it. */
  readonly automations: readonly string[];
  readonly order: Reading<ReturnedOrder> | null;
}

/** What customers have heard of a return, and what waits. */
export interface ReceiptTold {
  /** Something other than a sweep has named it. */
  readonly isLive: boolean;
  /** It has been looked at once: baseline has been judged. */
  readonly isLooked: boolean;
  readonly since: Readonly<Record<string, string>>;
  readonly holds: Readonly<Record<string, readonly string[]>>;
  readonly expected: ToldOnce | null;
  /** Receipt line → how it was told. */
  readonly lines: Readonly<Record<string, ToldOnce>>;
  readonly abandoned: ToldOnce | null;
  /** Whose open return this is, as flagged. */
  readonly openFlag: string | null;
  readonly last: { readonly source: ObservationSource; readonly receivedAt: string } | null;
}

/** Plain JSON; keep it whole and hand it back. */
export interface ReceiptState {
  readonly version: 1;
  readonly kind: 'receipt';
  readonly tenant: string;
  readonly receiptId: string;
  readonly clock: string | null;
  readonly facts: ReceiptFacts;
  readonly told: ReceiptTold;
}

/** A receipt nobody has looked at yet. */
export function initialReceipt({
  tenant,
  receiptId,
}: {
  readonly tenant: string;
  readonly receiptId: string;
}): ReceiptState {
  return {
    version: 1,
    kind: 'receipt',
    tenant,
    receiptId,
    clock: null,
    facts: { receipt: null, goneRead: null, isCancelHookSeen: false, automations: [], order: null },
    told: {
      isLive: false,
      isLooked: false,
      since: {},
      holds: {},
      expected: null,
      lines: {},
      abandoned: null,
      openFlag: null,
      last: null,
    },
  };
}
