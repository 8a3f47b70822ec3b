/** From what was typed to what is meant. Each names its option when it cannot. */
import { UsageError } from './errors.js';

const UNITS_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 };

/** An ISO 8601 date or instant, or how long ago: `90m`, `36h`, `7d`, `2w`. Returns an ISO instant. */
export function instantOf(option: string, text: string, nowMs: number): string {
  const [, count, unit] = /^(\d{1,5})([mhdw])$/.exec(text) ?? [];
  if (count !== undefined && unit !== undefined) {
    return new Date(nowMs - Number(count) * (UNITS_MS[unit] ?? 0)).toISOString();
  }
  const isIso = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/.test(text);
  const atMs = isIso ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(atMs)) {
    throw new UsageError(
      `${option}: give a date (2026-03-01), an instant with its offset (2026-03-01T09:00:00Z) or how long ago (7d, 36h).`,
      option,
    );
  }
  return new Date(atMs).toISOString();
}

export function wholeNumberOf(option: string, text: string, min: number, max: number): number {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(number >= min && number <= max)) {
    throw new UsageError(`${option}: give a whole number from ${min} to ${max}.`, option);
  }
  return number;
}

export function required(option: string, value: string | null, what: string): string {
  if (value === null || value.trim() === '') throw new UsageError(`${option} is needed: ${what}.`, option);
  return value;
}

type Given<Fields> = { readonly [Name in keyof Fields]?: Exclude<Fields[Name], null> };

/** Leaves out what was not given: an operation tells "not said" from "said to be nothing". */
export function given<Fields extends object>(fields: Fields): Given<Fields> {
  // Every name that is left has the value it had, and that value is not null.
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as Given<Fields>;
}
