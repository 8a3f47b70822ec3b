import type { ClarusContext } from './context.js';
import { ClarusDecodeError } from './errors.js';
import { isRecord } from './json.js';
import { checkedField, type Extended, type Extension, extendResource, type Reader, readWith } from './reader.js';
import { fieldsOf, type Resource } from './resource.js';
import type { DocumentedRoots } from './roots.generated.js';
import type { DocumentedField, DocumentedFilter, DocumentedRoot, SelectedNode } from './roots.js';
import { type Filter, readPages, Walk } from './walk.js';

/** Filter, page size and signal of any list. */
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

/** The same with more fields, read by the caller's own schema into `more`. */
export function listExtended<T, More>(
  context: ClarusContext,
  resource: Resource<T>,
  { extend, ...options }: ListOptions & { readonly extend: Extension<More> },
): RecordList<Extended<T, More>> {
  return listRecords(context, extendResource(resource, extend, fieldsOf(resource, context.capabilities)), options);
}

/** How any documented list is asked for. */
export type DocumentedListOptions<Root extends DocumentedRoot, Field extends string> = Omit<ListOptions, 'filter'> & {
  /** Dotted where nested: `['id', 'carrier.code']`. */
  readonly fields: readonly Field[];
} & (
    | { readonly filter?: undefined }
    | {
        readonly filter: DocumentedFilter<Root>;
        /** Named by Clarus without a rule; the compiler knows the one there is. */
        readonly filterType: DocumentedRoots[Root]['filterType'];
      }
  );

/** A list of which only the type is known here, or what a schema makes of it. */
export interface DocumentedLister {
  <Root extends DocumentedRoot, More>(
    root: Root,
    options: DocumentedListOptions<Root, string> & { readonly schema: Reader<More> },
  ): RecordList<More>;
  <Root extends DocumentedRoot, Field extends DocumentedField<Root>>(
    root: Root,
    options: DocumentedListOptions<Root, Field>,
  ): RecordList<SelectedNode<Root, Field>>;
}

interface LooseListOptions extends ListOptions {
  readonly fields: readonly string[];
  readonly filterType?: string;
  readonly schema?: Reader<unknown>;
}

/** No table of lists exists at run time: what the types know, the caller has written out. */
export function listDocumented(context: ClarusContext, root: string, options: LooseListOptions): RecordList<unknown> {
  const { fields, filterType = '', schema, ...rest } = options;
  const read = (node: unknown, path: string): unknown => {
    if (schema !== undefined) return readWith(schema, node, path);
    if (!isRecord(node)) throw new ClarusDecodeError(path, 'expected a record');
    return node;
  };
  const resource: Resource<{ readonly node: unknown; readonly record: unknown }> = {
    root: checkedField(root),
    filterType: rest.filter === undefined ? filterType : checkedField(filterType),
    operation: 'ListDocumented',
    fields: fields.map(checkedField),
    read: (node, path) => ({ node, record: read(node, path) }),
    keyOf: ({ node }) => {
      const id = isRecord(node) ? node['id'] : undefined;
      return typeof id === 'string' || typeof id === 'number' ? String(id) : null;
    },
  };
  return mapped(listRecords(context, resource, rest), ({ record }) => record);
}

function mapped<From, To>(list: RecordList<From>, map: (record: From) => To): RecordList<To> {
  return {
    async *[Symbol.asyncIterator]() {
      for await (const record of list) yield map(record);
    },
    first: async () => {
      const record = await list.first();
      return record === null ? null : map(record);
    },
    collect: async (options) => (await list.collect(options)).map(map),
  };
}
