/**
 * Answers bells: reads the order's view, the receipt or the SKU's balances from Clarus and hands them to decide.
 * While Clarus is out of reach the bells wait; nothing is guessed.
 */
import { chunksOf } from '../chunks.js';
import type { SyncContext } from '../config.js';
import { subjectOf } from '../keys.js';
import type { BellOutcome, TakenBell } from '../stores/store.js';
import { answerOrders, type OrderBell } from './orders.js';
import { answerReceipt } from './receipts.js';
import { answerStock } from './stock.js';

/** What one GraphQL request of aliased views carries. */
const ORDERS_PER_READ = 20;
const READS_AT_ONCE = 4;

/** Takes the bells that are due and answers them. Returns how many were taken. */
export type Hydrate = (signal: AbortSignal | undefined) => Promise<number>;

export function createHydration(context: SyncContext): Hydrate {
  /** Taken, and not settled because the store was in trouble or we were told to stop: nobody else gives them back. */
  let stranded: readonly TakenBell[] = [];
  return async (signal) => {
    if (stranded.length > 0) {
      const dueAtMs = context.clock.now();
      await context.store.settleBells(
        stranded.map(({ key, read }): BellOutcome => ({ kind: 'retry', key, read, dueAtMs })),
      );
      stranded = [];
    }
    const room = context.reach.roomFor(ORDERS_PER_READ * READS_AT_ONCE);
    if (room === 0) return 0;
    const bells = await context.store.takeBells(context.clock.now(), room);
    try {
      await answerAll(context, bells, signal);
      if (signal?.aborted === true) stranded = bells;
    } catch (error) {
      stranded = bells; // those that were settled are settled: doing it again changes nothing
      throw error;
    }
    return bells.length;
  };
}

async function answerAll(
  context: SyncContext,
  bells: readonly TakenBell[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const orders: OrderBell[] = [];
  const others: (() => Promise<void>)[] = [];
  for (const bell of bells) {
    const subject = subjectOf(bell.key);
    if (subject?.kind === 'order') orders.push({ bell, orderId: subject.orderId });
    if (subject?.kind === 'receipt') others.push(() => answerReceipt(context, bell, subject.receiptId, signal));
    if (subject?.kind === 'stock') others.push(() => answerStock(context, bell, subject, signal));
  }
  const orderReads = chunksOf(orders, ORDERS_PER_READ).map((group) => () => answerOrders(context, group, signal));
  await inParallel([...orderReads, ...others], READS_AT_ONCE);
}

async function inParallel(work: readonly (() => Promise<void>)[], limit: number): Promise<void> {
  const queue = work.values();
  const worker = async (): Promise<void> => {
    for (const job of queue) await job();
  };
  const ends = await Promise.allSettled(Array.from({ length: Math.min(limit, work.length) }, worker));
  // Only once all have put down what they held: nothing may still be settled while it is given back.
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}
