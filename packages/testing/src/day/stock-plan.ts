/** Stock before the day, its moves during it, and what must be left: reckoned from the plan alone. */
import { between, pick, type Random } from '../random.js';
import { GARMENTS, SOLD_OUT } from './catalogue.js';
import { less, type PlannedOrder, type Units } from './plan.js';

export interface PlannedMove {
  readonly sku: string;
  readonly delta: number;
  readonly atMs: number;
  readonly reason: 'count' | 'restock' | 'flap';
}

export interface StockPlan {
  /** Units that can be sold when the day begins. */
  readonly opening: ReadonlyMap<string, number>;
  readonly moves: readonly PlannedMove[];
  /** Units that can be sold when everything has happened; only SKUs whose stock moved. */
  readonly closing: ReadonlyMap<string, number>;
}

const MINUTE = 60_000;
const MOVES = 40;

export function planStock(
  random: Random,
  orders: readonly PlannedOrder[],
  startMs: number,
  openForMs: number,
): StockPlan {
  const demand = total(orders.map(allocatedUnits));
  const spare = new Map(GARMENTS.map(({ sku }) => [sku, random() < 0.2 ? 0 : between(random, 3, 40)]));
  const opening = new Map(GARMENTS.map(({ sku }) => [sku, (demand[sku] ?? 0) + (spare.get(sku) ?? 0)]));
  for (const { sku } of SOLD_OUT) opening.set(sku, 0);

  const moves: PlannedMove[] = [];
  for (let index = 0; index < MOVES; index += 1) {
    const { sku } = pick(random, GARMENTS);
    const left = spare.get(sku) ?? 0;
    // Never more off the shelf than no order needs.
    const delta = random() < 0.5 && left > 0 ? -between(random, 1, left) : between(random, 1, 12);
    spare.set(sku, left + Math.min(delta, 0));
    moves.push({ sku, delta, atMs: between(random, startMs + MINUTE, startMs + openForMs - MINUTE), reason: 'count' });
  }
  for (const [index, { sku }] of SOLD_OUT.entries()) {
    const atMs = between(random, startMs + 10 * MINUTE, startMs + openForMs / 2);
    if (index % 2 === 0) {
      moves.push({ sku, delta: between(random, 5, 20), atMs, reason: 'restock' });
    } else {
      // Found, and sold elsewhere within seconds: nobody must be told that it is back.
      moves.push({ sku, delta: 1, atMs, reason: 'flap' });
      moves.push({ sku, delta: -1, atMs: atMs + between(random, 8_000, 25_000), reason: 'flap' });
    }
  }

  const kept = total(orders.map(unitsGone));
  const touched = new Set([...Object.keys(demand), ...moves.map(({ sku }) => sku)]);
  const closing = new Map<string, number>();
  for (const sku of touched) {
    const moved = moves.filter((move) => move.sku === sku).reduce((sum, { delta }) => sum + delta, 0);
    closing.set(sku, (opening.get(sku) ?? 0) - (kept[sku] ?? 0) + moved);
  }
  return { opening, moves, closing };
}

/** What the order takes from stock at first. */
function allocatedUnits(order: PlannedOrder): Units {
  return order.allocateAtMs === null ? {} : less(order.ordered, order.missing);
}

/** What it has taken, or still holds, in the end. */
function unitsGone(order: PlannedOrder): Units {
  if (order.cancelAtMs === null) return allocatedUnits(order);
  return total(order.shipments.filter(({ leaveAtMs }) => leaveAtMs !== null).map(({ contents }) => contents));
}

export function total(units: readonly Units[]): Units {
  const sum: Record<string, number> = {};
  for (const each of units) {
    for (const [sku, quantity] of Object.entries(each)) sum[sku] = (sum[sku] ?? 0) + quantity;
  }
  return sum;
}
