import type { CallOptions, KlaviyoContext } from '../context.js';
import { checkEvent, isUniqueId } from './check.js';
import type { EventCreateBody } from './event.js';

const PATH = '/api/events';

export interface EventCallOptions extends CallOptions {
  /**
   * May it be sent again after a failure that may have been a success? @default whether every event has a `unique_id`
   */
  readonly isRepeatable?: boolean;
}

/**
 * Sends one event. Resolving means Klaviyo has validated and queued it (202), not that it is recorded. Without
 * `unique_id` it is not repeated after a failure that may have been a success, unless you say so.
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
  { isRepeatable = isUniqueId(body.data.attributes.unique_id), ...options }: EventCallOptions = {},
): Promise<void> {
  checkEvent(context, body.data.attributes.unique_id, { body }, `POST ${PATH}`);
  await context.send({ method: 'POST', path: PATH, body, isRepeatable, isChecked: true }, options);
}
