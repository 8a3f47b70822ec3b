/**
 * Which orders a stretch of time concerns. Clarus filters orders by the day they are planned for and by nothing else
 * that is documented, and the warehouse keeps to no plan: so what became true in the stretch is found by what we told
 * of it, and by the dispatch tasks completed in it, wherever the plan had put it.
 */
import { toInstant } from '../clock.js';
import type { SyncContext, SyncTiming } from '../config.js';
import { rowAs } from '../decide/rows.js';
import { dispatchName, orderIdOfLane, orderIdsOf, orderKey } from '../keys.js';
import type { ListedOrder, ListedTask } from '../ports.js';
import type { LedgerStore } from '../stores/store.js';
import { toDay } from '../sweep/day-window.js';
import { dispatchedIn, dispatchOwners } from '../sweep/dispatch-owners.js';
import { listed } from '../sweep/swept.js';
import { ledgerMessages } from './read-ledger.js';

/** At or after `fromMs`, and before `toMs`. */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface OrderWithin {
  readonly id: string;
  readonly reference: string | null;
  /** As Clarus lists it; null: no list of days has it. */
  readonly listed: ListedOrder | null;
  /**
   * Planned for the stretch, told of in it, dispatched or created in it. False: planned for days around it, where only
   * a read tells whether anything became true.
   */
  readonly isWithin: boolean;
}

export interface OrdersWithinOptions {
  /** Orders with events in the stretch, by id: see {@link toldWithin}. */
  readonly told: Iterable<string>;
  /** Also those whose lines were created in it. @default false */
  readonly isCreationEnough?: boolean;
  /** Without those planned for days around the stretch that nothing else speaks for. @default false */
  readonly isExact?: boolean;
  readonly signal: AbortSignal | undefined;
}

/** Each order once. Remembers ids, not orders: a month of 100,000 orders is some ten megabytes. */
export async function* ordersWithin(
  context: SyncContext,
  stretch: Stretch,
  { told, isCreationEnough = false, isExact = false, signal }: OrdersWithinOptions,
): AsyncGenerator<OrderWithin, void, undefined> {
  const certain = new Set(told);
  for await (const id of dispatchedWithin(context, stretch, signal)) certain.add(id);
  const created = new Map<string, string | null>();
  if (isCreationEnough) {
    const filter = { created_at: { from: toInstant(stretch.fromMs), to: toInstant(stretch.toMs) } };
    for await (const { orderId, orderReference } of context.clarus.orderLines.list(listed(filter, signal)))
      if (orderId !== null) created.set(orderId, orderReference);
  }
  const seen = new Set<string>();
  for await (const order of listPlanned(context, isExact ? stretch : around(stretch, context.timing), signal)) {
    const { id, reference } = order;
    if (seen.has(id)) continue; // pages shift while they are read
    seen.add(id);
    const isWithin = certain.has(id) || created.has(id) || isPlannedWithin(order, stretch);
    yield { id, reference, listed: order, isWithin };
  }
  for (const id of new Set([...certain, ...created.keys()])) {
    if (seen.has(id)) continue;
    const reference = created.get(id) ?? rowAs(await context.store.read(orderKey(id)), 'order')?.reference ?? null;
    yield { id, reference, listed: null, isWithin: true };
  }
}

/** Orders that the ledger has an event of whose time lies in the stretch. */
export async function toldWithin(store: LedgerStore, stretch: Stretch): Promise<Set<string>> {
  const told = new Set<string>();
  for await (const { lane } of ledgerMessages(store, { kinds: ['event'], ...stretch })) {
    const orderId = orderIdOfLane(lane);
    if (orderId !== null) told.add(orderId);
  }
  return told;
}

/** Both days included: Clarus cuts them in the warehouse's time zone. */
function isPlannedWithin({ expectedDispatchAt }: ListedOrder, { fromMs, toMs }: Stretch): boolean {
  if (expectedDispatchAt === null) return false;
  const day = toDay(Date.parse(expectedDispatchAt));
  return toDay(fromMs) <= day && day <= toDay(toMs);
}

/** As far around the stretch as a sweep looks around today. */
function around({ fromMs, toMs }: Stretch, { sweepBackMs, sweepAheadMs }: SyncTiming): Stretch {
  return { fromMs: fromMs - sweepBackMs, toMs: toMs + sweepAheadMs };
}

function listPlanned(
  { clarus }: SyncContext,
  { fromMs, toMs }: Stretch,
  signal: AbortSignal | undefined,
): AsyncIterable<ListedOrder> {
  const days = { from: toDay(fromMs), to: toDay(toMs) };
  return clarus.orders.list(listed({ expected_date_of_dispatch: days }, signal));
}

async function* dispatchedWithin(
  context: SyncContext,
  { fromMs, toMs }: Stretch,
  signal: AbortSignal | undefined,
): AsyncGenerator<string, void, undefined> {
  const piece = { from: toInstant(fromMs), to: toInstant(toMs) };
  const unexplained: ListedTask[] = [];
  for await (const task of context.clarus.tasks.list(listed(dispatchedIn(piece), signal))) {
    const known =
      task.orderId === null ? orderIdsOf(await context.store.keysNamed(dispatchName(task.id))) : [task.orderId];
    if (known.length === 0) unexplained.push(task);
    yield* known;
  }
  yield* (await dispatchOwners(context, unexplained, piece, signal)).orderIds;
}
