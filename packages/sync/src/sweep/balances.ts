/** Compares every balance Clarus lists with what was last read, and rings what differs. It names no "changed since". */
import type { SyncContext } from '../config.js';
import { rowAs } from '../decide/rows.js';
import { stockKey } from '../keys.js';
import type { ListedBalance } from '../ports.js';
import { routeAccount } from '../routing.js';
import { Bells, listed, NOTHING_SWEPT, requestsFor, type SweepOptions, type Swept } from './swept.js';

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

export async function sweepBalances(context: SyncContext, { signal }: SweepOptions): Promise<Swept> {
  if (!context.accounts.some(({ policy }) => policy.stock.catalog === 'custom')) return NOTHING_SWEPT;
  const sheet = new BalanceSheet();
  let rows = 0;
  for await (const row of context.clarus.stockBalances.list(listed({}, signal))) {
    rows += 1;
    sheet.add(row);
  }
  const bells = new Bells(context);
  for (const [key, { accountId, accountCode, seen }] of sheet.entries()) {
    const account = routeAccount(context.accounts, { id: accountId, code: accountCode });
    if (account === null || account.policy.stock.catalog !== 'custom') continue;
    const row = rowAs(await context.store.read(key), 'stock');
    if (row?.seen !== seen.sort().join(', ')) await bells.ring(key, {}, row !== null);
  }
  await bells.flush();
  return { listed: rows, requests: requestsFor(rows), rung: bells.rung, found: bells.found };
}
