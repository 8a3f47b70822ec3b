/** One input of one SKU's stock, decided in one transaction. */
import { advance, initialStock, type StockInput } from '@clarus-klaviyo/mapping';
import type { SyncContext } from '../config.js';
import { stockKey } from '../keys.js';
import { routeAccount } from '../routing.js';
import { toOutgoing, wakeAtMs } from './outgoing.js';
import { rowAs, type StockRow } from './rows.js';

export interface StockSubject {
  readonly accountId: string;
  readonly accountCode: string | null;
  readonly sku: string;
}

/** The balances as one string, the same for the same stock whatever the order of the rows. */
function balancesSeen(input: StockInput): string | null {
  if (input.kind !== 'stock') return null;
  return input.balances
    .map((row) => [row.warehouse, row.available, row.allocated].join(' '))
    .sort()
    .join(', ');
}

/** Stock of an account nobody speaks for is left alone: nothing could be told. */
export async function decideStock(
  context: SyncContext,
  { accountId, accountCode, sku }: StockSubject,
  input: StockInput,
): Promise<readonly string[]> {
  const run = await context.run();
  const key = stockKey(accountId, sku);
  let messageIds: readonly string[] = [];
  const nowMs = context.clock.now();
  await context.store.transact([key], nowMs, (rows) => {
    const before = rowAs(rows.get(key), 'stock');
    const account =
      context.accounts.find((one) => one.name === before?.account) ??
      routeAccount(context.accounts, { id: accountId, code: accountCode });
    if (account === null) return { writes: [], messages: [] };
    const { policy, name } = account;
    const state = before?.state ?? initialStock({ tenant: context.tenant, account: name, sku });
    const result = advance(state, input, policy, run);
    const row: StockRow = {
      v: 1,
      kind: 'stock',
      account: name,
      seen: balancesSeen(input) ?? before?.seen ?? '',
      state: result.state,
    };
    const messages = result.milestones.flatMap((milestone) => toOutgoing(milestone, { account: name, policy, nowMs }));
    messageIds = messages.map((message) => message.message.id);
    return {
      writes: [{ key, state: row, wakeAtMs: wakeAtMs(result.wakeAt), names: [], findings: result.findings }],
      messages,
    };
  });
  context.onEvent({ type: 'decided', key, messages: messageIds });
  if (messageIds.length > 0) context.nudge();
  return messageIds;
}
