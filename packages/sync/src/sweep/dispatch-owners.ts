/**
 * Whose dispatch it was. A task does not name its order (unless the tenant offers it), but tasks can be asked for by
 * order: among the open orders that hold its SKU, those it belongs to are found by halves.
 */
import { chunksOf } from '../chunks.js';
import type { SyncContext } from '../config.js';
import { openSkuName, orderIdsOf } from '../keys.js';
import type { ListedTask } from '../ports.js';
import { listed } from './swept.js';
import type { TimePiece } from './time-cursor.js';

/** Ids in one `in` filter. */
const ORDERS_PER_QUESTION = 100;
/** So few are read at once, which costs one request: asking which of them it is would cost more. */
const READ_TOGETHER = 20;

/** Filter for the dispatches that were completed then. */
export function dispatchedIn({ from, to }: TimePiece): Readonly<Record<string, unknown>> {
  return { task_type_code: { eq: 'DISP' }, completed_at: { from, to } };
}

export interface Owners {
  /** Orders that something of this time belongs to, and their few neighbours. */
  readonly orderIds: readonly string[];
  /** Requests made. */
  readonly requests: number;
}

/** Among the orders we know as open, those that these tasks of this time may belong to. */
export async function dispatchOwners(
  context: SyncContext,
  tasks: readonly ListedTask[],
  piece: TimePiece,
  signal: AbortSignal | undefined,
): Promise<Owners> {
  const orderIds: string[] = [];
  let requests = 0;
  for (const group of chunksOf([...(await candidatesOf(context, tasks))], ORDERS_PER_QUESTION)) {
    const owners = await ownersAmong(context, { group, piece, signal });
    orderIds.push(...owners.orderIds);
    requests += owners.requests;
  }
  return { orderIds, requests };
}

/** Open orders that hold a SKU of a task whose order is not named. */
async function candidatesOf({ store }: SyncContext, tasks: readonly ListedTask[]): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  for (const { orderId, account, product } of tasks) {
    const sku = product?.code ?? null;
    if (orderId === null && account !== null && sku !== null) names.add(openSkuName(account.id, sku));
  }
  const candidates = new Set<string>();
  for (const name of names) for (const orderId of orderIdsOf(await store.keysNamed(name))) candidates.add(orderId);
  return candidates;
}

interface Question {
  readonly group: readonly string[];
  readonly piece: TimePiece;
  readonly signal: AbortSignal | undefined;
}

async function ownersAmong(context: SyncContext, { group, piece, signal }: Question): Promise<Owners> {
  const filter = { ...dispatchedIn(piece), goods_out_id: { in: group } };
  let isHit = false;
  for await (const _task of context.clarus.tasks.list({ ...listed(filter, signal), pageSize: 1 })) {
    isHit = true;
    break;
  }
  if (!isHit) return { orderIds: [], requests: 1 };
  if (group.length <= READ_TOGETHER) return { orderIds: group, requests: 1 };
  const middle = Math.ceil(group.length / 2);
  const left = await ownersAmong(context, { group: group.slice(0, middle), piece, signal });
  const right = await ownersAmong(context, { group: group.slice(middle), piece, signal });
  return { orderIds: [...left.orderIds, ...right.orderIds], requests: 1 + left.requests + right.requests };
}
