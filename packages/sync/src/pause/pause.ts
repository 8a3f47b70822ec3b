/** A stop that a person ordered for an account or one metric of it. It outlives a restart and is lifted by a person only. */
import { toInstant } from '../clock.js';
import type { SyncContext } from '../config.js';
import { SyncRequestError } from '../errors.js';
import type { PauseTarget, PauseView } from '../operations.js';
import { namedAccounts } from '../routing.js';
import type { Pause } from '../stores/store.js';

/** Why a message is dead that was old when its account was resumed. */
const DISCARDED = 'discarded';

function toView({ account, metric, sinceMs, by, reason }: Pause): PauseView {
  return { account, metric, since: toInstant(sinceMs), by, reason };
}

/** @throws {SyncRequestError} there is no such account, or it has no such metric: a pause of nothing would look like one. */
function checkTarget({ accounts }: SyncContext, { account: name, metric }: PauseTarget): void {
  const [account] = namedAccounts(accounts, name);
  if (metric === undefined || account === undefined) return;
  if (!Object.values(account.policy.metrics).includes(metric)) {
    throw new SyncRequestError('metric', `account ${name} has none called ${JSON.stringify(metric)}.`);
  }
}

export async function pauses({ store }: SyncContext): Promise<readonly PauseView[]> {
  return (await store.pauses()).map(toView);
}

/**
 * From now on nothing of the target is sent; what is decided meanwhile waits, each lane in its order. What is under way
 * is not called back.
 *
 * @throws {SyncRequestError} there is no such account or metric.
 */
export async function pause(
  context: SyncContext,
  request: PauseTarget & { readonly by?: string; readonly reason?: string },
): Promise<PauseView> {
  checkTarget(context, request);
  const { account, metric = null, by = null, reason = null } = request;
  const ordered: Pause = { account, metric, sinceMs: context.clock.now(), by, reason };
  await context.store.pause(ordered);
  return toView(ordered);
}

/**
 * What waited goes, unless it is past its age limit or older than `discardOlderThan`. `resumed` is false, and nothing
 * is discarded, when no such pause stands: one of a metric does not end with that of its account, nor the reverse.
 *
 * @throws {SyncRequestError} the instant is none, or there is no such account or metric.
 */
export async function resume(
  context: SyncContext,
  request: PauseTarget & { readonly discardOlderThan?: string },
): Promise<{ readonly resumed: boolean; readonly discarded: number }> {
  const { store, clock } = context;
  const { account, metric, discardOlderThan } = request;
  const enqueuedBeforeMs = discardOlderThan === undefined ? null : Date.parse(discardOlderThan);
  if (Number.isNaN(enqueuedBeforeMs)) throw new SyncRequestError('discardOlderThan', 'it must be an ISO 8601 instant.');
  const standing = await store.pauses();
  if (!standing.some((one) => one.account === account && one.metric === (metric ?? null))) {
    checkTarget(context, request);
    return { resumed: false, discarded: 0 };
  }
  // First, while nothing leaves: what is to be discarded must not slip out in between.
  const target = metric === undefined ? { account } : { account, metric };
  const discarded =
    enqueuedBeforeMs === null ? 0 : await store.discard({ ...target, enqueuedBeforeMs }, clock.now(), DISCARDED);
  const resumed = await store.resume(account, metric ?? null);
  context.nudge();
  return { resumed, discarded };
}
