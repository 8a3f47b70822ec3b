import { type KlaviyoError, KlaviyoInvalidError } from '../errors.js';
import { bytesOf, iteratorOf, refusalBy, type Stream } from './source.js';

/** 5 MB, read as the smaller of its two meanings, less what wraps the items. */
const MAX_BYTES = 4_999_000;
/** How many batches reading may run ahead while keys are busy. */
const READ_AHEAD = 10;

/** An item on its way. */
export interface PendingItem<Item> {
  readonly index: number;
  readonly key: string | null;
  item: Item;
  bytes: number;
  /** Earlier ones whose values this one carries or overrides. */
  readonly superseded: PendingItem<Item>[];
  /** The next of the same key that cannot be merged into this one. */
  later: PendingItem<Item> | undefined;
}

export interface IntakeSettings<Item> {
  readonly operation: string;
  readonly maxItems: number;
  /** Items with the same key are never under way at the same time; null: with anything. */
  readonly keyOf: (item: Item) => string | null;
  /** One item that says what both say, the newer winning; undefined where that is not possible. */
  readonly merge: (older: Item, newer: Item) => Item | undefined;
  /** @throws {KlaviyoInvalidError} */
  readonly check: (item: Item) => void;
  readonly refuse: (item: PendingItem<Item>, error: KlaviyoError) => void;
}

/** Cuts a stream into batches: as many items as a job takes, 5 MB, no two of one key, none whose key is busy. */
export class Intake<Item> {
  readonly #source: AsyncIterator<Item> | Iterator<Item>;
  readonly #settings: IntakeSettings<Item>;
  readonly #pending = new Map<string | symbol, PendingItem<Item>>();
  #readCount = 0;
  /** Read and not taken, those that others have superseded included. */
  #held = 0;
  #isEnded = false;

  constructor(items: Stream<Item>, settings: IntakeSettings<Item>) {
    this.#source = iteratorOf(items);
    this.#settings = settings;
  }

  /** Nothing is left, neither here nor in the source. */
  get isDone(): boolean {
    return this.#isEnded && this.#pending.size === 0;
  }

  /** Reads until a whole batch could go, or it has read far enough ahead of busy keys. */
  async fill(busy: ReadonlySet<string>): Promise<void> {
    const { maxItems } = this.#settings;
    let ready = [...this.#pending.values()].filter(({ key }) => !isBusy(busy, key)).length;
    while (!this.#isEnded && ready < maxItems && this.#held < maxItems * READ_AHEAD) {
      const result = await this.#source.next();
      if (result.done === true) this.#isEnded = true;
      else if (this.#place(result.value) && !isBusy(busy, this.#settings.keyOf(result.value))) ready += 1;
    }
  }

  /** The next batch, taken out at once, so that its keys can be made busy before anybody else looks. */
  take(busy: ReadonlySet<string>): readonly PendingItem<Item>[] {
    const batch: PendingItem<Item>[] = [];
    let bytes = 0;
    for (const [place, item] of this.#pending) {
      if (isBusy(busy, item.key)) continue;
      if (batch.length >= this.#settings.maxItems || bytes + item.bytes > MAX_BYTES) break;
      this.#pending.delete(place);
      this.#held -= 1 + item.superseded.length;
      batch.push(item);
      bytes += item.bytes;
    }
    for (const { key, later } of batch) if (key !== null && later !== undefined) this.#pending.set(key, later);
    return batch;
  }

  /** What was read and not taken; ends the source, so that it can let go of what it holds. */
  async close(): Promise<readonly PendingItem<Item>[]> {
    if (!this.#isEnded) await this.#source.return?.();
    const left: PendingItem<Item>[] = [];
    for (let item of this.#pending.values()) {
      left.push(item);
      for (; item.later !== undefined; item = item.later) left.push(item.later);
    }
    this.#pending.clear();
    return left;
  }

  /** True when it takes a place of its own. */
  #place(given: Item): boolean {
    const { keyOf, merge, refuse } = this.#settings;
    const item = this.#pendingItem(given);
    const error = refusalBy(() => this.#check(item));
    if (error !== undefined) {
      refuse(item, error);
      return false;
    }
    this.#held += 1;
    const key = keyOf(given);
    let older = key === null ? undefined : this.#pending.get(key);
    if (older === undefined) {
      this.#pending.set(key ?? Symbol(), item);
      return true;
    }
    while (older.later !== undefined) older = older.later;
    const merged = merge(older.item, given);
    if (merged === undefined) {
      older.later = item;
      return false;
    }
    // The older place is kept, the newer item is the one that answers for it.
    item.superseded.push(...older.superseded, { ...older, superseded: [] });
    Object.assign(older, { ...item, item: merged, bytes: older.bytes + item.bytes });
    return false;
  }

  #pendingItem(item: Item): PendingItem<Item> {
    const index = this.#readCount;
    this.#readCount += 1;
    const bytes = bytesOf(item) + 1;
    return { index, key: this.#settings.keyOf(item), item, bytes, superseded: [], later: undefined };
  }

  #check({ item, bytes }: PendingItem<Item>): void {
    const { operation, check } = this.#settings;
    if (bytes > MAX_BYTES) throw new KlaviyoInvalidError(operation, 'the item alone is more than 5 MB.');
    check(item);
  }
}

function isBusy(busy: ReadonlySet<string>, key: string | null): boolean {
  return key !== null && busy.has(key);
}
