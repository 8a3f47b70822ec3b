/**
 * Finds returns that no webhook told of, by the day they are expected, and reads again those that are under way. Only
 * where a policy says what a return is.
 */
import { isReturn, type Policy, type ReceiptRecord } from '@clarus-klaviyo/mapping';
import type { SyncContext } from '../config.js';
import { type ReceiptRow, rowAs } from '../decide/rows.js';
import { OPEN_RECEIPTS_NAME, receiptKey } from '../keys.js';
import type { ReadReceipt } from '../ports.js';
import { routeAccount } from '../routing.js';
import { toDay } from './day-window.js';
import { Bells, listed, NOTHING_SWEPT, requestsFor, type SweepOptions, type Swept } from './swept.js';

export async function sweepReceipts(context: SyncContext, { signal }: SweepOptions): Promise<Swept> {
  const policies = context.accounts.map(({ policy }) => policy).filter(knowsReturns);
  if (policies.length === 0) return NOTHING_SWEPT;
  const nowMs = context.clock.now();
  const backMs = Math.max(context.timing.sweepBackMs, ...policies.map(({ returns }) => returns.abandonAfterMs));
  const expected = { from: toDay(nowMs - backMs), to: toDay(nowMs + context.timing.sweepAheadMs) };
  const bells = new Bells(context);
  const seen = new Set<string>();
  const filter = { expected_date_of_receipt: expected };
  for await (const receipt of context.clarus.goodsInReceipts.list(listed(filter, signal))) {
    const key = receiptKey(receipt.id);
    seen.add(key);
    const row = rowAs(await context.store.read(key), 'receipt');
    const reference = receipt.reference;
    if (reference === null) continue; // it could not be read: receipts are asked for by reference
    if (row === null) {
      if (isReturnHere(context, receipt)) await bells.ring(key, { reference }, true);
    } else if (row.statusCode !== receipt.statusCode) await bells.ring(key, { reference }, true);
    else await reread(context, bells, key, row);
  }
  // Those that are expected at no time, or beyond the window.
  for (const key of await context.store.keysNamed(OPEN_RECEIPTS_NAME)) {
    if (seen.has(key)) continue;
    const row = rowAs(await context.store.read(key), 'receipt');
    if (row !== null) await reread(context, bells, key, row);
  }
  await bells.flush();
  return { listed: seen.size, requests: requestsFor(seen.size), rung: bells.rung, found: bells.found };
}

function knowsReturns({ returns }: Policy): boolean {
  return returns.automations.length > 0 || returns.kinds.length > 0 || returns.referencePattern !== null;
}

function isReturnHere(context: SyncContext, receipt: ReadReceipt): boolean {
  const account = routeAccount(context.accounts, receipt.account);
  if (account === null) return false;
  const { id, reference, statusCode, kind, type, expectedAt } = receipt;
  const kindCode = kind?.code ?? kind?.name ?? kind?.id ?? type;
  const record: ReceiptRecord = { id, reference, statusCode, kindCode, expectedAt, references: {}, lines: [] };
  return isReturn(record, [], account.policy);
}

async function reread(context: SyncContext, bells: Bells, key: string, row: ReceiptRow): Promise<void> {
  const ageMs = context.clock.now() - row.readAtMs;
  if (row.isSettled || (ageMs >= 0 && ageMs < context.timing.rereadOpenMs)) return;
  await bells.ring(key, row.reference === null ? {} : { reference: row.reference }, false);
}
