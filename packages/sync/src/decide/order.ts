/** Inputs of one order, decided in one transaction: its state, its messages, its customers' flags. */
import {
  accountUnrouted,
  advance,
  initialOrder,
  type OrderAdvance,
  type OrderInput,
  type OrderView,
  type Policy,
} from '@clarus-klaviyo/mapping';
import type { SyncAccount, SyncContext } from '../config.js';
import { accountKey, observedKey, orderIdsOf, orderKey, referenceName } from '../keys.js';
import { routeAccount } from '../routing.js';
import type { OutgoingMessage, StandingFinding, StateRow, StateWrite } from '../stores/store.js';
import { type AccountNews, accountAfter, STRATEGY_UNCONFIRMED } from './account.js';
import { claimObserved, observedKeysOf } from './observed.js';
import { namesOf } from './order-names.js';
import { toOutgoing, wakeAtMs } from './outgoing.js';
import { NO_PROGRESS, progressAfter, timingOf } from './progress.js';
import { isGone, type OrderRow, rowAs } from './rows.js';
import { isCancelledStatus, isClosedStatus } from './status.js';
import { stuckOrder } from './stuck.js';
import { orderTrail } from './trail.js';
import { type Contribution, type Facts, transactWithProfiles } from './with-profiles.js';

interface Decided {
  readonly row: OrderRow;
  readonly write: StateWrite;
  readonly messages: readonly OutgoingMessage[];
  readonly contributions: readonly Contribution[];
  readonly account: SyncAccount | null;
  readonly news: AccountNews | null;
}

function viewOf(input: OrderInput): OrderView | null {
  return input.kind === 'order' && input.covers.length > 0 ? input.view : null;
}

/** Pure: the order's row and one input in, what to write and to send out. */
export function decideOne(
  orderId: string,
  before: OrderRow | null,
  input: OrderInput,
  facts: Facts & { readonly isForgotten?: boolean },
): Decided {
  const { context, run, nowMs } = facts;
  const view = viewOf(input);
  const seen = {
    v: 1,
    kind: 'order',
    clarusAccountId: view?.order.account?.id ?? before?.clarusAccountId ?? null,
    clarusAccountCode: view?.order.account?.code ?? before?.clarusAccountCode ?? null,
    reference: view?.order.reference ?? before?.reference ?? null,
    statusCode: view?.order.statusCode ?? before?.statusCode ?? null,
    readAtMs: input.kind === 'order' ? nowMs : (before?.readAtMs ?? nowMs),
    isForgotten: facts.isForgotten ?? before?.isForgotten ?? false,
  } as const;
  const key = orderKey(orderId);
  const { clarusAccountId, clarusAccountCode } = seen;
  const account = routeAccount(
    context.accounts,
    clarusAccountId === null ? null : { id: clarusAccountId, code: clarusAccountCode },
  );
  if (account === null) {
    const row: OrderRow = {
      ...seen,
      account: null,
      isSettled: false,
      progress: before?.progress ?? NO_PROGRESS,
      state: before?.state ?? null,
    };
    const findings = [accountUnrouted(clarusAccountCode ?? clarusAccountId ?? 'unknown')];
    const write: StateWrite = { key, state: row, wakeAtMs: null, names: namesOf(row), findings };
    return { row, write, messages: [], contributions: [], account, news: null };
  }
  const { policy } = account;
  const state = before?.state ?? initialOrder({ tenant: context.tenant, orderId });
  const result = advance(state, input, policy, run);
  const progressBefore = before?.progress ?? NO_PROGRESS;
  const progress = view === null ? progressBefore : progressAfter(progressBefore, view, policy, nowMs);
  const isOver = isClosedStatus(seen.statusCode, policy) || isGone(result.state);
  const stuck = stuckOrder(
    {
      reference: seen.reference ?? orderId,
      progress,
      state: result.state,
      isClosed: isOver,
      isHeld: isHeld(result, policy),
      nowMs,
    },
    context.timing,
  );
  const row: OrderRow = {
    ...seen,
    account: account.name,
    isSettled: isOver && result.wakeAt === null,
    progress,
    state: result.state,
  };
  // Asked of every order that is read, finished ones too: many are seen first when they are complete.
  const isUnconfirmed = policy.dispatchStrategy === null && view !== null && view.order.dispatchStrategy === null;
  const findings: readonly StandingFinding[] = [
    // Said once of the account: on each order it would come and go with the day's work.
    ...result.findings.filter(
      ({ code }) => code !== STRATEGY_UNCONFIRMED && !(row.isForgotten && code === 'identity-missing'),
    ),
    ...stuck.findings,
  ];
  const timing = timingOf(progressBefore, progress);
  return {
    row,
    write: {
      key,
      state: row,
      wakeAtMs: earlier(wakeAtMs(result.wakeAt), stuck.wakeAtMs),
      names: namesOf(row),
      findings,
      trail: orderTrail(before?.state ?? null, input, result, nowMs),
      isClosed: row.isSettled,
    },
    messages: result.milestones.flatMap((milestone) => toOutgoing(milestone, { account: account.name, policy, nowMs })),
    contributions: policy.flags.enabled && result.facts.length > 0 ? [{ account, facts: result.facts }] : [],
    account,
    news:
      clarusAccountId === null
        ? null
        : { accountId: clarusAccountId, code: clarusAccountCode, policy, isUnconfirmed, timing },
  };
}

/** Something is waited for that will come or run out: an address, a number, the carrier's van. */
function isHeld({ state, wakeAt }: OrderAdvance, { shippedWhen }: Policy): boolean {
  const isTimed = shippedWhen !== null && (typeof shippedWhen === 'object' || shippedWhen === 'plannedCollection');
  return Object.keys(state.told.holds).length > 0 || (isTimed && wakeAt !== null);
}

function earlier(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.min(one, other);
}

/**
 * Orders of the same account under the same reference tell each other: a cancelled order that was
 * reissued is an edit. Only an order that still stands counts as the reissue of another.
 */
function siblingInputs(
  orderId: string,
  input: OrderInput,
  siblings: readonly (readonly [string, OrderRow])[],
  context: SyncContext,
): readonly { readonly orderId: string; readonly input: OrderInput }[] {
  const view = viewOf(input);
  if (input.kind !== 'order' || view === null) return [];
  const stands = (status: string | null): boolean =>
    status !== null && !context.accounts.some(({ policy }) => isCancelledStatus(status, policy));
  const { receivedAt, source } = input;
  const reissue = (by: string): OrderInput => ({ kind: 'reissue', source, receivedAt, orderId: by });
  return siblings.flatMap(([siblingId, row]) => [
    ...(stands(view.order.statusCode) ? [{ orderId: siblingId, input: reissue(orderId) }] : []),
    ...(stands(row.statusCode) ? [{ orderId, input: reissue(siblingId) }] : []),
  ]);
}

type Rows = ReadonlyMap<string, StateRow | null>;

/** What one transaction has decided so far: later inputs see what earlier ones wrote. */
class OrderTurn {
  readonly messages: OutgoingMessage[] = [];
  readonly contributions: Contribution[] = [];
  readonly #rows: Rows;
  readonly #facts: Facts;
  readonly #orders = new Map<string, Decided>();
  readonly #others = new Map<string, StateWrite>();

  constructor(rows: Rows, facts: Facts) {
    this.#rows = rows;
    this.#facts = facts;
  }

  rowOf(orderId: string): OrderRow | null {
    return this.#orders.get(orderId)?.row ?? rowAs(this.#rows.get(orderKey(orderId)), 'order');
  }

  take(orderId: string, input: OrderInput, isForgotten?: boolean): Decided {
    const before = this.#orders.get(orderId)?.write.trail ?? [];
    const decided = decideOne(orderId, this.rowOf(orderId), input, {
      ...this.#facts,
      ...(isForgotten === undefined ? {} : { isForgotten }),
    });
    const trail = [...before, ...(decided.write.trail ?? [])];
    this.#orders.set(orderId, { ...decided, write: { ...decided.write, trail } });
    this.messages.push(...decided.messages);
    this.contributions.push(...decided.contributions);
    if (decided.news !== null) this.#tellAccount(decided.news);
    return decided;
  }

  /** What was fed in before the order was known. */
  claim(orderId: string): void {
    const row = this.rowOf(orderId);
    if (row?.state?.facts.order == null || row.account === null) return;
    // An order that was cancelled and made again leaves to the new one what names their reference.
    const isCancelled = this.#facts.context.accounts.some(({ policy }) => isCancelledStatus(row.statusCode, policy));
    const keys = isCancelled ? [observedKey('id', orderId)] : observedKeysOf(orderId, row.reference, row.state);
    const { inputs, writes } = claimObserved(keys, this.#rows, { account: row.account, state: row.state });
    for (const toInput of inputs) {
      const state = this.rowOf(orderId)?.state;
      if (state != null) this.take(orderId, toInput(state));
    }
    for (const write of writes) this.#others.set(write.key, write);
  }

  /** Keys that this turn looked at, or must before it can end. */
  needs(): readonly string[] {
    const wanted = [...this.#orders].flatMap(([orderId, { row, news }]) => [
      ...observedKeysOf(orderId, row.reference, row.state),
      ...(news === null ? [] : [accountKey(news.accountId)]),
    ]);
    return wanted.filter((key) => !this.#rows.has(key));
  }

  writes(): readonly StateWrite[] {
    return [...[...this.#orders.values()].map(({ write }) => write), ...this.#others.values()];
  }

  #tellAccount(news: AccountNews): void {
    const key = accountKey(news.accountId);
    const before = rowAs(this.#others.get(key) ?? this.#rows.get(key), 'account');
    const write = accountAfter(before, news, this.#facts.nowMs);
    if (write !== null) this.#others.set(key, write);
  }
}

/**
 * Hands inputs to one order, in this order. `isForgotten`: its customer asked to be, and what was read names nobody.
 * Returns the ids of the messages they made.
 */
export async function decideOrder(
  context: SyncContext,
  orderId: string,
  inputs: readonly OrderInput[],
  { isForgotten }: { readonly isForgotten?: boolean } = {},
): Promise<readonly string[]> {
  const key = orderKey(orderId);
  const siblingIds = await siblingsOf(context, orderId, inputs);
  const messageIds = await transactWithProfiles(context, [key, ...siblingIds.map(orderKey)], (rows, facts) => {
    const turn = new OrderTurn(rows, facts);
    for (const input of inputs) {
      const siblings = siblingIds.flatMap((id) => {
        const row = turn.rowOf(id);
        return row === null ? [] : [[id, row] as const];
      });
      turn.take(orderId, input, isForgotten);
      for (const step of siblingInputs(orderId, input, siblings, context)) turn.take(step.orderId, step.input);
    }
    const needs = turn.needs();
    if (needs.length > 0) return { needs };
    turn.claim(orderId);
    return { writes: turn.writes(), messages: turn.messages, contributions: turn.contributions };
  });
  context.onEvent({ type: 'decided', key, messages: messageIds });
  if (messageIds.length > 0) context.nudge();
  return messageIds;
}

async function siblingsOf(
  context: SyncContext,
  orderId: string,
  inputs: readonly OrderInput[],
): Promise<readonly string[]> {
  const order = inputs.map(viewOf).find((view) => view !== null)?.order;
  if (order == null || order.account === null) return [];
  const named = await context.store.keysNamed(referenceName(order.account.id, order.reference));
  return orderIdsOf(named).filter((id) => id !== orderId);
}
