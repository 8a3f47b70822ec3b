/** Names of the things sync keeps state about. Ids are the vendor's; nothing here names a person. */

export function orderKey(orderId: string): string {
  return `order:${orderId}`;
}

/** Stock is kept per account and SKU. The account's id comes first, since a SKU may hold any character. */
export function stockKey(accountId: string, sku: string): string {
  return `stock:${accountId}:${sku}`;
}

export function profileKey(account: string, digest: string): string {
  return `profile:${account}:${digest}`;
}

export type Subject =
  | { readonly kind: 'order'; readonly orderId: string }
  | { readonly kind: 'stock'; readonly accountId: string; readonly sku: string }
  | { readonly kind: 'profile'; readonly account: string; readonly digest: string };

/** The reverse of the functions above; null for a key none of them made. */
export function subjectOf(key: string): Subject | null {
  const [kind, ...rest] = key.split(':');
  if (kind === 'order' && rest.length > 0) return { kind, orderId: rest.join(':') };
  const [first, ...others] = rest;
  if (first === undefined || others.length === 0) return null;
  if (kind === 'stock') return { kind, accountId: first, sku: others.join(':') };
  if (kind === 'profile') return { kind, account: first, digest: others.join(':') };
  return null;
}

/** Orders of one account that carry the same reference find each other by this name. */
export function referenceName(accountId: string, reference: string): string {
  return `reference:${accountId}:${reference}`;
}

/**
 * A stable stand-in for an e-mail address in keys and lanes.
 * SHA-256 of the lower-cased address, first 32 hex digits.
 */
export async function emailDigest(email: string): Promise<string> {
  const bytes = new TextEncoder().encode(email.trim().toLowerCase());
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(hash.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
