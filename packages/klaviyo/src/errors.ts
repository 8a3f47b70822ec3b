import { isRecord } from './decode.js';
import { redact } from './redact.js';

/** One entry of Klaviyo's `errors[]`, free of personal data. */
export interface KlaviyoProblem {
  /** Klaviyo's word, e.g. `invalid`, `throttled`. */
  readonly code: string;
  /** What Klaviyo said, with everything quoted from the request taken out. */
  readonly detail: string;
  /** JSON pointer into the request body, e.g. `/data/attributes/time`; undefined when Klaviyo blamed no place. */
  readonly pointer: string | undefined;
  /** Query parameter that is at fault; undefined when none is. */
  readonly parameter: string | undefined;
}

/** What an error is made from. `operation` is method and path without ids and query. */
export interface FailedCall {
  readonly operation: string;
  readonly status?: number;
  readonly problems?: readonly KlaviyoProblem[];
  readonly retryAfterMs?: number | undefined;
  readonly requestId?: string | undefined;
  readonly isAmbiguous?: boolean;
}

/** Base of everything this package throws on purpose. Any other error is a bug, in the caller or here. */
export abstract class KlaviyoError extends Error {
  /** Stable, starts with `klaviyo_`. Branch on this, never on `message`. */
  abstract readonly code: string;
  /** Could the very same call succeed later, with nothing changed on our side? */
  abstract readonly retryable: boolean;
  /** Method and path of the call, ids left out, e.g. `PATCH /api/catalog-variants/*`. */
  readonly operation: string;
  /** HTTP status; undefined when no answer came. */
  readonly status: number | undefined;
  /** The wait Klaviyo asked for, in milliseconds; undefined when it named none. */
  readonly retryAfterMs: number | undefined;
  /** Klaviyo's id of the failure, for its support; undefined when it gave none. */
  readonly requestId: string | undefined;
  /** Klaviyo's own account of what is wrong. */
  readonly problems: readonly KlaviyoProblem[];
  /** True when Klaviyo may have processed the call (or an earlier attempt at it) all the same. */
  readonly isAmbiguous: boolean;

  constructor(message: string, call: FailedCall) {
    const details = (call.problems ?? []).map(({ detail, pointer }) => ` ${detail}${pointer ? ` (${pointer})` : ''}`);
    super(`${call.operation}: ${message}${details.slice(0, 3).join('')}`);
    this.name = new.target.name;
    this.operation = call.operation;
    this.status = call.status;
    this.retryAfterMs = call.retryAfterMs;
    this.requestId = call.requestId;
    this.problems = call.problems ?? [];
    this.isAmbiguous = call.isAmbiguous ?? false;
  }

  /** Places in the request body that Klaviyo blamed, as JSON pointers. */
  get pointers(): readonly string[] {
    return this.problems.flatMap(({ pointer }) => pointer ?? []);
  }

  /** What a log line may hold: no key, no body, no personal data. */
  toJSON(): Readonly<Record<string, unknown>> {
    const { name, code, message, operation, status, retryable, retryAfterMs, isAmbiguous, requestId, problems } = this;
    return { name, code, message, operation, status, retryable, retryAfterMs, isAmbiguous, requestId, problems };
  }

  /** `instanceof` that still works when two copies of this package are installed. */
  static is(value: unknown): value is KlaviyoError {
    return value instanceof Error && 'code' in value && String(value.code).startsWith('klaviyo_');
  }
}

/** No answer: DNS, connection refused or lost. Ambiguous unless the connection was never made. */
export class KlaviyoNetworkError extends KlaviyoError {
  readonly code = 'klaviyo_network';
  readonly retryable = true;
  /** The runtime's code, e.g. `ECONNRESET`; undefined where the runtime names none. */
  readonly reason: string | undefined;

  constructor(call: FailedCall, reason: string | undefined) {
    super(`no answer, the connection failed${reason === undefined ? '' : ` (${reason})`}.`, call);
    this.reason = reason;
  }
}

/** No complete answer within `timeoutMs`. Always ambiguous. */
export class KlaviyoTimeoutError extends KlaviyoError {
  readonly code = 'klaviyo_timeout';
  readonly retryable = true;

  constructor(call: FailedCall, timeoutMs: number) {
    super(`no answer within ${timeoutMs} ms.`, { ...call, isAmbiguous: true });
  }
}

/** The caller's signal ended the call. Ambiguous when it had been sent. */
export class KlaviyoAbortedError extends KlaviyoError {
  readonly code = 'klaviyo_aborted';
  readonly retryable = false;

  constructor(call: FailedCall) {
    super('stopped by the caller.', call);
  }
}

/** 429, or a wait inside this client longer than `maxWaitMs`. `retryAfterMs` says when to come back. */
export class KlaviyoRateLimitError extends KlaviyoError {
  readonly code = 'klaviyo_rate_limited';
  readonly retryable = true;

  constructor(call: FailedCall) {
    const wait = call.retryAfterMs === undefined ? '' : `; next try in ${Math.ceil(call.retryAfterMs / 1000)} s`;
    super(`the quota of this endpoint is used up${wait}.`, call);
  }
}

/** 401 or 403, or `accessToken()` failed: key wrong, revoked, or without the scope. Trying again cannot help. */
export class KlaviyoAuthError extends KlaviyoError {
  readonly code = 'klaviyo_auth';
  readonly retryable = false;

  constructor(call: FailedCall) {
    const what = call.status === undefined ? 'accessToken() gave no token' : `refused with ${call.status}`;
    super(`${what}. Check the key and its scopes.`, call);
  }
}

/** 410: this revision of the API has been retired. Update the package, or set `revision`. */
export class KlaviyoGoneError extends KlaviyoError {
  readonly code = 'klaviyo_gone';
  readonly retryable = false;

  constructor(call: FailedCall) {
    super('410, this API revision or resource is gone. Update this package or set `revision`.', call);
  }
}

/** 408 or any 5xx: Klaviyo, or something before it, is in trouble. Ambiguous. */
export class KlaviyoUnavailableError extends KlaviyoError {
  readonly code = 'klaviyo_unavailable';
  readonly retryable = true;

  constructor(call: FailedCall) {
    super(`Klaviyo could not serve the call (${call.status}).`, { ...call, isAmbiguous: true });
  }
}

/** Any other status that is not 2xx: the request itself is wrong, and sending it again cannot help. */
export class KlaviyoRequestError extends KlaviyoError {
  readonly code = 'klaviyo_request';
  readonly retryable = false;
  /** True when the content was refused (400, 409, 413, 422), so that a part of it may be accepted alone. */
  readonly isAboutContent: boolean;

  constructor(call: FailedCall) {
    super(`refused with ${call.status}.`, call);
    this.isAboutContent = [400, 409, 413, 422].includes(call.status ?? 0);
  }
}

/**
 * Refused by this client before anything was sent. `status` is the 400 that Klaviyo has for such a body,
 * so that one rule serves both.
 */
export class KlaviyoInvalidError extends KlaviyoError {
  readonly code = 'klaviyo_invalid';
  readonly retryable = false;

  constructor(operation: string, detail: string, pointer?: string) {
    super('not sent.', {
      operation,
      status: 400,
      problems: [{ code: 'invalid', detail, pointer, parameter: undefined }],
    });
  }
}

/**
 * A bulk job was accepted and did not do this. Either Klaviyo blames the item (`problems`), or the job was cancelled or
 * not ready in time; then nobody knows, and it is ambiguous.
 */
export class KlaviyoJobError extends KlaviyoError {
  readonly code = 'klaviyo_job';
  readonly retryable = false;

  constructor(call: FailedCall, what: string) {
    super(what, call);
  }
}

/** A 2xx whose body we do not understand. Klaviyo has done the work, so it is ambiguous by nature. */
export class KlaviyoDecodeError extends KlaviyoError {
  readonly code = 'klaviyo_decode';
  /** True for a body that is no JSON (something on the way answered); false for an unknown shape. */
  readonly retryable: boolean;

  constructor(call: FailedCall, path: string, retryable = false) {
    super(`the answer is not what is documented, at ${path}.`, { ...call, isAmbiguous: true });
    this.retryable = retryable;
  }
}

/** Total: every failed status has exactly one class, and the order of these lines is the rule. */
export function errorFromCall(call: FailedCall & { readonly status: number }): KlaviyoError {
  const { status } = call;
  if (status === 429) return new KlaviyoRateLimitError(call);
  if (status === 401 || status === 403) return new KlaviyoAuthError(call);
  if (status === 410) return new KlaviyoGoneError(call);
  if (status === 408 || status >= 500) return new KlaviyoUnavailableError(call);
  return new KlaviyoRequestError(call);
}

/** An earlier attempt at the same call may have been processed, whatever the last one came to. */
export function withAmbiguity<E extends KlaviyoError>(error: E): E {
  return Object.assign(error, { isAmbiguous: true });
}

/** Reads Klaviyo's `errors[]`; anything else is no information, never a second failure. */
export function problemsIn(answer: unknown, sentBody: unknown): readonly KlaviyoProblem[] {
  return errorEntries(answer).map((entry) => problemFrom(entry, sentBody));
}

/** One entry of Klaviyo's, be it of an answer or of a bulk job. */
export function problemFrom(entry: Readonly<Record<string, unknown>>, sentBody: unknown): KlaviyoProblem {
  const source = isRecord(entry['source']) ? entry['source'] : {};
  return {
    code: redact(text(entry['code']) ?? 'unknown', sentBody),
    detail: redact(text(entry['detail']) ?? text(entry['title']) ?? '', sentBody),
    pointer: redactedPointer(source['pointer']),
    parameter: redactedPointer(source['parameter']),
  };
}

/** Klaviyo names each failure with an id of its own. */
export function requestIdIn(answer: unknown): string | undefined {
  const id = text(errorEntries(answer)[0]?.['id']);
  return id === undefined ? undefined : redact(id);
}

/** The digits of a pointer are positions; only what looks like an address is taken out. */
function redactedPointer(value: unknown): string | undefined {
  return text(value)?.replace(/[^/\s]*@[^/\s]*/g, '[redacted]');
}

function errorEntries(answer: unknown): readonly Readonly<Record<string, unknown>>[] {
  const entries = isRecord(answer) ? answer['errors'] : undefined;
  return Array.isArray(entries) ? entries.filter(isRecord) : [];
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
