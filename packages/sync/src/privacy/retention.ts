/** How long things are kept: the rule, and the deed. */
import type { Policy } from '@clarus-klaviyo/mapping';
import type { Purge, Store } from '../stores/store.js';

/** How long personal data and what was told are kept. */
export interface Retention {
  /** Webhooks as they came, once understood. @default 7 */
  readonly rawDays: number;
  /** Messages, and orders nothing more is expected of. Of a message's id a keyed hash is kept for ever. @default 180 */
  readonly keepDays: number;
}

/** A week for raw webhooks, half a year for the rest. */
export const DEFAULT_RETENTION: Retention = { rawDays: 7, keepDays: 180 };

export const DAY_MS = 86_400_000;
/** Of each kind at once: nobody is held up by it. */
const AT_ONCE = 500;

/** Why it cannot be so, as a sentence that names the setting; null: it can. */
export function retentionProblem(
  { rawDays, keepDays }: Retention,
  { policies, sweepBackMs }: { readonly policies: readonly Policy[]; readonly sweepBackMs: number },
): string | null {
  if (!(rawDays >= 1)) return 'retention.rawDays: at least 1, or a webhook is gone before anybody can look why.';
  const limits = policies.flatMap(({ ageLimitMs }) => Object.values(ageLimitMs));
  // What may still be told, or is still swept, must be remembered: else it would be taken for something new.
  const leastDays = Math.ceil(Math.max(sweepBackMs, ...limits) / DAY_MS);
  return keepDays >= leastDays
    ? null
    : `retention.keepDays: at least ${leastDays}, the longest age limit of a policy or reach of a sweep.`;
}

/** Takes away what is older, a little at a time, until nothing is. */
export async function purgeOld(
  store: Pick<Store, 'purge'>,
  { rawDays, keepDays }: Retention,
  nowMs: number,
  signal?: AbortSignal,
): Promise<Purge> {
  const before = { rawMs: nowMs - rawDays * DAY_MS, keptMs: nowMs - keepDays * DAY_MS, limit: AT_ONCE };
  const total = { raw: 0, bodies: 0, messages: 0, states: 0 };
  while (signal?.aborted !== true) {
    const gone = await store.purge(before);
    total.raw += gone.raw;
    total.bodies += gone.bodies;
    total.messages += gone.messages;
    total.states += gone.states;
    if (Object.values(gone).every((count: number) => count === 0)) break;
  }
  return total;
}
