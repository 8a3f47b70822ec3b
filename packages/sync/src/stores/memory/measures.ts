/** Hourly buckets in memory. */
import { addToBucket, type Bucket, hourOf, type Points } from '../rules/measures.js';
import type { MeasuredHour } from '../store.js';

export class MeasureBook {
  readonly #buckets = new Map<string, Bucket>();

  add(point: Points): void {
    const id = JSON.stringify([point.name, hourOf(point.atMs)]);
    this.#buckets.set(id, addToBucket(this.#buckets.get(id) ?? null, point));
  }

  list(fromMs: number, toMs: number): MeasuredHour[] {
    return [...this.#buckets.values()]
      .filter(({ hourMs }) => hourMs >= fromMs && hourMs < toMs)
      .sort((one, other) => (one.name === other.name ? one.hourMs - other.hourMs : one.name < other.name ? -1 : 1))
      .map(({ name, hourMs, count, sum, max, last }) => ({ name, hourMs, count, sum, max, last }));
  }

  purge(beforeMs: number, limit: number): void {
    const old = [...this.#buckets].filter(([, { hourMs }]) => hourMs < beforeMs);
    old.sort(([, one], [, other]) => one.hourMs - other.hourMs || (one.name < other.name ? -1 : 1));
    for (const [id] of old.slice(0, limit)) this.#buckets.delete(id);
  }
}
