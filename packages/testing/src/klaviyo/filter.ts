/** Klaviyo's `filter` parameter, as far as our endpoints take one: `op(field,value)` joined by commas or `and(…)`. */

export interface Condition {
  readonly operator: string;
  readonly field: string;
  /** Strings are quoted on the wire, instants are not; both arrive here as text. */
  readonly values: readonly string[];
}

/** Null: not a filter Klaviyo would understand. */
export function parseFilter(text: string): readonly Condition[] | null {
  const inner = /^and\((.*)\)$/s.exec(text.trim())?.[1] ?? text.trim();
  const parts = splitTopLevel(inner);
  if (parts === null) return null;
  const conditions: Condition[] = [];
  for (const part of parts) {
    const match = /^([a-z-]+)\(\s*([a-z_.]+)\s*,\s*(.+)\)$/s.exec(part);
    const [, operator, field, value] = match ?? [];
    if (operator === undefined || field === undefined || value === undefined) return null;
    const values = literals(value);
    if (values === null) return null;
    conditions.push({ operator, field, values });
  }
  return conditions;
}

function literals(text: string): readonly string[] | null {
  const list = /^\[(.*)\]$/s.exec(text.trim())?.[1];
  const parts = list === undefined ? [text.trim()] : splitTopLevel(list);
  if (parts === null) return null;
  const values: string[] = [];
  for (const part of parts) {
    const quoted = /^(["'])(.*)\1$/s.exec(part)?.[2];
    const isDate = /^\d{4}-\d{2}-\d{2}T/.test(quoted ?? '');
    if (isDate) return null; // "invalid filter": datetimes go unquoted
    values.push(quoted?.replaceAll(/\\(.)/g, '$1') ?? part);
  }
  return values;
}

/** At commas outside quotes and brackets. Null when they do not balance. */
function splitTopLevel(text: string): readonly string[] | null {
  const parts: string[] = [];
  let current = '';
  let depth = 0;
  let quote: string | null = null;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (quote !== null) {
      current += character;
      if (character === '\\') {
        index += 1;
        current += text.charAt(index);
      } else if (character === quote) quote = null;
      continue;
    }
    if (character === ',' && depth === 0) {
      parts.push(current.trim());
      current = '';
      continue;
    }
    if (character === '"' || character === "'") quote = character;
    if (character === '(' || character === '[') depth += 1;
    if (character === ')' || character === ']') depth -= 1;
    current += character;
  }
  if (quote !== null || depth !== 0) return null;
  if (current.trim() !== '') parts.push(current.trim());
  return parts;
}
