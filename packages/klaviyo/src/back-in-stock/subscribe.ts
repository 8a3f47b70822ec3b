import type { CallOptions, KlaviyoContext } from '../context.js';

/** Body of `POST /api/back-in-stock-subscriptions`. */
export interface BackInStockBody {
  readonly data: {
    readonly type: 'back-in-stock-subscription';
    readonly attributes: {
      readonly channels: readonly ('EMAIL' | 'PUSH' | 'SMS' | 'WHATSAPP')[];
      /** Klaviyo's document calls it optional, which is for browsers: send it. */
      readonly profile?: {
        readonly data: {
          readonly type: 'profile';
          readonly id?: string | null;
          readonly attributes: {
            readonly email?: string | null;
            /** E.164. */
            readonly phone_number?: string | null;
            readonly external_id?: string | null;
          };
        };
      } | null;
    };
    readonly relationships: {
      readonly variant: {
        readonly data: {
          readonly type: 'catalog-variant';
          /** May be another integration's, e.g. `$shopify:::$default:::33001893429341`. */
          readonly id: string;
        };
      };
    };
  };
}

/**
 * Asks Klaviyo to tell a profile when a variant is back. It can be neither read back nor withdrawn; a second one for
 * the same profile and variant starts a second event, so it is not repeated after a failure that may have been none.
 *
 * @throws {KlaviyoRequestError} refused; sending it again cannot help.
 * @see Klaviyo API reference, "Create Back In Stock Subscription"
 */
export async function subscribeBackInStock(
  context: KlaviyoContext,
  body: BackInStockBody,
  options: CallOptions = {},
): Promise<void> {
  await context.send({ method: 'POST', path: '/api/back-in-stock-subscriptions', body, isRepeatable: false }, options);
}
