import { parseJson } from '../json.js';
import { readBody } from './read-body.js';
import { knowsSecret, presentedSecrets, type SecretPlace } from './secret.js';
import type { BodyRefusal, Caller, IdentityRefusal, Refused } from './verdict.js';

/** What a request has to show before its body is read. */
export interface IdentifyOptions {
  /** What the webhook's URL or header must carry; several while one replaces another. Long and random. */
  readonly secret: string | readonly string[];
  /** The tenant's slug: what `X-ClarusWMS-Subdomain` must say, exactly. */
  readonly tenant: string;
  /** Any of these places may carry the secret. @default [{ in: 'path' }] */
  readonly secretFrom?: SecretPlace | readonly SecretPlace[];
  /** Automation id → `resource.event`; only to name the event in the verdict. An unknown id is not refused. */
  readonly automations?: Readonly<Record<string, string>>;
}

/** What a webhook is held against before anything of it is believed. */
export interface AuthenticateOptions extends IdentifyOptions {
  /** @default 1_048_576 */
  readonly maxBodyBytes?: number;
}

/** Let in: the caller knew the secret and named the right tenant, and the body is JSON. */
export interface Accepted extends Caller {
  /** Parsed. `decode(rawBody, …)` makes an event of it. */
  readonly body: unknown;
  /** Exactly as it came, for storing before anything else. */
  readonly rawBody: string;
}

/** What becomes of a request: taken with its raw body, or refused with a status to answer. */
export type Verdict = Accepted | Refused<IdentityRefusal | BodyRefusal | 'body-not-json'>;

/** 1 MiB: far above any record Clarus sends. */
export const DEFAULT_MAX_BODY_BYTES = 1_048_576;

/**
 * Decides whether a webhook call is let in: method, secret, tenant, size, JSON, in that order; a stranger learns
 * nothing but 401, and no byte of a stranger's body is read.
 *
 * **Clarus signs nothing.** There is no HMAC, timestamp or nonce; its own headers are static and guessable. All the
 * proof there is is a secret that you put into the webhook's URL (Clarus cannot be given a header for it). Whoever
 * learns that URL can ring the bell, and a call can be repeated. So: HTTPS only, keep the path out of logs, rotate by
 * accepting two secrets for a while, and treat the body as a doorbell: read the record through the API before acting.
 *
 * @returns never rejects on what a caller sends. @throws {TypeError} a secret or the tenant is empty; or the body has
 *   been read already.
 * @see Clarus knowledge base, "Validate a webhook request"
 * @example
 * const verdict = await authenticate(request, { secret: env.WEBHOOK_SECRET, tenant: 'acme' });
 * if (verdict.kind === 'refused') return new Response(null, { status: verdict.status });
 */
export async function authenticate(
  request: Request,
  { maxBodyBytes = DEFAULT_MAX_BODY_BYTES, ...options }: AuthenticateOptions,
): Promise<Verdict> {
  const caller = await identify(request, options);
  if (caller.kind === 'refused') return caller;
  const read = await readBody(request, maxBodyBytes);
  if (read.kind === 'refused') return read;
  const body = parseJson(read.rawBody);
  if (body === undefined) return { kind: 'refused', status: 400, reason: 'body-not-json' };
  return { ...caller, body, rawBody: read.rawBody };
}

/** The part of {@link authenticate} that needs no body: for callers that store it raw before looking at it. */
export async function identify(request: Request, options: IdentifyOptions): Promise<Caller | Refused<IdentityRefusal>> {
  const { secret, tenant, secretFrom = { in: 'path' }, automations = {} } = options;
  const secrets = typeof secret === 'string' ? [secret] : secret;
  // An empty secret would let in a request that carries none.
  if (secrets.length === 0 || secrets.includes('') || tenant === '') {
    throw new TypeError('authenticate needs a secret and a tenant, neither of them empty');
  }
  if (request.method !== 'POST') return { kind: 'refused', status: 405, reason: 'method-not-post' };
  const places = 'in' in secretFrom ? [secretFrom] : secretFrom;
  if (!knowsSecret(presentedSecrets(request, places), secrets)) {
    return { kind: 'refused', status: 401, reason: 'secret-wrong' };
  }
  if (request.headers.get('x-claruswms-subdomain') !== tenant) {
    return { kind: 'refused', status: 403, reason: 'tenant-wrong' };
  }
  const automationId = request.headers.get('x-claruswms-automation-id');
  return {
    kind: 'accepted',
    automationId,
    integrationId: request.headers.get('x-claruswms-integration-id'),
    event:
      automationId !== null && Object.hasOwn(automations, automationId) ? (automations[automationId] ?? null) : null,
    headers: Object.fromEntries([...request.headers].filter(([name]) => name.startsWith('x-claruswms-'))),
  };
}
