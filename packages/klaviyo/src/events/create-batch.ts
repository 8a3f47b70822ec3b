import type { KlaviyoContext } from '../context.js';
import { KlaviyoInvalidError } from '../errors.js';
import { Batch, toPending } from './batches.js';
import { BULK_OPERATION, BULK_PATH, toBulkRequest } from './bulk-body.js';
import { checkEvent } from './check.js';
import type { EventCallOptions } from './create.js';
import type { EventCreateBody } from './event.js';

/**
 * Sends the events in exactly one bulk request, for callers that do batching and retries themselves. Taken or
 * refused as a whole; of events with equal profile, metric and `unique_id` the first goes. Nothing tells how a
 * bulk request fared after its 202. Without events it does nothing.
 *
 * @throws {KlaviyoInvalidError} more than 1000 events or 5 MB, or a `unique_id` that is none; nothing was sent.
 * @throws {KlaviyoRequestError} refused; `pointers` lead into the bulk body.
 * @see Klaviyo API reference, "Bulk Create Events"
 */
export async function createEventBatch(
  context: KlaviyoContext,
  bodies: readonly EventCreateBody[],
  { isRepeatable: mayRepeat, ...options }: EventCallOptions = {},
): Promise<void> {
  const batch = new Batch();
  for (const body of bodies) {
    if (!batch.add(toPending({ body }, 0))) {
      throw new KlaviyoInvalidError(BULK_OPERATION, 'more than 1000 events or 5 MB.');
    }
  }
  if (batch.items.length === 0) return;
  for (const { uniqueId, given } of batch.items) checkEvent(context, uniqueId, given, BULK_OPERATION);
  const { body, isRepeatable } = toBulkRequest(batch.items);
  const call = { method: 'POST', path: BULK_PATH, body, isChecked: true } as const;
  await context.send({ ...call, isRepeatable: mayRepeat ?? isRepeatable }, options);
}
