import { isRecord } from '../json.js';

/** A line as a receipt's body names it. Null: the body does not say. */
export interface WebhookReceiptLine {
  readonly id: string;
  readonly sku: string | null;
  readonly expected: number | null;
  readonly received: number | null;
}

/** Where the lines could be: no body is documented, the templates of the same records say `lines` and the longer name. */
const PLACES = ['lines', 'goods_in_receipt_lines'];

/**
 * The lines of a receipt that a `goods_in` webhook's record names (`event.record`). A line without an id is left out:
 * nothing could be told of it once.
 */
export function receiptLinesOf(record: Readonly<Record<string, unknown>> | null): readonly WebhookReceiptLine[] {
  const found = PLACES.map((place) => record?.[place]).find(Array.isArray) ?? [];
  return found.flatMap((line: unknown): WebhookReceiptLine[] => {
    const flat = isRecord(line) && isRecord(line['attributes']) ? { ...line, ...line['attributes'] } : line;
    if (!isRecord(flat)) return [];
    const { id, product } = flat;
    if (typeof id !== 'string' && typeof id !== 'number') return [];
    const sku = isRecord(product) ? product['code'] : flat['product_code'];
    return [
      {
        id: String(id),
        sku: typeof sku === 'string' && sku !== '' ? sku : null,
        expected: unitsOf(flat['expected_quantity']),
        received: unitsOf(flat['received_quantity']),
      },
    ];
  });
}

function unitsOf(value: unknown): number | null {
  const units = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof units === 'number' && Number.isFinite(units) ? units : null;
}
