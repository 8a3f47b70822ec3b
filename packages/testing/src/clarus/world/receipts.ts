/** Goods coming in: announced, received line by line, put away; or never come. */
import type { WorldReceipt, WorldReceiptLine } from './model.js';
import { receiptPayload } from './records.js';
import { type AccountCode, accountOf, WarehouseRefusal } from './rules.js';
import type { WorldState } from './state.js';
import { balanceOf, book, mainWarehouse, productOf, ringBalance, ringStock } from './stock.js';

/** A receipt to be made there. */
export interface NewReceipt {
  readonly id?: string;
  readonly reference: string;
  readonly account?: AccountCode;
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
  /** What an upstream returns system put there, e.g. the original order. */
  readonly externalReference?: string;
  /** *Return* instead of *Goods In* on the receipt screen. */
  readonly isReturn?: boolean;
  /** @default now */
  readonly expectedAtMs?: number;
}

export function createReceipt(state: WorldState, receipt: NewReceipt): WorldReceipt {
  const { id, reference, account, lines, externalReference = null, isReturn = false } = receipt;
  const owner = accountOf(state, account);
  const record = state.receipts.insert({
    id: state.nextId('receipt', id),
    reference,
    accountId: owner.id,
    warehouseId: mainWarehouse(state),
    expectedAtMs: receipt.expectedAtMs ?? state.now(),
    externalReference,
    kind: isReturn ? 'RETURN' : 'GOODS_IN',
    lines: lines.map(({ sku, quantity }) => ({
      id: state.nextId('receiptLine'),
      productId: productOf(state, sku, account).id,
      quantity,
      received: 0,
    })),
    status: 'pending',
    receivedAtMs: null,
  });
  for (const { productId, quantity } of record.lines) balanceOf(state, productId, owner.id).ordered += quantity;
  ringReceipt(state, record, 'created');
  return record;
}

/**
 * Units come in: each line's receive task is confirmed. Clarus has no event for a part that was received.
 * @throws {WarehouseRefusal}
 */
export function receiveUnits(state: WorldState, receiptId: string, units: Readonly<Record<string, number>>): void {
  const receipt = openReceipt(state, receiptId);
  for (const line of receipt.lines) receiveLine(state, receipt, line, units[skuOf(state, line)] ?? 0);
  receipt.status = 'receiving';
}

/** Received and put away: the units can be sold. */
export function completeReceipt(state: WorldState, receiptId: string): void {
  const receipt = openReceipt(state, receiptId);
  for (const line of receipt.lines) receiveLine(state, receipt, line, line.quantity - line.received);
  close(state, receipt, 'completed');
}

/** What has not come will not come: it is completed with what is there. */
export function shortReceipt(state: WorldState, receiptId: string): void {
  close(state, openReceipt(state, receiptId), 'completed');
}

/** @throws {WarehouseRefusal} something of it was received. */
export function cancelReceipt(state: WorldState, receiptId: string): void {
  const receipt = openReceipt(state, receiptId);
  if (receipt.status !== 'pending') throw new WarehouseRefusal('receipt_started', `Receipt ${receiptId} was begun`);
  close(state, receipt, 'cancelled');
}

function close(state: WorldState, receipt: WorldReceipt, status: 'completed' | 'cancelled'): void {
  receipt.status = status;
  if (status === 'completed') receipt.receivedAtMs = state.now();
  for (const { productId, quantity, received } of receipt.lines)
    balanceOf(state, productId, receipt.accountId).ordered -= quantity - received;
  ringReceipt(state, receipt, status);
}

function receiveLine(state: WorldState, receipt: WorldReceipt, line: WorldReceiptLine, quantity: number): void {
  if (quantity <= 0) return;
  const { productId } = line;
  const balance = balanceOf(state, productId, receipt.accountId);
  line.received += quantity;
  balance.ordered -= quantity;
  balance.received += quantity;
  balance.available += quantity;
  state.tasks.insert({
    id: state.nextId('task'),
    type: 'RCV',
    subtype: 'standard',
    orderId: '',
    lineId: '',
    receiptLineId: line.id,
    productId,
    accountId: receipt.accountId,
    warehouseId: receipt.warehouseId,
    shipmentId: null,
    storageUnitFromId: null,
    startQuantity: quantity,
    createdAtMs: state.now(),
    status: 'COMPLETED',
    confirmedQuantity: quantity,
    completedAtMs: state.now(),
  });
  const id = book(state, balance, 'RCV', quantity, null);
  ringStock(state, balance, 'received', id, quantity);
  ringBalance(state, balance);
}

function openReceipt(state: WorldState, receiptId: string): WorldReceipt {
  const receipt = state.receipts.get(receiptId);
  if (receipt === undefined || (receipt.status !== 'pending' && receipt.status !== 'receiving')) {
    throw new WarehouseRefusal('receipt_not_open', `Receipt ${receiptId} is not open`);
  }
  return receipt;
}

function skuOf(state: WorldState, { productId }: WorldReceiptLine): string {
  return state.products.get(productId)?.code ?? '';
}

function ringReceipt(state: WorldState, receipt: WorldReceipt, event: string): void {
  state.ring({ resource: 'goods_in', event, recordId: receipt.id, record: receiptPayload(state, receipt) });
}
