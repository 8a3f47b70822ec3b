import type { Shipment } from '../shipments/shipment.js';
import type { Task } from '../tasks/task.js';
import type { Transaction } from '../transactions/transaction.js';
import type { OrderLine } from './line.js';
import type { Order } from './order.js';

/** An order to read, and what earlier readings of it have taught. */
export interface Target {
  readonly id: string;
  /** Null only where orders can be asked for by id. */
  readonly reference: string | null;
  /** Cursor of the page on which the order was found, when many orders share its reference. */
  readonly orderAfter: string | undefined;
  /** An earlier reading already had it completed, so that these lines are certainly not older. */
  readonly wasCompleted: boolean;
  /** An earlier reading already had lines of the order but no order. */
  readonly wasContradictory: boolean;
}

/** What one request brought about one order. */
export interface Reading {
  readonly order: Order | null;
  /** Cursor of the page the order is on; undefined for the first. */
  readonly orderAfter: string | undefined;
  readonly lines: readonly OrderLine[];
  readonly shipments: readonly Shipment[];
  readonly tasks: readonly Task[];
  readonly recentTasks: readonly Task[];
  readonly transactions: readonly Transaction[];
}

export type Judgement =
  | { readonly kind: 'sound'; readonly order: Order }
  /** Clarus no longer has the order. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'again'; readonly target: Target }
  | { readonly kind: 'contradiction'; readonly problem: string };

/**
 * Can this reading be believed? Data in, data out.
 *
 * Clarus has no snapshot, but one request reads the order before its lines, so a status is normally not newer than the
 * quantities beside it. Where that is not certain (the order came from a later page, asked after the lines), or where
 * believing it wrongly would hurt most (a completed order that looks short), the whole is read once more.
 */
export function judgeReading(target: Target, reading: Reading): Judgement {
  const { order, lines } = reading;
  if (lines.some((line) => line.orderId !== null && line.orderId !== target.id)) {
    return { kind: 'contradiction', problem: 'lines of another order came back for it' };
  }
  if (order === null) return judgeMissing(target, lines);
  if (reading.orderAfter !== target.orderAfter) {
    return { kind: 'again', target: { ...target, orderAfter: reading.orderAfter } };
  }
  if (!target.wasCompleted && isCompleted(order) && lines.some((line) => line.dispatched < line.ordered)) {
    return { kind: 'again', target: { ...target, wasCompleted: true } };
  }
  return { kind: 'sound', order };
}

function judgeMissing(target: Target, lines: readonly OrderLine[]): Judgement {
  // Rows shift between pages: it may have moved to an earlier one.
  if (target.orderAfter !== undefined) return { kind: 'again', target: { ...target, orderAfter: undefined } };
  const own = lines.filter((line) => line.orderId === target.id);
  if (own.length === 0) return { kind: 'gone' };
  const reference = own.find((line) => line.orderReference !== null)?.orderReference ?? null;
  if (target.reference !== null && reference !== null && reference !== target.reference) {
    return { kind: 'again', target: { ...target, reference } }; // it was renamed
  }
  if (!target.wasContradictory) return { kind: 'again', target: { ...target, wasContradictory: true } };
  return { kind: 'contradiction', problem: 'its lines are listed and it is not' };
}

function isCompleted(order: Order): boolean {
  return order.statusCode.toUpperCase() === 'COMPLETED';
}
