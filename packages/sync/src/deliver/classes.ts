/** How messages reach Klaviyo. Each class has a way and room of its own; of these only two share an endpoint. */
import type { Message } from '@clarus-klaviyo/mapping';
import type { TakenMessage } from '../stores/store.js';

/**
 * `live`: events one by one. `bulk`: live events that lag, together. `backfill`: silent events, together, on what they
 * leave of the bulk endpoint. `flags`, `stock`: one by one, and the newest of a lane replaces those that wait.
 */
export type DeliveryClass = 'live' | 'bulk' | 'backfill' | 'flags' | 'stock';

export const DELIVERY_CLASSES: readonly DeliveryClass[] = ['live', 'bulk', 'backfill', 'flags', 'stock'];

/**
 * A live backlog may use the whole window of the bulk endpoint, where nothing more urgent ever goes; history leaves
 * it a fifth.
 */
export function priorityOf({ mode }: Message): 'live' | 'backfill' {
  return mode === 'silent' ? 'backfill' : 'live';
}

/**
 * Which of the events, oldest first, go together: all, once the oldest was enqueued before `lagsBeforeMs`. Not those
 * that failed before: one at fault would fail its neighbours again, and one without an answer needs one of its own.
 */
export function splitForBulk(
  taken: readonly TakenMessage[],
  lagsBeforeMs: number,
): { readonly together: readonly TakenMessage[]; readonly alone: readonly TakenMessage[] } {
  const isClean = ({ attempts, isAmbiguous }: TakenMessage): boolean => attempts === 0 && !isAmbiguous;
  const clean = taken.filter(isClean);
  const isLagging = clean.some(({ enqueuedAtMs }) => enqueuedAtMs < lagsBeforeMs);
  return isLagging
    ? { together: clean, alone: taken.filter((message) => !isClean(message)) }
    : { together: [], alone: taken };
}
