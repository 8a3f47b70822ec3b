/** Exact decoders for what comes from outside: a member too many, too few or of another kind names its field. */
import { SyncRequestError } from '../errors.js';

/** Returns the value as `T`, or throws {@link SyncRequestError} naming `field`. */
export type Decoder<T> = (value: unknown, field: string) => T;

/** Longer than any reference, name or note a person writes. */
const MAX_TEXT_LENGTH = 4_000;

function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function refuse(field: string, expected: string, value: unknown): never {
  // What came is described, never quoted: it may be personal.
  throw new SyncRequestError(field, `expected ${expected}, got ${describe(value)}.`);
}

export const text: Decoder<string> = (value, field) => {
  if (typeof value !== 'string') return refuse(field, 'a text', value);
  if (value.trim() === '') throw new SyncRequestError(field, 'it must not be blank.');
  if (value.length > MAX_TEXT_LENGTH)
    throw new SyncRequestError(field, `it must have at most ${MAX_TEXT_LENGTH} characters.`);
  return value;
};

export const flag: Decoder<boolean> = (value, field) =>
  typeof value === 'boolean' ? value : refuse(field, 'true or false', value);

/** ISO 8601 with a time and an offset: a bare date would mean another instant in every zone. */
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

export const instant: Decoder<string> = (value, field) => {
  if (typeof value !== 'string') return refuse(field, 'an instant', value);
  if (!INSTANT.test(value) || Number.isNaN(Date.parse(value)))
    throw new SyncRequestError(field, 'expected an ISO 8601 instant with its offset, e.g. 2026-03-02T09:00:00Z.');
  return value;
};

export function wholeNumber(least: number, most: number): Decoder<number> {
  return (value, field) =>
    Number.isInteger(value) && Number(value) >= least && Number(value) <= most
      ? Number(value)
      : refuse(field, `a whole number from ${least} to ${most}`, value);
}

export function oneOf<const T extends string>(...words: readonly T[]): Decoder<T> {
  return (value, field) =>
    words.find((word) => word === value) ??
    refuse(field, `one of ${words.map((word) => `"${word}"`).join(', ')}`, value);
}

export function nullable<T>(decode: Decoder<T>): Decoder<T | null> {
  return (value, field) => (value === null ? null : decode(value, field));
}

export function list<T>(decode: Decoder<T>, most = 100_000): Decoder<readonly T[]> {
  return (value, field) => {
    if (!Array.isArray(value)) return refuse(field, 'a list', value);
    if (value.length > most) throw new SyncRequestError(field, `it must have at most ${most} entries.`);
    return value.map((item: unknown, index) => decode(item, `${field}[${index}]`));
  };
}

type Members<T> = { readonly [Name in keyof T]: Decoder<T[Name]> };

/** An object with these members and no others. */
export function exact<Required extends object, Optional extends object = object>(
  required: Members<Required>,
  optional: Members<Optional> = {} as Members<Optional>,
): Decoder<Required & Partial<Optional>> {
  const decoders = new Map<string, Decoder<unknown>>(Object.entries({ ...optional, ...required }));
  return (value, field) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse(field, 'an object', value);
    const within = (name: string): string => (field === '' ? name : `${field}.${name}`);
    for (const name of Object.keys(value)) {
      if (!decoders.has(name)) throw new SyncRequestError(within(name), 'there is no such member.');
    }
    const members = new Map<string, unknown>(Object.entries(value));
    const decoded: Record<string, unknown> = {};
    for (const [name, decode] of decoders) {
      const isGiven = members.has(name) && members.get(name) !== undefined;
      if (isGiven || Object.hasOwn(required, name)) decoded[name] = decode(members.get(name), within(name));
    }
    return decoded as Required & Partial<Optional>; // each member was decoded by the decoder of its name
  };
}

/** A union told apart by one member. */
export function byKind<T extends { readonly kind: string }>(
  variants: {
    readonly [Kind in T['kind']]: Decoder<Extract<T, { kind: Kind }>>;
  },
): Decoder<T> {
  const kinds = Object.keys(variants) as T['kind'][];
  return (value, field) => {
    const kind = typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined;
    const known = kinds.find((each) => each === kind);
    if (known === undefined)
      return refuse(`${field}.kind`, `one of ${kinds.map((each) => `"${each}"`).join(', ')}`, kind);
    return variants[known](value, field);
  };
}
