/** One input of one receipt: is it a return, and what of it may be told? (design §5.9) */

import type { Finding } from '../findings.js';
import { foldCode } from '../fold-text.js';
import { type Identity, identify } from '../identity.js';
import type { ProfileFact, ReceiptInput, ReceiptLine, ReceiptRecord, ReturnedOrder } from '../inputs.js';
import { clockAfter, earliest, instantMs, toInstant } from '../instants.js';
import { messageId } from '../message-id.js';
import type { Milestone, ReturnAbandoned, ReturnExpected, ReturnReceived } from '../milestones.js';
import { own } from '../own.js';
import type { Policy, RunSettings } from '../policy-types.js';
import { isReturn } from '../returns.js';
import { checkVersion } from './check-version.js';
import { finding } from './finding.js';
import { mergeReceipt } from './receipt-facts.js';
import type { ReceiptState, ReceiptTold } from './receipt-state.js';
import { type Judgement, judge, type Mutable, once } from './turn.js';

/** What an input made of a return's state, and what follows from it. */
export interface ReceiptAdvance {
  readonly state: ReceiptState;
  readonly milestones: readonly Milestone[];
  readonly facts: readonly ProfileFact[];
  readonly wakeAt: string | null;
  readonly findings: readonly Finding[];
}

interface ReceiptTurn {
  readonly state: ReceiptState;
  readonly receipt: ReceiptRecord;
  readonly order: ReturnedOrder;
  readonly identity: Identity;
  readonly policy: Policy;
  readonly run: RunSettings;
  readonly nowMs: number;
  readonly isBaselineLook: boolean;
  readonly told: Mutable<ReceiptTold>;
  readonly since: Map<string, string>;
  readonly holds: Map<string, readonly string[]>;
  readonly milestones: Milestone[];
  readonly profileFacts: ProfileFact[];
  readonly deadlinesMs: number[];
}

/** A return whose order nobody found is told to nobody: a finding stands until it is resolved. */
export function advanceReceipt(
  before: ReceiptState,
  input: ReceiptInput,
  policy: Policy,
  run: RunSettings,
): ReceiptAdvance {
  checkVersion(before);
  const nowMs = clockAfter(before.clock, input.kind === 'time' ? input.at : input.receivedAt);
  const facts = mergeReceipt(before.facts, input, policy);
  const isNews =
    input.kind === 'receipt' && run.isBackfill !== true && (input.source !== 'sweep' || input.hooks.length > 0);
  const isLive = before.told.isLive || isNews;
  const last = input.kind === 'time' ? before.told.last : { source: input.source, receivedAt: input.receivedAt };
  const remembered = run.isBackfill === true ? withoutBaseline(before.told) : before.told;
  const state: ReceiptState = { ...before, clock: toInstant(nowMs), facts, told: { ...remembered, isLive, last } };
  const receipt = facts.receipt?.value;
  if (receipt === undefined || !isReturn(receipt, facts.automations, policy)) return quiet(state, []);
  const order = facts.order?.value ?? null;
  const isBaselineLook = !before.told.isLooked && !isLive;
  if (order === null)
    return unresolved(state, receipt, { isHistory: isBaselineLook || run.isBackfill === true, nowMs });
  const turn: ReceiptTurn = {
    state,
    receipt,
    order,
    identity: identify(order.contact, policy),
    policy,
    run,
    nowMs,
    isBaselineLook: isBaselineLook && run.isBackfill !== true,
    told: { ...state.told, isLooked: true },
    since: new Map(),
    holds: new Map(),
    milestones: [],
    profileFacts: [],
    deadlinesMs: [],
  };
  tellExpected(turn);
  for (const line of receipt.lines) tellReceived(turn, line);
  tellAbandoned(turn);
  const { told, since, holds } = turn;
  return {
    state: { ...state, told: { ...told, since: Object.fromEntries(since), holds: Object.fromEntries(holds) } },
    milestones: turn.milestones,
    facts: turn.profileFacts,
    wakeAt: earliest(turn.deadlinesMs),
    findings: findingsOf(turn),
  };
}

/** Forgets what was passed over as old, where nothing else was ever told. */
function withoutBaseline(told: ReceiptTold): ReceiptTold {
  const all = [told.expected, told.abandoned, ...Object.values(told.lines)];
  if (all.some((one) => one !== null && one.mode !== 'baseline')) return told;
  return { ...told, expected: null, abandoned: null, lines: {} };
}

/**
 * What a first sweep finds is history, whether its order is found or not: it must not become news once it is.
 * The rest is dated now, so that what is resolved weeks later goes as late as it is.
 */
function unresolved(
  state: ReceiptState,
  receipt: ReceiptRecord,
  { isHistory, nowMs }: { readonly isHistory: boolean; readonly nowMs: number },
): ReceiptAdvance {
  const { told } = state;
  const arrived = receipt.lines.filter((line) => isIn(line, receipt));
  if (isHistory) {
    const lines = Object.fromEntries(arrived.map(({ id }) => [id, once('baseline')]));
    return quiet({ ...state, told: { ...told, isLooked: true, expected: once('baseline'), lines } }, []);
  }
  const now = toInstant(nowMs);
  const names = ['expected', ...arrived.map(({ id }) => `line:${id}`)];
  const since = Object.fromEntries(names.map((name) => [name, own(told.since, name) ?? now]));
  const warning = finding('return-unresolved', receipt.reference ?? receipt.id, { receipt: receipt.id });
  return quiet({ ...state, told: { ...told, isLooked: true, since } }, isCancelled(state) ? [] : [warning]);
}

function quiet(state: ReceiptState, findings: readonly Finding[]): ReceiptAdvance {
  return { state, milestones: [], facts: [], wakeAt: null, findings };
}

/** Completed means received and put away; until then its lines say how far it has come. */
function isClosed({ statusCode }: ReceiptRecord): boolean {
  return ['completed', 'complete', 'closed'].includes(foldCode(statusCode ?? ''));
}

function isCancelled({ facts: { receipt, goneRead, isCancelHookSeen } }: ReceiptState): boolean {
  const isGone = goneRead !== null && receipt !== null && goneRead >= receipt.read;
  return isGone ? isCancelHookSeen : foldCode(receipt?.value.statusCode ?? '').startsWith('cancel');
}

/** Enough of the line is here to say so: all of it, or what there will be. */
function isIn(line: ReceiptLine, receipt: ReceiptRecord): boolean {
  return line.received > 0 && (line.received >= line.expected || isClosed(receipt));
}

function hasReceived({ lines }: ReceiptRecord): boolean {
  return lines.some((line) => line.received > 0);
}

/** Only what is still awaited: a receipt made when the goods were already there expects nothing. */
function tellExpected(turn: ReceiptTurn): void {
  const { told, receipt, state } = turn;
  if (told.expected !== null || told.abandoned !== null) return;
  if (isClosed(receipt) || isCancelled(state) || hasReceived(receipt) || receipt.lines.length === 0) return;
  const judgement = judged(turn, 'ReturnExpected', 'expected');
  if (judgement === null) return;
  told.expected = once(judgement);
  if (judgement === 'baseline') return;
  flag(turn, 'returnOpened');
  const milestone: ReturnExpected = {
    ...base(turn, 'ReturnExpected', 'receipt', { key: 'expected', judgement }),
    kind: 'ReturnExpected',
    expectedAt: instantMs(receipt.expectedAt) === null ? null : receipt.expectedAt,
    items: itemsOf(receipt.lines, (line) => line.expected),
  };
  announce(turn, milestone);
}

function tellReceived(turn: ReceiptTurn, line: ReceiptLine): void {
  const { told, receipt } = turn;
  if (!isIn(line, receipt) || own(told.lines, line.id) !== undefined) return;
  const key = `line:${line.id}`;
  const judgement = judged(turn, 'ReturnReceived', key);
  if (judgement === null) return;
  told.lines = { ...told.lines, [line.id]: once(judgement) };
  const isSettled = (one: ReceiptLine): boolean =>
    own(told.lines, one.id) !== undefined || (isClosed(receipt) && !isIn(one, receipt));
  if (judgement === 'baseline') return;
  const milestone: ReturnReceived = {
    ...base(turn, 'ReturnReceived', line.id, { key, judgement }),
    kind: 'ReturnReceived',
    receiptLineId: line.id,
    isFinalLine: receipt.lines.every(isSettled),
    items: itemsOf([line], (one) => one.received),
  };
  announce(turn, milestone);
  if (milestone.isFinalLine) flag(turn, 'returned');
}

/** Cancelled, closed without a unit, or long overdue: never once a unit has come in. */
function tellAbandoned(turn: ReceiptTurn): void {
  const { told, receipt, state, policy } = turn;
  if (hasReceived(receipt) || Object.keys(told.lines).length > 0) {
    // The rest of it will not come, so that nobody waits for a last line: what came closes the return.
    if (isCancelled(state) && told.openFlag !== null) flag(turn, 'returned');
    return;
  }
  if (told.abandoned !== null) return;
  const seenMs = sinceMs(turn, 'open');
  const overdueMs = (instantMs(receipt.expectedAt) ?? seenMs) + policy.returns.abandonAfterMs;
  const reason = isCancelled(state) ? 'cancelled' : isClosed(receipt) ? 'nothing-received' : 'overdue';
  if (reason === 'overdue' && turn.nowMs < overdueMs) {
    turn.deadlinesMs.push(overdueMs);
    return;
  }
  // Nobody was told that it is expected, so nobody misses it.
  const isAwaited = told.expected !== null && told.expected.mode !== 'baseline';
  const judgement = isAwaited ? judged(turn, 'ReturnAbandoned', 'abandoned') : 'baseline';
  if (judgement === null) return;
  told.abandoned = once(judgement);
  flag(turn, 'returnClosed');
  if (judgement === 'baseline') return;
  const milestone: ReturnAbandoned = {
    ...base(turn, 'ReturnAbandoned', 'receipt', { key: 'abandoned', judgement }),
    kind: 'ReturnAbandoned',
    reason,
    items: itemsOf(receipt.lines, (line) => line.expected),
  };
  announce(turn, milestone);
}

function sinceMs(turn: ReceiptTurn, name: string): number {
  const since = own(turn.state.told.since, name) ?? toInstant(turn.nowMs);
  turn.since.set(name, since);
  return instantMs(since) ?? turn.nowMs;
}

type ReturnKind = 'ReturnExpected' | 'ReturnReceived' | 'ReturnAbandoned';

/** Null while an address may still come. */
function judged(turn: ReceiptTurn, kind: ReturnKind, key: string): Judgement | 'baseline' | null {
  const atMs = sinceMs(turn, key);
  return turn.isBaselineLook ? 'baseline' : judge(turn, kind, key, atMs);
}

function base(
  turn: ReceiptTurn,
  kind: ReturnKind,
  thing: string,
  { key, judgement: { mode, reason } }: { readonly key: string; readonly judgement: Judgement },
) {
  const { state, order, receipt, identity, told } = turn;
  return {
    id: messageId(state.tenant, kind, state.receiptId, thing),
    order: {
      tenant: state.tenant,
      orderId: order.orderId,
      orderNumber: order.orderNumber,
      shopReference: order.shopReference,
      warehouseCode: order.warehouseCode,
      countryCode: order.contact?.countryCode ?? null,
    },
    email: identity.kind === 'known' ? identity.email : null,
    phone: identity.kind === 'known' ? identity.phone : null,
    at: toInstant(sinceMs(turn, key)),
    mode,
    because: {
      rule: RULES[kind],
      evidence: null,
      evidenceAt: null,
      source: told.last?.source ?? 'manual',
      receivedAt: told.last?.receivedAt ?? toInstant(turn.nowMs),
      heldFor: own(state.told.holds, key) ?? [],
      modeReason: reason,
    },
    receiptId: receipt.id,
    receiptReference: receipt.reference,
    isLate: reason === 'late',
  };
}

const RULES: Readonly<Record<ReturnKind, string>> = {
  ReturnExpected: 'return-expected',
  ReturnReceived: 'return-received',
  ReturnAbandoned: 'return-abandoned',
};

function announce(
  { policy, milestones }: ReceiptTurn,
  milestone: ReturnExpected | ReturnReceived | ReturnAbandoned,
): void {
  if (policy.events[milestone.kind]) milestones.push(milestone);
}

/** One entry per SKU, in the order of the lines. */
function itemsOf(lines: readonly ReceiptLine[], quantityOf: (line: ReceiptLine) => number): ReturnExpected['items'] {
  const items = new Map<string, ReturnExpected['items'][number]>();
  for (const line of lines) {
    const before = items.get(line.sku);
    items.set(line.sku, {
      sku: line.sku,
      productName: before?.productName ?? line.productName,
      quantity: (before?.quantity ?? 0) + quantityOf(line),
      expected: (before?.expected ?? 0) + line.expected,
    });
  }
  return [...items.values()].filter(({ quantity }) => quantity > 0);
}

/** What closes a return clears it where it was opened, whoever the order names by now. */
function flag(turn: ReceiptTurn, kind: 'returnOpened' | 'returned' | 'returnClosed'): void {
  const { told, identity, policy, state, order, nowMs } = turn;
  const email = kind === 'returnOpened' || told.openFlag === null ? knownEmail(identity) : told.openFlag;
  if (email === null || !policy.flags.enabled || (kind === 'returnClosed' && told.openFlag === null)) return;
  told.openFlag = kind === 'returnOpened' ? email : null;
  turn.profileFacts.push({
    email,
    kind,
    source: `receipt:${state.receiptId}`,
    orderNumber: order.orderNumber,
    at: toInstant(nowMs),
  });
}

function knownEmail(identity: Identity): string | null {
  return identity.kind === 'known' ? identity.email : null;
}

function findingsOf({ told, identity, receipt, holds }: ReceiptTurn): readonly Finding[] {
  const reasons = [told.expected, told.abandoned, ...Object.values(told.lines)].map((one) => one?.modeReason);
  const subject = receipt.reference ?? receipt.id;
  const isHeld = identity.kind === 'missing' && holds.size > 0;
  return [
    ...(isHeld || reasons.includes('identity-missing') ? [finding('identity-missing', subject)] : []),
    ...(reasons.includes('identity-filtered') ? [finding('identity-filtered', subject)] : []),
    ...(reasons.includes('late') ? [finding('late-news', subject)] : []),
  ];
}
