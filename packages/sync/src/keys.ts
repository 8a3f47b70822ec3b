/** Names of the things sync keeps state about. Ids are the vendor's; nothing here names a person. */

export function orderKey(orderId: string): string {
  return `order:${orderId}`;
}

/** Stock is kept per account and SKU. The account's id comes first, since a SKU may hold any character. */
export function stockKey(accountId: string, sku: string): string {
  return `stock:${accountId}:${sku}`;
}

export function receiptKey(receiptId: string): string {
  return `receipt:${receiptId}`;
}

/** What is known of a Clarus account as a whole. */
export function accountKey(accountId: string): string {
  return `account:${accountId}`;
}

/** What was observed of an order before anybody knew the order, by what the observation named it with. */
export type ObservedBy = 'id' | 'reference' | 'tracking';

export function observedKey(by: ObservedBy, value: string): string {
  return `observed:${by}:${value}`;
}

/** @param digest what `PrivacyStore.digest` makes of the address */
export function profileKey(account: string, digest: string): string {
  return `profile:${account}:${digest}`;
}

/** Ids of the orders among some keys. */
export function orderIdsOf(keys: readonly string[]): readonly string[] {
  return keys.flatMap((key) => {
    const subject = subjectOf(key);
    return subject?.kind === 'order' ? [subject.orderId] : [];
  });
}

export type Subject =
  | { readonly kind: 'order'; readonly orderId: string }
  | { readonly kind: 'receipt'; readonly receiptId: string }
  | { readonly kind: 'account'; readonly accountId: string }
  | { readonly kind: 'observed'; readonly by: string; readonly value: string }
  | { readonly kind: 'stock'; readonly accountId: string; readonly sku: string }
  | { readonly kind: 'profile'; readonly account: string; readonly digest: string };

/** The reverse of the functions above; null for a key none of them made. */
export function subjectOf(key: string): Subject | null {
  const [kind, ...rest] = key.split(':');
  if (kind === 'order' && rest.length > 0) return { kind, orderId: rest.join(':') };
  if (kind === 'receipt' && rest.length > 0) return { kind, receiptId: rest.join(':') };
  if (kind === 'account' && rest.length > 0) return { kind, accountId: rest.join(':') };
  const [first, ...others] = rest;
  if (first === undefined || others.length === 0) return null;
  if (kind === 'stock') return { kind, accountId: first, sku: others.join(':') };
  if (kind === 'observed') return { kind, by: first, value: others.join(':') };
  if (kind === 'profile') return { kind, account: first, digest: others.join(':') };
  return null;
}

/** Orders of one account that carry the same reference find each other by this name. */
export function referenceName(accountId: string, reference: string): string {
  return `reference:${accountId}:${reference}`;
}

/** Orders by the shop's own id, where the tenant offers it. */
export function shopReferenceName(accountId: string, reference: string): string {
  return `shop-reference:${accountId}:${reference}`;
}

/** Orders under the same reference, whichever account they are of. */
export function anyReferenceName(reference: string): string {
  return `any-reference:${reference}`;
}

/** The order whose parcel carries this number. */
export function trackingName(trackingNumber: string): string {
  return `tracking:${trackingNumber}`;
}

/** The order that a dispatch record was read with. */
export function dispatchName(dispatchId: string): string {
  return `dispatch:${dispatchId}`;
}

/** Unfinished orders of an account that hold a SKU: where a dispatch nobody rang for may belong. */
export function openSkuName(accountId: string, sku: string): string {
  return `open-sku:${accountId}:${sku}`;
}

/** Unfinished orders by the day of their planned dispatch (`2026-03-02`; `none`). */
export function openDayName(day: string | null): string {
  return `open-day:${day ?? 'none'}`;
}

/** Unfinished returns. */
export const OPEN_RECEIPTS_NAME = 'open-receipts';

/** The order whose lane it is; null for another subject's. Reverse of the mapping's `messageId('order', tenant, orderId)`. */
export function orderIdOfLane(lane: string): string | null {
  const [kind, , orderId, ...others] = lane.split(':');
  if (kind !== 'order' || orderId === undefined || others.length > 0) return null;
  return orderId.replaceAll('%3A', ':').replaceAll('%25', '%');
}
