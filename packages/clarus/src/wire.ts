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

/** Fields this version does not know, exactly as they came. */
export type Unknowns = Readonly<Record<string, unknown>>;

const invalid = (context: z.core.ParsePayload<unknown>, message: string): never => {
  context.issues.push({ code: 'custom', message, input: undefined });
  return z.NEVER;
};

/** Ids are strings in the documented answers and integers in its schemas: both become a string. */
export const id: z.ZodMiniType<string> = z.pipe(
  z.unknown(),
  z.transform((value, context) => {
    if (typeof value === 'string' && value.trim() !== '') return value;
    if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
    return invalid(context, 'expected an id');
  }),
);

export const optionalId: z.ZodMiniType<string | null> = orNull(id);

/** A word that must be there. A number is taken for the word it looks like: codes and references may be all digits. */
export const word: z.ZodMiniType<string> = z.pipe(
  z.unknown(),
  z.transform((value, context) => {
    if (typeof value === 'string') return value;
    if (typeof value === 'number' && Number.isFinite(value)) return String(value);
    return invalid(context, 'expected text');
  }),
);

/** `''` and blanks say as little as null does. */
export const optionalWord: z.ZodMiniType<string | null> = z.pipe(
  orNull(word),
  z.transform((value) => (value === null || value.trim() === '' ? null : value)),
);

export const quantity: z.ZodMiniType<number> = z.pipe(
  z.unknown(),
  z.transform((value, context) => {
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    if (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value.trim())) return Number(value);
    return invalid(context, 'expected a quantity');
  }),
);

export const optionalQuantity: z.ZodMiniType<number | null> = orNull(quantity);

/** For counters that Clarus leaves null until the first unit: null is none. Missing is still an error. */
export const counter: z.ZodMiniType<number> = z.pipe(
  z.nullable(quantity),
  z.transform((value) => value ?? 0),
);

const flag: z.ZodMiniType<boolean> = z.pipe(
  z.unknown(),
  z.transform((value, context) => {
    if (typeof value === 'boolean') return value;
    if (value === 'true' || value === 'false') return value === 'true';
    return invalid(context, 'expected true or false');
  }),
);

export const optionalFlag: z.ZodMiniType<boolean | null> = orNull(flag);

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DATE_TIME = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?) ?(Z|UTC|[+-]\d{2}:?\d{2})$/i;

/**
 * A date-time with a zone in any form Clarus is seen to use (`Z`, an offset that follows British summer time, with
 * milliseconds or without) becomes ISO 8601 in UTC; a bare date stays one; `''` is null. A date-time without a zone
 * means nothing certain and is refused.
 */
export const optionalInstant: z.ZodMiniType<string | null> = z.pipe(
  z.optional(z.unknown()),
  z.transform((value, context) => {
    if (value === null || value === undefined) return null;
    if (typeof value !== 'string') return invalid(context, 'expected a date');
    const text = value.trim();
    return text === '' ? null : (toInstant(text) ?? invalid(context, 'expected a date, or a date-time with its zone'));
  }),
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

const coded: z.ZodMiniType<CodedRecord> = z.pipe(
  z.looseObject({ id, code: optionalWord, name: optionalWord }),
  z.transform((record): CodedRecord => ({ id: record.id, code: record.code, name: record.name })),
);

export const optionalCoded: z.ZodMiniType<CodedRecord | null> = orNull(coded);

/** Null and absent are one: what a tenant does not offer is not asked for, and so not answered. */
function orNull<T>(schema: z.ZodMiniType<T>): z.ZodMiniType<T | null> {
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
  throw new ClarusDecodeError(`${path}${steps.join('')}`, problem);
}
