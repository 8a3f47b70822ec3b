/**
 * Finds orders that no webhook told of. New ones by the creation time of their lines, from where the last sweep ended;
 * cancelled ones by their status, since few are and a customer should hear of it soon; other changes by the orders planned
 * for some days, compared with what was last read; those that are listed no more by the days they were planned for.
 * Documented filters only.
 */
import type { SyncContext } from '../config.js';
import { isGone, type OrderRow, rowAs } from '../decide/rows.js';
import { openDayName, orderIdsOf, orderKey } from '../keys.js';
import type { ListedOrder } from '../ports.js';
import {
  addDays,
  afterStretch,
  afterTooMuch,
  beginTurn,
  type DayTurn,
  type DayWindow,
  daysOf,
  stretchOf,
  toDay,
} from './day-window.js';
import { requestsPerSweep } from './pace.js';
import { Bells, listed, NOTHING_SWEPT, requestsFor, type SweepOptions, type Swept, together } from './swept.js';
import { piecesSince } from './time-cursor.js';

const NEW_ORDERS = 'sweep.orders.linesUntil';
const TURN = 'sweep.orders.turn';
const CANCELLED_TURN = 'sweep.orders.cancelledTurn';

export async function sweepOrders(context: SyncContext, options: SweepOptions): Promise<Swept> {
  const { cadence, sweepRequestsPerHour } = context.timing;
  const share = options.isWhole ? Number.POSITIVE_INFINITY : requestsPerSweep(cadence.orders, sweepRequestsPerHour);
  const left = ({ requests }: Swept): number => Math.max(1, share - requests);
  const news = await sweepNewOrders(context, options);
  // Half of what is left, so that a tenant that cancels much is still walked.
  const cancelled = await sweepCancelled(context, options, Math.ceil(left(news) / 2));
  const spent = together([news, cancelled]);
  return together([spent, await sweepPlanned(context, options, left(spent))]);
}

async function sweepNewOrders(context: SyncContext, { signal }: SweepOptions): Promise<Swept> {
  const bells = new Bells(context);
  let lines = 0;
  let requests = 0;
  for await (const { from, to } of piecesSince(context, { name: NEW_ORDERS, settleMs: context.timing.quietCapMs })) {
    const references = new Map<string, string | null>();
    let inPiece = 0;
    for await (const line of context.clarus.orderLines.list(listed({ created_at: { from, to } }, signal))) {
      inPiece += 1;
      if (line.orderId !== null) references.set(line.orderId, line.orderReference);
    }
    for (const [orderId, reference] of references) {
      const key = orderKey(orderId);
      if ((await context.store.read(key)) !== null) continue;
      await bells.ring(key, reference === null ? {} : { reference }, true);
    }
    lines += inPiece;
    requests += requestsFor(inPiece);
    await bells.flush();
  }
  return { listed: lines, requests, rung: bells.rung, found: bells.found };
}

/** Neither read again nor looked for: only what differs from what was last read. */
async function sweepCancelled(context: SyncContext, options: SweepOptions, allowed: number): Promise<Swept> {
  const codes = [...new Set(context.accounts.flatMap(({ policy }) => policy.statuses.cancelled))];
  if (codes.length === 0) return NOTHING_SWEPT;
  const comparison = new Comparison(context, 0);
  const status = { goods_out_status_code: { in: codes } };
  const { seen } = await walkDays(context, options, { turn: CANCELLED_TURN, status, allowed, comparison });
  return comparison.result(seen);
}

async function sweepPlanned(context: SyncContext, options: SweepOptions, allowed: number): Promise<Swept> {
  const rereads = options.isWhole ? Number.POSITIVE_INFINITY : context.timing.rereadAtOnce;
  const comparison = new Comparison(context, rereads);
  const walk = { turn: TURN, status: {}, allowed, comparison };
  const { seen, read } = await walkDays(context, options, walk);
  if (read !== null) await comparison.findMissing(read);
  await comparison.readUndated();
  return comparison.result(seen);
}

interface Walk {
  /** Where the walk stands is kept under this name. */
  readonly turn: string;
  /** Part of the filter. */
  readonly status: Readonly<Record<string, unknown>>;
  /** Requests of this sweep. */
  readonly allowed: number;
  readonly comparison: Comparison;
}

/** Compares the orders planned for the next days of the turn. `read`: the days that were listed to their end. */
async function walkDays(
  context: SyncContext,
  { isWhole, signal }: SweepOptions,
  { turn: name, status, allowed, comparison }: Walk,
): Promise<{ readonly seen: number; readonly read: DayWindow | null }> {
  const { clock, store, timing } = context;
  const nowMs = clock.now();
  const window = { first: toDay(nowMs - timing.sweepBackMs), last: toDay(nowMs + timing.sweepAheadMs) };
  const turn = beginTurn(window, isWhole ? null : toTurn(await store.getMeta(name)));
  const stretch = stretchOf(window, turn);
  const filter = { ...status, expected_date_of_dispatch: { from: stretch.first, to: stretch.last } };
  let seen = 0;
  let isTooMuch = false;
  for await (const order of context.clarus.orders.list(listed(filter, signal))) {
    seen += 1;
    await comparison.see(order);
    isTooMuch = requestsFor(seen) > allowed && turn.days > 1;
    if (isTooMuch) break;
  }
  if (!isWhole) {
    const next = isTooMuch ? afterTooMuch(turn) : afterStretch(window, turn, { requests: requestsFor(seen), allowed });
    await store.setMeta(name, JSON.stringify(next));
  }
  return { seen, read: isTooMuch ? null : stretch };
}

function toTurn(text: string | null): DayTurn | null {
  if (text === null) return null;
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || !('from' in value) || !('days' in value)) return null;
  return typeof value.from === 'string' && typeof value.days === 'number'
    ? { from: value.from, days: value.days }
    : null;
}

/** The listed orders beside what was last read of them. */
class Comparison {
  readonly bells: Bells;
  readonly #context: SyncContext;
  readonly #seen = new Set<string>();
  #rereads: number;

  constructor(context: SyncContext, rereads: number) {
    this.#context = context;
    this.#rereads = rereads;
    this.bells = new Bells(context);
  }

  /** Rings what was found, at last. */
  async result(seen: number): Promise<Swept> {
    await this.bells.flush();
    return { listed: seen, requests: requestsFor(seen), rung: this.bells.rung, found: this.bells.found };
  }

  async see(order: ListedOrder): Promise<void> {
    const key = orderKey(order.id);
    this.#seen.add(key);
    const row = rowAs(await this.#context.store.read(key), 'order');
    const hint = { reference: order.reference };
    if (row === null || hasChanged(row, order)) return this.bells.ring(key, hint, true);
    if (!row.isSettled) await this.#reread(key, row, hint);
  }

  /** Open orders planned for these days that Clarus lists no more: deleted, or moved to another day. */
  async findMissing(stretch: DayWindow): Promise<void> {
    // The days at either end may be cut differently in the warehouse's time zone.
    for (const day of daysOf({ first: addDays(stretch.first, 1), last: addDays(stretch.last, -1) })) {
      await this.#rereadNamed(openDayName(day));
    }
  }

  /** Orders that nobody planned are in no list of days. */
  readUndated(): Promise<void> {
    return this.#rereadNamed(openDayName(null));
  }

  async #rereadNamed(name: string): Promise<void> {
    if (this.#rereads <= 0) return;
    const keys = await this.#context.store.keysNamed(name);
    for (const key of orderIdsOf(keys).map(orderKey)) {
      if (this.#seen.has(key) || this.#rereads <= 0) continue;
      const row = rowAs(await this.#context.store.read(key), 'order');
      if (row !== null) await this.#reread(key, row, row.reference === null ? {} : { reference: row.reference });
    }
  }

  async #reread(key: string, row: OrderRow, hint: Readonly<Record<string, unknown>>): Promise<void> {
    const ageMs = this.#context.clock.now() - row.readAtMs;
    // A negative age: the clock was put back, and nobody knows how old this is.
    if (this.#rereads <= 0 || (ageMs >= 0 && ageMs < this.#context.timing.rereadOpenMs)) return;
    this.#rereads -= 1;
    await this.bells.ring(key, hint, false);
  }
}

function hasChanged(row: OrderRow, order: ListedOrder): boolean {
  if (row.statusCode !== order.statusCode) return true;
  if (row.state === null) return false;
  const planned = row.state.facts.order?.value.expectedDispatchAt ?? null;
  return isGone(row.state) || (!row.isSettled && planned !== order.expectedDispatchAt);
}
