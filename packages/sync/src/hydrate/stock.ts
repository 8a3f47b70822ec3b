/** Reads the balances of a SKU and account, every warehouse's, and hands them to decide. */
import type { StockBalance } from '@clarus-klaviyo/mapping';
import { toInstant } from '../clock.js';
import type { SyncContext } from '../config.js';
import { decideStock } from '../decide/stock.js';
import type { ListedBalance } from '../ports.js';
import type { TakenBell } from '../stores/store.js';
import { answer, giveBack, readInTime } from './failures.js';

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

export async function answerStock(
  context: SyncContext,
  bell: TakenBell,
  { accountId, sku }: { readonly accountId: string; readonly sku: string },
  signal: AbortSignal | undefined,
): Promise<void> {
  const filter = { product_code: { eq: sku }, account_id: { eq: accountId } };
  let rows: readonly ListedBalance[];
  try {
    rows = await readInTime(context, signal, async (until) => {
      const found: ListedBalance[] = [];
      for await (const row of context.clarus.stockBalances.list({ filter, signal: until })) found.push(row);
      return found;
    });
  } catch (error) {
    if (signal?.aborted !== true) await giveBack(context, [bell], error);
    return;
  }
  const balances = rows.map(toBalance);
  const accountCode = rows.findLast(({ account }) => account?.code != null)?.account?.code ?? null;
  const receivedAt = toInstant(context.clock.now());
  const input = { kind: 'stock', source: bell.source, receivedAt, read: bell.read, balances } as const;
  await answer(context, bell, () => decideStock(context, { accountId, accountCode, sku }, input));
}
