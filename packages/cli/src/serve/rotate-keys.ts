import type { Clock } from '@clarus-klaviyo/sync';
import type { SqliteStore } from '@clarus-klaviyo/sync/node';

/** Some rows at once, and room for webhooks in between. */
const AT_ONCE = 200;
const PAUSE_MS = 50;

/** Encrypts anew what an older key, or none, was used for. Returns how many; stops half-way when told to, to go on at the next start. */
export async function rotateKeys(
  store: Pick<SqliteStore, 'rotate'>,
  clock: Clock,
  signal: AbortSignal,
): Promise<number> {
  let rows = 0;
  while (!signal.aborted) {
    const rotation = await store.rotate(AT_ONCE);
    rows += rotation.rows;
    if (rotation.isDone) break;
    await clock.sleep(PAUSE_MS, signal).catch(() => undefined);
  }
  return rows;
}
