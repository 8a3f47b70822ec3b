/**
 * Finds dispatches that no webhook told of, by the completion time of dispatch tasks, from where the last sweep ended.
 * A task does not name its order (unless the tenant offers it), but tasks can be asked for by order: among the open
 * orders that hold its SKU, those it belongs to are found by halves.
 */
import type { SyncContext } from '../config.js';
import { rowAs } from '../decide/rows.js';
import { dispatchName, openSkuName, orderIdsOf, orderKey } from '../keys.js';
import type { ListedTask } from '../ports.js';
import { Bells, listed, requestsFor, type SweepOptions, type Swept, together } from './swept.js';
import { piecesSince, type TimePiece } from './time-cursor.js';

const CURSOR = 'sweep.dispatches.until';
/** Ids in one `in` filter. */
const ORDERS_PER_QUESTION = 100;
/** So few are read at once, which costs one request: asking which of them it is would cost more. */
const READ_TOGETHER = 20;
const MAX_REMEMBERED = 10_000;

export interface DispatchSweep {
  /** `isAsked`: a webhook told of a dispatch it did not name, so even the newest is looked for. */
  sweep(options: SweepOptions & { readonly isAsked: boolean }): Promise<Swept>;
}

export function createDispatchSweep(context: SyncContext): DispatchSweep {
  /** Tasks that were looked into: the overlap lists them again, and their orders need time to be read. */
  const known = new Set<string>();

  async function isExplained(task: ListedTask): Promise<boolean> {
    return known.has(task.id) || (await context.store.keysNamed(dispatchName(task.id))).length > 0;
  }

  function remember(tasks: readonly ListedTask[]): void {
    for (const { id } of tasks) known.add(id);
    for (const oldest of known) {
      if (known.size <= MAX_REMEMBERED) break;
      known.delete(oldest);
    }
  }

  async function sweepPiece(piece: TimePiece, signal: AbortSignal | undefined): Promise<Swept> {
    const unexplained: ListedTask[] = [];
    let tasks = 0;
    for await (const task of context.clarus.tasks.list(listed(dispatchedIn(piece), signal))) {
      tasks += 1;
      if (!(await isExplained(task))) unexplained.push(task);
    }
    const bells = new Bells(context);
    let questions = 0;
    const named = unexplained.flatMap(({ orderId }) => orderId ?? []);
    for (const orderId of named) await ringOrder(context, bells, orderId);
    for (const group of chunksOf([...(await candidatesOf(context, unexplained))], ORDERS_PER_QUESTION)) {
      questions += await ringOwners(context, bells, { group, piece, signal });
    }
    await bells.flush();
    remember(unexplained);
    return { listed: tasks, requests: requestsFor(tasks) + questions, rung: bells.rung, found: bells.found };
  }

  return {
    async sweep({ isAsked, isWhole, signal }) {
      // What was dispatched just now has a webhook under way: it is left for the next sweep.
      const settleMs = isAsked || isWhole ? 0 : context.timing.quietCapMs * 3;
      const parts: Swept[] = [];
      for await (const piece of piecesSince(context, { name: CURSOR, settleMs }))
        parts.push(await sweepPiece(piece, signal));
      return together(parts);
    },
  };
}

function dispatchedIn({ from, to }: TimePiece): Readonly<Record<string, unknown>> {
  return { task_type_code: { eq: 'DISP' }, completed_at: { from, to } };
}

/** Open orders that hold a SKU of a task whose order is not named. */
async function candidatesOf(context: SyncContext, tasks: readonly ListedTask[]): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  for (const { orderId, account, product } of tasks) {
    const sku = product?.code ?? null;
    if (orderId === null && account !== null && sku !== null) names.add(openSkuName(account.id, sku));
  }
  const candidates = new Set<string>();
  for (const name of names)
    for (const orderId of orderIdsOf(await context.store.keysNamed(name))) candidates.add(orderId);
  return candidates;
}

interface Question {
  readonly group: readonly string[];
  readonly piece: TimePiece;
  readonly signal: AbortSignal | undefined;
}

/** Rings the orders of the group that something of this time belongs to, or their few neighbours. Returns requests made. */
async function ringOwners(context: SyncContext, bells: Bells, { group, piece, signal }: Question): Promise<number> {
  const filter = { ...dispatchedIn(piece), goods_out_id: { in: group } };
  let isHit = false;
  for await (const _task of context.clarus.tasks.list({ ...listed(filter, signal), pageSize: 1 })) {
    isHit = true;
    break;
  }
  if (!isHit) return 1;
  if (group.length <= READ_TOGETHER) {
    for (const orderId of group) await ringOrder(context, bells, orderId);
    return 1;
  }
  const middle = Math.ceil(group.length / 2);
  const halves = [group.slice(0, middle), group.slice(middle)];
  let requests = 1;
  for (const half of halves) requests += await ringOwners(context, bells, { group: half, piece, signal });
  return requests;
}

async function ringOrder(context: SyncContext, bells: Bells, orderId: string): Promise<void> {
  const key = orderKey(orderId);
  const reference = rowAs(await context.store.read(key), 'order')?.reference ?? null;
  await bells.ring(key, reference === null ? {} : { reference }, true);
}

function chunksOf<T>(items: readonly T[], size: number): T[][] {
  const chunks: T[][] = [];
  for (let start = 0; start < items.length; start += size) chunks.push(items.slice(start, start + size));
  return chunks;
}
