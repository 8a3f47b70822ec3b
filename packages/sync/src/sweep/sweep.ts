/**
 * Finds what webhooks missed: walks the orders and balances Clarus lists, and rings whatever differs from
 * what was last read. Only documented filters: orders by expected dispatch, since Clarus names no
 * "changed since"; an order that is still open is read again now and then for the same reason.
 */
import type { SyncContext } from '../config.js';
import { rowAs } from '../decide/rows.js';
import { orderKey, stockKey } from '../keys.js';
import type { ListedBalance, ListedOrder } from '../ports.js';
import { routeAccount } from '../routing.js';
import type { Bell } from '../stores/store.js';

const PAGE_SIZE = 100;

/** Clarus's time filters take ISO instants; its documentation shows plain dates for this one. */
function toDay(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 10);
}

function sweepBell(key: string, hint: Readonly<Record<string, unknown>>): Bell {
  return { key, source: 'sweep', hooks: [], hint, quietMs: 0, capMs: 0 };
}

/** Rings unless the last read saw this status and there is nothing left to happen. */
async function bellForOrder(context: SyncContext, order: ListedOrder, nowMs: number): Promise<Bell | null> {
  const key = orderKey(order.id);
  const row = rowAs(await context.store.read(key), 'order');
  if (row !== null && row.statusCode === order.statusCode) {
    if (row.isSettled || nowMs - row.readAtMs < context.timing.rereadOpenMs) return null;
  }
  return sweepBell(key, { reference: order.reference });
}

/** Balances arrive as rows per warehouse; a SKU of an account is compared as a whole. */
class BalanceSheet {
  readonly #rows = new Map<string, { accountId: string; accountCode: string | null; sku: string; seen: string[] }>();

  add(row: ListedBalance): void {
    const sku = row.product?.code ?? null;
    if (sku === null || row.account === null) return;
    const key = stockKey(row.account.id, sku);
    const entry = this.#rows.get(key) ?? { accountId: row.account.id, accountCode: row.account.code, sku, seen: [] };
    entry.seen.push([row.warehouse?.code ?? row.warehouse?.id ?? '', row.available, row.allocated].join(' '));
    this.#rows.set(key, entry);
  }

  entries(): Iterable<[string, { accountId: string; accountCode: string | null; sku: string; seen: string[] }]> {
    return this.#rows;
  }
}

async function sweepOrders(
  context: SyncContext,
  signal: AbortSignal | undefined,
): Promise<{ listed: number; rung: number }> {
  const nowMs = context.clock.now();
  const { sweepBackMs, sweepAheadMs } = context.timing;
  const filter = {
    expected_date_of_dispatch: { from: toDay(nowMs - sweepBackMs), to: toDay(nowMs + sweepAheadMs) },
  };
  let listed = 0;
  let rung = 0;
  let bells: Bell[] = [];
  const ringAll = async (): Promise<void> => {
    await context.store.ring(bells, nowMs);
    rung += bells.length;
    bells = [];
  };
  const orders = context.clarus.orders.list({
    filter,
    pageSize: PAGE_SIZE,
    ...(signal === undefined ? {} : { signal }),
  });
  for await (const order of orders) {
    listed += 1;
    const bell = await bellForOrder(context, order, nowMs);
    if (bell !== null) bells.push(bell);
    if (bells.length >= PAGE_SIZE) await ringAll();
  }
  await ringAll();
  return { listed, rung };
}

async function sweepStock(
  context: SyncContext,
  signal: AbortSignal | undefined,
): Promise<{ listed: number; rung: number }> {
  const nowMs = context.clock.now();
  const sheet = new BalanceSheet();
  let listed = 0;
  const rows = context.clarus.stockBalances.list({ pageSize: PAGE_SIZE, ...(signal === undefined ? {} : { signal }) });
  for await (const row of rows) {
    listed += 1;
    sheet.add(row);
  }
  const bells: Bell[] = [];
  for (const [key, { accountId, accountCode, seen }] of sheet.entries()) {
    const account = routeAccount(context.accounts, { id: accountId, code: accountCode });
    if (account === null || account.policy.stock.catalog !== 'custom') continue;
    const row = rowAs(await context.store.read(key), 'stock');
    if (row?.seen !== seen.sort().join(', ')) bells.push(sweepBell(key, {}));
  }
  await context.store.ring(bells, nowMs);
  return { listed, rung: bells.length };
}

/** One pass over everything. Returns how many keys it rang. */
export async function sweep(context: SyncContext, signal: AbortSignal | undefined): Promise<number> {
  const orders = await sweepOrders(context, signal);
  const wantsStock = context.accounts.some((account) => account.policy.stock.catalog === 'custom');
  const stock = wantsStock ? await sweepStock(context, signal) : { listed: 0, rung: 0 };
  const rung = orders.rung + stock.rung;
  context.onEvent({ type: 'sweep.done', orders: orders.listed, balances: stock.listed, rung });
  if (rung > 0) context.nudge();
  return rung;
}
