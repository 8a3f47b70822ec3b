import type { KlaviyoContext } from '../context.js';
import { encodePathSegment } from '../http.js';
import { type ListOptions, type ReadOptions, readAll, readOne } from '../wire.js';
import { asListedVariant, type CatalogVariant } from './variant.js';

const PATH = '/api/catalog-variants';

/** `filter` takes `ids` (any), `item.id`, `sku`, `published` (equals) and `title` (contains). */
export interface ListVariantsOptions extends ListOptions {
  readonly sort?: 'created' | '-created';
  /** Variants per call, at most 100. @default 100 */
  readonly pageSize?: number;
  /** Only the variants of this item. */
  readonly itemId?: string;
}

/**
 * Walks every matching variant, page by page as the caller gets there.
 *
 * @example
 * for await (const variant of listVariants(connection, { filter: where('equals', 'sku', sku) })) …
 */
export function listVariants(
  context: KlaviyoContext,
  { itemId, ...options }: ListVariantsOptions = {},
): AsyncGenerator<CatalogVariant, void, undefined> {
  const path = itemId === undefined ? PATH : `/api/catalog-items/${encodePathSegment(itemId)}/variants`;
  return readAll(context, path, 'catalog-variant', asListedVariant, options);
}

/**
 * Reads one variant by its id.
 * @throws {KlaviyoRequestError} unknown id (404), or malformed (often a 400).
 */
export function getVariant(context: KlaviyoContext, id: string, options: ReadOptions = {}): Promise<CatalogVariant> {
  return readOne(context, `${PATH}/${encodePathSegment(id)}`, 'catalog-variant', asListedVariant, options);
}
