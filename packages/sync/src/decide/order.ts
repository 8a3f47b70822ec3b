/** One input of one order, decided in one transaction: its state, its messages, its customers' flags. */
import {
  advance,
  type Finding,
  initialOrder,
  initialProfile,
  type OrderInput,
  type OrderView,
  type ProfileFact,
  type RunSettings,
} from '@clarus-klaviyo/mapping';
import { toInstant } from '../clock.js';
import type { SyncAccount, SyncContext } from '../config.js';
import { emailDigest, orderKey, profileKey, referenceName } from '../keys.js';
import { routeAccount } from '../routing.js';
import type { Decision, OutgoingMessage, StateRow, StateWrite } from '../stores/store.js';
import { toOutgoing, wakeAtMs } from './outgoing.js';
import { type OrderRow, rowAs } from './rows.js';

interface Decided {
  readonly write: StateWrite;
  readonly messages: readonly OutgoingMessage[];
  readonly facts: readonly ProfileFact[];
  readonly account: SyncAccount | null;
}

interface Facts {
  readonly context: SyncContext;
  readonly run: RunSettings;
  readonly nowMs: number;
}

function viewOf(input: OrderInput): OrderView | null {
  return input.kind === 'order' ? input.view : null;
}

function unrouted(row: OrderRow): Finding {
  const subject = row.clarusAccountCode ?? row.clarusAccountId ?? 'unknown';
  return { code: 'account-unrouted', owner: 'integration', severity: 'error', subject, detail: { account: subject } };
}

function foldStatus(status: string): string {
  return status.toUpperCase().replaceAll(/[\s_]+/g, '_');
}

/** Pure: the order's row and one input in, what to write and to send out. */
function decideOne(
  orderId: string,
  before: OrderRow | null,
  input: OrderInput,
  { context, run, nowMs }: Facts,
): Decided {
  const view = viewOf(input);
  const seen = {
    v: 1,
    kind: 'order',
    clarusAccountId: view?.order.account?.id ?? before?.clarusAccountId ?? null,
    clarusAccountCode: view?.order.account?.code ?? before?.clarusAccountCode ?? null,
    reference: view?.order.reference ?? before?.reference ?? null,
    statusCode: view?.order.statusCode ?? before?.statusCode ?? null,
    readAtMs: input.kind === 'order' ? nowMs : (before?.readAtMs ?? nowMs),
  } as const;
  const names =
    seen.reference === null || seen.clarusAccountId === null
      ? []
      : [referenceName(seen.clarusAccountId, seen.reference)];
  const account = routeAccount(
    context.accounts,
    seen.clarusAccountId === null ? null : { id: seen.clarusAccountId, code: seen.clarusAccountCode },
  );
  const key = orderKey(orderId);
  if (account === null) {
    const row: OrderRow = { ...seen, account: null, isSettled: false, state: before?.state ?? null };
    return {
      write: { key, state: row, wakeAtMs: null, names, findings: [unrouted(row)] },
      messages: [],
      facts: [],
      account,
    };
  }
  const { policy } = account;
  const state = before?.state ?? initialOrder({ tenant: context.tenant, orderId });
  const result = advance(state, input, policy, run);
  const closed = [...policy.statuses.completed, ...policy.statuses.cancelled].map(foldStatus);
  const isClosed = seen.statusCode !== null && closed.includes(foldStatus(seen.statusCode));
  const row: OrderRow = {
    ...seen,
    account: account.name,
    isSettled: isClosed && result.wakeAt === null,
    state: result.state,
  };
  return {
    write: { key, state: row, wakeAtMs: wakeAtMs(result.wakeAt), names, findings: result.findings },
    messages: result.milestones.flatMap((milestone) => toOutgoing(milestone, { account: account.name, policy, nowMs })),
    facts: policy.flags.enabled ? result.facts : [],
    account,
  };
}

/** Pure: folds the facts an order contributed into their customers' profiles. */
function decideProfiles(
  decided: Decided,
  digests: ReadonlyMap<string, string>,
  rows: ReadonlyMap<string, StateRow | null>,
  { context, run, nowMs }: Facts,
): Decision {
  const { account, facts } = decided;
  if (account === null) return { writes: [], messages: [] };
  const writes = new Map<string, StateWrite>();
  const messages: OutgoingMessage[] = [];
  for (const fact of facts) {
    const digest = digests.get(fact.email) ?? '';
    const key = profileKey(account.name, digest);
    const written = writes.get(key);
    const before = rowAs(written ?? rows.get(key), 'profile');
    const state = before?.state ?? initialProfile({ tenant: context.tenant, account: account.name, profile: digest });
    const input = { kind: 'fact', receivedAt: toInstant(nowMs), fact } as const;
    const result = advance(state, input, account.policy, run);
    writes.set(key, {
      key,
      state: { v: 1, kind: 'profile', account: account.name, state: result.state },
      wakeAtMs: wakeAtMs(result.wakeAt),
      names: [],
      findings: result.findings,
    });
    for (const milestone of result.milestones) {
      messages.push(...toOutgoing(milestone, { account: account.name, policy: account.policy, nowMs }));
    }
  }
  return { writes: [...writes.values()], messages };
}

/**
 * Orders of the same account under the same reference tell each other: a cancelled order that was
 * reissued is an edit. Only an order that still stands counts as the reissue of another.
 */
function siblingInputs(
  orderId: string,
  input: OrderInput,
  siblings: readonly (readonly [string, OrderRow])[],
  cancelled: readonly string[],
): readonly { readonly orderId: string; readonly input: OrderInput }[] {
  if (input.kind !== 'order' || input.view === null) return [];
  const stands = (status: string | null): boolean => status !== null && !cancelled.includes(foldStatus(status));
  const { receivedAt, source, view } = input;
  const reissue = (by: string): OrderInput => ({ kind: 'reissue', source, receivedAt, orderId: by });
  return siblings.flatMap(([siblingId, row]) => [
    ...(stands(view.order.statusCode) ? [{ orderId: siblingId, input: reissue(orderId) }] : []),
    ...(stands(row.statusCode) ? [{ orderId, input: reissue(siblingId) }] : []),
  ]);
}

/** Hands one input to one order. Returns the ids of the messages it made. */
export async function decideOrder(
  context: SyncContext,
  orderId: string,
  input: OrderInput,
): Promise<readonly string[]> {
  const run = await context.run();
  const key = orderKey(orderId);
  const view = viewOf(input);
  const accountId = view?.order.account?.id ?? null;
  const named =
    view === null || accountId === null
      ? []
      : await context.store.keysNamed(referenceName(accountId, view.order.reference));
  const siblingIds = named.filter((name) => name !== key).map((name) => name.slice(orderKey('').length));
  const digests = new Map<string, string>();

  for (;;) {
    const nowMs = context.clock.now();
    const facts: Facts = { context, run, nowMs };
    let undigested: readonly string[] = [];
    let messageIds: readonly string[] = [];
    await context.store.transact([key, ...siblingIds.map(orderKey)], nowMs, (rows) => {
      const latest = new Map<string, OrderRow | null>();
      const rowFor = (id: string): OrderRow | null => latest.get(id) ?? rowAs(rows.get(orderKey(id)), 'order');
      const siblings = siblingIds.flatMap((id) => {
        const row = rowFor(id);
        return row === null ? [] : [[id, row] as const];
      });
      const steps = [{ orderId, input }, ...siblingInputs(orderId, input, siblings, cancelledStatuses(context))];
      const decided = steps.map((step) => {
        const result = decideOne(step.orderId, rowFor(step.orderId), step.input, facts);
        latest.set(step.orderId, rowAs(result.write, 'order'));
        return { ...result, orderId: step.orderId };
      });

      const emails = decided.flatMap((one) => one.facts.map((fact) => fact.email));
      undigested = emails.filter((email) => !digests.has(email));
      if (undigested.length > 0) return { writes: [], messages: [] };
      const profileKeys = decided.flatMap(({ account, facts: made }) =>
        account === null ? [] : made.map((fact) => profileKey(account.name, digests.get(fact.email) ?? '')),
      );
      const needs = profileKeys.filter((name) => !rows.has(name));
      if (needs.length > 0) return { needs };

      const withRows = new Map(rows);
      const profileWrites = new Map<string, StateWrite>();
      const messages: OutgoingMessage[] = [];
      for (const one of decided) {
        messages.push(...one.messages);
        const profiles = decideProfiles(one, digests, withRows, facts);
        for (const write of profiles.writes) {
          profileWrites.set(write.key, write);
          withRows.set(write.key, write);
        }
        messages.push(...profiles.messages);
      }
      const orderWrites = new Map(decided.map((one) => [one.orderId, one.write]));
      messageIds = messages.map((message) => message.message.id);
      return { writes: [...orderWrites.values(), ...profileWrites.values()], messages };
    });
    if (undigested.length === 0) {
      context.onEvent({ type: 'decided', key, messages: messageIds });
      if (messageIds.length > 0) context.nudge();
      return messageIds;
    }
    for (const email of undigested) digests.set(email, await emailDigest(email));
  }
}

function cancelledStatuses(context: SyncContext): readonly string[] {
  return context.accounts.flatMap((account) => account.policy.statuses.cancelled.map(foldStatus));
}
