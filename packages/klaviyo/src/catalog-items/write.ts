import { deleteResource, updateResource } from '../catalog/write.js';
import type { CallOptions, KlaviyoContext } from '../context.js';
import { make } from '../wire.js';
import { asListedItem, type CatalogItem, type ItemCreateBody, type ItemUpdateBody } from './item.js';

const PATH = '/api/catalog-items';

/**
 * Changes one item, by the id in the body. Reaches only catalogues made through the API.
 *
 * @throws {KlaviyoRequestError} refused; an unknown id is a 404, a malformed one often a 400.
 */
export function updateItem(context: KlaviyoContext, body: ItemUpdateBody, options: CallOptions = {}): Promise<void> {
  return updateResource(context, PATH, body, options);
}

/**
 * Makes an item. Not repeated after a failure that may have been none.
 *
 * @throws {KlaviyoRequestError} refused; 409 when it exists.
 */
export function createItem(
  context: KlaviyoContext,
  body: ItemCreateBody,
  options: CallOptions = {},
): Promise<CatalogItem> {
  return make(context, { path: PATH, body, isRepeatable: false }, asListedItem, options);
}

/** Deletes an item. One that is gone already is a success only when an earlier attempt may have deleted it. */
export function deleteItem(context: KlaviyoContext, id: string, options: CallOptions = {}): Promise<void> {
  return deleteResource(context, PATH, id, options);
}
