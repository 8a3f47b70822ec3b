/** `POST /api/events`, `POST /api/event-bulk-create-jobs`, `GET /api/events`, `GET /api/metrics`. */
import { at, isObject } from '../json.js';
import type { AcceptedEvent, AccountState, EventFate } from './account.js';
import { type ApiProblem, invalid } from './errors.js';
import { type Condition, parseFilter } from './filter.js';
import { type Page, paged } from './paging.js';
import {
  type Identifiers,
  isDiscardedAddress,
  isProblem,
  type ValidEvent,
  validateEvent,
  validateEventProfile,
} from './validate-event.js';

const MAX_BULK_EVENTS = 1_000;

/** What became of the events of one request, or why it was refused as a whole. */
export type EventsOutcome = { readonly kind: 'taken'; readonly fates: readonly EventFate[] } | ApiProblem;

export function createEvent(account: AccountState, body: unknown, nowMs: number): EventsOutcome {
  if (at(body, 'data', 'type') !== 'event') return invalid('data.type must be "event".', '/data/type');
  const attributes = at(body, 'data', 'attributes');
  const event = validateEvent(attributes, '/data/attributes', nowMs);
  if (isProblem(event)) return event;
  const profile = at(attributes, 'profile', 'data');
  const identifiers = validateEventProfile(profile, '/data/attributes/profile/data');
  if (isProblem(identifiers)) return identifiers;
  return { kind: 'taken', fates: [take(account, event, identifiers, profile, 'create-event', nowMs)] };
}

interface BulkElement {
  readonly event: ValidEvent;
  readonly identifiers: Identifiers;
  readonly profile: unknown;
}

/** One bad element refuses the whole request; the pointer says which. */
export function bulkCreateEvents(account: AccountState, body: unknown, nowMs: number): EventsOutcome {
  if (at(body, 'data', 'type') !== 'event-bulk-create-job') {
    return invalid('data.type must be "event-bulk-create-job".', '/data/type');
  }
  const pointer = '/data/attributes/events-bulk-create/data';
  const entries = at(body, 'data', 'attributes', 'events-bulk-create', 'data');
  if (!Array.isArray(entries) || entries.length === 0) return invalid('At least one entry is required.', pointer);

  const elements: BulkElement[] = [];
  for (const [index, entry] of entries.entries()) {
    const read = readEntry(entry, `${pointer}/${index}`, nowMs);
    if (!Array.isArray(read)) return read;
    elements.push(...read);
  }
  if (elements.length > MAX_BULK_EVENTS) return invalid('At most 1000 events per request.', pointer);
  const repeated = firstRepeated(elements);
  if (repeated !== null) return invalid('unique_id is repeated for one profile and metric.', `${pointer}/${repeated}`);

  const fates = elements.map(({ event, identifiers, profile }) =>
    take(account, event, identifiers, profile, 'bulk-create-events', nowMs),
  );
  return { kind: 'taken', fates };
}

/** Newest first, as Klaviyo sorts by default. */
export function listEvents(account: AccountState, query: URLSearchParams, visibleUntilMs: number): Page | ApiProblem {
  const filter = query.get('filter');
  const conditions = filter === null ? [] : parseFilter(filter);
  if (conditions === null) return invalid('Invalid filter provided.');
  const unsupported = conditions.find((condition) => !isSupported(condition));
  if (unsupported !== undefined)
    return invalid(`Invalid filter provided: ${unsupported.operator} on ${unsupported.field}.`);

  const direction = query.get('sort') === 'datetime' || query.get('sort') === 'timestamp' ? 1 : -1;
  const matching = account.events
    .filter((event) => event.acceptedAtMs <= visibleUntilMs)
    .filter((event) => conditions.every((condition) => matches(account, event, condition)))
    .sort(
      (left, right) => direction * (Date.parse(left.time) - Date.parse(right.time) || left.sequence - right.sequence),
    );
  return paged(matching, query, { path: '/api/events', defaultSize: 200, maxSize: 1_000 }, (event) =>
    eventResource(account, event),
  );
}

export function listMetrics(account: AccountState, query: URLSearchParams): Page | ApiProblem {
  const metrics = [...account.metrics];
  return paged(metrics, query, { path: '/api/metrics', defaultSize: 200, maxSize: null }, ([name, id]) => ({
    type: 'metric',
    id,
    attributes: { name, integration: { object: 'integration', id: '0rG4eQ', name: 'API', category: 'API' } },
  }));
}

function take(
  account: AccountState,
  event: ValidEvent,
  identifiers: Identifiers,
  profile: unknown,
  endpoint: AcceptedEvent['endpoint'],
  nowMs: number,
): EventFate {
  if (isDiscardedAddress(identifiers.email)) return 'discarded';
  const attributes = at(profile, 'attributes');
  const stored = account.upsertProfile(identifiers, isObject(attributes) ? attributes : {}).profile;
  return account.record(event, stored, endpoint, nowMs);
}

function readEntry(entry: unknown, pointer: string, nowMs: number): BulkElement[] | ApiProblem {
  const attributes = at(entry, 'attributes');
  if (at(entry, 'type') !== 'event-bulk-create' || !isObject(attributes)) {
    return invalid('An entry of type "event-bulk-create" is required.', pointer);
  }
  const profile = at(attributes, 'profile', 'data');
  const identifiers = validateEventProfile(profile, `${pointer}/attributes/profile/data`);
  if (isProblem(identifiers)) return identifiers;
  const events = at(attributes, 'events', 'data');
  if (!Array.isArray(events) || events.length === 0) {
    return invalid('At least one event is required.', `${pointer}/attributes/events/data`);
  }
  const elements: BulkElement[] = [];
  for (const [index, resource] of events.entries()) {
    const eventPointer = `${pointer}/attributes/events/data/${index}`;
    if (at(resource, 'type') !== 'event') return invalid('type must be "event".', `${eventPointer}/type`);
    const event = validateEvent(at(resource, 'attributes'), `${eventPointer}/attributes`, nowMs);
    if (isProblem(event)) return event;
    // Which flag wins is not documented; an event's own word is the nearer one.
    const hasOwnFlag = typeof at(resource, 'attributes', 'backfill') === 'boolean';
    const backfill = hasOwnFlag ? event.backfill : attributes['backfill'] === true;
    elements.push({ event: { ...event, backfill }, identifiers, profile });
  }
  return elements;
}

function firstRepeated(elements: readonly BulkElement[]): number | null {
  const seen = new Set<string>();
  for (const [index, { event, identifiers }] of elements.entries()) {
    const key = JSON.stringify([identifiers, event.metric, event.uniqueId]);
    if (seen.has(key)) return index;
    seen.add(key);
  }
  return null;
}

const ID_FIELDS: ReadonlySet<string> = new Set(['metric_id', 'profile_id']);
const TIME_FIELDS: ReadonlySet<string> = new Set(['datetime', 'timestamp']);
const RANGES: ReadonlySet<string> = new Set(['greater-than', 'greater-or-equal', 'less-than', 'less-or-equal']);

function isSupported({ operator, field }: Condition): boolean {
  return (operator === 'equals' && ID_FIELDS.has(field)) || (RANGES.has(operator) && TIME_FIELDS.has(field));
}

function matches(account: AccountState, event: AcceptedEvent, { operator, field, values }: Condition): boolean {
  const value = values[0] ?? '';
  if (field === 'metric_id') return account.metrics.get(event.metric) === value;
  if (field === 'profile_id') return event.profileId === value;
  const eventMs = Date.parse(event.time);
  const boundMs = field === 'timestamp' ? Number(value) * 1_000 : Date.parse(value);
  switch (operator) {
    case 'greater-than':
      return eventMs > boundMs;
    case 'greater-or-equal':
      return eventMs >= boundMs;
    case 'less-than':
      return eventMs < boundMs;
    default:
      return eventMs <= boundMs;
  }
}

function eventResource(account: AccountState, event: AcceptedEvent): unknown {
  return {
    type: 'event',
    id: event.id,
    attributes: {
      timestamp: Date.parse(event.time) / 1_000,
      datetime: event.time,
      uuid: event.id,
      event_properties: event.properties,
    },
    relationships: {
      profile: { data: { type: 'profile', id: event.profileId } },
      metric: { data: { type: 'metric', id: account.metrics.get(event.metric) } },
    },
  };
}
