import { KlaviyoInvalidError } from '../errors.js';
import { iteratorOf, refusalBy, type Stream } from '../jobs/source.js';
import { BULK_OPERATION, bulkBytesOf, dedupeKey, MAX_BULK_BYTES, MAX_BULK_EVENTS, toEventText } from './bulk-body.js';
import type { BulkItem, PendingItem, Settle } from './fate.js';

/** How far reading may run ahead of a lane that is busy. */
const MAX_DEFERRED = 2 * MAX_BULK_EVENTS;

export function toPending(given: BulkItem, index: number): PendingItem {
  const text = given.text ?? toEventText(given.body);
  return { ...text, given, bytes: bulkBytesOf(text), lane: given.lane, index, repeats: [] };
}

/**
 * Cuts a stream into batches that are legal as one bulk request: 1000 events, 5 MB, one event per lane, no two with
 * one key. An event whose lane is busy is kept for a later batch, and so is all of its lane behind it.
 */
export class Batches {
  readonly #source: AsyncIterator<BulkItem> | Iterator<BulkItem>;
  readonly #check: (item: PendingItem) => void;
  readonly #settle: Settle;
  #deferred: PendingItem[] = [];
  #readCount = 0;
  #isEnded = false;

  /** `check` throws a `KlaviyoError` for an event that must not be sent. */
  constructor(items: Stream<BulkItem>, check: (item: PendingItem) => void, settle: Settle) {
    this.#check = check;
    this.#source = iteratorOf(items);
    this.#settle = settle;
  }

  /** The next batch; empty when all that is left waits for `busyLanes`, or nothing is left. */
  async next(busyLanes: ReadonlySet<string | undefined>): Promise<readonly PendingItem[]> {
    const batch = new Batch();
    const kept: PendingItem[] = [];
    const keptLanes = new Set<string | undefined>();
    const place = (item: PendingItem): void => {
      const { lane } = item;
      if (!busyLanes.has(lane) && !keptLanes.has(lane) && batch.add(item)) return;
      kept.push(item);
      if (lane !== undefined) keptLanes.add(lane);
    };
    for (const item of this.#deferred) place(item);
    while (!batch.isFull && kept.length < MAX_DEFERRED && !this.#isEnded) {
      const reading = this.#source.next();
      // A list is read without a turn of the event loop for each of its items.
      const result = 'then' in reading ? await reading : reading;
      if (result.done === true) this.#isEnded = true;
      else this.#read(result.value, place);
    }
    this.#deferred = kept;
    return batch.items;
  }

  /** What was read and not yet given out; ends the source, so that it can let go of what it holds. */
  async close(): Promise<readonly PendingItem[]> {
    if (!this.#isEnded) await this.#source.return?.();
    return this.#deferred.splice(0);
  }

  #read(given: BulkItem, place: (item: PendingItem) => void): void {
    const item = toPending(given, this.#readCount);
    this.#readCount += 1;
    const error = refusalBy(() => this.#checkOne(item));
    if (error === undefined) place(item);
    else this.#settle([item], 'refused', error);
  }

  #checkOne(item: PendingItem): void {
    if (item.bytes > MAX_BULK_BYTES)
      throw new KlaviyoInvalidError(BULK_OPERATION, 'the event alone is more than 5 MB.');
    this.#check(item);
  }
}

/** What fits into one bulk request. */
export class Batch {
  readonly items: PendingItem[] = [];
  readonly #lanes = new Set<string | undefined>();
  readonly #byId = new Map<unknown, PendingItem[]>();
  #bytes = 0;
  isFull = false;

  /** False when it has to wait for another batch. */
  add(item: PendingItem): boolean {
    const id = item.uniqueId;
    // Few have an id in common, so few keys are made.
    const alike = this.#byId.get(id) ?? [];
    const same = alike.find(({ given }) => dedupeKey(given.body) === dedupeKey(item.given.body));
    if (same !== undefined) {
      same.repeats.push(item);
      return true;
    }
    if (this.items.length >= MAX_BULK_EVENTS || this.#bytes + item.bytes > MAX_BULK_BYTES) {
      this.isFull = true;
      return false;
    }
    if (this.#lanes.has(item.lane)) return false;
    if (item.lane !== undefined) this.#lanes.add(item.lane);
    if (id !== undefined && id !== null) this.#byId.set(id, [...alike, item]);
    this.items.push(item);
    this.#bytes += item.bytes;
    this.isFull = this.items.length >= MAX_BULK_EVENTS;
    return true;
  }
}
