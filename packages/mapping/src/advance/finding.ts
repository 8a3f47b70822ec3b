/** Who owns each finding, and how bad it is. */
import type { Finding, FindingCode, FindingOwner } from '../findings.js';

export const FINDING_TRAITS: Readonly<Record<FindingCode, readonly [FindingOwner, Finding['severity']]>> = {
  'account-unrouted': ['integration', 'error'],
  'cancel-withdrawn': ['ecommerce', 'warning'],
  'catalog-not-writable': ['ecommerce', 'warning'],
  'dispatch-looks-like-label': ['ecommerce', 'error'],
  'dispatch-strategy-unconfirmed': ['integration', 'warning'],
  'dispatch-unconfirmed': ['integration', 'warning'],
  'dispatched-without-shipment': ['warehouse', 'warning'],
  'fulfilment-mismatch': ['warehouse', 'warning'],
  'identity-filtered': ['ecommerce', 'info'],
  'identity-missing': ['ecommerce', 'warning'],
  'items-ambiguous': ['integration', 'info'],
  'late-news': ['integration', 'warning'],
  'metric-name-clash': ['ecommerce', 'warning'],
  'order-edited-after-dispatch': ['warehouse', 'warning'],
  'order-gone': ['warehouse', 'warning'],
  'return-unresolved': ['ecommerce', 'warning'],
  'ship-method-unmapped': ['ecommerce', 'info'],
  'shipped-after-cancel': ['warehouse', 'error'],
  'sku-unmapped': ['ecommerce', 'warning'],
  'tracking-missing': ['warehouse', 'warning'],
  'unknown-status': ['integration', 'info'],
};

export function finding(code: FindingCode, subject: string, detail: Finding['detail'] = {}): Finding {
  const [owner, severity] = FINDING_TRAITS[code];
  return { code, owner, severity, subject, detail };
}
