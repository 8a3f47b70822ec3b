import type { Task } from '../tasks/task.js';
import type { Transaction } from '../transactions/transaction.js';
import type { DispatchRecord } from './order-view.js';

export interface DispatchEvidence {
  /** Every completed DISP task. */
  readonly tasks: readonly Task[];
  /** Those of them that Clarus's own time filter found completed at or after `since`. */
  readonly recentTasks: readonly Task[];
  readonly since: string | null;
  readonly transactions: readonly Transaction[];
}

/**
 * What was dispatched, by tasks; by transactions only for an order without dispatch tasks (`auto` strategies may make
 * none), for both tell the same movement. A task that says no product or no quantity (a whole pallet's) proves nothing
 * about units and is left out: the lines have the totals.
 */
export function toDispatches({ tasks, recentTasks, since, transactions }: DispatchEvidence): readonly DispatchRecord[] {
  const recentIds = new Set(recentTasks.map((task) => task.id));
  // A task completed between the two readings of one request is in the second only.
  const known = new Map([...recentTasks, ...tasks].map((task) => [task.id, task]));
  const byTask = [...known.values()].flatMap((task): readonly DispatchRecord[] => {
    const sku = task.product?.code ?? null;
    if (sku === null || task.confirmedQuantity === null || task.confirmedQuantity === 0) return [];
    return [
      {
        id: task.id,
        sku,
        quantity: task.confirmedQuantity,
        at: task.completedAt,
        notBefore: recentIds.has(task.id) ? since : null,
        storageUnitId: task.storageUnitFromId,
        source: 'task',
      },
    ];
  });
  return known.size > 0 ? byTask : transactions.flatMap(toDispatch);
}

/** The docs do not name the subtype of a dispatch; these are the spellings of Clarus's other words for it. */
const DISPATCH = new Set(['DISP', 'DISPATCH', 'DISPATCHED']);

function toDispatch(transaction: Transaction): readonly DispatchRecord[] {
  const { id, subtype, category, product, quantity, createdAt } = transaction;
  const isDispatch = [subtype, category].some((word) => word !== null && DISPATCH.has(word.toUpperCase()));
  const sku = product?.code ?? null;
  if (!isDispatch || sku === null) return [];
  return [
    {
      id: `transaction-${id}`,
      sku,
      quantity: Math.abs(quantity), // stock leaving may be counted downwards: the sign is not documented
      at: createdAt,
      notBefore: null,
      storageUnitId: null,
      source: 'transaction',
    },
  ];
}
