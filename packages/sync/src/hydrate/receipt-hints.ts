/** What a receipt's webhook told the reader, carried by the bell as plain JSON. Pure. */
import type { KnownReceiptLine } from '../decide/rows.js';

export interface ReceiptHint {
  readonly reference: string | null;
  readonly lines: readonly KnownReceiptLine[];
  /** Ids of every automation that rang. */
  readonly automations: readonly string[];
}

/** Bells of one key keep the newest word of each member: a member per automation keeps them all. */
const AUTOMATION = 'automation:';

export function toReceiptHint({ reference, lines, automations }: ReceiptHint): Readonly<Record<string, unknown>> {
  return {
    ...(reference === null ? {} : { reference }),
    ...(lines.length === 0 ? {} : { lines }),
    ...Object.fromEntries(automations.map((id) => [`${AUTOMATION}${id}`, true])),
  };
}

/** Reads back what `toReceiptHint` wrote. */
export function fromReceiptHint(hint: Readonly<Record<string, unknown>>): ReceiptHint {
  return {
    reference: typeof hint.reference === 'string' && hint.reference !== '' ? hint.reference : null,
    lines: Array.isArray(hint.lines) ? hint.lines.flatMap(toLine) : [],
    automations: Object.keys(hint).flatMap((name) =>
      name.startsWith(AUTOMATION) ? [name.slice(AUTOMATION.length)] : [],
    ),
  };
}

function toLine(value: unknown): KnownReceiptLine[] {
  if (typeof value !== 'object' || value === null || !('id' in value) || typeof value.id !== 'string') return [];
  const units = (name: 'expected' | 'received'): number | null => {
    const found: unknown = Object.getOwnPropertyDescriptor(value, name)?.value;
    return typeof found === 'number' ? found : null;
  };
  const sku = 'sku' in value && typeof value.sku === 'string' ? value.sku : null;
  return [{ id: value.id, sku, expected: units('expected'), received: units('received') }];
}
