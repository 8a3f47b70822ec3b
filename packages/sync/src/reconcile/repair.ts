/** Applies a plan of `reconcile`. Safe to apply twice, and late: each step looks at what is so now. */
import type { SyncAccount, SyncContext } from '../config.js';
import { orderKey } from '../keys.js';
import type { LongOptions, RepairPlan, RepairResult, RepairStep } from '../operations.js';
import type { LedgerMessage } from '../stores/store.js';
import { type Repaired, readRepaired, rememberRepaired } from './repaired.js';

type Resend = Extract<RepairStep, { kind: 'resend' }>;
type ReadAgain = Extract<RepairStep, { kind: 'read-again' }>;
type Skipped = RepairResult['skipped'][number];

const AT_ONCE = 200;

/**
 * `resend`: the same id and the same bytes go once more, in their lane; never a third time. `read-again`: the order is
 * read as a sweep would read it, and the mapping makes whatever correction is due.
 */
export async function repair(
  context: SyncContext,
  plan: RepairPlan,
  { signal, onProgress }: LongOptions = {},
): Promise<RepairResult> {
  const skipped: Skipped[] = [];
  let resent = 0;
  let done = 0;
  const advance = (steps: number): void => {
    done += steps;
    onProgress?.({ step: 'repair', done, total: plan.steps.length });
  };
  const resends = Map.groupBy(
    plan.steps.filter((step): step is Resend => step.kind === 'resend'),
    (step) => step.account,
  );
  for (const [name, steps] of resends) {
    const account = context.accounts.find((one) => one.name === name);
    if (account === undefined) {
      skipped.push(...steps.map((step) => ({ step, reason: 'there is no such account' })));
      advance(steps.length);
      continue;
    }
    for (let start = 0; start < steps.length; start += AT_ONCE) {
      signal?.throwIfAborted();
      const some = steps.slice(start, start + AT_ONCE);
      const result = await resend(context, account, some);
      resent += result.resent;
      skipped.push(...result.skipped);
      advance(some.length);
    }
  }
  const readAgain = plan.steps.filter((step): step is ReadAgain => step.kind === 'read-again');
  for (let start = 0; start < readAgain.length; start += AT_ONCE) {
    signal?.throwIfAborted();
    const some = readAgain.slice(start, start + AT_ONCE);
    await ring(context, some);
    advance(some.length);
  }
  if (resent + readAgain.length > 0) context.nudge();
  return { resent, readAgain: readAgain.length, skipped };
}

async function resend(
  { store, clock }: SyncContext,
  { name }: SyncAccount,
  steps: readonly Resend[],
): Promise<Pick<RepairResult, 'resent' | 'skipped'>> {
  const repaired = await readRepaired(store, `resent:${name}`);
  const ids = steps.map(({ eventId }) => eventId);
  const messages = new Map<string, LedgerMessage>();
  for (const message of await store.messages({ account: name, ids, limit: ids.length }))
    messages.set(message.id, message);
  const judged = steps.map((step) => ({ step, reason: reasonNotTo(step, messages.get(step.eventId), repaired) }));
  const wanted = judged.filter(({ reason }) => reason === null).map(({ step }) => step);
  const seqs = wanted.flatMap(({ eventId }) => messages.get(eventId)?.seq ?? []);
  const nowMs = clock.now();
  const back = new Set(await store.requeue(seqs, nowMs, { expiresAtMs: null }));
  const isBack = ({ eventId }: Resend): boolean => back.has(messages.get(eventId)?.seq ?? -1);
  const sentAgain = wanted.filter(isBack).map(({ eventId }) => eventId);
  // Only now: remembered first and lost in a crash, it would never be sent again; the reverse sends the same id twice.
  if (sentAgain.length > 0) await rememberRepaired(store, `resent:${name}`, sentAgain, nowMs);
  return {
    resent: sentAgain.length,
    skipped: [
      ...judged.flatMap(({ step, reason }): Skipped[] => (reason === null ? [] : [{ step, reason }])),
      ...wanted.filter((step) => !isBack(step)).map((step) => ({ step, reason: 'the store would not put it back' })),
    ],
  };
}

function reasonNotTo({ eventId }: Resend, message: LedgerMessage | undefined, repaired: Repaired): string | null {
  if (message === undefined) return 'the ledger does not have it any more';
  if (repaired.has(eventId)) return 'it was sent again once before';
  if (message.status !== 'delivered') return `it is ${message.status} now`;
  if (message.message === null) return 'its body is gone: retention or an erasure took it';
  return null;
}

async function ring({ store, clock }: SyncContext, steps: readonly ReadAgain[]): Promise<void> {
  const bells = steps.map(({ orderId, reference }) => ({
    key: orderKey(orderId),
    source: 'sweep' as const,
    hooks: [],
    hint: reference === '' ? {} : { reference },
    quietMs: 0,
    capMs: 0,
  }));
  const nowMs = clock.now();
  await store.ring(bells, nowMs);
  const orderIds = steps.map(({ orderId }) => orderId);
  await rememberRepaired(store, 'read-again', orderIds, nowMs);
}
