/** Webhooks that arrive together share one durable commit: an fsync each would be the slowest part of all. */
import type { Clock } from '../clock.js';
import type { RawDelivery, Store } from '../stores/store.js';

interface Waiting {
  readonly raw: RawDelivery;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/** Resolves when the delivery is on disk; rejects with the store's error when it is not. */
export type Commit = (raw: RawDelivery) => Promise<void>;

export function createGroupCommit(store: Store, clock: Clock, windowMs: number): Commit {
  let waiting: Waiting[] = [];

  async function flush(): Promise<void> {
    if (windowMs > 0) await clock.sleep(windowMs);
    else await Promise.resolve();
    const group = waiting;
    waiting = [];
    try {
      await store.receive(group.map((one) => one.raw));
      for (const one of group) one.resolve();
    } catch (error) {
      for (const one of group) one.reject(error);
    }
  }

  return (raw) =>
    new Promise((resolve, reject) => {
      waiting.push({ raw, resolve, reject });
      if (waiting.length === 1) flush().catch(reject);
    });
}
