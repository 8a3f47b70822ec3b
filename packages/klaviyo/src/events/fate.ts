import type { KlaviyoError } from '../errors.js';
import type { EventText } from './bulk-body.js';
import type { EventCreateBody } from './event.js';

/** One event of a stream. */
export interface BulkItem {
  /** Not looked at where there is `text`, but by `validate` and beside another with its `unique_id`: it may be a getter. */
  readonly body: EventCreateBody;
  /** What `toEventText` made of the body: from a queue that keeps it, the event goes without being parsed and written again. */
  readonly text?: EventText;
  /** Events of one lane go one after the other, each after the request of the one before was accepted or refused. */
  readonly lane?: string;
}

/**
 * `accepted`: its request got a 202. `repeated`: equal in profile, metric and `unique_id` to an accepted one beside it.
 * `refused`: it is at fault, and alone. `unknown`: sent, and no answer. `not-sent`: the run stopped before.
 */
export type Fate = 'accepted' | 'repeated' | 'refused' | 'unknown' | 'not-sent';

/** What became of one entry of a job. */
export interface ItemFate {
  /** Position in what was given, from 0. */
  readonly index: number;
  readonly fate: Fate;
  readonly lane: string | undefined;
  readonly uniqueId: string | null;
  /** Why; undefined for `accepted` and `repeated`. */
  readonly error: KlaviyoError | undefined;
}

/** An item on its way. `repeats` are later ones that say the same. */
export interface PendingItem extends EventText {
  readonly given: BulkItem;
  /** An upper bound of what it adds to a bulk request. */
  readonly bytes: number;
  readonly lane: string | undefined;
  readonly index: number;
  readonly repeats: PendingItem[];
}

/** Reports the fate of items, and with them of those that repeat them. */
export type Settle = (items: readonly PendingItem[], fate: Fate, error?: KlaviyoError) => void;
