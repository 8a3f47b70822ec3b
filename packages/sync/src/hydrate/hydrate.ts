/**
 * Answers bells: reads the order's view or the SKU's balances from Clarus and hands them to decide.
 * While Clarus is down the bells wait; nothing is guessed.
 */
import type { OrderView, StockBalance } from '@clarus-klaviyo/mapping';
import { toInstant } from '../clock.js';
import type { SyncContext } from '../config.js';
import { decideOrder } from '../decide/order.js';
import { decideStock } from '../decide/stock.js';
import { reasonOf } from '../events.js';
import { orderKey, subjectOf } from '../keys.js';
import type { ListedBalance } from '../ports.js';
import type { BellOutcome, TakenBell } from '../stores/store.js';
import { fromHint } from './hints.js';
import { ordersCreatedSince } from './new-orders.js';
import { toOrderObservation, viewFromHint } from './order-input.js';

/** What one GraphQL request of aliased views carries. */
const ORDERS_PER_READ = 20;
const READS_AT_ONCE = 4;
/** Classes of the incidents a read can open. */
const UNAVAILABLE = 'clarus-unavailable';
const UNREADABLE = 'record-unreadable';
const RETRY_BASE_MS = 2_000;
const RETRY_CAP_MS = 300_000;

interface OrderBell {
  readonly bell: TakenBell;
  readonly orderId: string;
}

/** Equal jitter: at least half of a doubling ceiling, so that a recovering Clarus is not met by all at once. */
function retryDelayMs(attempts: number, random: () => number): number {
  const ceilingMs = Math.min(RETRY_CAP_MS, RETRY_BASE_MS * 2 ** Math.min(attempts, 20));
  return Math.round(ceilingMs / 2 + random() * (ceilingMs / 2));
}

/** Errors that speak of what was asked for, not of Clarus being out of reach. */
const ABOUT_THE_RECORD: ReadonlySet<string> = new Set([
  'clarus_decode',
  'clarus_graphql',
  'clarus_inconsistent',
  'clarus_paging',
]);

function isAboutTheRecord(error: unknown): boolean {
  return ABOUT_THE_RECORD.has(reasonOf(error));
}

/** The bells wait and ring again; an incident says why until the read succeeds. */
async function giveBack(context: SyncContext, bells: readonly TakenBell[], error: unknown): Promise<void> {
  const nowMs = context.clock.now();
  const reason = reasonOf(error);
  const retryInMs = retryDelayMs(Math.min(...bells.map((bell) => bell.attempts)), context.random);
  context.onEvent({ type: 'read.failed', keys: bells.length, reason, retryInMs });
  const about = { severity: 'warning', owner: 'integration', detail: { reason } } as const;
  await context.store.report(
    isAboutTheRecord(error)
      ? bells.map(({ key }) => ({ ...about, class: UNREADABLE, subject: key }))
      : [{ ...about, class: UNAVAILABLE, subject: context.tenant }],
    nowMs,
  );
  await context.store.settleBells(
    bells.map((bell): BellOutcome => ({ kind: 'retry', key: bell.key, read: bell.read, dueAtMs: nowMs + retryInMs })),
  );
}

async function settleAnswered(context: SyncContext, bells: readonly TakenBell[]): Promise<void> {
  const { store } = context;
  await store.settleBells(bells.map(({ key, read }): BellOutcome => ({ kind: 'answered', key, read })));
  const again = bells.filter((bell) => bell.attempts > 0);
  if (again.length === 0) return; // the usual case: nothing was wrong before
  await store.clear(UNAVAILABLE, context.tenant);
  for (const { key } of again) await store.clear(UNREADABLE, key);
}

async function answerOrder(
  context: SyncContext,
  { bell, orderId }: OrderBell,
  view: OrderView | null,
  isCreatedSinceLive: boolean,
): Promise<void> {
  if (view === null && (await context.store.read(orderKey(orderId))) === null) {
    const remembered = viewFromHint(orderId, fromHint(bell.hint));
    // Never read, and gone: without a name there is nobody to tell and nothing to tell of.
    if (remembered === null) return;
    await decideOrder(context, orderId, {
      ...toOrderObservation(bell, remembered, context.clock.now()),
      covers: ['order'],
    });
  }
  await decideOrder(context, orderId, toOrderObservation(bell, view, context.clock.now(), isCreatedSinceLive));
}

async function readOrders(
  context: SyncContext,
  group: readonly OrderBell[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const { liveFrom } = await context.run();
  const wanted = group.map(({ bell, orderId }) => {
    const { reference } = fromHint(bell.hint);
    return reference === null ? { id: orderId } : { id: orderId, reference };
  });
  const views = await context.clarus.orders.viewMany(wanted, {
    dispatchedSince: liveFrom,
    ...(signal === undefined ? {} : { signal }),
  });
  const reads = group.map((one) => {
    const view = views.get(one.orderId);
    if (view === undefined) throw new Error('The reader left out an order it was asked for.');
    return { ...one, view };
  });
  const young = await ordersCreatedSince(context, reads, liveFrom, signal);
  for (const one of reads) await answerOrder(context, one, one.view, young.has(one.orderId));
  await settleAnswered(
    context,
    group.map((one) => one.bell),
  );
}

/** An order that cannot be read must not hold up the nineteen beside it: they are then read one by one. */
async function answerOrders(
  context: SyncContext,
  group: readonly OrderBell[],
  signal: AbortSignal | undefined,
): Promise<void> {
  try {
    await readOrders(context, group, signal);
  } catch (error) {
    if (signal?.aborted === true) return; // we are stopping; the next owner takes these bells again
    if (!isAboutTheRecord(error) || group.length === 1) {
      await giveBack(
        context,
        group.map((one) => one.bell),
        error,
      );
      return;
    }
    for (const one of group) await answerOrders(context, [one], signal);
  }
}

function toBalance(row: ListedBalance): StockBalance {
  return {
    warehouse: row.warehouse?.code ?? row.warehouse?.id ?? '',
    available: row.available,
    allocated: row.allocated,
    ordered: row.ordered,
    received: row.received,
    picked: row.picked,
  };
}

async function answerStock(
  context: SyncContext,
  bell: TakenBell,
  subject: { readonly accountId: string; readonly sku: string },
  signal: AbortSignal | undefined,
): Promise<void> {
  const { accountId, sku } = subject;
  try {
    const balances: StockBalance[] = [];
    let accountCode: string | null = null;
    const rows = context.clarus.stockBalances.list({
      filter: { product_code: { eq: sku }, account_id: { eq: accountId } },
      ...(signal === undefined ? {} : { signal }),
    });
    for await (const row of rows) {
      accountCode = row.account?.code ?? accountCode;
      balances.push(toBalance(row));
    }
    const receivedAt = toInstant(context.clock.now());
    const input = { kind: 'stock', source: bell.source, receivedAt, read: bell.read, balances } as const;
    await decideStock(context, { accountId, accountCode, sku }, input);
    await settleAnswered(context, [bell]);
  } catch (error) {
    if (signal?.aborted === true) return;
    await giveBack(context, [bell], error);
  }
}

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
