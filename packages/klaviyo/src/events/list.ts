import type { KlaviyoContext } from '../context.js';
import { type ListOptions, readAll } from '../wire.js';
import { asRecordedEvent, type EventInclude, type RecordedEvent } from './event.js';

/**
 * `filter` takes `metric_id`, `profile_id` (equals), `profile`, `metric` (has), `datetime` and `timestamp` (ranges).
 * There is no filter by `unique_id` or by a property.
 */
export interface ListEventsOptions extends ListOptions {
  readonly sort?: 'datetime' | '-datetime' | 'timestamp' | '-timestamp';
  /** Events per call, at most 1000. @default 200 */
  readonly pageSize?: number;
  readonly include?: readonly EventInclude[];
}

/**
 * Walks recorded events, page by page as the caller gets there. An event shows up minutes after its 202.
 *
 * @example
 * const filter = allOf(where('equals', 'metric_id', metric.id), where('greater-or-equal', 'datetime', yesterday));
 * for await (const event of klaviyo.events.list({ filter })) console.log(event.attributes.event_properties?.['EventId']);
 */
export function listEvents(
  context: KlaviyoContext,
  options: ListEventsOptions = {},
): AsyncGenerator<RecordedEvent, void, undefined> {
  return readAll(context, '/api/events', 'event', asRecordedEvent, options);
}
