import type { CallOptions, KlaviyoContext } from '../context.js';
import { checkUniqueId, hasUniqueId } from './check.js';
import type { EventCreateBody } from './event.js';

const PATH = '/api/events';

/**
 * Sends one event. Resolving means Klaviyo has validated and queued it (202), not that it is recorded. Without
 * `unique_id` it is not repeated after a failure that may have been a success.
 *
 * @throws {KlaviyoInvalidError} `unique_id` is no string of 1 to 255 characters; nothing was sent.
 * @throws {KlaviyoRequestError} refused; sending it again cannot help.
 * @see Klaviyo API reference, "Create Event"
 * @example
 * await klaviyo.events.create({ data: { type: 'event', attributes: {
 *   unique_id: 'brand:ShipmentDispatched:1001:1',
 *   properties: { OrderId: '1001' },
 *   metric: { data: { type: 'metric', attributes: { name: 'Shipment Dispatched' } } },
 *   profile: { data: { type: 'profile', attributes: { email: customerEmail } } },
 * } } });
 */
export async function createEvent(
  context: KlaviyoContext,
  body: EventCreateBody,
  options: CallOptions = {},
): Promise<void> {
  checkUniqueId(body, `POST ${PATH}`);
  await context.send({ method: 'POST', path: PATH, body, isRepeatable: hasUniqueId(body) }, options);
}
