import type { KlaviyoContext } from '../context.js';
import { encodePathSegment } from '../http.js';
import { type ListOptions, type ReadOptions, readAll, readOne } from '../wire.js';
import { asListedItem, type CatalogItem } from './item.js';

const PATH = '/api/catalog-items';

/** `filter` takes `ids` (any), `category.id`, `published` (equals) and `title` (contains). */
export interface ListItemsOptions extends ListOptions {
  readonly sort?: 'created' | '-created';
  /** Items per call, at most 100. @default 100 */
  readonly pageSize?: number;
  readonly include?: readonly 'variants'[];
}

export interface GetItemOptions extends ReadOptions {
  readonly include?: readonly 'variants'[];
}

/** Walks every matching item, page by page as the caller gets there. */
export function listItems(
  context: KlaviyoContext,
  options: ListItemsOptions = {},
): AsyncGenerator<CatalogItem, void, undefined> {
  return readAll(context, PATH, 'catalog-item', asListedItem, options);
}

/**
 * Reads one product by its id; null when the catalogue has none.
 * @throws {KlaviyoRequestError} unknown id (404), or malformed (often a 400).
 */
export function getItem(context: KlaviyoContext, id: string, options: GetItemOptions = {}): Promise<CatalogItem> {
  return readOne(context, `${PATH}/${encodePathSegment(id)}`, 'catalog-item', asListedItem, options);
}
