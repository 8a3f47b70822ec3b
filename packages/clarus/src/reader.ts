import { ClarusDecodeError } from './errors.js';
import { isRecord } from './json.js';
import type { Resource } from './resource.js';

/**
 * Anything that turns an unknown value into a known one, or refuses it: a function that throws, an object with `parse`
 * (zod, and what is shaped like it), or a Standard Schema (valibot, arktype …), as long as it answers at once.
 */
export type Reader<T> = ((value: unknown) => T) | { parse(value: unknown): T } | StandardReader<T>;

/** The part of https://standardschema.dev that is used. */
export interface StandardReader<T> {
  readonly '~standard': {
    validate(value: unknown): StandardResult<T> | Promise<StandardResult<T>>;
  };
}

type StandardResult<T> =
  | { readonly value: T; readonly issues?: undefined }
  | {
      readonly issues: readonly {
        readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
      }[];
    };

/** More fields than a list asks for by itself, and how they are read. */
export interface Extension<T> {
  /** Below the record, dotted where nested: `['customer.code', 'string1']`. Whether the tenant has them is yours to know. */
  readonly fields: readonly string[];
  /** Given the whole record as it came. What it returns is the record's `more`. */
  readonly schema: Reader<T>;
}

/** A record with what was asked for besides. */
export type Extended<Record, More> = Record & { readonly more: More };

/** `ours`: the fields that the list asks for by itself. */
export function extendResource<T, More>(
  resource: Resource<T>,
  { fields, schema }: Extension<More>,
  ours: readonly string[],
): Resource<Extended<T, More>> {
  const headOf = (path: string): string => path.split('.', 1)[0] ?? path;
  const ourHeads = new Set(ours.map(headOf));
  const theirHeads = new Set(fields.map(headOf).filter((head) => !ourHeads.has(head)));
  return {
    ...resource,
    fields: [...resource.fields, ...fields.map(checkedField)],
    read: (node, path) => ({
      // Without what only the caller asked for: half a record of a kind we also know would be a broken one.
      ...resource.read(isRecord(node) ? omit(node, theirHeads) : node, path),
      more: readWith(schema, node, path),
    }),
  };
}

function omit(node: Readonly<Record<string, unknown>>, names: ReadonlySet<string>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(node).filter(([name]) => !names.has(name)));
}

/** A path goes into the text of a query: nothing but names may. */
export function checkedField(path: string): string {
  if (!/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/.test(path)) throw new RangeError('a field must be names joined by dots');
  return path;
}

/**
 * @throws {ClarusDecodeError} the schema refused the value; its own words are left out, they may quote it.
 * @throws {TypeError} the schema answers later, by a promise.
 */
export function readWith<T>(reader: Reader<T>, value: unknown, path: string): T {
  if ('~standard' in reader) {
    const result = reader['~standard'].validate(value);
    if (result instanceof Promise) throw new TypeError('a schema must answer at once, not by a promise');
    if (result.issues === undefined) return result.value;
    throw refused(path, result.issues);
  }
  try {
    return typeof reader === 'function' ? reader(value) : reader.parse(value);
  } catch (error) {
    throw refused(path, isRecord(error) && Array.isArray(error['issues']) ? error['issues'] : []);
  }
}

/** Names the place where the schema does. */
function refused(path: string, issues: readonly unknown[]): ClarusDecodeError {
  const [issue] = issues;
  const steps = isRecord(issue) && Array.isArray(issue['path']) ? issue['path'] : [];
  const names = steps.map((step: unknown) => {
    const name = isRecord(step) ? step['key'] : step;
    return typeof name === 'number' ? `[${name}]` : `.${String(name)}`;
  });
  return new ClarusDecodeError(`${path}${names.join('')}`, 'refused by the schema given');
}
