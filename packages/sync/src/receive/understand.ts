/** Finds the meaning of stored webhooks and rings the bells they ask for. */
import type { SyncContext } from '../config.js';
import type { StoredRaw } from '../stores/store.js';
import { meaningOf, NOT_UNDERSTOOD, parkedSubject } from './meaning.js';

const RAW_AT_ONCE = 500;

/** Returns how many webhooks were looked at. */
export type Understand = () => Promise<number>;

export function createUnderstanding(context: SyncContext): Understand {
  /** Taken, and not settled because the store was in trouble: nobody else takes them while this process lives. */
  let stranded: readonly StoredRaw[] = [];
  return async () => {
    const taken = stranded.length > 0 ? stranded : await context.store.takeRaw(RAW_AT_ONCE);
    if (taken.length === 0) return 0;
    stranded = taken;
    const { quietMs, quietCapMs: capMs } = context.timing;
    const options = { automations: context.webhooks.automations, quietMs, capMs };
    const meanings = taken.map((raw) => meaningOf(raw, options));
    await context.store.settleRaw(
      meanings.map((meaning) => meaning.outcome),
      context.clock.now(),
    );
    stranded = [];
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
  };
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
