/** `GET` and `PATCH /api/catalog-variants`. */
import { at, isObject } from '../json.js';
import type { AccountState, StoredVariant } from './account.js';
import { type ApiProblem, invalid, notFound } from './errors.js';
import { type Condition, parseFilter } from './filter.js';
import { type Page, paged } from './paging.js';

export function listVariants(account: AccountState, query: URLSearchParams): Page | ApiProblem {
  const filter = query.get('filter');
  const conditions = filter === null ? [] : parseFilter(filter);
  if (conditions === null || !conditions.every(isSupported)) return invalid('Invalid filter provided.');
  const matching = [...account.variants.values()].filter((variant) =>
    conditions.every((each) => matches(variant, each)),
  );
  return paged(matching, query, { path: '/api/catalog-variants', defaultSize: 100, maxSize: 100 }, variantResource);
}

export function findVariant(account: AccountState, id: string): StoredVariant | ApiProblem {
  return account.variants.get(id) ?? notFound('A catalog variant with that id does not exist.');
}

/** Stores the quantity, if one was sent, and returns the variant as it is now. */
export function updateVariant(account: AccountState, id: string, body: unknown): StoredVariant | ApiProblem {
  const data = at(body, 'data');
  const attributes = at(data, 'attributes');
  if (at(data, 'type') !== 'catalog-variant') return invalid('type must be "catalog-variant".', '/data/type');
  if (at(data, 'id') !== id) return invalid('The id must be that of the path.', '/data/id');
  if (!isObject(attributes)) return invalid('attributes is required.', '/data/attributes');
  const variant = account.variants.get(id);
  if (variant === undefined) return notFound('A catalog variant with that id does not exist.');

  const quantity = attributes['inventory_quantity'];
  if (quantity === undefined || quantity === null) return variant;
  if (typeof quantity !== 'number')
    return invalid('inventory_quantity must be a number.', '/data/attributes/inventory_quantity');
  const updated = { ...variant, inventoryQuantity: quantity };
  account.variants.set(id, updated);
  return updated;
}

export function variantResource({ id, externalId, inventoryQuantity }: StoredVariant): unknown {
  return {
    type: 'catalog-variant',
    id,
    attributes: { external_id: externalId, sku: externalId, inventory_quantity: inventoryQuantity, published: true },
  };
}

function isSupported({ operator, field }: Condition): boolean {
  return (operator === 'any' && field === 'ids') || (operator === 'equals' && field === 'sku');
}

function matches(variant: StoredVariant, { field, values }: Condition): boolean {
  return field === 'ids' ? values.includes(variant.id) : values.includes(variant.externalId);
}
