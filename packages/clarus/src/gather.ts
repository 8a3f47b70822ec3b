import type { ClarusContext } from './context.js';
import { type PageRequest, readPages, Walk } from './walk.js';

/** A walk that keeps what it brings. For lists known to be short: the parts of an order. */
export class Gathering<T> extends Walk<T> {
  readonly records: T[] = [];

  gather(data: Readonly<Record<string, unknown>>): void {
    this.records.push(...this.take(data));
  }
}

interface Gatherer extends PageRequest {
  readonly isDone: boolean;
  gather(data: Readonly<Record<string, unknown>>): void;
}

/** Walks all of them to their ends: the first pages in one request, then the second pages of those that have one … */
export async function gatherAll(
  context: ClarusContext,
  operation: string,
  gatherings: readonly Gatherer[],
  signal: AbortSignal | undefined,
): Promise<void> {
  for (let left = gatherings; left.length > 0; left = left.filter((gathering) => !gathering.isDone)) {
    const data = await readPages(context, operation, left, signal);
    for (const gathering of left) gathering.gather(data);
  }
}
