/** Finds dispatches that no webhook told of, by the completion time of dispatch tasks, from where the last sweep ended. */
import type { SyncContext } from '../config.js';
import { rowAs } from '../decide/rows.js';
import { dispatchName, orderKey } from '../keys.js';
import type { ListedTask } from '../ports.js';
import { dispatchedIn, dispatchOwners } from './dispatch-owners.js';
import { Bells, listed, requestsFor, type SweepOptions, type Swept, together } from './swept.js';
import { piecesSince, type TimePiece } from './time-cursor.js';

const CURSOR = 'sweep.dispatches.until';
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
    const named = unexplained.flatMap(({ orderId }) => orderId ?? []);
    const owners = await dispatchOwners(context, unexplained, piece, signal);
    for (const orderId of [...named, ...owners.orderIds]) await ringOrder(context, bells, orderId);
    await bells.flush();
    remember(unexplained);
    return { listed: tasks, requests: requestsFor(tasks) + owners.requests, rung: bells.rung, found: bells.found };
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

async function ringOrder(context: SyncContext, bells: Bells, orderId: string): Promise<void> {
  const key = orderKey(orderId);
  const reference = rowAs(await context.store.read(key), 'order')?.reference ?? null;
  await bells.ring(key, reference === null ? {} : { reference }, true);
}
