import type { SyncContext } from '../config.js';
import { reasonOf } from '../events.js';
import { purgeOld } from './retention.js';

const EVERY_MS = 6 * 3_600_000;

/** Takes away what is too old to be kept, now and then, until aborted. */
export async function retain(
  { store, retention, clock, onEvent }: Pick<SyncContext, 'store' | 'retention' | 'clock' | 'onEvent'>,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await purgeOld(store, retention, clock.now(), signal).catch((error: unknown) =>
      onEvent({ type: 'stage.failed', stage: 'retention', reason: reasonOf(error) }),
    );
    await clock.sleep(EVERY_MS, signal).catch(() => undefined);
  }
}
