import { KlaviyoInvalidError } from './errors.js';

/** Klaviyo's operators; which of them a field takes is the endpoint's business. */
export type FilterOperator =
  | 'equals'
  | 'any'
  | 'contains'
  | 'contains-any'
  | 'contains-all'
  | 'starts-with'
  | 'ends-with'
  | 'greater-than'
  | 'greater-or-equal'
  | 'less-than'
  | 'less-or-equal'
  | 'has';

/** Text is quoted, a `Date` is an instant and is not. */
export type FilterValue = string | number | boolean | Date;

const RANGES: ReadonlySet<FilterOperator> = new Set(['greater-than', 'greater-or-equal', 'less-than', 'less-or-equal']);
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/;

/**
 * One condition, escaped: text in double quotes, instants bare, since Klaviyo calls a quoted one an invalid filter. In a
 * range an ISO 8601 text with offset is taken for the instant it is.
 *
 * @throws {KlaviyoInvalidError} a range from what is neither number nor instant, an invalid date, a number that is none.
 * @see Klaviyo API overview, "Filtering"
 * @example
 * where('equals', 'email', `o'brien@shop.example`);        // equals(email,"o'brien@shop.example")
 * where('any', 'sku', ['A', 'B']);                         // any(sku,["A","B"])
 * where('greater-or-equal', 'datetime', new Date(0));      // greater-or-equal(datetime,1970-01-01T00:00:00.000Z)
 * where('has', 'profile');                                 // has(profile)
 */
export function where(operator: FilterOperator, field: string, value?: FilterValue | readonly FilterValue[]): string {
  if (value === undefined) return `${operator}(${field})`;
  const literal = (one: FilterValue): string => literalOf(one, RANGES.has(operator));
  return `${operator}(${field},${isList(value) ? `[${value.map(literal).join(',')}]` : literal(value)})`;
}

/** All of them together; one alone stays as it is. */
export function allOf(first: string, ...others: readonly string[]): string {
  return others.length === 0 ? first : `and(${[first, ...others].join(',')})`;
}

function literalOf(value: FilterValue, isRange: boolean): string {
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) throw invalid('an invalid date.');
    return value.toISOString();
  }
  if (typeof value === 'number' && !Number.isFinite(value)) throw invalid('a number that is none.');
  if (typeof value !== 'string') return String(value);
  if (!isRange) return `"${value.replace(/[\\"]/g, '\\$&')}"`;
  if (!INSTANT.test(value)) throw invalid('a range needs a number or an instant: ISO 8601 with offset.');
  return value;
}

function isList(value: FilterValue | readonly FilterValue[]): value is readonly FilterValue[] {
  return Array.isArray(value);
}

function invalid(detail: string): KlaviyoInvalidError {
  return new KlaviyoInvalidError('filter', detail);
}
