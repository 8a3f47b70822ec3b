import type { Store } from '@clarus-klaviyo/sync';

const DAY_MS = 86_400_000;

/** Once an hour: raw webhooks go after 7 days, what is settled and closed after 90. In small steps, so that nobody waits. */
export async function tidy(store: Store, nowMs: number): Promise<void> {
  const before = { rawMs: nowMs - 7 * DAY_MS, keptMs: nowMs - 90 * DAY_MS, limit: 500 };
  for (;;) {
    const { raw, bodies, messages, states } = await store.purge(before);
    if (raw + bodies + messages + states === 0) return;
  }
}
