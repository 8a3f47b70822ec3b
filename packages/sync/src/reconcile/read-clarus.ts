/**
 * Clarus's column. The listing tells the status of the orders; only those that may say something new are read whole,
 * twenty at a time.
 */
import type { SyncAccount, SyncContext } from '../config.js';
import { type OrderRow, rowAs } from '../decide/rows.js';
import { ordersCreatedSince } from '../hydrate/new-orders.js';
import { orderKey } from '../keys.js';
import type { Difference } from '../operations.js';
import { routeAccount } from '../routing.js';
import type { TakenBell } from '../stores/store.js';
import { type Found, SETTLE_MS } from './compare.js';
import { type OrderWithin, ordersWithin, type Stretch } from './orders-within.js';
import { untold } from './untold.js';

export const ORDERS_PER_READ = 20;
const PROGRESS_EVERY = 100;

interface Suspect {
  readonly order: OrderWithin;
  readonly row: OrderRow | null;
}

/**
 * Closed, nothing waits, and the status is the one we know: then there is nothing new to learn. What no list shows has
 * to be read to know its status; what was planned for other days, and neither told nor dispatched in these, only where
 * its status is news.
 */
function isSuspect({ order: { listed, isWithin }, row }: Suspect, nowMs: number): boolean {
  if (listed === null || row === null || row.statusCode !== listed.statusCode) return true;
  return isWithin && !row.isSettled && nowMs - row.readAtMs >= SETTLE_MS;
}

export interface ClarusColumn {
  readonly orders: number;
  readonly found: readonly Found[];
}

export interface ReadClarusOptions {
  /** Orders that the ledger has events of in this stretch. */
  readonly told: Iterable<string>;
  readonly signal: AbortSignal | undefined;
  readonly onOrders: (done: number) => void;
}

/** What Clarus shows of the accounts' orders and nobody was told. */
export async function readClarus(
  context: SyncContext,
  accounts: readonly SyncAccount[],
  stretch: Stretch,
  { told, signal, onOrders }: ReadClarusOptions,
): Promise<ClarusColumn> {
  const found: Found[] = [];
  const names = new Set(accounts.map(({ name }) => name));
  let orders = 0;
  let suspects: Suspect[] = [];
  const readSuspects = async (): Promise<void> => {
    for (const { isWithin, untold } of await readWhole(context, suspects, names, signal)) {
      const concerned = isWithin ? untold : untold.filter(({ difference }) => isTrueWithin(difference, stretch));
      if (!isWithin && concerned.length > 0) orders += 1;
      found.push(...concerned);
    }
    suspects = [];
  };
  for await (const order of ordersWithin(context, stretch, { told, signal })) {
    const row = rowAs(await context.store.read(orderKey(order.id)), 'order');
    if (row !== null && (row.account === null || !names.has(row.account))) continue;
    if (order.isWithin) orders += 1;
    const suspect = { order, row };
    if (isSuspect(suspect, context.clock.now())) suspects.push(suspect);
    if (suspects.length >= ORDERS_PER_READ) await readSuspects();
    if (order.isWithin && orders % PROGRESS_EVERY === 0) onOrders(orders);
  }
  if (suspects.length > 0) await readSuspects();
  return { orders, found };
}

function isTrueWithin({ trueAt }: Difference, { fromMs, toMs }: Stretch): boolean {
  const trueAtMs = Date.parse(trueAt ?? '');
  return fromMs <= trueAtMs && trueAtMs < toMs;
}

interface Read {
  readonly isWithin: boolean;
  readonly untold: readonly Found[];
}

async function readWhole(
  context: SyncContext,
  suspects: readonly Suspect[],
  names: ReadonlySet<string>,
  signal: AbortSignal | undefined,
): Promise<readonly Read[]> {
  const run = await context.run();
  const views = await context.clarus.orders.viewMany(
    suspects.map(({ order: { id, reference } }) => (reference === null ? { id } : { id, reference })),
    { dispatchedSince: run.liveFrom, ...(signal === undefined ? {} : { signal }) },
  );
  const reads = suspects.map(({ order }) => ({
    orderId: order.id,
    bell: sweepBell(order.id),
    view: views.get(order.id) ?? null,
  }));
  const young = await ordersCreatedSince(context, reads, run.liveFrom, signal);
  return suspects.flatMap(({ order: { id, isWithin }, row }): Read[] => {
    const view = views.get(id) ?? null;
    const account = routeAccount(context.accounts, view?.order.account ?? null);
    if (account === null || !names.has(account.name)) return [];
    const now = { orderId: id, row, view, isCreatedSinceLive: young.has(id) };
    const facts = { tenant: context.tenant, account, run, nowMs: context.clock.now() };
    return [{ isWithin, untold: untold(now, facts) }];
  });
}

/** As a sweep would have read it: being looked at is not news. */
function sweepBell(orderId: string): TakenBell {
  return { key: orderKey(orderId), source: 'sweep', hooks: [], hint: {}, read: 0, firstRungAtMs: 0, attempts: 0 };
}

/** The orders' statuses as Clarus has them now; `gone` for what it no longer has. */
export async function readStatuses(
  context: SyncContext,
  orderIds: readonly string[],
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, string>> {
  const statuses = new Map<string, string>();
  for (let start = 0; start < orderIds.length; start += ORDERS_PER_READ) {
    const wanted = orderIds.slice(start, start + ORDERS_PER_READ).map((id) => ({ id }));
    const views = await context.clarus.orders.viewMany(wanted, signal === undefined ? {} : { signal });
    for (const [id, view] of views) statuses.set(id, view?.order.statusCode ?? 'gone');
  }
  return statuses;
}
