/** Reads a receipt and the order it brings back, and hands both to decide. */
import { isReturn, type ReceiptRecord, returnedOrderReference } from '@clarus-klaviyo/mapping';
import { toInstant } from '../clock.js';
import type { SyncContext } from '../config.js';
import { decideReceipt } from '../decide/receipt.js';
import { type KnownReceiptLine, type ReceiptRow, rowAs } from '../decide/rows.js';
import { receiptKey } from '../keys.js';
import type { ReadReceipt, ReadReceiptLine } from '../ports.js';
import { forgottenOf } from '../privacy/forgotten.js';
import { routeAccount } from '../routing.js';
import type { TakenBell } from '../stores/store.js';
import { answer, giveBack, readInTime, settleAnswered } from './failures.js';
import { fromReceiptHint } from './receipt-hints.js';
import { findReturnedOrder } from './returned-order.js';

export async function answerReceipt(
  context: SyncContext,
  bell: TakenBell,
  receiptId: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const row = rowAs(await context.store.read(receiptKey(receiptId)), 'receipt');
  const hint = fromReceiptHint(bell.hint);
  const reference = hint.reference ?? row?.reference ?? null;
  if (reference === null) {
    // Clarus lists receipts by reference, not by id: only a sweep can learn this one's name.
    context.askSweep('receipts');
    await settleAnswered(context, [bell]);
    return;
  }
  let decide: () => Promise<unknown>;
  try {
    decide = await readInTime(context, signal, (until) =>
      readReceipt(context, { bell, receiptId, reference, row }, until),
    );
  } catch (error) {
    if (signal?.aborted !== true) await giveBack(context, [bell], error);
    return;
  }
  await answer(context, bell, decide);
}

interface ReceiptBell {
  readonly bell: TakenBell;
  readonly receiptId: string;
  readonly reference: string;
  readonly row: ReceiptRow | null;
}

/** Reads everything first; what it returns decides. */
async function readReceipt(
  context: SyncContext,
  { bell, receiptId, reference, row }: ReceiptBell,
  signal: AbortSignal | undefined,
): Promise<() => Promise<unknown>> {
  const hint = fromReceiptHint(bell.hint);
  const lines = mergeLines(row?.lines ?? [], hint.lines);
  const options = { reference, lines, ...(signal === undefined ? {} : { signal }) };
  const view = await context.clarus.goodsInReceipts.view(receiptId, options);
  const { automations } = hint;
  const observed = {
    kind: 'receipt',
    source: bell.source,
    receivedAt: toInstant(context.clock.now()),
    read: bell.read,
    hooks: bell.hooks,
    automations,
  } as const;
  if (view === null) {
    return async () => {
      if (row === null) return; // never seen, and gone: nobody was told of it
      await decideReceipt(context, receiptId, { ...observed, receipt: null, order: null }, null);
    };
  }
  const owner = view.receipt.account;
  const record = toReceiptRecord(view.receipt, view.lines ?? []);
  const account = routeAccount(context.accounts, owner);
  const known = row?.state.facts.automations ?? [];
  const isOurs = account !== null && isReturn(record, [...automations, ...known], account.policy);
  const orderReference = isOurs ? returnedOrderReference(record, account.policy) : null;
  const found =
    orderReference === null || owner === null
      ? null
      : await findReturnedOrder(context, owner.id, orderReference, signal);
  const isForgotten = (await forgottenOf(context.store, [found?.contact]))(found?.contact);
  const order = found !== null && isForgotten ? { ...found, contact: null } : found;
  const seen = {
    owner: owner === null ? null : { accountId: owner.id, accountCode: owner.code },
    lines: view.lines,
    isForgotten: isForgotten || (row?.isForgotten ?? false),
  };
  return () => decideReceipt(context, receiptId, { ...observed, receipt: record, order }, seen);
}

/** A body names what a read may not; a later body's word replaces an earlier one's. */
function mergeLines(
  before: readonly KnownReceiptLine[],
  said: readonly KnownReceiptLine[],
): readonly KnownReceiptLine[] {
  const lines = new Map(before.map((line) => [line.id, line]));
  for (const line of said) {
    const known = lines.get(line.id);
    lines.set(line.id, {
      id: line.id,
      sku: line.sku ?? known?.sku ?? null,
      expected: line.expected ?? known?.expected ?? null,
      received: line.received ?? known?.received ?? null,
    });
  }
  return [...lines.values()];
}

function toReceiptRecord(receipt: ReadReceipt, lines: readonly ReadReceiptLine[]): ReceiptRecord {
  const { id, reference, statusCode, kind, type, expectedAt, notes, externalReference } = receipt;
  const references = { external_system_reference1: externalReference, notes };
  return {
    id,
    reference,
    statusCode,
    kindCode: kind?.code ?? kind?.name ?? kind?.id ?? type,
    expectedAt,
    references: Object.fromEntries(
      Object.entries(references).flatMap(([name, text]) => (text === null ? [] : [[name, text]])),
    ),
    lines: lines.flatMap((line) =>
      line.sku === null
        ? []
        : [
            {
              id: line.id,
              sku: line.sku,
              productName: null,
              expected: line.expected ?? 0,
              received: line.received ?? 0,
            },
          ],
    ),
  };
}
