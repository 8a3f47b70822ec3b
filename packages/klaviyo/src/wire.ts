import type { CallOptions, KlaviyoContext } from './context.js';
import { asList, asOptional, asRecord, asText, DecodeFailure, type Decoder, isRecord } from './decode.js';
import { KlaviyoDecodeError } from './errors.js';
import { operationOf, type Query } from './rate-limits.js';

/** A JSON:API resource as Klaviyo sends it: wire names, unknown attributes and members kept. */
export interface Resource<Attributes> {
  readonly type: string;
  readonly id: string;
  readonly attributes: Attributes;
  /** Present when the answer has them; sparse fieldsets drop them. */
  readonly relationships?: Readonly<Record<string, unknown>> | null;
  readonly links?: Readonly<Record<string, unknown>> | null;
  /** With `include`: the resources that came along and that `relationships` point to. */
  readonly included?: readonly Resource<Readonly<Record<string, unknown>>>[];
}

/** What every read takes. */
export interface ReadOptions extends CallOptions {
  /** Sparse fieldset: the attributes to send, by their names on the wire. It drops relationships too. */
  readonly fields?: readonly string[];
}

/** What every listing takes. */
export interface ListOptions extends ReadOptions {
  /** See `where` and `allOf`; which fields and operators work is the endpoint's business. */
  readonly filter?: string;
}

/** Everything a read may ask for; each operation offers what its endpoint takes. */
interface Reading extends ListOptions {
  readonly sort?: string;
  readonly pageSize?: number;
  readonly include?: readonly string[];
  readonly additionalFields?: readonly string[];
}

/**
 * What `data` holds.
 *
 * @throws {KlaviyoDecodeError} naming the place, never the content.
 */
export function decodeAnswer<T>(body: unknown, operation: string, status: number, decoder: Decoder<T>): T {
  try {
    return decoder(asRecord(body, 'the body')['data'], 'data');
  } catch (error) {
    if (error instanceof DecodeFailure) throw new KlaviyoDecodeError({ operation, status }, error.path);
    throw error;
  }
}

/** A resource whose attributes `attributes` understands. */
function asResource<Attributes>(
  attributes: Decoder<Attributes>,
  pool: readonly unknown[] = [],
): Decoder<Resource<Attributes>> {
  return (value, path) => {
    const resource = asRecord(value, path);
    const relationships = asOptional(asRecord)(resource['relationships'], `${path}.relationships`);
    const included = pool.length === 0 ? [] : among(pool, relationships ?? {});
    return {
      ...resource,
      type: asText(resource['type'], `${path}.type`),
      id: asText(resource['id'], `${path}.id`),
      attributes: attributes(resource['attributes'], `${path}.attributes`),
      ...(included.length > 0 ? { included } : {}),
    };
  };
}

/** Sends a body and reads the resource that it made. */
export async function make<Attributes>(
  context: KlaviyoContext,
  call: { readonly path: string; readonly body: unknown; readonly isRepeatable: boolean },
  attributes: Decoder<Attributes>,
  options: CallOptions,
): Promise<Resource<Attributes>> {
  const { body, status } = await context.send({ method: 'POST', ...call }, options);
  return decodeAnswer(body, operationOf('POST', call.path), status, asResource(attributes));
}

/** One resource by its path. */
export async function readOne<Attributes>(
  context: KlaviyoContext,
  path: string,
  type: string,
  attributes: Decoder<Attributes>,
  options: Reading,
): Promise<Resource<Attributes>> {
  const call = { method: 'GET', path, query: queryOf(type, options), isRepeatable: true } as const;
  const { body, status } = await context.send(call, options);
  return decodeAnswer(body, operationOf('GET', path), status, asResource(attributes, includedIn(body)));
}

/**
 * Every resource of a listing, the next page fetched only when the caller gets there. Only the cursor is taken
 * from `links.next`: the key never goes to an address out of an answer.
 */
export function readAll<Attributes>(
  context: KlaviyoContext,
  path: string,
  type: string,
  attributes: Decoder<Attributes>,
  options: Reading,
): AsyncGenerator<Resource<Attributes>, void, undefined> {
  return walk(context, path, queryOf(type, options), attributes, options);
}

/** `readAll` for any path and query. */
export async function* walk<Attributes>(
  context: KlaviyoContext,
  path: string,
  query: Query,
  attributes: Decoder<Attributes>,
  options: CallOptions,
): AsyncGenerator<Resource<Attributes>, void, undefined> {
  let cursor: Query = {};
  for (;;) {
    const call = { method: 'GET', path, query: { ...query, ...cursor }, isRepeatable: true } as const;
    const { body, status } = await context.send(call, options);
    const item = asResource(attributes, includedIn(body));
    yield* decodeAnswer(body, operationOf('GET', path), status, (data, place) =>
      asList(data, place).map((value, position) => item(value, `${place}.${position}`)),
    );
    const next = nextCursor(body);
    if (next === undefined) return;
    cursor = { 'page[cursor]': next };
  }
}

function queryOf(type: string, { fields, additionalFields, include, filter, sort, pageSize }: Reading): Query {
  return {
    filter,
    sort,
    include,
    'page[size]': pageSize,
    [`fields[${type}]`]: fields,
    [`additional-fields[${type}]`]: additionalFields,
  };
}

function nextCursor(body: unknown): string | undefined {
  const links = isRecord(body) ? body['links'] : undefined;
  const next = isRecord(links) ? links['next'] : undefined;
  const [, query] = typeof next === 'string' ? next.split('?') : [];
  return query === undefined ? undefined : (new URLSearchParams(query).get('page[cursor]') ?? undefined);
}

function includedIn(body: unknown): readonly unknown[] {
  const included = isRecord(body) ? body['included'] : undefined;
  return Array.isArray(included) ? included : [];
}

/** Of a page's included resources, those that one resource's relationships name. */
function among(
  pool: readonly unknown[],
  relationships: Readonly<Record<string, unknown>>,
): readonly Resource<Readonly<Record<string, unknown>>>[] {
  const named = new Set(
    Object.values(relationships)
      .flatMap((relationship) => (isRecord(relationship) ? relationship['data'] : []))
      .map(nameOf),
  );
  const found = pool.filter((resource) => named.has(nameOf(resource)));
  return found.map((resource) => asResource(asRecord)(resource, 'included'));
}

function nameOf(resource: unknown): string {
  return isRecord(resource) ? `${resource['type']} ${resource['id']}` : '';
}
