/** Clarus has no idempotency keys: a create that may have arrived is looked for, never sent again. */
import type { Listing } from '../client.js';
import { ClarusDecodeError, ClarusTransportError, ClarusUnavailableError } from '../errors.js';
import type { Filter } from '../walk.js';

/** How a record came to be there. */
export interface CreatedOnce {
  readonly id: string;
  /** `created` by this call; `found` as it was before; `recovered`: the call failed, and the record is there. */
  readonly how: 'created' | 'found' | 'recovered';
}

/** How to look for a record, and how to make it. */
export interface CreateOnceConfig {
  /** Looks for the record; null when there is none. */
  readonly find: () => Promise<{ readonly id: string } | null>;
  readonly create: () => Promise<{ readonly id: string }>;
}

/**
 * Looks first, then creates, and looks again when it is not known whether the create arrived. Two callers at the same
 * time can still both create: Clarus offers nothing against that.
 *
 * @throws what `create` throws, when the record is not there afterwards. Clarus may still be working on it: look again
 *   before creating again.
 * @example
 * const find = () => findByReference(clarus.orders, 'SO-1', { account_id: { eq: '7' } });
 * const { id, how } = await createOnce({ find, create: () => createOrder(clarus, order) });
 */
export async function createOnce({ find, create }: CreateOnceConfig): Promise<CreatedOnce> {
  const before = await find();
  if (before !== null) return { id: before.id, how: 'found' };
  try {
    return { id: (await create()).id, how: 'created' };
  } catch (error) {
    if (!mayHaveHappened(error)) throw error;
    const after = await find();
    if (after === null) throw error;
    return { id: after.id, how: 'recovered' };
  }
}

/** Did a write fail in a way that leaves open whether Clarus did it? */
export function mayHaveHappened(error: unknown): boolean {
  if (error instanceof ClarusTransportError) return !error.neverSent;
  return error instanceof ClarusUnavailableError || error instanceof ClarusDecodeError;
}

/** The record with exactly this reference; null when there is none. Filters may be case-blind: the match is checked. */
export function findByReference<T extends { readonly reference: string | null }>(
  listing: Pick<Listing<T>, 'list'>,
  reference: string,
  filter: Filter = {},
): Promise<T | null> {
  return findExactly(listing, { ...filter, reference: { eq: reference } }, (record) => record.reference === reference);
}

/** The record with exactly this code: a product's SKU, a customer, a carrier. */
export function findByCode<T extends { readonly code: string }>(
  listing: Pick<Listing<T>, 'list'>,
  code: string,
  filter: Filter = {},
): Promise<T | null> {
  return findExactly(listing, { ...filter, code: { eq: code } }, (record) => record.code === code);
}

export async function findExactly<T>(
  listing: Pick<Listing<T>, 'list'>,
  filter: Filter,
  isIt: (record: T) => boolean,
): Promise<T | null> {
  for await (const record of listing.list({ filter })) if (isIt(record)) return record;
  return null;
}
