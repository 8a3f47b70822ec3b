import { callClarus } from './authorized.js';
import type { ClarusContext } from './context.js';
import { ClarusDecodeError, ClarusGraphQLError } from './errors.js';
import type { Answer } from './http.js';
import { isRecord, parseJson } from './json.js';

/** What a GraphQL endpoint says: errors need not mean that there is no data. */
export interface GraphQLAnswer {
  readonly data: Readonly<Record<string, unknown>> | null;
  /** Empty when all went well. Clarus documents them as untyped objects. */
  readonly errors: readonly unknown[];
  /** Id of the call, where Clarus or its gateway gave one. */
  readonly requestId: string | undefined;
}

/** Variables of a GraphQL query, as JSON. */
export type Variables = Readonly<Record<string, unknown>>;

/**
 * Sends any GraphQL document and returns data and errors together. Repeats it on trouble of the passing kind, unless
 * the document contains a mutation.
 *
 * @throws {ClarusTransportError}, {ClarusAuthError}, {ClarusRateLimitError}, {ClarusUnavailableError},
 *   {ClarusValidationError} or another status error; {ClarusDecodeError} when the body is no GraphQL answer.
 */
export function queryGraphQL(
  context: ClarusContext,
  document: string,
  variables: Variables = {},
  signal?: AbortSignal,
): Promise<GraphQLAnswer> {
  return request(context, document, variables, signal, (answer) => answer);
}

/**
 * The same for our own reads, where half an answer is none: a list with a hole must not pass for a list.
 *
 * @throws {ClarusGraphQLError} Clarus reported errors; what came is on it.
 */
export function readGraphQL(
  context: ClarusContext,
  document: string,
  variables: Variables,
  signal: AbortSignal | undefined,
): Promise<Readonly<Record<string, unknown>>> {
  return request(context, document, variables, signal, (answer) => {
    if (answer.errors.length > 0) throw graphQLError(answer);
    if (answer.data === null) throw new ClarusDecodeError('data', 'neither data nor errors', answer);
    return answer.data;
  });
}

/** What `accept` throws is judged like any other failure: retried if it may pass. */
function request<T>(
  context: ClarusContext,
  document: string,
  variables: Variables,
  signal: AbortSignal | undefined,
  accept: (answer: GraphQLAnswer) => T,
): Promise<T> {
  const call = {
    operation: /\bquery\s+(\w+)/.exec(document)?.[1] ?? 'a GraphQL request',
    method: 'POST',
    url: context.settings.graphqlUrl,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: document, variables }),
    isRead: !/\bmutation\b/.test(document),
  };
  return callClarus(context, call, signal, (answer) => accept(decodeGraphQL(answer)));
}

function decodeGraphQL(answer: Answer): GraphQLAnswer {
  const body = parseJson(answer.text);
  if (body === undefined) throw new ClarusDecodeError('$', 'no JSON', { ...answer, retryable: true });
  if (!isRecord(body)) throw new ClarusDecodeError('$', 'no JSON object', answer);
  const { data = null, errors = null } = body;
  if (data !== null && !isRecord(data)) throw new ClarusDecodeError('data', 'no object', answer);
  return {
    data,
    errors: errors === null ? [] : Array.isArray(errors) ? errors : [errors],
    requestId: answer.requestId,
  };
}

/** Codes that GraphQL servers use by convention for trouble that passes. Clarus documents none. */
const PASSING = new Set(['INTERNAL_SERVER_ERROR', 'SERVICE_UNAVAILABLE', 'TIMEOUT', 'THROTTLED', 'RATE_LIMITED']);

function graphQLError({ data, errors, requestId }: GraphQLAnswer): ClarusGraphQLError {
  const codes = errors.flatMap((error) => {
    const extensions = isRecord(error) ? error['extensions'] : undefined;
    const code = isRecord(extensions) ? extensions['code'] : undefined;
    return typeof code === 'string' && /^\w{1,60}$/.test(code) ? [code] : [];
  });
  const named = codes.length > 0 ? ` (${[...new Set(codes)].join(', ')})` : '';
  return new ClarusGraphQLError(`Clarus reported ${errors.length} GraphQL error(s)${named}; see \`errors\``, {
    status: 200,
    requestId,
    data,
    errors,
    retryable: codes.length === errors.length && codes.every((code) => PASSING.has(code)),
  });
}
