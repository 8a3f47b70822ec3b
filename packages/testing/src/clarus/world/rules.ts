/** What the warehouse system refuses, and how records are found by the names people use. */
import type { WorldAccount, WorldOrder, WorldShipment } from './model.js';
import type { WorldState } from './state.js';

/** Code of a Clarus account; the tenant's first one when left out. */
export type AccountCode = string;

/** A verb against Clarus's rules: completing a cancelled order, dispatching twice … */
export class WarehouseRefusal extends Error {
  override readonly name = 'WarehouseRefusal';
  /** Stable symbol, as in Clarus's error bodies. */
  readonly symbol: string;

  constructor(symbol: string, message: string) {
    super(message);
    this.symbol = symbol;
  }
}

export function accountOf(state: WorldState, code?: AccountCode): WorldAccount {
  const account = code === undefined ? state.accounts[0] : state.accounts.find((each) => each.code === code);
  if (account === undefined) throw new WarehouseRefusal('account_not_found', `There is no account ${code ?? ''}`);
  return account;
}

export function orderOf(state: WorldState, orderId: string): WorldOrder {
  const order = state.orders.get(orderId);
  if (order === undefined) throw new WarehouseRefusal('goods_out_not_found', `There is no order ${orderId}`);
  return order;
}

export function shipmentOf(state: WorldState, shipmentId: string): WorldShipment {
  const shipment = state.shipments.get(shipmentId);
  if (shipment === undefined) throw new WarehouseRefusal('shipment_not_found', `There is no shipment ${shipmentId}`);
  return shipment;
}

/** @throws {WarehouseRefusal} unless the order is in one of these statuses. */
export function insist(order: WorldOrder, ...statuses: readonly WorldOrder['status'][]): void {
  if (statuses.includes(order.status)) return;
  throw new WarehouseRefusal(
    'goods_out_status_invalid',
    `Order ${order.id} is ${order.status}, not ${statuses.join(' or ')}`,
  );
}
