import { utf8BytesOf } from '../jobs/source.js';
import type { ProfileMeta } from '../profiles/profile.js';
import { isUniqueId } from './check.js';
import type { EventAttributes, EventCreateBody, EventProfile } from './event.js';

export const BULK_PATH = '/api/event-bulk-create-jobs';
export const BULK_OPERATION: string = `POST ${BULK_PATH}`;
/** Events of all profiles together. */
export const MAX_BULK_EVENTS = 1_000;
/** 5 MB, read as the smaller of its two meanings. */
export const MAX_BULK_BYTES = 5_000_000;
/** What JSON:API wraps around each event and its entry, generously. */
const WRAPPING_BYTES = 256;

/** Body of `POST /api/event-bulk-create-jobs`. */
export interface EventBulkCreateBody {
  readonly data: {
    readonly type: 'event-bulk-create-job';
    readonly attributes: { readonly 'events-bulk-create': { readonly data: readonly EventBulkEntry[] } };
  };
}

/** One profile and its events. */
export interface EventBulkEntry {
  readonly type: 'event-bulk-create';
  readonly attributes: {
    readonly backfill?: boolean;
    readonly profile: {
      readonly data: {
        readonly type: 'profile';
        readonly id?: string | null;
        readonly attributes: Readonly<Record<string, unknown>>;
        readonly meta?: ProfileMeta | null;
      };
    };
    readonly events: { readonly data: readonly { readonly type: 'event'; readonly attributes: EventAttributes }[] };
  };
}

/** An event as text, made once: by it the event is measured, grouped and sent. */
export interface EventText {
  /** All that is said of the profile, as a bulk request has it. JSON. */
  readonly profile: string;
  /** All else, as a member of an entry. JSON. */
  readonly event: string;
  readonly uniqueId: string | null | undefined;
  /** `backfill`. */
  readonly isSilent: boolean;
}

/**
 * Writes an event down once, for what will send it in bulk later: see `text` of `BulkItem`. Pure; throws what
 * `JSON.stringify` throws (a cycle, a BigInt).
 *
 * @see Klaviyo API reference, "Bulk Create Events"
 */
export function toEventText({ data: { attributes } }: EventCreateBody): EventText {
  return {
    profile: toBulkProfile(attributes.profile.data),
    // Not a rest pattern, which costs as much as the text itself.
    event: `{"type":"event","attributes":${JSON.stringify({ ...attributes, profile: undefined })}}`,
    uniqueId: attributes.unique_id,
    isSilent: attributes.backfill === true,
  };
}

/** An upper bound of what the event adds to a bulk request. */
export function bulkBytesOf({ profile, event }: EventText): number {
  return utf8BytesOf(profile + event) + WRAPPING_BYTES;
}

/** A bulk request, and for each of its entries and events the position in what was given. */
export interface BulkRequest {
  /** An `EventBulkCreateBody` as JSON. */
  readonly body: string;
  readonly positions: readonly (readonly number[])[];
  /** Every event carries a `unique_id`, so the request may be sent twice. */
  readonly isRepeatable: boolean;
}

/**
 * Turns single bodies into one bulk body: events of the same profile share an entry. Profiles are the same
 * when all that is said of them is: merging different statements would have to drop one. `backfill` stands at both
 * levels, alike, since Klaviyo does not say which would win.
 */
export function toBulkRequest(events: readonly EventText[]): BulkRequest {
  const groups = Map.groupBy(events.entries(), ([, event]) => openingOf(event));
  const data = [...groups].map(([opening, group]) => `${opening}${group.map(([, { event }]) => event)}]}}}`);
  return {
    body: `{"data":{"type":"event-bulk-create-job","attributes":{"events-bulk-create":{"data":[${data}]}}}}`,
    positions: [...groups.values()].map((group) => group.map(([position]) => position)),
    isRepeatable: events.every(({ uniqueId }) => isUniqueId(uniqueId)),
  };
}

/**
 * Two events with one key in one request fail it, or are dropped (Klaviyo's documents disagree). Null without
 * `unique_id`: then they are told apart by their time.
 */
export function dedupeKey({ data }: EventCreateBody): string | null {
  const { profile, metric, unique_id } = data.attributes;
  if (typeof unique_id !== 'string') return null;
  const { email, phone_number, external_id, anonymous_id, _kx } = profile.data.attributes;
  const identity = [profile.data.id, external_id, email, phone_number, anonymous_id, _kx];
  return JSON.stringify([unique_id, metric.data.attributes.name, metric.data.attributes.service, identity]);
}

/**
 * The positions that a refusal blames, from pointers such as
 * `/data/attributes/events-bulk-create/data/3/attributes/events/data/0/attributes/time`. A pointer at a profile blames
 * all its events. Empty when no pointer leads to one.
 */
export function blamedPositions({ positions }: BulkRequest, pointers: readonly string[]): ReadonlySet<number> {
  const blamed = new Set<number>();
  for (const pointer of pointers) {
    const [, entry, event] =
      /^\/data\/attributes\/events-bulk-create\/data\/(\d+)(?:\/attributes\/events\/data\/(\d+))?/.exec(pointer) ?? [];
    const group = positions[Number(entry)] ?? [];
    for (const position of event === undefined ? group : group.slice(Number(event), Number(event) + 1)) {
      blamed.add(position);
    }
  }
  return blamed;
}

/** How the entry of an event begins: an `EventBulkEntry` as JSON, up to its events. Those that share one have this in common. */
function openingOf({ isSilent, profile }: EventText): string {
  const silence = isSilent ? '"backfill":true,' : '';
  return `{"type":"event-bulk-create","attributes":{${silence}"profile":{"data":${profile}},"events":{"data":[`;
}

/** As JSON. `meta` moves from inside the attributes to beside them: left inside, it would be dropped unread. */
function toBulkProfile({ type, id, attributes }: EventProfile): string {
  return JSON.stringify({ type, id, attributes: { ...attributes, meta: undefined }, meta: attributes.meta });
}
