import type { CallOptions, KlaviyoContext } from './context.js';
import { asList, asRecord, asText, DecodeFailure, type Decoder, isRecord } from './decode.js';
import { KlaviyoDecodeError } from './errors.js';
import { operationOf, type Query } from './rate-limits.js';

/** A JSON:API resource as Klaviyo sends it: wire names, unknown attributes kept. */
export interface Resource<Attributes> {
  readonly type: string;
  readonly id: string;
  readonly attributes: Attributes;
  /** Present when the listing has them; sparse fieldsets drop them. */
  readonly relationships?: Readonly<Record<string, unknown>>;
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
export function asResource<Attributes>(attributes: Decoder<Attributes>): Decoder<Resource<Attributes>> {
  return (value, path) => {
    const resource = asRecord(value, path);
    const { relationships } = resource;
    return {
      type: asText(resource['type'], `${path}.type`),
      id: asText(resource['id'], `${path}.id`),
      attributes: attributes(resource['attributes'], `${path}.attributes`),
      ...(isRecord(relationships) ? { relationships } : {}),
    };
  };
}

/**
 * Every resource of a listing, the next page fetched only when the caller gets there. Only the cursor is taken
 * from `links.next`: the key never goes to an address out of an answer.
 */
export async function* walk<Attributes>(
  context: KlaviyoContext,
  path: string,
  query: Query,
  attributes: Decoder<Attributes>,
  options: CallOptions,
): AsyncGenerator<Resource<Attributes>, void, undefined> {
  const item = asResource(attributes);
  const page: Decoder<readonly Resource<Attributes>[]> = (data, place) =>
    asList(data, place).map((value, position) => item(value, `${place}.${position}`));
  let cursor: string | undefined;
  do {
    const call = { method: 'GET', path, query: { ...query, 'page[cursor]': cursor }, isRepeatable: true } as const;
    const { body, status } = await context.send(call, options);
    yield* decodeAnswer(body, operationOf('GET', path), status, page);
    cursor = nextCursor(body);
  } while (cursor !== undefined);
}

function nextCursor(body: unknown): string | undefined {
  const links = isRecord(body) ? body['links'] : undefined;
  const next = isRecord(links) ? links['next'] : undefined;
  const [, query] = typeof next === 'string' ? next.split('?') : [];
  return query === undefined ? undefined : (new URLSearchParams(query).get('page[cursor]') ?? undefined);
}
