/** Puts back what died, and asks again what parked webhooks mean. */
import type { SyncContext } from '../config.js';
import type { ReplayFilter, ReplayResult } from '../operations.js';
import { replayParked } from '../receive/understand.js';
import { ledgerMessages } from '../reconcile/read-ledger.js';
import { namedAccounts } from '../routing.js';
import type { LedgerMessage } from '../stores/store.js';
import { type Again, again } from './lateness.js';

const AT_ONCE = 500;

/** What this pass did, and the messages it put back. */
interface Pass {
  readonly live: number;
  readonly silent: number;
  readonly skipped: number;
}

/**
 * Dead messages go again under their ids, in their lanes: late ones onto the timeline only. A state (flags, stock) that
 * a newer one of its lane replaced stays dead; a dry run cannot tell and counts it. Parked webhooks have neither account
 * nor order: a filter that names one leaves them alone.
 *
 * @throws {SyncRequestError} there is no such account.
 */
export async function replay(context: SyncContext, filter: ReplayFilter = {}): Promise<ReplayResult> {
  const { account, what, dryRun = false } = filter;
  const accounts = namedAccounts(context.accounts, account);
  const sums = { live: 0, silent: 0, skipped: 0 };
  if (what !== 'parked') {
    let batch: LedgerMessage[] = [];
    const flush = async (): Promise<void> => {
      const pass = await putBack(context, batch, dryRun);
      sums.live += pass.live;
      sums.silent += pass.silent;
      sums.skipped += pass.skipped;
      batch = [];
    };
    for await (const message of deadMessages(context, filter)) {
      if (accounts.some(({ name }) => name === message.account)) batch.push(message);
      else sums.skipped += 1; // an account that is configured no more: nobody would send it
      if (batch.length >= AT_ONCE) await flush();
    }
    await flush();
  }
  const isAboutMessages = account !== undefined || [filter.orderReference, filter.reason, filter.ids].some(Boolean);
  const parked = what === 'dead' || isAboutMessages ? 0 : await parkedAgain(context, dryRun);
  if (!dryRun && sums.live + sums.silent > 0) context.nudge();
  return { dryRun, ...sums, parked };
}

function deadMessages({ store }: SyncContext, filter: ReplayFilter): AsyncIterable<LedgerMessage> {
  const { account, orderReference, reason, ids } = filter;
  return ledgerMessages(store, {
    statuses: ['dead'],
    ...(account === undefined ? {} : { account }),
    ...(orderReference === undefined ? {} : { orderReference }),
    ...(reason === undefined ? {} : { reasons: [reason] }),
    ...(ids === undefined ? {} : { ids }),
  });
}

async function putBack(context: SyncContext, batch: readonly LedgerMessage[], isDryRun: boolean): Promise<Pass> {
  const { store, clock } = context;
  const nowMs = clock.now();
  const whole = batch.filter(({ message }) => message !== null);
  const judged = whole.flatMap((message) => {
    const policy = context.accounts.find(({ name }) => name === message.account)?.policy;
    return policy === undefined ? [] : [{ message, again: again(message, policy, nowMs) }];
  });
  const back = isDryRun ? judged : [];
  if (!isDryRun) {
    const alike = Map.groupBy(judged, ({ again: how }) => JSON.stringify(how));
    for (const group of alike.values()) {
      const [first] = group;
      if (first === undefined) continue;
      const seqs = new Set(
        await store.requeue(
          group.map(({ message }) => message.seq),
          nowMs,
          first.again,
        ),
      );
      back.push(...group.filter(({ message }) => seqs.has(message.seq)));
    }
    await letGo(
      context,
      back.map(({ message }) => message),
    );
  }
  const count = (mode: Again['mode']): number => back.filter(({ again: how }) => how.mode === mode).length;
  return { live: count('live'), silent: count('silent'), skipped: batch.length - back.length };
}

/** An order's incident closes with its last dead message; it opens again for what dies again. */
async function letGo({ store }: SyncContext, back: readonly LedgerMessage[]): Promise<void> {
  const subjects = new Map(back.map((message) => [message.orderReference ?? message.id, message.orderReference]));
  for (const [subject, orderReference] of subjects) {
    const rest = orderReference === null ? [] : await store.messages({ orderReference, statuses: ['dead'], limit: 1 });
    if (rest.length === 0) await store.clear('dead-letter', subject);
  }
}

async function parkedAgain(context: SyncContext, isDryRun: boolean): Promise<number> {
  return isDryRun ? (await context.store.counts()).parked : replayParked(context, {});
}
