import type { KlaviyoContext } from '../context.js';
import { encodePathSegment } from '../http.js';
import { type ReadOptions, readOne } from '../wire.js';
import { asRecordedEvent, type EventInclude, type RecordedEvent } from './event.js';

export interface GetEventOptions extends ReadOptions {
  readonly include?: readonly EventInclude[];
}

/** One recorded event by Klaviyo's id of it, which a listing tells; not by `unique_id`. */
export function getEvent(context: KlaviyoContext, id: string, options: GetEventOptions = {}): Promise<RecordedEvent> {
  return readOne(context, `/api/events/${encodePathSegment(id)}`, 'event', asRecordedEvent, options);
}
