/** The story of an order: gathers what the store knows and hands it to the two files beside it. */
import { explainFinding } from '@clarus-klaviyo/mapping/sentences';
import { toInstant } from '../clock.js';
import type { SyncContext } from '../config.js';
import { type OrderRow, rowAs } from '../decide/rows.js';
import { maskEmails } from '../incidents/mask.js';
import { anyReferenceName, orderIdOfLane, orderKey, subjectOf } from '../keys.js';
import type { ExplainedOrder, Explanation } from '../operations.js';
import { ledgerMessages } from '../reconcile/read-ledger.js';
import type { LedgerMessage } from '../stores/store.js';
import { timelineOf } from './timeline.js';
import { pendingOf, standingOf } from './waiting.js';

/**
 * All orders of that reference, over all accounts; the reference may also be an order's id in Clarus, or the `EventId`
 * that an event in Klaviyo carries. Changes nothing and reads nothing from outside.
 */
export async function explain(
  context: SyncContext,
  { reference }: { readonly reference: string },
): Promise<Explanation> {
  const wanted = reference.trim();
  const orders: ExplainedOrder[] = [];
  for (const [orderId, knownAs] of await ordersOf(context, wanted)) {
    const order = await explainOrder(context, orderId, knownAs);
    if (order !== null) orders.push(order);
  }
  return { reference: wanted, orders };
}

/** Order id → the reference it was found under; null: found otherwise. */
async function ordersOf({ store }: SyncContext, wanted: string): Promise<ReadonlyMap<string, string | null>> {
  const found = new Map<string, string | null>();
  if (wanted === '') return found;
  for (const key of await store.keysNamed(anyReferenceName(wanted))) {
    const subject = subjectOf(key);
    if (subject?.kind === 'order') found.set(subject.orderId, wanted);
  }
  const addOrderOf = ({ lane, orderReference }: LedgerMessage): void => {
    const orderId = orderIdOfLane(lane);
    if (orderId !== null && !found.has(orderId)) found.set(orderId, orderReference);
  };
  // An order may be known by its messages alone, once retention has taken its state.
  for await (const message of ledgerMessages(store, { orderReference: wanted })) addOrderOf(message);
  for (const message of await store.messages({ ids: [wanted], limit: 1 })) addOrderOf(message);
  if (!found.has(wanted) && (await store.read(orderKey(wanted))) !== null) found.set(wanted, null);
  return found;
}

async function explainOrder(
  context: SyncContext,
  orderId: string,
  knownAs: string | null,
): Promise<ExplainedOrder | null> {
  const { store } = context;
  const key = orderKey(orderId);
  const nowMs = context.clock.now();
  const row = rowAs(await store.read(key), 'order');
  const trail = await store.trail(key);
  const reference = row?.reference ?? knownAs;
  const messages = await messagesOf(context, orderId, reference);
  if (row === null && messages.length === 0 && trail.length === 0) return null;
  const [incidents, pauses, run] = await Promise.all([store.incidents(), store.pauses(), context.run()]);
  const account = context.accounts.find(({ name }) => name === row?.account);
  const standing =
    row?.state == null || account === undefined
      ? { waiting: [], findings: [] }
      : standingOf(row.state, { policy: account.policy, run, nowMs, isForgotten: row.isForgotten });
  const about = new Set([reference, orderId, key]);
  return {
    orderId,
    reference: reference ?? '',
    account: row?.account ?? messages[0]?.account ?? null,
    statusCode: row?.statusCode ?? null,
    readAt: toInstant(row?.readAtMs ?? trail.at(-1)?.atMs ?? messages[0]?.enqueuedAtMs ?? nowMs),
    customer: customerOf(row),
    timeline: timelineOf({ trail, messages, incidents: incidents.filter(({ subject }) => about.has(subject)) }),
    waiting: [...standing.waiting, ...pendingOf(messages, { pauses, incidents, nowMs })],
    findings: standing.findings.map((finding) => ({
      class: finding.code,
      sentence: maskEmails(explainFinding(finding).sentence),
    })),
  };
}

async function messagesOf(
  { store }: SyncContext,
  orderId: string,
  reference: string | null,
): Promise<readonly LedgerMessage[]> {
  if (reference === null) return [];
  const messages: LedgerMessage[] = [];
  for await (const message of ledgerMessages(store, { orderReference: reference })) {
    if (orderIdOfLane(message.lane) === orderId) messages.push(message);
  }
  return messages;
}

function customerOf(row: OrderRow | null): string | null {
  const facts = row?.state?.facts;
  const email = facts?.order?.value.contact?.email ?? facts?.hookContact?.contact.email ?? null;
  return email === null ? null : maskEmails(email);
}
