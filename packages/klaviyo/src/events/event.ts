import { asAttributes, asNumber, asRecord, asText, type Decoder } from '../decode.js';
import type { ProfileAttributes, ProfileMeta } from '../profiles/profile.js';
import type { Resource } from '../wire.js';

/** Body of `POST /api/events`. */
export interface EventCreateBody {
  readonly data: {
    readonly type: 'event';
    readonly attributes: EventAttributes & { readonly profile: { readonly data: EventProfile } };
  };
}

/** An event without its profile, as single and bulk calls have it. */
export interface EventAttributes {
  /** May be empty. `0`, `""` and `null` at the top level count as never set at Klaviyo. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** ISO 8601 with offset; Klaviyo cuts it to the second. Without it, the time of receipt. */
  readonly time?: string | null;
  /** Money in major units. Once a metric had a value, events without one count as 0. */
  readonly value?: number | null;
  /** ISO 4217. */
  readonly value_currency?: string | null;
  /**
   * What makes a repeat harmless: the second event with the same profile, metric and id is dropped. Up to 255
   * characters. Without it Klaviyo takes the time's second, so two events of one second become one.
   */
  readonly unique_id?: string | null;
  /** True: recorded, starts no flow. */
  readonly backfill?: boolean | null;
  /** An unknown name makes a new metric, which no API can delete. */
  readonly metric: {
    readonly data: {
      readonly type: 'metric';
      readonly attributes: { readonly name: string; readonly service?: string | null };
    };
  };
}

/** Whose event it is. `meta` sits inside `attributes` here; bulk requests have it beside them, and we move it. */
export interface EventProfile {
  readonly type: 'profile';
  readonly id?: string | null;
  readonly attributes: ProfileAttributes & {
    readonly anonymous_id?: string | null;
    readonly meta?: ProfileMeta | null;
  };
}

/** What may be read together with an event. */
export type EventInclude = 'attributions' | 'metric' | 'profile';

/** A recorded event. Its metric and profile are in `relationships`. */
export interface RecordedEventAttributes {
  /** Seconds since 1970. */
  readonly timestamp?: number | null | undefined;
  /** ISO 8601. */
  readonly datetime?: string | null | undefined;
  readonly event_properties?: Readonly<Record<string, unknown>> | null | undefined;
  readonly uuid?: string | null | undefined;
  readonly [attribute: string]: unknown;
}

/** An event as Klaviyo recorded it. */
export type RecordedEvent = Resource<RecordedEventAttributes>;

export const asRecordedEvent: Decoder<RecordedEventAttributes> = /* @__PURE__ */ asAttributes({
  timestamp: asNumber,
  datetime: asText,
  event_properties: asRecord,
  uuid: asText,
});
