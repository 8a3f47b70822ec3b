import type { CallOptions, KlaviyoContext } from './context.js';
import { asRecord } from './decode.js';
import { KlaviyoDecodeError } from './errors.js';
import type { HttpAnswer, Method } from './http.js';
import { operationOf, type Query } from './rate-limits.js';
import { type Resource, walk } from './wire.js';

/** A call this package has no word for. `path` starts with `/api/`, ids in it percent-encoded. */
export interface RawRequest extends CallOptions {
  readonly method: Method;
  readonly path: string;
  readonly query?: Query;
  readonly body?: unknown;
  /** Does repeating it do no harm when it has been processed already? @default true, but for POST */
  readonly isRepeatable?: boolean;
}

/** The same with an answer of a known type: `decode` turns what came into it, or throws. */
export interface TypedRequest<Body> extends RawRequest {
  readonly decode: (body: unknown) => Body;
}

/** A listing this package has no word for. */
export interface RawListing extends CallOptions {
  readonly path: string;
  /** Without `page[cursor]`. */
  readonly query?: Query;
}

/**
 * Any other endpoint, paced by its own limits, retried and failing like the rest. `body` is what Klaviyo sent.
 *
 * @throws {KlaviyoDecodeError} `decode` threw; what it threw may hold personal data and is not passed on.
 */
export function sendRequest<Body>(context: KlaviyoContext, request: TypedRequest<Body>): Promise<HttpAnswer<Body>>;
export function sendRequest(context: KlaviyoContext, request: RawRequest): Promise<HttpAnswer>;
export async function sendRequest(
  context: KlaviyoContext,
  request: RawRequest & { readonly decode?: (body: unknown) => unknown },
): Promise<HttpAnswer> {
  const { method, path, query = {}, body, isRepeatable = method !== 'POST', decode, ...options } = request;
  const answer = await context.send({ method, path, query, body, isRepeatable }, options);
  if (decode === undefined) return answer;
  try {
    return { status: answer.status, body: decode(answer.body) };
  } catch {
    const call = { operation: operationOf(method, path), status: answer.status };
    throw new KlaviyoDecodeError(call, 'a place that decode() refuses');
  }
}

/** Every resource of any listing, the next page fetched only when the caller gets there. */
export function listResources(
  context: KlaviyoContext,
  { path, query = {}, ...options }: RawListing,
): AsyncGenerator<Resource<Readonly<Record<string, unknown>>>, void, undefined> {
  return walk(context, path, query, asRecord, options);
}
