/** JSON:API pages: `page[size]`, `page[cursor]`, `links.next` as a full URL. */
import { type ApiProblem, invalid } from './errors.js';

export interface Page {
  readonly data: readonly unknown[];
  readonly links: { readonly self: string; readonly next: string | null; readonly prev: string | null };
}

interface PagingRules {
  readonly path: string;
  readonly defaultSize: number;
  /** Null: the endpoint takes no `page[size]`. */
  readonly maxSize: number | null;
}

const ORIGIN = 'https://a.klaviyo.com';

export function paged<T>(
  records: readonly T[],
  query: URLSearchParams,
  { path, defaultSize, maxSize }: PagingRules,
  toResource: (record: T) => unknown,
): Page | ApiProblem {
  const asked = query.get('page[size]');
  const size = asked === null ? defaultSize : Number(asked);
  if (asked !== null && (maxSize === null || !Number.isInteger(size) || size < 1 || size > maxSize)) {
    return invalid('Invalid page size.');
  }
  const cursor = query.get('page[cursor]');
  const offset = cursor === null ? 0 : offsetOf(cursor);
  if (offset === null) return invalid('Invalid page cursor.');

  const link = (from: number): string => {
    const next = new URLSearchParams(query);
    next.set('page[cursor]', btoa(`offset:${from}`));
    return `${ORIGIN}${path}?${next}`;
  };
  return {
    data: records.slice(offset, offset + size).map(toResource),
    links: {
      self: `${ORIGIN}${path}?${query}`,
      next: offset + size < records.length ? link(offset + size) : null,
      prev: offset > 0 ? link(Math.max(0, offset - size)) : null,
    },
  };
}

function offsetOf(cursor: string): number | null {
  try {
    const offset = /^offset:(\d+)$/.exec(atob(cursor))?.[1];
    return offset === undefined ? null : Number(offset);
  } catch {
    return null; // not base64
  }
}
