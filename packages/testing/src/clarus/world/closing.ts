/** Orders that end otherwise than in full: cancelled, or short. */
import type { WorldLine, WorldOrder } from './model.js';
import { ringOrder } from './orders.js';
import { orderPayload } from './records.js';
import { insist, orderOf } from './rules.js';
import { afterDispatch } from './shipping.js';
import type { WorldState } from './state.js';
import { balanceOfLine, ringBalance } from './stock.js';

/**
 * Draft and pending orders are deleted; started ones are deallocated and keep what was dispatched;
 * a completed one refuses. Labels are left as they are: voiding them is another deed.
 *
 * @throws {WarehouseRefusal}
 */
export function cancelOrder(state: WorldState, orderId: string): void {
  const order = orderOf(state, orderId);
  insist(order, 'DRAFT', 'PENDING', 'ALLOCATED', 'PART_ALLOCATED', 'PICK');
  const isUnstarted = order.status === 'DRAFT' || order.status === 'PENDING';
  order.status = 'CANCELLED';
  if (isUnstarted) {
    const record = orderPayload(state, order);
    for (const line of [...state.lines.of(orderId)]) state.lines.remove(line.id);
    state.orders.remove(orderId);
    // Whether Clarus still rings for a record it deleted is not documented; assumed here.
    state.ring({ resource: 'goods_out', event: 'cancelled', recordId: orderId, record });
    return;
  }
  cancelTasks(state, orderId);
  for (const line of state.lines.of(orderId)) release(state, order, line, line.dispatched);
  ringOrder(state, order, 'cancelled');
}

/** Gives up whatever was not picked. What was picked can still go; when all of it has, the order is complete. */
export function shortOrder(state: WorldState, orderId: string): void {
  const order = orderOf(state, orderId);
  insist(order, 'ALLOCATED', 'PART_ALLOCATED', 'PICK');
  for (const line of state.lines.of(orderId)) {
    release(state, order, line, line.picked);
    line.shorted = line.ordered - line.picked;
  }
  afterDispatch(state, order);
}

/** Gives up whatever was not dispatched: the order is complete, and short. */
export function shortAndComplete(state: WorldState, orderId: string): void {
  const order = orderOf(state, orderId);
  insist(order, 'ALLOCATED', 'PART_ALLOCATED', 'PICK');
  cancelTasks(state, orderId);
  for (const line of state.lines.of(orderId)) {
    release(state, order, line, line.dispatched);
    line.shorted = line.ordered - line.dispatched;
  }
  afterDispatch(state, order);
}

/** Returns what a line holds beyond `kept` units to what can be sold. */
function release(state: WorldState, order: WorldOrder, line: WorldLine, kept: number): void {
  const unpicked = line.allocated - line.picked;
  const picked = Math.max(0, line.picked - kept);
  if (unpicked + picked === 0) return;
  const balance = balanceOfLine(state, order, line);
  balance.allocated -= unpicked;
  balance.picked -= picked;
  balance.available += unpicked + picked;
  line.picked -= picked;
  line.allocated = line.picked;
  ringBalance(state, balance);
}

function cancelTasks(state: WorldState, orderId: string): void {
  for (const task of state.tasks.of(orderId)) if (task.status === 'AVAILABLE') task.status = 'CANCELLED';
}
