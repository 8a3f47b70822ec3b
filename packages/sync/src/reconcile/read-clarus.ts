/**
 * Clarus's column. The listing tells the status of every order whose dispatch was planned in the stretch; only those
 * that may say something new are read whole. Bounded: a page of the listing, and twenty orders, at a time.
 */
import type { SyncAccount, SyncContext } from '../config.js';
import { type OrderRow, rowAs } from '../decide/rows.js';
import { ordersCreatedSince } from '../hydrate/new-orders.js';
import { orderKey } from '../keys.js';
import type { ListedOrder } from '../ports.js';
import { routeAccount } from '../routing.js';
import type { TakenBell } from '../stores/store.js';
import { type Found, SETTLE_MS } from './compare.js';
import { untold } from './untold.js';

const PAGE_SIZE = 100;
export const ORDERS_PER_READ = 20;

export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Orders by the day of their planned dispatch, both days included: the only window that Clarus documents for them. */
export function listOrders(
  { clarus }: SyncContext,
  { fromMs, toMs }: Stretch,
  signal: AbortSignal | undefined,
): AsyncIterable<ListedOrder> {
  const day = (epochMs: number): string => new Date(epochMs).toISOString().slice(0, 10);
  return clarus.orders.list({
    filter: { expected_date_of_dispatch: { from: day(fromMs), to: day(toMs) } },
    pageSize: PAGE_SIZE,
    ...(signal === undefined ? {} : { signal }),
  });
}

interface Suspect {
  readonly order: ListedOrder;
  readonly row: OrderRow | null;
}

/** Closed, nothing waits, and the status is the one we know: then there is nothing new to learn. */
function isSuspect({ order, row }: Suspect, nowMs: number): boolean {
  if (row === null || row.statusCode !== order.statusCode) return true;
  return !row.isSettled && nowMs - row.readAtMs >= SETTLE_MS;
}

export interface ClarusColumn {
  readonly orders: number;
  readonly found: readonly Found[];
}

/** What Clarus shows of the accounts' orders and nobody was told. */
export async function readClarus(
  context: SyncContext,
  accounts: readonly SyncAccount[],
  stretch: Stretch,
  { signal, onOrders }: { readonly signal: AbortSignal | undefined; readonly onOrders: (done: number) => void },
): Promise<ClarusColumn> {
  const found: Found[] = [];
  const names = new Set(accounts.map(({ name }) => name));
  let orders = 0;
  let suspects: Suspect[] = [];
  for await (const order of listOrders(context, stretch, signal)) {
    const row = rowAs(await context.store.read(orderKey(order.id)), 'order');
    if (row !== null && (row.account === null || !names.has(row.account))) continue;
    orders += 1;
    const suspect = { order, row };
    if (isSuspect(suspect, context.clock.now())) suspects.push(suspect);
    if (suspects.length >= ORDERS_PER_READ)
      found.push(...(await readWhole(context, suspects.splice(0), names, signal)));
    if (orders % PAGE_SIZE === 0) onOrders(orders);
  }
  if (suspects.length > 0) found.push(...(await readWhole(context, suspects, names, signal)));
  suspects = [];
  return { orders, found };
}

async function readWhole(
  context: SyncContext,
  suspects: readonly Suspect[],
  names: ReadonlySet<string>,
  signal: AbortSignal | undefined,
): Promise<readonly Found[]> {
  const run = await context.run();
  const views = await context.clarus.orders.viewMany(
    suspects.map(({ order: { id, reference } }) => ({ id, reference })),
    { dispatchedSince: run.liveFrom, ...(signal === undefined ? {} : { signal }) },
  );
  const reads = suspects.map(({ order }) => ({
    orderId: order.id,
    bell: sweepBell(order.id),
    view: views.get(order.id) ?? null,
  }));
  const young = await ordersCreatedSince(context, reads, run.liveFrom, signal);
  return suspects.flatMap(({ order, row }) => {
    const view = views.get(order.id) ?? null;
    const account = routeAccount(context.accounts, view?.order.account ?? null);
    if (account === null || !names.has(account.name)) return [];
    const now = { orderId: order.id, row, view, isCreatedSinceLive: young.has(order.id) };
    return untold(now, { tenant: context.tenant, account, run, nowMs: context.clock.now() });
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
