import ky from 'ky';
import type { Clock } from './clock.js';
import { ClarusDecodeError, ClarusTimeoutError, ClarusTransportError } from './errors.js';
import { isRecord } from './json.js';

/** The part of the standard `fetch` this package uses. */
export type Fetch = (input: Request | URL | string, init?: RequestInit) => Promise<Response>;

export interface Call {
  /** What the call is for, in words for errors and hooks. */
  readonly operation: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: BodyInit | undefined;
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
  readonly maxAnswerBytes: number;
  readonly clock: Clock;
}

/**
 * Sends one request and reads its whole answer within `timeoutMs`; never retries, never judges a status.
 * Redirects are not followed: a POST would arrive as a GET, elsewhere.
 *
 * @throws {ClarusTransportError} or {ClarusTimeoutError}; {ClarusDecodeError} for an answer larger than
 *   `maxAnswerBytes`; or `signal.reason` when the caller aborted.
 */
export async function exchange(transport: Transport, call: Call, signal: AbortSignal | undefined): Promise<Answer> {
  signal?.throwIfAborted();
  const deadline = new AbortController();
  // Real time, not `clock`: a stuck socket does not care what a virtual clock says. Our own timer instead
  // of ky's, because ky's ends with the headers and a body can hang as well.
  const timer = setTimeout(() => deadline.abort(), transport.timeoutMs);
  try {
    const response = await ky(call.url, {
      method: call.method,
      headers: { accept: 'application/json', ...call.headers },
      ...(call.body === undefined ? {} : { body: call.body }),
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
      text: await readText(response, transport.maxAnswerBytes, call.operation),
    };
  } catch (error) {
    if (error instanceof ClarusDecodeError) throw error;
    signal?.throwIfAborted();
    if (deadline.signal.aborted) {
      throw new ClarusTimeoutError(`Clarus did not answer ${call.operation} within ${transport.timeoutMs} ms`);
    }
    // The original is not kept as `cause`: it carries the request, and with it the token.
    const reason = reasonOf(error);
    throw new ClarusTransportError(
      `No answer from Clarus to ${call.operation}${reason === null ? '' : ` (${reason})`}`,
      { neverSent: reason !== null && NEVER_CONNECTED.has(reason) },
    );
  } finally {
    clearTimeout(timer);
  }
}

/** Stops reading as soon as the answer is larger than allowed: a runaway answer must not take the process with it. */
async function readText(response: Response, maxBytes: number, operation: string): Promise<string> {
  const reader = response.body?.getReader();
  if (reader === undefined) return '';
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    bytes += chunk.value.byteLength;
    if (bytes > maxBytes) {
      reader.cancel().catch(() => undefined);
      throw new ClarusDecodeError('$', `the answer to ${operation} is larger than ${maxBytes} bytes`, {
        status: response.status,
        requestId: requestIdOf(response.headers),
      });
    }
    text += decoder.decode(chunk.value, { stream: true });
  }
  return text + decoder.decode();
}

/** What Node and Bun call a connection that was never made: no byte of the request can have arrived. */
const NEVER_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'ConnectionRefused',
  'FailedToOpenSocket',
]);

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
function reasonOf(error: unknown): string | null {
  for (let at: unknown = error, depth = 0; isRecord(at) && depth < 5; at = at['cause'], depth++) {
    if (typeof at['code'] === 'string' && /^[A-Z][A-Za-z0-9_]{2,40}$/.test(at['code'])) return at['code'];
  }
  return null;
}
