import type { ClarusContext } from './context.js';
import type { Resource } from './resource.js';
import { type Filter, readPages, Walk } from './walk.js';

export interface ListOptions {
  /**
   * Handed to Clarus as it is, e.g. `{ goods_out_status_code: { eq: 'COMPLETED' } }`. The reference has a table of
   * filters per list; several are AND-ed.
   */
  readonly filter?: Filter | undefined;
  /** Records per request, at most 100. @default 50 */
  readonly pageSize?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Records that are fetched as they are consumed. Iterating again asks Clarus again. */
export interface RecordList<T> extends AsyncIterable<T> {
  /** The first record, or null when there is none. Reads one page. */
  first(): Promise<T | null>;
  /** At most `max` records in an array. */
  collect(options: { readonly max: number }): Promise<T[]>;
}

/**
 * Walks every matching record, fetching the next page only when the caller gets there: stop iterating and the calls
 * stop too. In the order Clarus returns them, which it does not document; a record that two pages both bring is
 * yielded once, one that moves between pages while we read may be missed.
 *
 * @see Clarus knowledge base, "Polling for updates": connections and cursors
 */
export function listRecords<T>(
  context: ClarusContext,
  resource: Resource<T>,
  options: ListOptions = {},
): RecordList<T> {
  const { filter, pageSize, signal } = options;

  async function* walkAll(size: number | undefined): AsyncGenerator<T, void, undefined> {
    const walk = new Walk(resource, { filter, pageSize: size });
    while (!walk.isDone) yield* walk.take(await readPages(context, resource.operation, [walk], signal));
  }

  return {
    [Symbol.asyncIterator]: () => walkAll(pageSize),
    first: async () => {
      for await (const record of walkAll(pageSize ?? 1)) return record;
      return null;
    },
    collect: async ({ max }) => {
      const records: T[] = [];
      if (max <= 0) return records;
      for await (const record of walkAll(pageSize)) if (records.push(record) >= max) break;
      return records;
    },
  };
}
