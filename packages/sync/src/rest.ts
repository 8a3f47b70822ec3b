/** How a stage rests between two looks: until somebody nudges it, the next instant comes, or `pollMs` is over. */
import type { Clock } from './clock.js';

export interface Rest {
  nudge(): void;
  /** Resolves after `waitMs`, or at once when nudged since the last rest. Never rejects on abort: it just ends. */
  until(waitMs: number, signal: AbortSignal | undefined): Promise<void>;
}

export function createRest(clock: Clock): Rest {
  let isNudged = false;
  let wake: (() => void) | undefined;
  return {
    nudge() {
      isNudged = true;
      wake?.();
    },
    async until(waitMs, signal) {
      if (!isNudged && signal?.aborted !== true) {
        const ends = new AbortController();
        const nudged = new Promise<void>((resolve) => {
          wake = resolve;
        });
        const stop = (): void => wake?.();
        signal?.addEventListener('abort', stop, { once: true });
        const slept = clock.sleep(waitMs, ends.signal).catch(() => undefined);
        await Promise.race([nudged, slept]);
        ends.abort();
        signal?.removeEventListener('abort', stop);
        wake = undefined;
      }
      isNudged = false;
    },
  };
}
