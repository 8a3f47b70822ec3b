/** One input of one receipt, decided in one transaction: its state, its messages, its customer's open returns. */
import {
  accountUnrouted,
  advance,
  initialReceipt,
  isReturn,
  type ReceiptInput,
  type ReceiptRecord,
} from '@clarus-klaviyo/mapping';
import type { SyncAccount, SyncContext } from '../config.js';
import { OPEN_RECEIPTS_NAME, receiptKey } from '../keys.js';
import { routeAccount } from '../routing.js';
import type { StandingFinding } from '../stores/store.js';
import { toOutgoing, wakeAtMs } from './outgoing.js';
import { type KnownReceiptLine, type ReceiptRow, rowAs } from './rows.js';
import { foldStatus } from './status.js';
import { receiptTrail } from './trail.js';
import { type DecisionWithFacts, type Facts, transactWithProfiles } from './with-profiles.js';

const NOTHING: DecisionWithFacts = { writes: [], messages: [], contributions: [] };
const OVER: ReadonlySet<string> = new Set(['COMPLETED', 'COMPLETE', 'CLOSED', 'CANCELLED', 'CANCELED']);

/** The receipt's owner, which the mapping does not ask for. */
export interface ReceiptOwner {
  readonly accountId: string;
  readonly accountCode: string | null;
}

/** Beside the record: what sync must remember to read it again. */
export interface SeenReceipt {
  readonly owner: ReceiptOwner | null;
  /** Null: nobody names its lines. */
  readonly lines: readonly KnownReceiptLine[] | null;
  /** The customer of its order asked to be forgotten. */
  readonly isForgotten: boolean;
}

/** Hands one input to one receipt. A receipt that is no return is not kept. Returns the ids of the messages it made. */
export async function decideReceipt(
  context: SyncContext,
  receiptId: string,
  input: ReceiptInput,
  seen: SeenReceipt | null,
): Promise<readonly string[]> {
  const key = receiptKey(receiptId);
  const messageIds = await transactWithProfiles(context, [key], (rows, facts) =>
    decideOne(receiptId, rowAs(rows.get(key), 'receipt'), input, { ...facts, seen }),
  );
  context.onEvent({ type: 'decided', key, messages: messageIds });
  if (messageIds.length > 0) context.nudge();
  return messageIds;
}

function decideOne(
  receiptId: string,
  before: ReceiptRow | null,
  input: ReceiptInput,
  { context, run, nowMs, seen }: Facts & { readonly seen: SeenReceipt | null },
): DecisionWithFacts {
  const record = input.kind === 'receipt' ? input.receipt : null;
  const clarusAccountId = seen?.owner?.accountId ?? before?.clarusAccountId ?? null;
  const clarusAccountCode = seen?.owner?.accountCode ?? before?.clarusAccountCode ?? null;
  const owner = clarusAccountId === null ? null : { id: clarusAccountId, code: clarusAccountCode };
  const account = routeAccount(context.accounts, owner);
  const key = receiptKey(receiptId);
  const state = before?.state ?? initialReceipt({ tenant: context.tenant, receiptId });
  const row: Omit<ReceiptRow, 'isSettled' | 'state'> = {
    v: 1,
    kind: 'receipt',
    account: account?.name ?? null,
    clarusAccountId,
    clarusAccountCode,
    reference: record?.reference ?? before?.reference ?? null,
    statusCode: record?.statusCode ?? before?.statusCode ?? null,
    readAtMs: input.kind === 'receipt' ? nowMs : (before?.readAtMs ?? nowMs),
    lines: seen?.lines ?? before?.lines ?? [],
    isForgotten: seen?.isForgotten ?? before?.isForgotten ?? false,
  };
  if (account === null) {
    // Whether it is a return, only a policy can say: it is kept only where it was one before.
    if (before === null) return NOTHING;
    const findings = [accountUnrouted(clarusAccountCode ?? clarusAccountId ?? 'unknown')];
    const write = {
      key,
      state: { ...row, isSettled: false, state },
      wakeAtMs: null,
      names: [OPEN_RECEIPTS_NAME],
      findings,
    };
    return { ...NOTHING, writes: [write] };
  }
  if (before === null && !isOurs(record, input, account)) return NOTHING;
  const result = advance(state, input, account.policy, run);
  const isOver = OVER.has(foldStatus(row.statusCode ?? '')) || isReceiptGone(result.state.facts);
  const isSettled = isOver && result.wakeAt === null;
  return {
    writes: [
      {
        key,
        state: { ...row, isSettled, state: result.state } satisfies ReceiptRow,
        wakeAtMs: wakeAtMs(result.wakeAt),
        names: isSettled ? [] : [OPEN_RECEIPTS_NAME],
        trail: receiptTrail(before, input, result.state, nowMs),
        isClosed: isSettled,
        findings: [
          ...result.findings.filter(({ code }) => !(row.isForgotten && code === 'identity-missing')),
          ...linesUnknown(row.reference ?? receiptId, result.state.facts.receipt?.value),
        ],
      },
    ],
    messages: result.milestones.flatMap((milestone) =>
      toOutgoing(milestone, { account: account.name, policy: account.policy, nowMs }),
    ),
    contributions: result.facts.length > 0 ? [{ account, facts: result.facts }] : [],
  };
}

function isOurs(record: ReceiptRecord | null, input: ReceiptInput, { policy }: SyncAccount): boolean {
  return record !== null && input.kind === 'receipt' && isReturn(record, input.automations, policy);
}

function isReceiptGone({ goneRead, receipt }: ReceiptRow['state']['facts']): boolean {
  return goneRead !== null && goneRead >= (receipt?.read ?? 0);
}

/** A return of which nobody names the lines: nothing of it can be told. */
function linesUnknown(subject: string, record: ReceiptRecord | undefined): readonly StandingFinding[] {
  if (record === undefined || record.lines.length > 0) return [];
  return [{ code: 'return-lines-unknown', owner: 'integration', severity: 'warning', subject, detail: {} }];
}
