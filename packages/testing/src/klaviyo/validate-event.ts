/** What Klaviyo refuses in an event, as its specification and developer documentation state it. */
import { at, isObject, type JsonObject } from '../json.js';
import { type ApiProblem, invalid } from './errors.js';

export interface ValidEvent {
  readonly metric: string;
  readonly properties: JsonObject;
  /** To the second: Klaviyo cuts the rest off. */
  readonly timeMs: number;
  /** As sent, or the second of its time when none was sent. */
  readonly uniqueId: string;
  readonly value: number | null;
  readonly backfill: boolean;
}

export interface Identifiers {
  readonly id: string | null;
  readonly externalId: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly anonymousId: string | null;
}

const MAX_PROPERTIES = 400;
const MAX_STRING_BYTES = 100 * 1024;
const MAX_ARRAY = 4_000;
const MAX_DEPTH = 10;
const MAX_UNIQUE_ID = 255;
const EARLIEST_MS = Date.UTC(1990, 0, 1);
const YEAR_MS = 366 * 24 * 3_600_000;
const EMAIL = /^[^\s@,;<>"]+@[^\s@.,;<>"]+(\.[^\s@.,;<>"]+)+$/;
const PHONE = /^\+[1-9]\d{6,14}$/;
const WITH_OFFSET = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;
const encoder = new TextEncoder();

export function isProblem(value: object): value is ApiProblem {
  return 'status' in value && 'code' in value;
}

/** `attributes` of an event, found at `pointer` in the request. */
export function validateEvent(attributes: unknown, pointer: string, nowMs: number): ValidEvent | ApiProblem {
  if (!isObject(attributes)) return invalid('attributes is required.', pointer);
  const { properties, unique_id: givenId, time: givenTime, value = null, backfill } = attributes;

  const metric = at(attributes, 'metric', 'data', 'attributes', 'name');
  const metricPointer = `${pointer}/metric/data/attributes/name`;
  if (at(attributes, 'metric', 'data', 'type') !== 'metric') return invalid('metric is required.', `${pointer}/metric`);
  if (typeof metric !== 'string' || metric === '') return invalid('A metric needs a name.', metricPointer);
  if (metric.length >= 128) return invalid('A metric name must be under 128 characters.', metricPointer);

  if (!isObject(properties)) return invalid('properties must be an object.', `${pointer}/properties`);
  const propertyProblem = validateProperties(properties, `${pointer}/properties`);
  if (propertyProblem !== null) return propertyProblem;

  const uniqueIdPointer = `${pointer}/unique_id`;
  if (givenId !== undefined && givenId !== null && typeof givenId !== 'string') {
    return invalid('unique_id must be a string.', uniqueIdPointer);
  }
  if (givenId === '' || (givenId?.length ?? 0) > MAX_UNIQUE_ID) {
    return invalid('unique_id must have 1 to 255 characters.', uniqueIdPointer);
  }

  const timeMs = givenTime === undefined || givenTime === null ? nowMs : eventTimeMs(givenTime, nowMs);
  if (timeMs === null) return invalid('time must be a date after 1990, at most a year ahead.', `${pointer}/time`);
  if (value !== null && typeof value !== 'number') return invalid('value must be a number.', `${pointer}/value`);
  if (backfill !== undefined && backfill !== null && typeof backfill !== 'boolean') {
    return invalid('backfill must be a boolean.', `${pointer}/backfill`);
  }

  const secondMs = Math.floor(timeMs / 1_000) * 1_000;
  return {
    metric,
    properties: visibleProperties(properties),
    timeMs: secondMs,
    uniqueId: givenId ?? String(secondMs / 1_000),
    value,
    backfill: backfill === true,
  };
}

/** `data` of an event's profile. An invalid phone is fatal only where no valid e-mail is. */
export function validateEventProfile(data: unknown, pointer: string): Identifiers | ApiProblem {
  if (!isObject(data) || data['type'] !== 'profile')
    return invalid('A profile of type "profile" is required.', pointer);
  const attributes = at(data, 'attributes');
  if (!isObject(attributes)) return invalid('attributes is required.', `${pointer}/attributes`);
  const identifiers = identifiersOf(data, attributes);
  if (identifiers.email !== null && !isEmail(identifiers.email)) {
    return invalid('Invalid email address.', `${pointer}/attributes/email`);
  }
  if (identifiers.phone !== null && identifiers.email === null && !PHONE.test(identifiers.phone)) {
    return invalid('Invalid phone number format.', `${pointer}/attributes/phone_number`);
  }
  if (Object.values(identifiers).every((value) => value === null)) {
    return invalid('At least one profile identifier is required.', `${pointer}/attributes`);
  }
  return identifiers;
}

/** `data` of a profile upsert: here an invalid phone is always fatal. */
export function validateProfile(data: unknown, pointer: string): Identifiers | ApiProblem {
  const identifiers = validateEventProfile(data, pointer);
  if (isProblem(identifiers)) return identifiers;
  if (identifiers.phone !== null && !PHONE.test(identifiers.phone)) {
    return invalid('Invalid phone number format.', `${pointer}/attributes/phone_number`);
  }
  return identifiers;
}

/** Klaviyo accepts events of such addresses and throws them away. */
export function isDiscardedAddress(email: string | null): boolean {
  return email !== null && /@(example|test)\.(com|org|net)$/i.test(email);
}

function isEmail(email: string): boolean {
  return email.length < 100 && EMAIL.test(email);
}

function identifiersOf(data: JsonObject, attributes: JsonObject): Identifiers {
  const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
  return {
    id: text(data['id']),
    externalId: text(attributes['external_id']),
    email: text(attributes['email']),
    phone: text(attributes['phone_number']),
    anonymousId: text(attributes['anonymous_id']),
  };
}

function eventTimeMs(time: unknown, nowMs: number): number | null {
  if (typeof time !== 'string' || !WITH_OFFSET.test(time)) return null;
  const timeMs = Date.parse(time);
  return Number.isNaN(timeMs) || timeMs < EARLIEST_MS || timeMs > nowMs + YEAR_MS ? null : timeMs;
}

function validateProperties(properties: JsonObject, pointer: string): ApiProblem | null {
  if (Object.keys(properties).length > MAX_PROPERTIES) return invalid('At most 400 properties per event.', pointer);
  for (const [name, value] of Object.entries(properties)) {
    const detail = valueProblem(value, 1);
    if (detail !== null) return invalid(detail, `${pointer}/${name}`);
  }
  return null;
}

function valueProblem(value: unknown, depth: number): string | null {
  if (depth > MAX_DEPTH) return 'Properties may be nested 10 levels deep.';
  if (typeof value === 'string') return isLongString(value) ? 'A string may have 100 KB.' : null;
  if (Array.isArray(value) && value.length > MAX_ARRAY) return 'An array may have 4000 items.';
  const members = Array.isArray(value) ? value : isObject(value) ? Object.values(value) : [];
  for (const member of members) {
    const detail = valueProblem(member, depth + 1);
    if (detail !== null) return detail;
  }
  return null;
}

function isLongString(value: string): boolean {
  return value.length > MAX_STRING_BYTES / 4 && encoder.encode(value).byteLength > MAX_STRING_BYTES;
}

/** `0`, `''` and `null` count as never set: they cannot be seen in templates, filters or segments. */
function visibleProperties(properties: JsonObject): JsonObject {
  const isSet = (value: unknown): boolean => value !== 0 && value !== '' && value !== null;
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => isSet(value)));
}
