/** Webhook bodies. None is documented; Clarus promises "the full payload of the affected record". */
import { ukTimestamp } from '../timestamps.js';
import type { WorldBalance, WorldOrder, WorldReceipt } from './model.js';
import type { WorldState } from './state.js';

export const STATUS_NAMES: Readonly<Record<WorldOrder['status'], string>> = {
  DRAFT: 'Draft',
  PENDING: 'Pending',
  PICK: 'Picking',
  ALLOCATED: 'Allocated',
  PART_ALLOCATED: 'Part Allocated',
  COMPLETED: 'Completed',
  CANCELLED: 'Cancelled',
};

/** The recipient is in it whatever readers are offered; shipments are not. */
export function orderPayload(state: WorldState, order: WorldOrder): Readonly<Record<string, unknown>> {
  return {
    id: Number(order.id),
    reference: order.reference,
    goods_out_type: order.goodsOutType,
    account_id: Number(order.accountId),
    warehouse_id: Number(order.warehouseId),
    carrier_id: order.carrierId === null ? null : Number(order.carrierId),
    goods_out_status: { code: order.status, name: STATUS_NAMES[order.status] },
    account: codeOf(state.accounts.find(({ id }) => id === order.accountId)),
    warehouse: codeOf(state.warehouses.find(({ id }) => id === order.warehouseId)),
    external_system_reference1: order.shopReference,
    created_at: ukTimestamp(order.createdAtMs),
    actual_date_of_dispatch: order.completedAtMs === null ? null : ukTimestamp(order.completedAtMs),
    address: {
      name: order.address.name,
      email_address: order.address.email,
      phone_number: order.address.phone,
      country_code: order.address.countryCode,
    },
    lines: state.lines.of(order.id).map((line) => ({
      id: Number(line.id),
      product: codeOf(state.products.get(line.productId)),
      order_quantity: line.ordered,
      pick_quantity: line.picked,
      dispatch_quantity: line.dispatched,
    })),
  };
}

export function balancePayload(state: WorldState, balance: WorldBalance): Readonly<Record<string, unknown>> {
  return {
    product_id: Number(balance.productId),
    account_id: Number(balance.accountId),
    warehouse_id: Number(balance.warehouseId),
    product: codeOf(state.products.get(balance.productId)),
    account: codeOf(state.accounts.find(({ id }) => id === balance.accountId)),
    warehouse: codeOf(state.warehouses.find(({ id }) => id === balance.warehouseId)),
    available: balance.available,
    allocated: balance.allocated,
    ordered: balance.ordered,
    received: balance.received,
    picked: balance.picked,
  };
}

export function receiptPayload(state: WorldState, receipt: WorldReceipt): Readonly<Record<string, unknown>> {
  return {
    id: Number(receipt.id),
    reference: receipt.reference,
    status: receipt.status,
    account_id: Number(receipt.accountId),
    warehouse_id: Number(receipt.warehouseId),
    account: codeOf(state.accounts.find(({ id }) => id === receipt.accountId)),
    warehouse: codeOf(state.warehouses.find(({ id }) => id === receipt.warehouseId)),
    actual_date_of_receipt: receipt.receivedAtMs === null ? null : ukTimestamp(receipt.receivedAtMs),
    external_system_reference1: receipt.externalReference,
    lines: receipt.lines.map((line) => ({
      id: Number(line.id),
      product: codeOf(state.products.get(line.productId)),
      expected_quantity: line.quantity,
    })),
  };
}

function codeOf(record: { readonly id: string; readonly code: string } | undefined): unknown {
  return record === undefined ? null : { id: Number(record.id), code: record.code };
}
