/**
 * What repairs have dealt with, and when. A message is sent a second time once, whoever plans it and however often:
 * what Klaviyo drops twice it would drop for ever. And an order is read again once for the sake of an event that Klaviyo
 * has otherwise: it will have it so however often the order is read.
 */
import type { Store } from '../stores/store.js';

/** Nobody reconciles what is older than this a second time. */
const KEPT_MS = 90 * 86_400_000;

/** Id → epoch milliseconds. */
export type Repaired = ReadonlyMap<string, number>;

/** Names a memory: the messages sent again in an account, or the orders read again. */
export type RepairMemory = `resent:${string}` | 'read-again';

export async function readRepaired(store: Store, memory: RepairMemory): Promise<Repaired> {
  const kept = await store.getMeta(memory);
  const entries: unknown = kept === null ? {} : JSON.parse(kept);
  if (typeof entries !== 'object' || entries === null) return new Map();
  return new Map(Object.entries(entries).filter((entry): entry is [string, number] => typeof entry[1] === 'number'));
}

export async function rememberRepaired(
  store: Store,
  memory: RepairMemory,
  ids: readonly string[],
  nowMs: number,
): Promise<void> {
  const kept = [...(await readRepaired(store, memory))].filter(([, atMs]) => nowMs - atMs < KEPT_MS);
  const all = Object.fromEntries([...kept, ...ids.map((id) => [id, nowMs] as const)]);
  await store.setMeta(memory, JSON.stringify(all));
}
