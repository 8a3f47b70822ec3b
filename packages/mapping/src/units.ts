/** Units of order lines, by line id. Clarus has decimals; a millionth of a unit is noise. */
import type { CatalogueProduct, OrderLine } from './inputs.js';
import type { ItemQuantity } from './milestones.js';
import { own } from './own.js';

export type UnitsByLine = Readonly<Record<string, number>>;

export function roundUnits(quantity: number): number {
  return Math.round(quantity * 1e6) / 1e6;
}

export function sumUnits(units: UnitsByLine): number {
  let sum = 0;
  for (const quantity of Object.values(units)) sum += quantity;
  return roundUnits(sum);
}

/** Units of every line for which `quantityOf` says more than nothing. */
export function unitsOf(lines: readonly OrderLine[], quantityOf: (line: OrderLine) => number): UnitsByLine {
  const entries: [string, number][] = [];
  for (const line of lines) {
    const quantity = roundUnits(quantityOf(line));
    if (quantity > 0) entries.push([line.id, quantity]);
  }
  return Object.fromEntries(entries);
}

/** Units that neither left nor were given up, of an order that is open. */
export function outstandingUnits(lines: readonly OrderLine[]): UnitsByLine {
  return unitsOf(lines, ({ ordered, dispatched, closedAs }) => (closedAs === undefined ? ordered - dispatched : 0));
}

/** All of them together, line by line. */
export function addUnits(...all: readonly UnitsByLine[]): UnitsByLine {
  const sum = new Map<string, number>();
  for (const units of all) {
    for (const [line, quantity] of Object.entries(units)) sum.set(line, roundUnits((sum.get(line) ?? 0) + quantity));
  }
  return Object.fromEntries(sum);
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
  if (Object.keys(units).length === 0) return [];
  const items = new Map<string, ItemQuantity>();
  const known = new Map(products.map((product) => [product.sku, product]));
  for (const line of lines) {
    const { sku, productName, ordered, dispatched, closedAs } = line;
    const quantity = own(units, line.id) ?? 0;
    const outstanding = isClosed || closedAs !== undefined ? 0 : roundUnits(Math.max(0, ordered - dispatched));
    const before = items.get(sku);
    if (before === undefined) {
      const item = { sku, productName, quantity, ordered, shipped: dispatched, outstanding };
      const product = known.get(sku);
      items.set(sku, product === undefined ? item : { ...item, product });
      continue;
    }
    items.set(sku, {
      ...before,
      productName: before.productName ?? productName,
      quantity: roundUnits(before.quantity + quantity),
      ordered: roundUnits(before.ordered + ordered),
      shipped: roundUnits(before.shipped + dispatched),
      outstanding: roundUnits(before.outstanding + outstanding),
    });
  }
  return [...items.values()].filter((item) => item.quantity > 0);
}
