/** History onto timelines: every order since an instant that nobody was told anything of, told without starting a flow. */
import type { OrderView, RunSettings } from '@clarus-klaviyo/mapping';
import { toInstant } from '../clock.js';
import type { SyncContext } from '../config.js';
import { type OrderRow, rowAs } from '../decide/rows.js';
import { SyncRequestError } from '../errors.js';
import { orderKey } from '../keys.js';
import type { BackfillResult, LongOptions } from '../operations.js';
import { forgottenOf, viewWithoutContact } from '../privacy/forgotten.js';
import { type OrderWithin, ordersWithin, toldWithin } from '../reconcile/orders-within.js';
import { ORDERS_PER_READ } from '../reconcile/read-clarus.js';
import { namedAccounts, routeAccount } from '../routing.js';
import type { OutgoingMessage } from '../stores/store.js';
import { decideHistory, isDispatchedSince, isUntold, pastOf } from './history.js';

export interface BackfillRequest {
  readonly from: string;
  readonly account?: string;
  readonly dryRun?: boolean;
}

/**
 * Walks the orders that were planned, created or dispatched since `from`, and decides each as if it had been seen then.
 * Its events go in bulk, behind everything live. Orders that are live or were told anything are skipped and counted;
 * so a second run finds nothing left to do. One that nobody names an address of is decided and withheld.
 *
 * @throws {SyncRequestError} `from` is no instant of the past, or there is no such account.
 * @throws the Clarus client's error: what was put onto timelines stays, and a second run goes on from there.
 */
export async function backfill(
  context: SyncContext,
  { from, account, dryRun = false }: BackfillRequest,
  { signal, onProgress }: LongOptions = {},
): Promise<BackfillResult> {
  const startedMs = context.clock.now();
  const fromMs = Date.parse(from);
  if (!(fromMs < startedMs)) throw new SyncRequestError('from', 'it must be an ISO 8601 instant of the past.');
  const names = new Set(namedAccounts(context.accounts, account).map(({ name }) => name));
  const { isShadow } = await context.run();
  const run: RunSettings = { liveFrom: toInstant(fromMs), isShadow, isBackfill: true };
  const walk: Walk = { context, names, run, fromMs, isDryRun: dryRun, signal };
  const stretch = { fromMs, toMs: startedMs };
  const told = await toldWithin(context.store, stretch);
  const events: Record<string, number> = {};
  const sums = { orders: 0, skipped: 0 };
  let done = 0;
  const orders = ordersWithin(context, stretch, { told, isCreationEnough: true, signal });
  for await (const group of groupsOf(orders, ORDERS_PER_READ)) {
    signal?.throwIfAborted();
    for (const metrics of await tellGroup(walk, group)) {
      if (metrics === 'skipped') {
        sums.skipped += 1;
        continue;
      }
      sums.orders += 1;
      for (const metric of metrics) events[metric] = (events[metric] ?? 0) + 1;
    }
    done += group.length;
    onProgress?.({ step: 'backfill', done, total: null });
  }
  if (!dryRun && sums.orders > 0) context.nudge();
  return { dryRun, orders: sums.orders, events, skipped: sums.skipped };
}

interface Walk {
  readonly context: SyncContext;
  readonly names: ReadonlySet<string>;
  readonly run: RunSettings;
  readonly fromMs: number;
  readonly isDryRun: boolean;
  readonly signal: AbortSignal | undefined;
}

/** The metrics of the events that an order's past made; or it was left alone. */
type Told = readonly string[] | 'skipped';

/** One for each order that is of this stretch: what was planned for other days is where it left in it. */
async function tellGroup(walk: Walk, group: readonly OrderWithin[]): Promise<readonly Told[]> {
  const { context, names, signal } = walk;
  const told: Told[] = [];
  const wanted: OrderWithin[] = [];
  for (const order of group) {
    const row = rowAs(await context.store.read(orderKey(order.id)), 'order');
    if (row !== null && row.account !== null && !names.has(row.account)) continue;
    if (isUntold(row?.state ?? null)) wanted.push(order);
    else if (order.isWithin) told.push('skipped');
  }
  if (wanted.length === 0) return told;
  const views = await context.clarus.orders.viewMany(
    wanted.map(({ id, reference }) => (reference === null ? { id } : { id, reference })),
    { dispatchedSince: toInstant(walk.fromMs), ...(signal === undefined ? {} : { signal }) },
  );
  for (const order of wanted) {
    const view = views.get(order.id) ?? null;
    const account = routeAccount(context.accounts, view?.order.account ?? null);
    if (account !== null && !names.has(account.name)) continue;
    const isOurs = order.isWithin || (view !== null && isDispatchedSince(view, walk.fromMs));
    if (!isOurs) continue;
    told.push(view === null || account === null ? 'skipped' : await tellOrder(walk, order.id, view));
  }
  return told;
}

async function tellOrder({ context, run, fromMs, isDryRun }: Walk, id: string, given: OrderView): Promise<Told> {
  const { store, clock } = context;
  const isForgotten = (await forgottenOf(store, [given.order.contact]))(given.order.contact);
  const view = isForgotten ? viewWithoutContact(given) : given;
  const nowMs = clock.now();
  const live = await context.run();
  const decide = (row: OrderRow | null): ReturnType<typeof decideHistory> => {
    // A webhook's body may have named whom a read does not.
    const contact = row?.state?.facts.hookContact?.contact ?? null;
    const facts = { context, run: live, backfill: run, nowMs, contact, ...(isForgotten ? { isForgotten } : {}) };
    return decideHistory(id, view, pastOf(view, { fromMs, nowMs }), facts);
  };
  if (isDryRun) return metricsOf(decide(rowAs(await store.read(orderKey(id)), 'order')).messages);
  let told: Told = 'skipped';
  const key = orderKey(id);
  await store.transact([key], nowMs, (rows) => {
    // It may have rung since it was looked at: then it tells its own news.
    const row = rowAs(rows.get(key), 'order');
    if (!isUntold(row?.state ?? null)) return { writes: [], messages: [] };
    const { writes, messages } = decide(row);
    told = metricsOf(messages);
    return { writes, messages };
  });
  return told;
}

function metricsOf(messages: readonly OutgoingMessage[]): readonly string[] {
  return messages.flatMap(({ message }) =>
    message.kind === 'event' && message.mode === 'silent' ? [message.metric] : [],
  );
}

async function* groupsOf<Item>(items: AsyncIterable<Item>, size: number): AsyncGenerator<Item[], void, undefined> {
  let group: Item[] = [];
  for await (const item of items) {
    group.push(item);
    if (group.length < size) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}
