import { deleteResource, updateResource } from '../catalog/write.js';
import type { CallOptions, KlaviyoContext } from '../context.js';
import { make } from '../wire.js';
import { asListedVariant, type CatalogVariant, type VariantCreateBody, type VariantUpdateBody } from './variant.js';

const PATH = '/api/catalog-variants';

/**
 * Changes one variant, by the id in the body. Reaches only catalogues made through the API: what a shop
 * integration such as Shopify synchronises can neither be read nor written here.
 *
 * @throws {KlaviyoRequestError} refused; an unknown id is a 404, a malformed one often a 400.
 */
export function updateVariant(
  context: KlaviyoContext,
  body: VariantUpdateBody,
  options: CallOptions = {},
): Promise<void> {
  return updateResource(context, PATH, body, options);
}

/**
 * Makes a variant of an item that exists. Not repeated after a failure that may have been none.
 *
 * @throws {KlaviyoRequestError} refused; 409 when it exists.
 */
export function createVariant(
  context: KlaviyoContext,
  body: VariantCreateBody,
  options: CallOptions = {},
): Promise<CatalogVariant> {
  return make(context, { path: PATH, body, isRepeatable: false }, asListedVariant, options);
}

/** Deletes a variant. One that is gone already is a success only when an earlier attempt may have deleted it. */
export function deleteVariant(context: KlaviyoContext, id: string, options: CallOptions = {}): Promise<void> {
  return deleteResource(context, PATH, id, options);
}
