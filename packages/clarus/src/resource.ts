import type * as z from 'zod/mini';
import type { Capabilities } from './describe.js';
import { CANDIDATES } from './undocumented.js';
import { decode } from './wire.js';

/** One kind of record that Clarus lists: where it is, what to ask for, how to read it. */
export interface Resource<T> {
  /** The GraphQL root. */
  readonly root: string;
  /** Irregular in Clarus (`InboundGoodFilterType` for receipts): never derived from the root. */
  readonly filterType: string;
  /** Name of the list query, for logs and fakes. */
  readonly operation: string;
  /** Documented fields, as dotted paths. */
  readonly fields: readonly string[];
  /** Reads one node, or throws a `ClarusDecodeError` that names the place below `path`. */
  readonly read: (node: unknown, path: string) => T;
  /** Tells a record that two pages both brought; null when it cannot be told. */
  readonly keyOf: (record: T) => string | null;
}

export function reading<T>(schema: z.ZodMiniType<T>): Resource<T>['read'] {
  return (node, path) => decode(schema, node, path);
}

/** The documented fields, and the others this tenant is known to offer, as dotted paths. */
export function fieldsOf(
  resource: Pick<Resource<never>, 'root' | 'fields'>,
  capabilities: Capabilities | undefined,
): readonly string[] {
  const offered = CANDIDATES.filter(
    ({ root, kind, name }) => root === resource.root && kind === 'field' && offers(capabilities, name),
  );
  return [...resource.fields, ...offered.map(({ path }) => path)];
}

export function offers(capabilities: Capabilities | undefined, name: string): boolean {
  return capabilities?.offered.includes(name) ?? false;
}

/** `['id', 'account.id', 'account.code']` → `id account { id code }` */
export function renderSelection(paths: readonly string[]): string {
  const children = new Map<string, string[]>();
  for (const path of paths) {
    const [head = '', ...rest] = path.split('.');
    const below = children.get(head) ?? [];
    if (rest.length > 0) below.push(rest.join('.'));
    children.set(head, below);
  }
  return [...children]
    .map(([head, below]) => (below.length === 0 ? head : `${head} { ${renderSelection(below)} }`))
    .join(' ');
}
