import type { Clock } from './clock.js';
import { errorFromAnswer } from './error-from-answer.js';
import { ClarusAuthError, ClarusDecodeError } from './errors.js';
import { type Answer, exchange, type Fetch } from './http.js';
import { isRecord, parseJson } from './json.js';

/** Where access tokens come from. */
export interface TokenSource {
  /** A token to use now; never the `rejected` one, which Clarus has just answered with 401. */
  get(rejected: string | undefined, signal: AbortSignal | undefined): Promise<string>;
}

/** Told to a caller's own token provider. */
export interface TokenRequest {
  /** True when Clarus refused the token given before: a cached one must not be returned again. */
  readonly wasRejected: boolean;
}

/** The caller looks after tokens; this passes on that one was refused, and waits no longer than the caller of the call. */
export function providedTokens(token: (request: TokenRequest) => Promise<string>): TokenSource {
  return { get: (rejected, signal) => orAborted(token({ wasRejected: rejected !== undefined }), signal) };
}

interface Credentials {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope: string | undefined;
  readonly tenantHeaders: Readonly<Record<string, string>>;
  readonly fetch: Fetch;
  readonly timeoutMs: number;
  readonly maxAnswerBytes: number;
  readonly clock: Clock;
}

/** A token is renewed this long before it ends, so that it does not end on the way. */
const EXPIRY_SKEW_MS = 60_000;

interface Token {
  readonly value: string;
  readonly useUntilMs: number;
}

/**
 * OAuth 2.0 client credentials (RFC 6749 §4.4) as a form post. Clarus documents the URL and the grant, but neither
 * the encoding of the request nor the fields of the answer: the RFC's are taken, and `expires_in` may be missing.
 * However many callers need a token at once, one request is made.
 */
export function clientCredentialTokens(credentials: Credentials): TokenSource {
  let token: Token | undefined;
  let refresh: Promise<Token> | undefined;

  const refreshOnce = (): Promise<Token> => {
    // Without the caller's signal: the others who wait for the same token have not given up.
    refresh ??= requestToken(credentials)
      .then((fresh) => {
        token = fresh;
        return fresh;
      })
      .finally(() => {
        refresh = undefined;
      });
    return refresh;
  };

  return {
    get: async (rejected, signal) => {
      if (token !== undefined && (token.value === rejected || token.useUntilMs <= credentials.clock.now())) {
        token = undefined;
      }
      return (token ?? (await orAborted(refreshOnce(), signal))).value;
    },
  };
}

async function requestToken(credentials: Credentials): Promise<Token> {
  const { url, clientId, clientSecret, scope, clock } = credentials;
  const answer = await exchange(
    credentials,
    {
      operation: 'the token request',
      method: 'POST',
      url,
      headers: { ...credentials.tenantHeaders, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: clientId,
        client_secret: clientSecret,
        ...(scope === undefined ? {} : { scope }),
      }).toString(),
    },
    undefined,
  );
  // What comes from here may repeat the secret, or be the token: no error keeps it.
  const facts = { ...answer, text: '' };
  const body = parseJson(answer.text);
  if (answer.status < 200 || answer.status > 299) throw tokenRefusal(facts, body);
  if (!isRecord(body)) {
    throw new ClarusDecodeError('$', 'the token answer is no JSON object', { ...facts, retryable: true });
  }
  const { access_token: value, expires_in: expiresIn } = body;
  if (typeof value !== 'string' || value === '') throw new ClarusDecodeError('access_token', 'no token', facts);
  return { value, useUntilMs: useUntilMs(clock.now(), Number(expiresIn ?? Number.NaN) * 1000) };
}

function useUntilMs(nowMs: number, lifetimeMs: number): number {
  if (!(lifetimeMs > 0)) return Number.POSITIVE_INFINITY; // unknown: used until Clarus answers 401
  return nowMs + Math.max(lifetimeMs - EXPIRY_SKEW_MS, lifetimeMs / 2);
}

/** RFC 6749 §5.2: wrong credentials come as 400 or 401 with a word for the reason. */
function tokenRefusal(answer: Answer, body: unknown): Error {
  if (answer.status !== 400 && answer.status !== 401) return errorFromAnswer('the token request', answer);
  const word = isRecord(body) && typeof body['error'] === 'string' ? body['error'] : '';
  const reason = /^[a-z_]{1,64}$/.test(word) ? ` (${word})` : '';
  return new ClarusAuthError(`Clarus refused the client credentials${reason}`, answer);
}

/** Stops waiting when the caller gives up; the work itself goes on for the others. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
