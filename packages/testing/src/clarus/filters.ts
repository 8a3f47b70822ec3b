/** Clarus's filter operators, as documented; where the documentation is silent, said so. */
import { isObject, type JsonObject } from '../json.js';

export type FilterInput = 'String' | 'Id' | 'Datetime' | 'Number' | 'Boolean' | 'Code' | 'Exact';

/** Input types as the schema declares them, and the operators of each. */
export const FILTER_INPUTS: Readonly<Record<FilterInput, { readonly type: string; readonly fields: string }>> = {
  String: { type: 'StringInputType', fields: 'eq: String ilike: String like: String in: [String!] between: [String!]' },
  Id: { type: 'IdInputType', fields: 'eq: ID in: [ID!] gt: ID gteq: ID lt: ID lteq: ID filled: Boolean' },
  Datetime: {
    type: 'DatetimeInputType',
    fields: 'eq: ISO8601DateTime from: ISO8601DateTime to: ISO8601DateTime between: [ISO8601DateTime!]',
  },
  Number: {
    type: 'DecimalInputType',
    fields: 'eq: Float gt: Float gteq: Float lt: Float lteq: Float between: [Float!]',
  },
  Boolean: { type: 'BooleanInputType', fields: 'eq: Boolean!' },
  // Enumerations whose members no document lists: text, so that none is refused.
  Code: { type: 'CodeInputType', fields: 'eq: String in: [String!]' },
  Exact: { type: 'ExactInputType', fields: 'eq: String' },
};

/** What a filter looks at: ids and texts as strings, instants in epoch milliseconds. */
export type FilterValue = string | number | boolean | null;

/** True when the value satisfies every operator. Bounds are inclusive (Clarus does not say). */
export function satisfies(input: FilterInput, value: FilterValue, operators: unknown): boolean {
  if (!isObject(operators)) return true;
  return Object.entries(operators).every(([operator, operand]) => {
    if (operand === null || operand === undefined) return true;
    if (operator === 'filled') return (value !== null) === operand;
    if (value === null) return false;
    return compare(input, operator, value, operand);
  });
}

function compare(input: FilterInput, operator: string, value: FilterValue, operand: unknown): boolean {
  const read = (raw: unknown): FilterValue => comparable(input, raw);
  const own = comparable(input, value);
  const all = Array.isArray(operand) ? operand.map(read) : [read(operand)];
  const [first = null, second = null] = all;
  switch (operator) {
    case 'eq':
      return own === first;
    case 'in':
      return all.includes(own);
    case 'like':
      return String(own).includes(String(first));
    case 'ilike':
      return String(own).toLowerCase().includes(String(first).toLowerCase());
    case 'gt':
      return isAbove(own, first);
    case 'gteq':
    case 'from':
      return !isAbove(first, own);
    case 'lt':
      return isAbove(first, own);
    case 'lteq':
    case 'to':
      return !isAbove(own, first);
    case 'between':
      return !isAbove(first, own) && !isAbove(own, second);
    default:
      return false;
  }
}

/** Ids compare as numbers, instants as milliseconds, everything else as it is. */
function comparable(input: FilterInput, raw: unknown): FilterValue {
  if (input === 'Id') return Number(raw);
  if (input === 'Datetime') return typeof raw === 'number' ? raw : Date.parse(String(raw));
  return typeof raw === 'string' || typeof raw === 'number' || typeof raw === 'boolean' ? raw : null;
}

function isAbove(left: FilterValue, right: FilterValue): boolean {
  return left !== null && right !== null && left > right;
}

/** The values `eq` or `in` ask of this member, each once; null when neither does. Lets a root use its index. */
export function askedValues(filter: JsonObject, field: string): readonly string[] | null {
  const operators = filter[field];
  if (!isObject(operators)) return null;
  const { eq, in: anyOf } = operators;
  if (typeof eq === 'string' || typeof eq === 'number') return [String(eq)];
  return Array.isArray(anyOf) ? [...new Set(anyOf.map(String))] : null;
}
