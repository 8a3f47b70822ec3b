/** Lets time act on the states that asked for it. */
import { toInstant } from '../clock.js';
import type { SyncContext } from '../config.js';
import { type Subject, subjectOf } from '../keys.js';
import { routeAccount } from '../routing.js';
import { accountAtTime } from './account.js';
import { observedAtTime } from './observed.js';
import { decideOrder } from './order.js';
import { decideReceipt } from './receipt.js';
import { rowAs } from './rows.js';
import { decideStock } from './stock.js';

const WAKES_AT_ONCE = 200;

/** Returns how many states were woken. One that cannot be woken sits out, and holds up none of the others. */
export async function wakeDue(context: SyncContext): Promise<number> {
  const sitting = context.bench.sitting();
  const due = await context.store.dueWakes(context.clock.now(), WAKES_AT_ONCE + sitting.length);
  const keys = due.filter((key) => !sitting.includes(key)).slice(0, WAKES_AT_ONCE);
  for (const key of keys) await context.bench.charge(key, () => wake(context, key, subjectOf(key)));
  return keys.length;
}

async function wake(context: SyncContext, key: string, subject: Subject | null): Promise<void> {
  const input = { kind: 'time', at: toInstant(context.clock.now()) } as const;
  switch (subject?.kind) {
    case 'order':
      await decideOrder(context, subject.orderId, [input]);
      return;
    case 'receipt':
      await decideReceipt(context, subject.receiptId, input, null);
      return;
    case 'stock':
      await decideStock(context, { ...subject, accountCode: null }, input);
      return;
    case 'observed':
      await lapse(context, key);
      return;
    case 'account':
      await wakeAccount(context, key, subject.accountId);
      return;
    case 'profile': // its fold has no holds: it never asks to be woken
    case undefined:
      return;
  }
}

const OBSERVATION_UNCLAIMED = 'observation-unclaimed';

/** An order that was observed and never came: its reference was mistyped, or belongs to another system. */
async function lapse(context: SyncContext, key: string): Promise<void> {
  const nowMs = context.clock.now();
  let lapsed = 0;
  await context.store.transact([key], nowMs, (rows) => {
    const row = rowAs(rows.get(key), 'observed');
    if (row === null) return { writes: [], messages: [] };
    const write = observedAtTime(key, row, nowMs);
    lapsed = row.waiting.length - (rowAs(write, 'observed')?.waiting.length ?? 0);
    return { writes: [write], messages: [] };
  });
  if (lapsed === 0) return;
  const detail = { observations: lapsed };
  await context.store.report(
    [{ class: OBSERVATION_UNCLAIMED, subject: context.tenant, severity: 'warning', owner: 'integration', detail }],
    nowMs,
  );
}

async function wakeAccount(context: SyncContext, key: string, accountId: string): Promise<void> {
  const nowMs = context.clock.now();
  await context.store.transact([key], nowMs, (rows) => {
    const row = rowAs(rows.get(key), 'account');
    const account = row === null ? null : routeAccount(context.accounts, { id: accountId, code: row.code });
    const isMoot = row === null || account === null;
    return { writes: isMoot ? [] : [accountAtTime(accountId, row, account.policy, nowMs)], messages: [] };
  });
}
