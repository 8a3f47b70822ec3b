/**
 * Numbers for the charts and the digest that the store does not measure itself: it sees what comes in and what is settled,
 * this sees what waits and how long each step took. Kept in memory for a moment and then measured together: what a
 * crash takes is a few seconds of a chart.
 */
import type { Clock } from '../clock.js';
import type { SyncEvent } from '../events.js';
import type { Measure, Store } from '../stores/store.js';

/** Between two measurements of what waits. */
const EVERY_MS = 15_000;
/** A burst is measured at once rather than kept. */
const MAX_KEPT = 2_000;

export interface Recorder {
  note(event: SyncEvent): void;
  /** Measures when it is time, or `isForced`. */
  flush(isForced?: boolean): Promise<void>;
}

export function createRecorder(store: Pick<Store, 'counts' | 'measure'>, clock: Clock): Recorder {
  let kept: Measure[] = [];
  let lastMs = Number.NEGATIVE_INFINITY;
  return {
    note(event) {
      if (event.type !== 'message.delivered' || event.mode !== 'live') return; // history is late by nature
      const { account, heardAfterMs, decidedAfterMs } = event;
      const atMs = clock.now();
      if (heardAfterMs !== null) kept.push({ name: `heard-ms:${account}`, atMs, value: heardAfterMs });
      if (decidedAfterMs !== null) kept.push({ name: `decided-ms:${account}`, atMs, value: decidedAfterMs });
    },
    async flush(isForced = false) {
      const nowMs = clock.now();
      const isTime = nowMs - lastMs >= EVERY_MS || nowMs < lastMs;
      if (!isForced && !isTime && kept.length < MAX_KEPT) return;
      lastMs = nowMs;
      const { pending } = await store.counts();
      const points = kept;
      kept = [];
      await store.measure([...points, { name: 'backlog:messages', atMs: nowMs, value: pending }]);
    },
  };
}
