/**
 * Orders that a sweep is the first to see may be old, or may be new ones whose webhooks were lost. Orders
 * carry no date in Clarus's documented reads, but their lines can be asked for by `created_at`: an order all
 * of whose lines are younger than our first start is new, and what happened to it is news.
 */
import type { OrderView } from '@clarus-klaviyo/mapping';
import type { SyncContext } from '../config.js';
import { orderKey } from '../keys.js';
import type { TakenBell } from '../stores/store.js';

interface Read {
  readonly orderId: string;
  readonly bell: TakenBell;
  readonly view: OrderView | null;
}

async function isFirstSight(context: SyncContext, { orderId, bell, view }: Read): Promise<boolean> {
  if (bell.source !== 'sweep' || bell.hooks.length > 0 || view === null || view.lines.length === 0) return false;
  return (await context.store.read(orderKey(orderId))) === null;
}

/** Ids of the orders among `reads` that are first seen now and younger than `liveFrom`. */
export async function ordersCreatedSince(
  context: SyncContext,
  reads: readonly Read[],
  liveFrom: string,
  signal: AbortSignal | undefined,
): Promise<ReadonlySet<string>> {
  const firstSeen: Read[] = [];
  for (const read of reads) if (await isFirstSight(context, read)) firstSeen.push(read);
  if (firstSeen.length === 0) return new Set();
  const lines = context.clarus.orderLines.list({
    filter: { goods_out_id: { in: firstSeen.map((read) => read.orderId) }, created_at: { from: liveFrom } },
    pageSize: 100,
    ...(signal === undefined ? {} : { signal }),
  });
  const young = new Set<string>();
  for await (const line of lines) young.add(line.id);
  // An old order that was given another line is no new order.
  const isYoung = ({ view }: Read): boolean => view?.lines.every((line) => young.has(line.id)) === true;
  return new Set(firstSeen.filter(isYoung).map((read) => read.orderId));
}
