import ky from 'ky';
import type { Clock } from './clock.js';
import { ClarusTimeoutError, ClarusTransportError } from './errors.js';
import { isRecord } from './json.js';

/** The part of the standard `fetch` this package uses. */
export type Fetch = (input: Request | URL | string, init?: RequestInit) => Promise<Response>;

export interface Post {
  /** What the call is for, in words for errors and hooks. */
  readonly operation: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A complete answer of any status, its body read. */
export interface Answer {
  readonly status: number;
  readonly requestId: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly text: string;
}

interface Transport {
  readonly fetch: Fetch;
  readonly timeoutMs: number;
  readonly clock: Clock;
}

/**
 * Sends one request and reads its whole answer within `timeoutMs`; never retries, never judges a status.
 * Redirects are not followed: a POST would arrive as a GET, elsewhere.
 *
 * @throws {ClarusTransportError} or {ClarusTimeoutError}; or `signal.reason` when the caller aborted.
 */
export async function post(transport: Transport, call: Post, signal: AbortSignal | undefined): Promise<Answer> {
  signal?.throwIfAborted();
  const deadline = new AbortController();
  // Real time, not `clock`: a stuck socket does not care what a virtual clock says. Our own timer instead
  // of ky's, because ky's ends with the headers and a body can hang as well.
  const timer = setTimeout(() => deadline.abort(), transport.timeoutMs);
  try {
    const response = await ky.post(call.url, {
      headers: { accept: 'application/json', ...call.headers },
      body: call.body,
      redirect: 'manual',
      retry: 0,
      timeout: false,
      throwHttpErrors: false,
      fetch: transport.fetch,
      signal: signal === undefined ? deadline.signal : AbortSignal.any([signal, deadline.signal]),
    });
    return {
      status: response.status,
      requestId: requestIdOf(response.headers),
      retryAfterMs: retryAfterMsOf(response.headers.get('retry-after'), transport.clock.now()),
      text: await response.text(),
    };
  } catch (error) {
    signal?.throwIfAborted();
    if (deadline.signal.aborted) {
      throw new ClarusTimeoutError(`Clarus did not answer ${call.operation} within ${transport.timeoutMs} ms`);
    }
    // The original is not kept as `cause`: it carries the request, and with it the token.
    throw new ClarusTransportError(`No answer from Clarus to ${call.operation}${reasonOf(error)}`);
  } finally {
    clearTimeout(timer);
  }
}

/** Seconds or an HTTP date, as RFC 9110 has it; anything else is no wish at all. */
function retryAfterMsOf(header: string | null, nowMs: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d+(\.\d+)?$/.test(header.trim())) return Math.ceil(Number(header) * 1000);
  const atMs = Date.parse(header);
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - nowMs);
}

function requestIdOf(headers: Headers): string | undefined {
  const id = headers.get('x-request-id') ?? headers.get('x-amzn-requestid');
  return id !== null && /^[\w:.-]{1,128}$/.test(id) ? id : undefined;
}

/** The system's word for it (`ECONNRESET` …), found anywhere down the chain. */
function reasonOf(error: unknown): string {
  for (let at: unknown = error, depth = 0; isRecord(at) && depth < 5; at = at['cause'], depth++) {
    if (typeof at['code'] === 'string' && /^[A-Z][A-Z0-9_]{2,40}$/.test(at['code'])) return ` (${at['code']})`;
  }
  return '';
}
