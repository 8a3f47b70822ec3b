import type { CallOptions, KlaviyoContext } from '../context.js';
import { walk } from '../wire.js';
import { asListedVariant, type CatalogVariant } from './variant.js';

export interface ListVariantsOptions extends CallOptions {
  /** E.g. `any(ids,["$custom:::$default:::SKU1"])` or `equals(sku,"SKU1")`. */
  readonly filter?: string;
  readonly sort?: 'created' | '-created';
  /** Variants per call, at most 100. @default 100 */
  readonly pageSize?: number;
}

/** Walks every matching variant, page by page as the caller gets there. */
export function listVariants(
  context: KlaviyoContext,
  { filter, sort, pageSize, ...options }: ListVariantsOptions = {},
): AsyncGenerator<CatalogVariant, void, undefined> {
  const query = { filter, sort, 'page[size]': pageSize };
  return walk(context, '/api/catalog-variants', query, asListedVariant, options);
}
