/** How single values of a Clarus answer are read: tolerant of form, strict about meaning. */
import * as z from 'zod/mini';
import { ClarusDecodeError } from './errors.js';

/** A record that Clarus names inside another one. */
export interface CodedRecord {
  readonly id: string;
  /** Null where Clarus gave none or was not asked. */
  readonly code: string | null;
  readonly name: string | null;
}

/** A record that Clarus names inside another one by its reference. */
export interface ReferencedRecord {
  readonly id: string;
  readonly reference: string | null;
}

/** A word of Clarus's and what it is called on the screen. */
export interface NamedCode {
  readonly code: string;
  readonly name: string | null;
}

/** Fields this version does not know, exactly as they came. */
export type Unknowns = Readonly<Record<string, unknown>>;

/** Reads one value, or returns undefined for what it cannot read. */
type ReadValue<T> = (value: unknown) => T | undefined;

/** A value that must be there. One step of zod's for each, because a page has thousands of them. */
function required<T>(expected: string, read: ReadValue<T>): z.ZodMiniType<T> {
  return z.pipe(z.unknown(), readBy(expected, read));
}

/** Null and absent are one: what a tenant does not offer is not asked for, and so not answered. */
function optional<T>(expected: string, read: ReadValue<T | null>): z.ZodMiniType<T | null> {
  return z.pipe(
    z.optional(z.unknown()),
    readBy(expected, (value) => (value === null || value === undefined ? null : read(value))),
  );
}

function readBy<T>(expected: string, read: ReadValue<T>): z.ZodMiniTransform<T, unknown> {
  return z.transform((value: unknown, context): T => {
    const result = read(value);
    if (result !== undefined) return result;
    context.issues.push({ code: 'custom', message: expected, input: undefined });
    return z.NEVER;
  });
}

function readId(value: unknown): string | undefined {
  if (typeof value === 'string' && value.trim() !== '') return value;
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : undefined;
}

function readWord(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : undefined;
}

function readQuantity(value: unknown): number | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  return typeof value === 'string' && /^-?\d{1,15}(\.\d+)?$/.test(value.trim()) ? Number(value) : undefined;
}

/** Ids are strings in the documented answers and integers in its schemas: both become a string. */
export const id: z.ZodMiniType<string> = required('expected an id', readId);

export const optionalId: z.ZodMiniType<string | null> = optional('expected an id', readId);

/** A word that must be there. A number is taken for the word it looks like: codes and references may be all digits. */
export const word: z.ZodMiniType<string> = required('expected text', readWord);

/** `''` and blanks say as little as null does. */
export const optionalWord: z.ZodMiniType<string | null> = optional('expected text', (value) => {
  const text = readWord(value);
  return text?.trim() === '' ? null : text;
});

export const quantity: z.ZodMiniType<number> = required('expected a quantity', readQuantity);

export const optionalQuantity: z.ZodMiniType<number | null> = optional('expected a quantity', readQuantity);

/** For counters that Clarus leaves null until the first unit: null is none. Missing is still an error. */
export const counter: z.ZodMiniType<number> = required('expected a quantity', (value) =>
  value === null ? 0 : readQuantity(value),
);

export const optionalFlag: z.ZodMiniType<boolean | null> = optional('expected true or false', (value) => {
  if (typeof value === 'boolean') return value;
  return value === 'true' || value === 'false' ? value === 'true' : undefined;
});

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DATE_TIME = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?) ?(Z|UTC|[+-]\d{2}:?\d{2})$/i;

/**
 * A date-time with a zone in any form Clarus is seen to use (`Z`, an offset that follows British summer time, with
 * milliseconds or without) becomes ISO 8601 in UTC; a bare date stays one; `''` is null. A date-time without a zone
 * means nothing certain and is refused.
 */
export const optionalInstant: z.ZodMiniType<string | null> = optional(
  'expected a date, or a date-time with its zone',
  (value) => {
    if (typeof value !== 'string') return undefined;
    const text = value.trim();
    return text === '' ? null : (toInstant(text) ?? undefined);
  },
);

function toInstant(text: string): string | null {
  if (DATE.test(text)) return isCalendarDate(text) ? text : null;
  const [, date = '', time = '', zone = ''] = DATE_TIME.exec(text) ?? [];
  const atMs = Date.parse(`${date}T${time}${offsetOf(zone)}`);
  return Number.isNaN(atMs) || !isCalendarDate(date) ? null : new Date(atMs).toISOString();
}

function offsetOf(zone: string): string {
  return /^(z|utc)$/i.test(zone) ? 'Z' : zone.replace(/^([+-]\d{2}):?(\d{2})$/, '$1:$2');
}

/** `Date.parse` makes 3 March of 31 February. */
function isCalendarDate(date: string): boolean {
  const atMs = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(atMs) && new Date(atMs).toISOString().startsWith(date);
}

// `z.object` leaves out what it does not name, so that what comes out is the record as it is declared.
export const optionalCoded: z.ZodMiniType<CodedRecord | null> = optionalRecord(
  z.object({ id, code: optionalWord, name: optionalWord }),
);

export const optionalReferenced: z.ZodMiniType<ReferencedRecord | null> = optionalRecord(
  z.object({ id, reference: optionalWord }),
);

export const optionalNamedCode: z.ZodMiniType<NamedCode | null> = optionalRecord(
  z.object({ code: word, name: optionalWord }),
);

/** `{ id }`, of which only the id is documented. */
export const idInside: z.ZodMiniType<string | null> = z.pipe(
  optionalCoded,
  z.transform((record) => record?.id ?? null),
);

export const anything: z.ZodMiniType<unknown> = z.optional(z.unknown());

export function optionalRecord<T>(schema: z.ZodMiniType<T>): z.ZodMiniType<T | null> {
  return z.pipe(
    z.optional(z.nullable(schema)),
    z.transform((value) => value ?? null),
  );
}

/** Reads one value, or says where and why not, without saying what was there. */
export function decode<T>(schema: z.ZodMiniType<T>, value: unknown, path: string): T {
  const result = z.safeParse(schema, value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const steps = issue?.path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)) ?? [];
  // zod's own sentences may quote the input; its codes and ours do not.
  const problem = issue?.code === 'custom' ? issue.message : (issue?.code ?? 'invalid');
  const found = (issue?.path ?? []).reduce<unknown>(
    (at, step) => (isStepped(at) ? at[String(step)] : undefined),
    value,
  );
  throw new ClarusDecodeError(`${path}${steps.join('')}`, problem, { sample: shapeOf(found) });
}

function isStepped(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** What is there, without saying what it says. Names that could be data (ids, references as keys) are left out too. */
export function shapeOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return `list of ${value.length}`;
  if (typeof value === 'string') return `text of ${value.length}`;
  if (typeof value !== 'object') return typeof value;
  const names = Object.keys(value).filter((name) => /^[a-z]+(_[a-z0-9]+)*$/.test(name) && name.length <= 40);
  return names.length === 0 ? 'object' : `object with ${names.slice(0, 12).join(', ')}`;
}
