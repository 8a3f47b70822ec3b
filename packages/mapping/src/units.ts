/** Units of order lines, by line id. Clarus has decimals; a millionth of a unit is noise. */
import type { CatalogueProduct, OrderLine } from './inputs.js';
import type { ItemQuantity } from './milestones.js';
import { own } from './own.js';

export type UnitsByLine = Readonly<Record<string, number>>;

export function roundUnits(quantity: number): number {
  return Math.round(quantity * 1e6) / 1e6;
}

export function sumUnits(units: UnitsByLine): number {
  return roundUnits(Object.values(units).reduce((sum, quantity) => sum + quantity, 0));
}

export function addUnits(a: UnitsByLine, b: UnitsByLine): UnitsByLine {
  const sum = new Map(Object.entries(a));
  for (const [line, quantity] of Object.entries(b)) sum.set(line, roundUnits((sum.get(line) ?? 0) + quantity));
  return Object.fromEntries(sum);
}

/** Units of every line for which `quantityOf` says more than nothing. */
export function unitsOf(lines: readonly OrderLine[], quantityOf: (line: OrderLine) => number): UnitsByLine {
  return Object.fromEntries(
    lines.flatMap((line) => {
      const quantity = roundUnits(quantityOf(line));
      return quantity > 0 ? [[line.id, quantity]] : [];
    }),
  );
}

/**
 * Lines as their messages name them: one entry per SKU, in the order of the lines.
 * `isClosed`: what did not leave is not outstanding any more.
 */
export function itemsOf(
  { lines, products }: { readonly lines: readonly OrderLine[]; readonly products: readonly CatalogueProduct[] },
  units: UnitsByLine,
  isClosed: boolean,
): readonly ItemQuantity[] {
  const items = new Map<string, ItemQuantity>();
  for (const line of lines) {
    const before = items.get(line.sku);
    const product = products.find(({ sku }) => sku === line.sku);
    items.set(line.sku, {
      sku: line.sku,
      productName: before?.productName ?? line.productName,
      quantity: roundUnits((before?.quantity ?? 0) + (own(units, line.id) ?? 0)),
      ordered: roundUnits((before?.ordered ?? 0) + line.ordered),
      shipped: roundUnits((before?.shipped ?? 0) + line.dispatched),
      outstanding: isClosed ? 0 : roundUnits((before?.outstanding ?? 0) + Math.max(0, line.ordered - line.dispatched)),
      ...(product === undefined ? {} : { product }),
    });
  }
  return [...items.values()].filter((item) => item.quantity > 0);
}
