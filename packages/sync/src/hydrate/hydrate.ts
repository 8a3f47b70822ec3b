/**
 * Answers bells: reads the order's view, the receipt or the SKU's balances from Clarus and hands them to decide.
 * While Clarus is down the bells wait; nothing is guessed.
 */
import type { SyncContext } from '../config.js';
import { subjectOf } from '../keys.js';
import { answerOrders, type OrderBell } from './orders.js';
import { answerReceipt } from './receipts.js';
import { answerStock } from './stock.js';

/** What one GraphQL request of aliased views carries. */
const ORDERS_PER_READ = 20;
const READS_AT_ONCE = 4;

function chunksOf<T>(items: readonly T[], size: number): T[][] {
  const chunks: T[][] = [];
  for (let start = 0; start < items.length; start += size) chunks.push(items.slice(start, start + size));
  return chunks;
}

/** Takes the bells that are due and answers them. Returns how many were taken. */
export async function hydrateDue(context: SyncContext, signal: AbortSignal | undefined): Promise<number> {
  const bells = await context.store.takeBells(context.clock.now(), ORDERS_PER_READ * READS_AT_ONCE);
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
  return bells.length;
}

async function inParallel(work: readonly (() => Promise<void>)[], limit: number): Promise<void> {
  const queue = work.values();
  const worker = async (): Promise<void> => {
    for (const job of queue) await job();
  };
  await Promise.all(Array.from({ length: Math.min(limit, work.length) }, worker));
}
