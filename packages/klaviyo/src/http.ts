import ky, { isTimeoutError } from 'ky';
import {
  errorFromCall,
  KlaviyoAbortedError,
  KlaviyoAuthError,
  KlaviyoDecodeError,
  type KlaviyoError,
  KlaviyoNetworkError,
  KlaviyoRateLimitError,
  KlaviyoTimeoutError,
  problemsIn,
  requestIdIn,
} from './errors.js';
import { type AttemptInfo, type KlaviyoHooks, tell } from './hooks.js';
import { decodeRetryAfterMs } from './pacing/server-quota.js';
import type { Pacer, Pass, Priority } from './pacing.js';
import type { Query } from './rate-limits.js';

const MEDIA_TYPE = 'application/vnd.api+json';

/** Codes of failures from before a connection stood: nothing can have reached Klaviyo. */
const NEVER_CONNECTED =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|ConnectionRefused)$/;

/** Methods Klaviyo's API uses. */
export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

/** The value of the `Authorization` header, asked for before every attempt. */
export type Authorize = () => Promise<string> | string;

export interface HttpSettings {
  readonly baseUrl: string;
  readonly revision: string;
  readonly userAgent: string | undefined;
  readonly timeoutMs: number;
  readonly fetch: typeof globalThis.fetch;
  readonly authorize: Authorize;
  readonly pacer: Pacer;
  readonly hooks: KlaviyoHooks;
}

export interface HttpRequest {
  readonly method: Method;
  readonly path: string;
  readonly query: Query;
  /** JSON. */
  readonly body: string | undefined;
  readonly priority: Priority;
  readonly signal: AbortSignal | undefined;
}

/** A 2xx. `body` is parsed JSON; undefined when Klaviyo sent none, as with most 202s. */
export interface HttpAnswer<Body = unknown> {
  readonly status: number;
  readonly body: Body;
}

interface Exchange {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** One attempt: waits for its turn, sends, reads. Every way it can fail is one of our errors. */
export async function sendOnce(
  settings: HttpSettings,
  request: HttpRequest,
  attempt: AttemptInfo,
): Promise<HttpAnswer> {
  const { hooks, pacer } = settings;
  const { operation } = attempt;
  const pass = await pacer.pass({
    operation,
    query: request.query,
    priority: request.priority,
    signal: request.signal,
    onThrottle: (waitMs) => tell(() => hooks.onThrottle?.(attempt, { waitMs })),
  });
  const authorization = await authorizationOf(settings, operation, pass);
  if (request.signal?.aborted === true) {
    pass.unused();
    throw new KlaviyoAbortedError({ operation });
  }
  tell(() => hooks.onRequest?.(attempt));

  let exchange: Exchange;
  try {
    exchange = await roundTrip(settings, request, authorization);
  } catch (error) {
    pass.lost();
    const failure = errorWithoutAnswer(error, operation, request.signal, settings.timeoutMs);
    tell(() => hooks.onNoAnswer?.(attempt, { code: failure.code }));
    throw failure;
  }

  const { status, headers } = exchange;
  tell(() => hooks.onResponse?.(attempt, { status }));
  if (isSuccess(status)) {
    pass.answered({ headers, isRateLimited: false, retryAfterMs: undefined });
    return { status, body: parsedAnswer(exchange, operation) };
  }
  const retryAfterMs = decodeRetryAfterMs(headers);
  const answer = parsed(exchange.text);
  const error = errorFromCall({
    operation,
    status,
    problems: problemsIn(answer, parsed(request.body ?? '')),
    requestId: requestIdIn(answer),
    retryAfterMs,
  });
  pass.answered({ headers, isRateLimited: error instanceof KlaviyoRateLimitError, retryAfterMs });
  throw error;
}

/** Ids go into a path like this; `$custom:::$default:::SKU 1` has five characters that need it. */
export const encodePathSegment: (id: string) => string = encodeURIComponent;

function urlOf(baseUrl: string, path: string, query: Query): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`,
  );
  return `${baseUrl.replace(/\/+$/, '')}${path}${pairs.length > 0 ? `?${pairs.join('&')}` : ''}`;
}

async function authorizationOf({ authorize }: HttpSettings, operation: string, pass: Pass): Promise<string> {
  try {
    return await authorize();
  } catch {
    pass.unused();
    // What the caller's function threw may hold the token, so it stops here.
    throw new KlaviyoAuthError({ operation });
  }
}

async function roundTrip(settings: HttpSettings, request: HttpRequest, authorization: string): Promise<Exchange> {
  let response: Response | undefined;
  // ky reads a body within its time limit only by `.text()`, which drops the head: it is kept here.
  const fetch: typeof globalThis.fetch = async (input, init) => {
    response = await settings.fetch(input, init);
    return response;
  };
  const text = await ky(urlOf(settings.baseUrl, request.path, request.query), {
    method: request.method,
    fetch,
    retry: 0, // one layer retries, and it is not this one
    throwHttpErrors: false,
    timeout: false,
    totalTimeout: settings.timeoutMs,
    redirect: 'manual', // a redirect would take the key to another host
    headers: {
      authorization,
      revision: settings.revision,
      accept: MEDIA_TYPE,
      'content-type': request.body === undefined ? undefined : MEDIA_TYPE, // ky sends no header without a value
      'user-agent': settings.userAgent,
    },
    body: request.body ?? null,
    signal: request.signal ?? null,
  }).text();
  if (response === undefined) throw new TypeError('fetch gave no response');
  return { status: response.status, headers: response.headers, text };
}

function errorWithoutAnswer(
  error: unknown,
  operation: string,
  signal: AbortSignal | undefined,
  timeoutMs: number,
): KlaviyoError {
  if (signal?.aborted === true) return new KlaviyoAbortedError({ operation, isAmbiguous: true });
  if (isTimeoutError(error)) return new KlaviyoTimeoutError({ operation }, timeoutMs);
  // Not chained as `cause`: ky's and the runtime's errors hold the URL, and through it filters with addresses.
  const reason = reasonIn(error);
  return new KlaviyoNetworkError({ operation, isAmbiguous: !NEVER_CONNECTED.test(reason ?? '') }, reason);
}

/** The first code down the chain of causes: words like `ECONNRESET`, nothing else. */
function reasonIn(error: unknown): string | undefined {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth += 1) {
    if ('code' in cause && typeof cause.code === 'string' && /^\w+$/.test(cause.code)) return cause.code;
  }
  return undefined;
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

function parsedAnswer({ status, text }: Exchange, operation: string): unknown {
  if (text === '') return undefined;
  const body = parsed(text);
  if (body === undefined) throw new KlaviyoDecodeError({ operation, status }, 'the body, which is no JSON', true);
  return body;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
