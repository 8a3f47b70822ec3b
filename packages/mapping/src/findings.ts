/** What a person should know: a stable code, a sentence's worth of data, an owner. No personal data. */

export type FindingCode =
  | 'account-unrouted'
  | 'cancel-withdrawn'
  | 'catalog-not-writable'
  | 'dispatch-looks-like-label'
  | 'dispatch-strategy-unconfirmed'
  | 'dispatch-unconfirmed'
  | 'dispatched-without-shipment'
  | 'fulfilment-mismatch'
  | 'identity-filtered'
  | 'identity-missing'
  | 'items-ambiguous'
  | 'late-news'
  | 'metric-name-clash'
  | 'order-edited-after-dispatch'
  | 'order-gone'
  | 'return-unresolved'
  | 'ship-method-unmapped'
  | 'shipped-after-cancel'
  | 'sku-unmapped'
  | 'tracking-missing'
  | 'unknown-status';

/** Who is best placed to act on a finding. */
export type FindingOwner = 'warehouse' | 'ecommerce' | 'integration';

/** Something a person should know about an order, a SKU or an account. */
export interface Finding {
  readonly code: FindingCode;
  readonly owner: FindingOwner;
  readonly severity: 'info' | 'warning' | 'error';
  /** What it is about: an order's reference, a SKU, a carrier code. Never a person. */
  readonly subject: string;
  /** Plain values that make the sentence concrete, e.g. `{ shipmentId: '12' }`. */
  readonly detail: Readonly<Record<string, string | number | boolean>>;
}
