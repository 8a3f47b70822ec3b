/** One Klaviyo account as the fake keeps it: events, profiles, metrics, variants. */
import type { JsonObject } from '../json.js';
import type { Identifiers, ValidEvent } from './validate-event.js';

/** An event Klaviyo recorded: the first of its profile, metric and `unique_id`. */
export interface AcceptedEvent {
  /** Rising over all accounts: the order in which Klaviyo took them. */
  readonly sequence: number;
  readonly id: string;
  readonly account: string;
  readonly profileId: string;
  readonly email: string | null;
  readonly metric: string;
  readonly uniqueId: string;
  /** To the second, ISO 8601. */
  readonly time: string;
  /** Without the members Klaviyo treats as never set. */
  readonly properties: JsonObject;
  readonly value: number | null;
  readonly backfill: boolean;
  readonly endpoint: 'create-event' | 'bulk-create-events';
  /** On the fake's clock. */
  readonly acceptedAtMs: number;
}

/** A profile as the fake recorded it. */
export interface StoredProfile {
  readonly id: string;
  readonly email: string | null;
  readonly phoneNumber: string | null;
  readonly externalId: string | null;
  /** Standard attributes: `first_name`, `location` … */
  readonly attributes: JsonObject;
  /** Custom properties. */
  readonly properties: JsonObject;
}

/** A variant as the fake has it. */
export interface StoredVariant {
  /** `$custom:::$default:::SKU` */
  readonly id: string;
  readonly externalId: string;
  readonly inventoryQuantity: number;
}

/** One accepted change of a variant's stock. */
export interface VariantWrite {
  readonly account: string;
  readonly id: string;
  readonly externalId: string;
  readonly quantity: number;
  readonly atMs: number;
}

export type EventFate = 'accepted' | 'duplicate' | 'discarded';

/** What a fake Klaviyo account has recorded. */
export interface AccountState {
  readonly name: string;
  readonly events: readonly AcceptedEvent[];
  readonly profiles: ReadonlyMap<string, StoredProfile>;
  readonly variants: Map<string, StoredVariant>;
  /** Metric name → id, in order of first use. */
  readonly metrics: ReadonlyMap<string, string>;
  profileByEmail(email: string): StoredProfile | null;
  upsertProfile(
    identifiers: Identifiers,
    attributes: JsonObject,
  ): { readonly profile: StoredProfile; readonly isNew: boolean };
  /** Takes a recorded event away, as if it had been thrown away unseen: its id is taken again. */
  forgetEvent(uniqueId: string): void;
  record(event: ValidEvent, profile: StoredProfile, endpoint: AcceptedEvent['endpoint'], atMs: number): EventFate;
}

const VARIANT_PREFIX = '$custom:::$default:::';

/** Klaviyo's id of a variant made through its API: `$custom:::$default:::<external id>`. */
export function variantId(externalId: string): string {
  return `${VARIANT_PREFIX}${externalId}`;
}

interface AccountConfig {
  readonly name: string;
  readonly variants: readonly string[];
  /** Called for every event that is recorded; gives it its place among all accounts. */
  readonly onAccepted: (event: Omit<AcceptedEvent, 'sequence'>) => AcceptedEvent;
}

export function createAccount({ name, variants, onAccepted }: AccountConfig): AccountState {
  const events: AcceptedEvent[] = [];
  const profiles = new Map<string, StoredProfile>();
  const metrics = new Map<string, string>();
  const profileIds = new Map<string, string>();
  const known = new Set<string>();

  const idOf = ({ id, externalId, email, phone, anonymousId }: Identifiers): string | undefined => {
    // Klaviyo's precedence: a higher identifier decides, whatever the lower ones say.
    if (id !== null && profiles.has(id)) return id;
    return identifierKeys({ externalId, email, phone, anonymousId })
      .map((key) => profileIds.get(key))
      .find((found) => found !== undefined);
  };

  return {
    name,
    events,
    profiles,
    metrics,
    variants: new Map(
      variants.map((externalId) => [
        variantId(externalId),
        { id: variantId(externalId), externalId, inventoryQuantity: 0 },
      ]),
    ),
    profileByEmail: (email) => profiles.get(profileIds.get(`email:${email.toLowerCase()}`) ?? '') ?? null,
    upsertProfile: (identifiers, attributes) => {
      const found = profiles.get(idOf(identifiers) ?? '');
      const id = found?.id ?? `01FAKE${String(profiles.size + 1).padStart(20, '0')}`;
      const profile = mergeProfile(found, id, identifiers, attributes);
      profiles.set(id, profile);
      for (const key of identifierKeys(identifiers)) if (!profileIds.has(key)) profileIds.set(key, id);
      return { profile, isNew: found === undefined };
    },
    forgetEvent: (uniqueId) => {
      const index = events.findIndex((event) => event.uniqueId === uniqueId);
      const [event] = index < 0 ? [] : events.splice(index, 1);
      if (event !== undefined) known.delete(JSON.stringify([event.profileId, event.metric, event.uniqueId]));
    },
    record: (event, profile, endpoint, atMs) => {
      const key = JSON.stringify([profile.id, event.metric, event.uniqueId]);
      if (known.has(key)) return 'duplicate';
      known.add(key);
      if (!metrics.has(event.metric)) metrics.set(event.metric, `M${String(metrics.size + 1).padStart(5, '0')}`);
      events.push(
        onAccepted({
          id: `ev-${name}-${events.length + 1}`,
          account: name,
          profileId: profile.id,
          email: profile.email,
          metric: event.metric,
          uniqueId: event.uniqueId,
          time: new Date(event.timeMs).toISOString(),
          properties: event.properties,
          value: event.value,
          backfill: event.backfill,
          endpoint,
          acceptedAtMs: atMs,
        }),
      );
      return 'accepted';
    },
  };
}

const OWN_MEMBERS: ReadonlySet<string> = new Set([
  'email',
  'phone_number',
  'external_id',
  'anonymous_id',
  'properties',
  'meta',
]);

function mergeProfile(
  found: StoredProfile | undefined,
  id: string,
  identifiers: Identifiers,
  attributes: JsonObject,
): StoredProfile {
  const standard = Object.entries(attributes).filter(([member]) => !OWN_MEMBERS.has(member));
  const given = attributes['properties'];
  const properties = typeof given === 'object' && given !== null ? Object.entries(given) : [];
  return {
    id,
    email: found?.email ?? identifiers.email,
    phoneNumber: identifiers.phone ?? found?.phoneNumber ?? null,
    externalId: identifiers.externalId ?? found?.externalId ?? null,
    attributes: withoutNulls({ ...found?.attributes, ...Object.fromEntries(standard) }),
    properties: withoutNulls({ ...found?.properties, ...Object.fromEntries(properties) }),
  };
}

/** `null` clears a member; what is left out stays. */
function withoutNulls(members: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null));
}

function identifierKeys(identifiers: Omit<Identifiers, 'id'>): readonly string[] {
  const { externalId, email, phone, anonymousId } = identifiers;
  return [
    ...(externalId === null ? [] : [`external:${externalId}`]),
    ...(email === null ? [] : [`email:${email.toLowerCase()}`]),
    ...(phone === null ? [] : [`phone:${phone}`]),
    ...(anonymousId === null ? [] : [`anonymous:${anonymousId}`]),
  ];
}
