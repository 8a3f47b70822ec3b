import type { KlaviyoContext } from '../context.js';
import { KlaviyoInvalidError } from '../errors.js';
import {
  BULK_OPERATION,
  BULK_PATH,
  bulkBytesOf,
  dedupeKey,
  MAX_BULK_BYTES,
  MAX_BULK_EVENTS,
  toBulkRequest,
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
  const unique = withoutRepeats(bodies);
  if (unique.length === 0) return;
  if (unique.length > MAX_BULK_EVENTS) throw new KlaviyoInvalidError(BULK_OPERATION, 'more than 1000 events.');
  if (unique.reduce((bytes, body) => bytes + bulkBytesOf(body), 0) > MAX_BULK_BYTES) {
    throw new KlaviyoInvalidError(BULK_OPERATION, 'more than 5 MB.');
  }
  for (const body of unique) checkEvent(context, body, BULK_OPERATION);
  const { body, isRepeatable } = toBulkRequest(unique);
  const call = { method: 'POST', path: BULK_PATH, body, isChecked: true } as const;
  await context.send({ ...call, isRepeatable: mayRepeat ?? isRepeatable }, options);
}

function withoutRepeats(bodies: readonly EventCreateBody[]): readonly EventCreateBody[] {
  const seen = new Set<string>();
  return bodies.filter((body) => {
    const key = dedupeKey(body);
    if (key === null) return true;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
