import type { ClarusContext } from '../context.js';
import { Gathering, gatherAll } from '../gather.js';
import { offers } from '../resource.js';
import { SHIPMENTS } from '../shipments/shipment.js';
import { TASKS } from '../tasks/task.js';
import { TRANSACTIONS } from '../transactions/transaction.js';
import type { Reading, Target } from './judge-reading.js';
import { ORDER_LINES } from './line.js';
import { ORDERS } from './order.js';

/** `completed_at` is documented as a filter and not as a field: any lower bound finds what is completed at all. */
const FAR_PAST = '2000-01-01T00:00:00Z';

export const ORDER_ID_FILTER = 'goods_outs(id)';

interface OrderReading {
  readonly target: Target;
  readonly reading: Reading;
}

/**
 * Reads each order with its lines, shipments, completed dispatch tasks and transactions. The first page of everything
 * is one request; further pages, where there are any, follow together.
 */
export async function readOrders(
  context: ClarusContext,
  targets: readonly Target[],
  since: string | null,
  signal: AbortSignal | undefined,
): Promise<readonly OrderReading[]> {
  const asksById = offers(context.capabilities, ORDER_ID_FILTER);
  // Where the completion time itself is offered there is no need to ask the filter for it.
  const asksRecent = since !== null && !offers(context.capabilities, 'tasks.completed_at');

  const gatherings = targets.map((target, index) => {
    const byOrder = { goods_out_id: { eq: target.id } };
    const completedFrom = (from: string) => ({ ...byOrder, task_type_code: { eq: 'DISP' }, completed_at: { from } });
    return {
      target,
      // First on purpose: a server that resolves in order then reads the status before the quantities.
      orders: new Gathering(ORDERS, {
        alias: `order_${index}`,
        filter: asksById ? { id: { eq: target.id } } : { reference: { eq: target.reference } },
        after: target.orderAfter,
        until: (order) => order.id === target.id,
      }),
      lines: new Gathering(ORDER_LINES, { alias: `lines_${index}`, filter: byOrder }),
      shipments: new Gathering(SHIPMENTS, { alias: `shipments_${index}`, filter: byOrder }),
      tasks: new Gathering(TASKS, { alias: `tasks_${index}`, filter: completedFrom(FAR_PAST) }),
      recentTasks: asksRecent
        ? new Gathering(TASKS, { alias: `recent_tasks_${index}`, filter: completedFrom(since) })
        : null,
      transactions: new Gathering(TRANSACTIONS, { alias: `transactions_${index}`, filter: byOrder }),
    };
  });

  const all = gatherings.flatMap(({ orders, lines, shipments, tasks, recentTasks, transactions }) => [
    orders,
    lines,
    shipments,
    tasks,
    ...(recentTasks === null ? [] : [recentTasks]),
    transactions,
  ]);
  await gatherAll(context, 'ReadOrders', all, signal);

  return gatherings.map(({ target, orders, lines, shipments, tasks, recentTasks, transactions }) => ({
    target,
    reading: {
      order: orders.records.find((order) => order.id === target.id) ?? null,
      orderAfter: orders.lastAfter,
      lines: lines.records,
      shipments: shipments.records,
      tasks: tasks.records,
      recentTasks: recentTasks?.records ?? [],
      transactions: transactions.records,
    },
  }));
}
