import type { ClarusContext } from './context.js';
import { ClarusDecodeError, ClarusPagingError } from './errors.js';
import { readGraphQL } from './graphql.js';
import { isRecord } from './json.js';
import { fieldsOf, type Resource, renderSelection } from './resource.js';

/** Handed to Clarus as it is, e.g. `{ goods_out_status_code: { eq: 'COMPLETED' } }`. */
export type Filter = Readonly<Record<string, unknown>>;

export interface WalkOptions<T> {
  /** Tells this walk from the others of one request. @default the root's name */
  readonly alias?: string;
  readonly filter?: Filter | undefined;
  /** 1 to 100; more is cut to 100, the ceiling of Clarus's own tools. @default 50 */
  readonly pageSize?: number | undefined;
  /** Start behind this cursor. */
  readonly after?: string | undefined;
  /** Ends the walk early, once a record is the one looked for. */
  readonly until?: (record: T) => boolean;
}

const DEFAULT_PAGE_SIZE = 50;
const MAX_PAGE_SIZE = 100;
/** A million records at the default size: beyond that it is a list that does not end. */
const MAX_PAGES = 20_000;
/** Pages in a row that may bring nothing new, while claiming that there is more. */
const MAX_BARREN_PAGES = 3;
/** Cursors look like offsets, so rows shift between neighbouring pages; further back nothing needs to be remembered. */
const REMEMBERED_KEYS = 1_000;

/** One connection being walked page by page. Holds the guards, does no I/O, keeps no records of pages gone by. */
export class Walk<T> {
  readonly resource: Resource<T>;
  readonly alias: string;
  readonly filter: Filter | undefined;
  readonly pageSize: number;
  readonly #until: ((record: T) => boolean) | undefined;
  /** Cursor the next page is asked with. */
  after: string | undefined;
  /** Cursor the last page was asked with. */
  lastAfter: string | undefined;
  isDone = false;
  #pages = 0;
  #barrenPages = 0;
  readonly #cursors = new Set<string>();
  readonly #keys = new Set<string>();

  constructor(resource: Resource<T>, options: WalkOptions<T> = {}) {
    this.resource = resource;
    this.alias = options.alias ?? resource.root;
    this.filter = options.filter;
    this.pageSize = Math.max(1, Math.min(options.pageSize ?? DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE));
    this.#until = options.until;
    this.after = options.after;
  }

  /**
   * Reads this walk's page out of an answer and returns what is new in it.
   *
   * @throws {ClarusDecodeError} naming the path. @throws {ClarusPagingError} the pages repeat or do not end.
   */
  take(data: Readonly<Record<string, unknown>>): readonly T[] {
    const path = `${this.alias}.all`;
    const connection = data[this.alias];
    const all = isRecord(connection) ? connection['all'] : undefined;
    const edges = isRecord(all) ? all['edges'] : undefined;
    if (!isRecord(all) || !Array.isArray(edges)) throw new ClarusDecodeError(`${path}.edges`, 'no list');
    const records = edges.map((edge: unknown, index) =>
      this.resource.read(isRecord(edge) ? edge['node'] : undefined, `${path}.edges[${index}].node`),
    );
    const fresh = records.filter((record) => this.#isNew(record));
    this.#turnPage(all['pageInfo'], fresh);
    return fresh;
  }

  #isNew(record: T): boolean {
    const key = this.resource.keyOf(record);
    if (key === null) return true;
    if (this.#keys.has(key)) return false;
    this.#keys.add(key);
    if (this.#keys.size > REMEMBERED_KEYS) {
      for (const oldest of this.#keys) {
        this.#keys.delete(oldest);
        break;
      }
    }
    return true;
  }

  #turnPage(pageInfo: unknown, fresh: readonly T[]): void {
    this.lastAfter = this.after;
    this.#pages += 1;
    this.#barrenPages = fresh.length === 0 ? this.#barrenPages + 1 : 0;
    // Without pageInfo there is no way on: paging is only in Clarus's knowledge base, not in its reference.
    if (!isRecord(pageInfo) || pageInfo['hasNextPage'] !== true || (this.#until && fresh.some(this.#until))) {
      this.isDone = true;
      return;
    }
    const cursor = pageInfo['endCursor'];
    if (typeof cursor !== 'string' || cursor === '') throw this.#stuck('says there is more and gives no cursor');
    if (this.#cursors.has(cursor) || cursor === this.after) throw this.#stuck('repeats a cursor');
    if (this.#barrenPages >= MAX_BARREN_PAGES)
      throw this.#stuck(`brought nothing new ${MAX_BARREN_PAGES} times in a row`);
    if (this.#pages >= MAX_PAGES) throw this.#stuck(`does not end after ${MAX_PAGES} pages`);
    this.#cursors.add(cursor);
    this.after = cursor;
  }

  #stuck(how: string): ClarusPagingError {
    return new ClarusPagingError(`The list ${this.resource.root} ${how} (page ${this.#pages}); narrow the filter`);
  }
}

/** What {@link readPages} needs of a walk, whatever its records are. */
export interface PageRequest {
  readonly alias: string;
  readonly resource: Pick<Resource<never>, 'root' | 'filterType' | 'fields'>;
  readonly filter: Filter | undefined;
  readonly pageSize: number;
  readonly after: string | undefined;
}

/** Asks for the next page of each walk, all in one request, so that they describe (nearly) one moment. */
export async function readPages(
  context: ClarusContext,
  operation: string,
  walks: readonly PageRequest[],
  signal: AbortSignal | undefined,
): Promise<Readonly<Record<string, unknown>>> {
  const declared: string[] = [];
  const variables: Record<string, unknown> = {};
  const fields = walks.map(({ alias, resource, filter, pageSize, after }) => {
    const parameters = [`first: ${pageSize}`];
    const bind = (name: string, type: string, value: unknown): void => {
      if (value === undefined) return;
      const variable = `${alias}_${name}`;
      declared.push(`$${variable}: ${type}`);
      parameters.push(`${name}: $${variable}`);
      variables[variable] = value;
    };
    bind('filter', resource.filterType, filter);
    bind('after', 'String', after);
    const root = alias === resource.root ? alias : `${alias}: ${resource.root}`;
    const selection = renderSelection(fieldsOf(resource, context.capabilities));
    return `  ${root} { all(${parameters.join(', ')}) { pageInfo { hasNextPage endCursor } edges { node { ${selection} } } } }`;
  });
  const head = declared.length === 0 ? operation : `${operation}(${declared.join(', ')})`;
  return readGraphQL(context, `query ${head} {\n${fields.join('\n')}\n}`, variables, signal);
}
