import type { KlaviyoContext } from '../context.js';
import { KlaviyoInvalidError } from '../errors.js';
import {
  BULK_OPERATION,
  BULK_PATH,
  dedupeKey,
  MAX_BULK_BYTES,
  MAX_BULK_EVENTS,
  toBulkRequest,
  toText,
} from './bulk-body.js';
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
  const unique = withoutRepeats(bodies).map(toText);
  if (unique.length === 0) return;
  if (unique.length > MAX_BULK_EVENTS) throw new KlaviyoInvalidError(BULK_OPERATION, 'more than 1000 events.');
  if (unique.reduce((sum, { bytes }) => sum + bytes, 0) > MAX_BULK_BYTES) {
    throw new KlaviyoInvalidError(BULK_OPERATION, 'more than 5 MB.');
  }
  for (const event of unique) checkEvent(context, event.body, BULK_OPERATION);
  const { body, isRepeatable } = toBulkRequest(unique);
  const call = { method: 'POST', path: BULK_PATH, body, isChecked: true } as const;
  await context.send({ ...call, isRepeatable: mayRepeat ?? isRepeatable }, options);
}

/** The first of each; those without a key are told apart. */
function withoutRepeats(bodies: readonly EventCreateBody[]): readonly EventCreateBody[] {
  const groups = Map.groupBy(bodies, (body) => dedupeKey(body) ?? body);
  return [...groups.values()].flatMap((group) => group.slice(0, 1));
}
