/** Clarus ⇄ ledger ⇄ Klaviyo over a stretch of event time: the walk. What differs is decided in `compare.ts` and `untold.ts`. */
import { toInstant } from '../clock.js';
import type { SyncAccount, SyncContext } from '../config.js';
import { SyncRequestError } from '../errors.js';
import { orderIdOfLane } from '../keys.js';
import type { DifferenceClass, LongOptions, Reconciliation, RepairStep } from '../operations.js';
import { namedAccounts } from '../routing.js';
import type { IncidentReport, LedgerMessage } from '../stores/store.js';
import { type Comparison, compare, type Found, type Recorded } from './compare.js';
import type { Stretch } from './orders-within.js';
import { readClarus, readStatuses } from './read-clarus.js';
import { metricIds, readRecorded } from './read-klaviyo.js';
import { ledgerMessages } from './read-ledger.js';
import { readRepaired } from './repaired.js';

/** Merged at a time: of a month of 100,000 orders, some seven thousand messages. */
const WINDOW_MS = 86_400_000;
const SECOND_MS = 1_000;

const DROPPED = 'klaviyo-dropped-silently';

export interface ReconcileRequest {
  readonly from: string;
  readonly to: string;
  readonly account?: string;
}

/**
 * Reads, compares, and plans; sends nothing. Memory is bounded by one day's messages, by what differs, and by
 * the ids of the stretch's orders. Events come back by event time, so `from` and `to` mean when things became true. What
 * retention has taken out of the ledger would look extra: stay within `keepDays`.
 *
 * @throws {SyncRequestError} the instants make no stretch, or there is no such account.
 * @throws the client's errors when Clarus or Klaviyo cannot be read: half a comparison would be a false one.
 */
export async function reconcile(
  context: SyncContext,
  { from, to, account: name }: ReconcileRequest,
  { signal, onProgress }: LongOptions = {},
): Promise<Reconciliation> {
  const stretch = stretchOf(from, to);
  const accounts = namedAccounts(context.accounts, name);
  const found: Found[] = [];
  const told = new Set<string>();
  const sums = { told: 0, inKlaviyo: 0, matched: 0 };
  const windows = [...windowsOf(stretch)];
  const total = windows.length * accounts.length;
  let done = 0;
  for (const account of accounts) {
    const metrics = await metricIds(account, signal);
    const resent = await readRepaired(context.store, `resent:${account.name}`);
    const readAgain = await readRepaired(context.store, 'read-again');
    for (const window of windows) {
      signal?.throwIfAborted();
      const ledger = await ledgerOf(context, account, window);
      for (const { lane } of ledger) {
        const orderId = orderIdOfLane(lane);
        if (orderId !== null) told.add(orderId);
      }
      const recorded = await readRecorded(account, metrics, { ...window, tenant: context.tenant, signal });
      const elsewhere = await ledgerElsewhere(context, account, ledger, recorded);
      const facts = { account: account.name, nowMs: context.clock.now(), resent, readAgain };
      const comparison = compare([...ledger, ...elsewhere], recorded, facts);
      sums.told += comparison.told;
      sums.matched += comparison.matched;
      sums.inKlaviyo += recorded.length;
      await noteDropped(context, comparison);
      found.push(...(await withStatuses(context, comparison, signal)));
      done += 1;
      onProgress?.({ step: 'klaviyo', done, total });
    }
  }
  const clarus = await readClarus(context, accounts, stretch, {
    told,
    signal,
    onOrders: (orders) => onProgress?.({ step: 'clarus', done: orders, total: null }),
  });
  const known = new Set(found.map(({ difference }) => difference.eventId));
  found.push(...clarus.found.filter(({ difference }) => !known.has(difference.eventId)));
  return toReconciliation(stretch, found, { orders: clarus.orders, ...sums });
}

/** Whole seconds, since Klaviyo cuts its events' times to them. */
function stretchOf(from: string, to: string): Stretch {
  const fromMs = Math.floor(Date.parse(from) / SECOND_MS) * SECOND_MS;
  const toMs = Math.ceil(Date.parse(to) / SECOND_MS) * SECOND_MS;
  if (!(fromMs < toMs))
    throw new SyncRequestError('from', 'from and to must be ISO 8601 instants, the earlier one first.');
  return { fromMs, toMs };
}

function* windowsOf({ fromMs, toMs }: Stretch): Generator<Stretch> {
  for (let startMs = fromMs; startMs < toMs; startMs += WINDOW_MS) {
    yield { fromMs: startMs, toMs: Math.min(toMs, startMs + WINDOW_MS) };
  }
}

async function ledgerOf({ store }: SyncContext, { name }: SyncAccount, window: Stretch): Promise<LedgerMessage[]> {
  const messages: LedgerMessage[] = [];
  for await (const message of ledgerMessages(store, { account: name, kinds: ['event'], ...window }))
    messages.push(message);
  return messages;
}

const IDS_PER_LOOK = 200;

/** Ledger entries of another time that Klaviyo has in this window: without them, each would look extra. */
async function ledgerElsewhere(
  { store }: SyncContext,
  { name }: SyncAccount,
  ledger: readonly LedgerMessage[],
  recorded: readonly Recorded[],
): Promise<readonly LedgerMessage[]> {
  const here = new Set(ledger.map(({ id }) => id));
  const strange = recorded.flatMap(({ eventId }) => (eventId === null || here.has(eventId) ? [] : [eventId]));
  const found: LedgerMessage[] = [];
  for (let start = 0; start < strange.length; start += IDS_PER_LOOK) {
    const ids = strange.slice(start, start + IDS_PER_LOOK);
    found.push(...(await store.messages({ account: name, ids, limit: IDS_PER_LOOK })));
  }
  return found;
}

async function withStatuses(
  context: SyncContext,
  { found }: Comparison,
  signal: AbortSignal | undefined,
): Promise<readonly Found[]> {
  const orderIds = new Set(found.flatMap(({ orderId }) => orderId ?? []));
  const statuses = await readStatuses(context, [...orderIds], signal);
  return found.map((one) => ({
    ...one,
    difference: { ...one.difference, clarusStatus: statuses.get(one.orderId ?? '') ?? null },
  }));
}

/** What Klaviyo took twice and does not show needs a person; the incident closes once it shows it. */
async function noteDropped({ store, clock }: SyncContext, { dropped, arrived }: Comparison): Promise<void> {
  for (const message of arrived) await store.clear(DROPPED, subjectOf(message));
  if (dropped.length === 0) return;
  const incidents = dropped.map(
    (message): IncidentReport => ({
      class: DROPPED,
      subject: subjectOf(message),
      severity: 'error',
      owner: 'integration',
      detail: { message: message.id, account: message.account },
    }),
  );
  await store.report(incidents, clock.now());
}

function subjectOf({ orderReference, id }: LedgerMessage): string {
  return orderReference ?? id;
}

function toReconciliation(
  { fromMs, toMs }: Stretch,
  found: readonly Found[],
  sums: Pick<Reconciliation, 'orders' | 'told' | 'inKlaviyo' | 'matched'>,
): Reconciliation {
  const counts: Record<DifferenceClass, number> = { missing: 0, extra: 0, late: 0, different: 0, 'not-yet-due': 0 };
  const steps = new Map<string, RepairStep>();
  for (const { difference, step } of found) {
    counts[difference.class] += 1;
    if (step === null) continue;
    const name = step.kind === 'resend' ? `resend ${step.account} ${step.eventId}` : `read ${step.orderId}`;
    if (!steps.has(name)) steps.set(name, step);
  }
  const [from, to] = [toInstant(fromMs), toInstant(toMs)];
  const differences = found.map(({ difference }) => difference);
  return { from, to, ...sums, counts, differences, plan: { from, to, steps: [...steps.values()] } };
}
