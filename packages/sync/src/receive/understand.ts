/** Finds the meaning of stored webhooks and rings the bells they ask for. */
import type { SyncContext } from '../config.js';
import { meaningOf, NOT_UNDERSTOOD, parkedSubject } from './meaning.js';

const RAW_AT_ONCE = 500;

/** Returns how many webhooks were looked at. */
export async function understandNext(context: SyncContext): Promise<number> {
  const taken = await context.store.takeRaw(RAW_AT_ONCE);
  if (taken.length === 0) return 0;
  const { quietMs, quietCapMs: capMs } = context.timing;
  const options = { automations: context.webhooks.automations, quietMs, capMs };
  const meanings = taken.map((raw) => meaningOf(raw, options));
  await context.store.settleRaw(
    meanings.map((meaning) => meaning.outcome),
    context.clock.now(),
  );
  for (const [index, { outcome }] of meanings.entries()) {
    if (outcome.kind !== 'parked') continue;
    context.onEvent({
      type: 'webhook.parked',
      reason: outcome.reason,
      automationId: taken[index]?.automationId ?? null,
    });
  }
  for (const kind of new Set(meanings.flatMap(({ wantsSweep }) => wantsSweep ?? []))) context.askSweep(kind);
  await context.silence.heard();
  context.nudge();
  return taken.length;
}

/** Asks again what parked webhooks mean. Their incident closes here, and opens again for what is still unknown. */
export async function replayParked(context: SyncContext, filter: { readonly automationId?: string }): Promise<number> {
  const { automationId } = filter;
  const replayed = await context.store.unpark(filter);
  if (replayed === 0) return 0;
  await context.store.clear(NOT_UNDERSTOOD, automationId === undefined ? undefined : parkedSubject(automationId));
  context.nudge();
  return replayed;
}
