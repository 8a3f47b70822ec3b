/** How messages reach Klaviyo. Each class has a way and room of its own; of these only two share an endpoint. */
import type { SendableMessage, TakenMessage } from '../stores/store.js';

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
export function priorityOf({ mode }: SendableMessage): 'live' | 'backfill' {
  return mode === 'silent' ? 'backfill' : 'live';
}

/** One that dies of it in company would take as many owners as it has crashes to spare: then nobody may share its fate. */
const CRASHES_TOGETHER = 2;

/** How a batch of events goes: some in requests of many, some in one of their own. */
export interface BulkSplit {
  readonly together: readonly (readonly TakenMessage[])[];
  readonly alone: readonly TakenMessage[];
}

/**
 * How the events, oldest first, go: together, once the oldest was enqueued before `lagsBeforeMs`. Those without an answer
 * too, since the same event in a bulk request is the identical retry. Not those that failed by themselves or died with
 * several owners: one at fault would fail its neighbours again. `atMostOf` says in how large a request one may go;
 * those that failed in the same size share requests with nobody else.
 */
export function splitForBulk(
  taken: readonly TakenMessage[],
  lagsBeforeMs: number,
  atMostOf: (message: TakenMessage) => number,
): BulkSplit {
  const isSocial = (message: TakenMessage): boolean =>
    message.attempts === 0 && message.crashes <= CRASHES_TOGETHER && atMostOf(message) > 1;
  const social = taken.filter(isSocial);
  if (!social.some(({ enqueuedAtMs }) => enqueuedAtMs < lagsBeforeMs)) return { together: [], alone: taken };
  const bySize = Map.groupBy(social, atMostOf);
  return {
    together: [...bySize].flatMap(([size, messages]) => inPieces(messages, size)),
    alone: taken.filter((message) => !isSocial(message)),
  };
}

function inPieces<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  const length = Math.min(size, items.length);
  return Array.from({ length: Math.ceil(items.length / length) }, (_, index) =>
    items.slice(index * length, (index + 1) * length),
  );
}
