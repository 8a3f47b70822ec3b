/**
 * Finds orders that no webhook told of. New ones by the creation time of their lines, from where the last sweep ended;
 * changes by the orders planned for some days, compared with what was last read; those that are listed no more by the
 * days they were planned for. Documented filters only.
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
import { Bells, listed, requestsFor, type SweepOptions, type Swept, together } from './swept.js';
import { piecesSince } from './time-cursor.js';

const NEW_ORDERS = 'sweep.orders.linesUntil';
const TURN = 'sweep.orders.turn';

export async function sweepOrders(context: SyncContext, options: SweepOptions): Promise<Swept> {
  const news = await sweepNewOrders(context, options);
  return together([news, await sweepPlanned(context, options, news.requests)]);
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

async function sweepPlanned(context: SyncContext, options: SweepOptions, spent: number): Promise<Swept> {
  const { clock, store, timing } = context;
  const nowMs = clock.now();
  const window = { first: toDay(nowMs - timing.sweepBackMs), last: toDay(nowMs + timing.sweepAheadMs) };
  const turn = options.isWhole ? beginTurn(window, null) : beginTurn(window, toTurn(await store.getMeta(TURN)));
  const stretch = stretchOf(window, turn);
  const share = requestsPerSweep(timing.cadence.orders, timing.sweepRequestsPerHour);
  const allowed = options.isWhole ? Number.POSITIVE_INFINITY : Math.max(1, share - spent);
  const comparison = new Comparison(context, options.isWhole ? Number.POSITIVE_INFINITY : timing.rereadAtOnce);

  const filter = { expected_date_of_dispatch: { from: stretch.first, to: stretch.last } };
  let seen = 0;
  let isWhole = true;
  for await (const order of context.clarus.orders.list(listed(filter, options.signal))) {
    seen += 1;
    await comparison.see(order);
    if (requestsFor(seen) <= allowed || turn.days === 1) continue;
    isWhole = false;
    break;
  }
  if (isWhole) await comparison.findMissing(stretch);
  await comparison.readUndated();
  await comparison.bells.flush();
  if (!options.isWhole) {
    const requests = requestsFor(seen);
    const next = isWhole ? afterStretch(window, turn, { requests, allowed }) : afterTooMuch(turn);
    await store.setMeta(TURN, JSON.stringify(next));
  }
  const { bells } = comparison;
  return { listed: seen, requests: requestsFor(seen), rung: bells.rung, found: bells.found };
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
