/** Stock: who has how much of what, and every movement's record. */
import { ukTimestamp } from '../timestamps.js';
import type { WorldBalance, WorldLine, WorldOrder, WorldProduct } from './model.js';
import { balancePayload } from './records.js';
import { type AccountCode, accountOf, WarehouseRefusal } from './rules.js';
import type { WorldState } from './state.js';

/** A product to be made there. */
export interface NewProduct {
  readonly sku: string;
  readonly description?: string;
  /** Units on the shelf, in the first warehouse. @default 1000 */
  readonly available?: number;
  readonly account?: AccountCode;
}

export function addProduct(state: WorldState, product: NewProduct): WorldProduct {
  const { sku, description = sku, available = 1_000, account } = product;
  const record = state.products.insert({ id: state.nextId('product'), code: sku, description });
  balanceOf(state, record.id, accountOf(state, account).id).available = available;
  return record;
}

/** The product with this code, made on first use. */
export function productOf(state: WorldState, sku: string, account?: AccountCode): WorldProduct {
  return state.products.of(sku)[0] ?? addProduct(state, account === undefined ? { sku } : { sku, account });
}

/** Sets what is available; the difference is booked as an adjustment. */
export function setStock(state: WorldState, sku: string, available: number, account?: AccountCode): void {
  const product = productOf(state, sku, account);
  const balance = balanceOf(state, product.id, accountOf(state, account).id);
  adjustStock(state, sku, available - balance.available, account);
}

/** @throws {WarehouseRefusal} when fewer units are there than are taken off. */
export function adjustStock(state: WorldState, sku: string, delta: number, account?: AccountCode): void {
  const product = productOf(state, sku, account);
  const balance = balanceOf(state, product.id, accountOf(state, account).id);
  if (delta === 0) return;
  if (balance.available + delta < 0)
    throw new WarehouseRefusal('not_enough_stock', `Only ${balance.available} units are there`);
  balance.available += delta;
  const id = book(state, balance, delta > 0 ? 'POSADJ' : 'NEGADJ', Math.abs(delta), null);
  ringStock(state, balance, delta > 0 ? 'positively_adjusted' : 'negatively_adjusted', id, Math.abs(delta));
  ringBalance(state, balance);
}

export function balanceOf(state: WorldState, productId: string, accountId: string): WorldBalance {
  const warehouseId = mainWarehouse(state);
  const key = `${productId}:${accountId}:${warehouseId}`;
  const found = state.balances.get(key);
  if (found !== undefined) return found;
  const made = { productId, accountId, warehouseId, available: 0, allocated: 0, ordered: 0, received: 0, picked: 0 };
  state.balances.set(key, made);
  return made;
}

export function balanceOfLine(state: WorldState, order: WorldOrder, line: WorldLine): WorldBalance {
  return balanceOf(state, line.productId, order.accountId);
}

/** Writes the movement down and returns its id. */
export function book(
  state: WorldState,
  { productId, accountId, warehouseId }: WorldBalance,
  subtype: string,
  quantity: number,
  orderId: string | null,
): string {
  const id = state.nextId('transaction');
  const createdAtMs = state.now();
  state.transactions.insert({
    id,
    subtype,
    category: subtype,
    quantity,
    createdAtMs,
    productId,
    accountId,
    warehouseId,
    orderId,
  });
  return id;
}

/** Rung when `available` changes; whether Clarus also rings for the other quantities is not documented. */
export function ringBalance(state: WorldState, balance: WorldBalance): void {
  const recordId = `${balance.productId}:${balance.accountId}:${balance.warehouseId}`;
  state.ring({ resource: 'stock_balance', event: 'updated', recordId, record: balancePayload(state, balance) });
}

/** The movement's own body, as documented for adjustments: no order is named in it. */
export function ringStock(state: WorldState, balance: WorldBalance, event: string, id: string, quantity: number): void {
  const { product, account, warehouse } = balancePayload(state, balance);
  const created = ukTimestamp(state.now());
  const record = {
    id: Number(id),
    created_at: created,
    product,
    account,
    warehouse,
    quantity,
    new_quantity: balance.available,
  };
  state.ring({ resource: 'stock', event, recordId: id, record });
}

export function mainWarehouse(state: WorldState): string {
  const [first] = state.warehouses;
  if (first === undefined) throw new RangeError('The tenant has no warehouse');
  return first.id;
}
