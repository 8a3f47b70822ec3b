import type { CallOptions, KlaviyoContext } from '../context.js';
import { walk } from '../wire.js';
import { asRecordedEvent, type RecordedEvent } from './event.js';

export interface ListEventsOptions extends CallOptions {
  /**
   * E.g. `and(equals(metric_id,"AbC123"),greater-or-equal(datetime,2026-07-01T00:00:00Z))`: text in double quotes,
   * instants bare. There is no filter by `unique_id` or by a property.
   */
  readonly filter?: string;
  readonly sort?: 'datetime' | '-datetime' | 'timestamp' | '-timestamp';
  /** Events per call, at most 1000. @default 200 */
  readonly pageSize?: number;
  /** Sparse fieldset, e.g. `['datetime', 'event_properties']`; it drops relationships too. */
  readonly fields?: readonly string[];
}

/** Walks recorded events, page by page as the caller gets there. An event shows up minutes after its 202. */
export function listEvents(
  context: KlaviyoContext,
  { filter, sort, pageSize, fields, ...options }: ListEventsOptions = {},
): AsyncGenerator<RecordedEvent, void, undefined> {
  const query = { filter, sort, 'page[size]': pageSize, 'fields[event]': fields };
  return walk(context, '/api/events', query, asRecordedEvent, options);
}
