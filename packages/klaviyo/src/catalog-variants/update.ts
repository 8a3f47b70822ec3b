import type { CallOptions, KlaviyoContext } from '../context.js';
import { encodePathSegment } from '../http.js';
import type { VariantUpdateBody } from './variant.js';

/**
 * Changes one variant, by the id in the body. Reaches only catalogues made through the API: what a shop
 * integration such as Shopify synchronises can neither be read nor written here.
 *
 * @throws {KlaviyoRequestError} refused; an unknown id is a 404, a malformed one often a 400.
 */
export async function updateVariant(
  context: KlaviyoContext,
  body: VariantUpdateBody,
  options: CallOptions = {},
): Promise<void> {
  const path = `/api/catalog-variants/${encodePathSegment(body.data.id)}`;
  await context.send({ method: 'PATCH', path, body, isRepeatable: true }, options);
}
