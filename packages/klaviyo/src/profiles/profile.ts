import { asAttributes, asRecord, asText, type Decoder } from '../decode.js';
import type { Resource } from '../wire.js';

/** Wire shapes of profiles. `null` clears a field at Klaviyo, leaving it out keeps it: never send empty members. */

export interface ProfileLocation {
  readonly address1?: string | null;
  readonly address2?: string | null;
  readonly city?: string | null;
  readonly country?: string | null;
  readonly region?: string | null;
  readonly zip?: string | null;
  /** IANA name. */
  readonly timezone?: string | null;
  readonly ip?: string | null;
  readonly latitude?: string | number | null;
  readonly longitude?: string | number | null;
}

/** Changes that a profile's attributes cannot say: append to, take from and unset properties. */
export interface ProfileMeta {
  readonly patch_properties?: {
    readonly append?: Readonly<Record<string, unknown>> | null;
    readonly unappend?: Readonly<Record<string, unknown>> | null;
    readonly unset?: string | readonly string[] | null;
  } | null;
  /** Supports `email` alone: adds or removes secondary addresses. */
  readonly patch_identifiers?: {
    readonly append?: Readonly<Record<string, unknown>>;
    readonly unappend?: Readonly<Record<string, unknown>>;
  } | null;
}

/**
 * What an upsert may set. Identifiers given together merge profiles, for good: send those you know to belong to
 * one person, at best the e-mail alone.
 */
export interface ProfileAttributes {
  readonly email?: string | null;
  /** E.164. An invalid one refuses the whole profile. */
  readonly phone_number?: string | null;
  readonly external_id?: string | null;
  readonly _kx?: string | null;
  readonly first_name?: string | null;
  readonly last_name?: string | null;
  readonly organization?: string | null;
  /** BCP 47. */
  readonly locale?: string | null;
  readonly title?: string | null;
  readonly image?: string | null;
  readonly location?: ProfileLocation | null;
  /** Merged key by key. */
  readonly properties?: Readonly<Record<string, unknown>> | null;
}

/** Body of `POST /api/profile-import`. */
export interface ProfileUpsertBody {
  readonly data: {
    readonly type: 'profile';
    readonly id?: string | null;
    readonly attributes: ProfileAttributes;
    readonly meta?: ProfileMeta | null;
  };
}

/** Body of `PATCH /api/profiles/{id}`. Left out means unchanged. */
export interface ProfileUpdateBody {
  readonly data: {
    readonly type: 'profile';
    readonly id: string;
    readonly attributes: Omit<ProfileAttributes, '_kx'>;
    readonly meta?: ProfileMeta | null;
  };
}

/** A profile as Klaviyo has it. */
export interface StoredProfileAttributes {
  readonly email?: string | null | undefined;
  readonly phone_number?: string | null | undefined;
  readonly external_id?: string | null | undefined;
  readonly first_name?: string | null | undefined;
  readonly last_name?: string | null | undefined;
  readonly organization?: string | null | undefined;
  readonly locale?: string | null | undefined;
  readonly title?: string | null | undefined;
  readonly image?: string | null | undefined;
  readonly created?: string | null | undefined;
  readonly updated?: string | null | undefined;
  readonly last_event_date?: string | null | undefined;
  /** Members as in `ProfileLocation`. */
  readonly location?: Readonly<Record<string, unknown>> | null | undefined;
  readonly properties?: Readonly<Record<string, unknown>> | null | undefined;
  /** Only when asked for. */
  readonly subscriptions?: Readonly<Record<string, unknown>> | null | undefined;
  /** Only when asked for. */
  readonly predictive_analytics?: Readonly<Record<string, unknown>> | null | undefined;
  /** Only among the members of a list or segment. */
  readonly joined_group_at?: string | null | undefined;
  readonly [attribute: string]: unknown;
}

/** A profile as Klaviyo has it. */
export type StoredProfile = Resource<StoredProfileAttributes>;

export const asStoredProfile: Decoder<StoredProfileAttributes> = /* @__PURE__ */ asAttributes({
  email: asText,
  phone_number: asText,
  external_id: asText,
  first_name: asText,
  last_name: asText,
  organization: asText,
  locale: asText,
  title: asText,
  image: asText,
  created: asText,
  updated: asText,
  last_event_date: asText,
  location: asRecord,
  properties: asRecord,
  subscriptions: asRecord,
  predictive_analytics: asRecord,
  joined_group_at: asText,
});
