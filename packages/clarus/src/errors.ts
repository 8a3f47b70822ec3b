/** What is known of a failed call. No token, and the body only behind a getter: errors end up in logs. */
export interface FailureFacts {
  readonly status?: number | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly requestId?: string | undefined;
  /** The answer's body, of any kind. */
  readonly text?: string | undefined;
}

/** Of a body that came with an error; a page of HTML says all it has to say by then. */
const MAX_KEPT_BODY = 8_192;

/** Every code a {@link ClarusError} can carry. */
export type ClarusErrorCode =
  | 'clarus_transport'
  | 'clarus_timeout'
  | 'clarus_auth'
  | 'clarus_rate_limit'
  | 'clarus_unavailable'
  | 'clarus_validation'
  | 'clarus_not_found'
  | 'clarus_request'
  | 'clarus_graphql'
  | 'clarus_decode'
  | 'clarus_paging'
  | 'clarus_inconsistent';

/** Base of everything this package throws on purpose. Any other error is a bug, or the caller's own abort reason. */
export abstract class ClarusError extends Error {
  /** Stable. Branch on this, never on `message`. */
  abstract readonly code: ClarusErrorCode;
  /** Could the very same call succeed later, with nothing changed on our side? */
  abstract readonly retryable: boolean;
  /** The wait Clarus asked for, in milliseconds; undefined when it named none (it documents none). */
  readonly retryAfterMs: number | undefined;
  /** HTTP status, where an answer came. */
  readonly status: number | undefined;
  /** Clarus's (or its gateway's) id of the call, where one was given. Quote it to their support. */
  readonly requestId: string | undefined;
  // Private, with a getter: as a plain property a logger would print whatever customers it quotes.
  readonly #body: string | undefined;

  constructor(message: string, facts: FailureFacts = {}) {
    super(message);
    this.name = new.target.name;
    this.#body = facts.text?.slice(0, MAX_KEPT_BODY);
    this.retryAfterMs = facts.retryAfterMs;
    this.status = facts.status;
    this.requestId = facts.requestId;
  }

  /**
   * The answer as it came, JSON, HTML or text, its first 8,192 characters; undefined where none came. Loggers do not
   * follow it: it may hold personal data.
   */
  get body(): string | undefined {
    return this.#body;
  }

  /** `instanceof` that still works when two copies of this package are installed. */
  static is(value: unknown): value is ClarusError {
    return value instanceof Error && 'code' in value && String(value.code).startsWith('clarus_');
  }
}

/** No answer came: connection refused or reset, name not found. For a read, trying again is safe. */
export class ClarusTransportError extends ClarusError {
  readonly code: 'clarus_transport' | 'clarus_timeout' = 'clarus_transport';
  readonly retryable = true;
  /** True only when no connection was made: nothing can have reached Clarus, so that even a create may be repeated. */
  readonly neverSent: boolean;

  constructor(message: string, facts: FailureFacts & { readonly neverSent?: boolean } = {}) {
    super(message, facts);
    this.neverSent = facts.neverSent ?? false;
  }
}

/** No complete answer within `timeoutMs`. */
export class ClarusTimeoutError extends ClarusTransportError {
  override readonly code = 'clarus_timeout';
}

/** Token, credentials or tenant refused (401, 403, or the token endpoint said no). Trying again cannot help. */
export class ClarusAuthError extends ClarusError {
  readonly code = 'clarus_auth';
  readonly retryable = false;
}

/** 429. Clarus documents no limit; `retryAfterMs` is set when it named a wait. */
export class ClarusRateLimitError extends ClarusError {
  readonly code = 'clarus_rate_limit';
  readonly retryable = true;
}

/** 408 or 5xx: Clarus, or something before it, is in trouble. */
export class ClarusUnavailableError extends ClarusError {
  readonly code = 'clarus_unavailable';
  readonly retryable = true;
}

/** One complaint of Clarus about a request. Its free text is left out: it may quote a customer. */
export interface ValidationIssue {
  /** Clarus's number, e.g. 36; null where it gave none. */
  readonly code: number | null;
  /** Clarus's word for it, e.g. `product_code_exists`; null where it gave none. */
  readonly symbol: string | null;
  /** The field complained about, where Clarus named one. */
  readonly field: string | null;
}

/** 400 or 422: Clarus understood the call and refuses what it says. */
export class ClarusValidationError extends ClarusError {
  readonly code = 'clarus_validation';
  readonly retryable = false;
  readonly issues: readonly ValidationIssue[];
  /** The first field complained about; null where Clarus named none. */
  readonly field: string | null;

  constructor(message: string, facts: FailureFacts, issues: readonly ValidationIssue[]) {
    super(message, facts);
    this.issues = issues;
    this.field = issues.find((issue) => issue.field !== null)?.field ?? null;
  }
}

/** 404: the record, or the path itself (see `graphqlPath`, `tokenPath`), does not exist. */
export class ClarusNotFoundError extends ClarusError {
  readonly code = 'clarus_not_found';
  readonly retryable = false;
}

/** Any other status that is not a success, a redirect included. */
export class ClarusRequestError extends ClarusError {
  readonly code = 'clarus_request';
  readonly retryable = false;
}

/** GraphQL answered 200 with `errors`. Clarus documents them as untyped objects. */
export class ClarusGraphQLError extends ClarusError {
  readonly code = 'clarus_graphql';
  readonly retryable: boolean;
  // Private, with getters: as plain properties a logger would print what was asked and whatever customers came back.
  readonly #data: unknown;
  readonly #errors: readonly unknown[];

  constructor(
    message: string,
    facts: FailureFacts & { data: unknown; errors: readonly unknown[]; retryable: boolean },
  ) {
    super(message, facts);
    this.retryable = facts.retryable;
    this.#data = facts.data;
    this.#errors = facts.errors;
  }

  /** What came despite the errors, as it came. May hold personal data. */
  get data(): unknown {
    return this.#data;
  }

  /** The errors as they came. Their text may quote what was asked. */
  get errors(): readonly unknown[] {
    return this.#errors;
  }
}

/** An answer we do not understand: names the place, holds no value of it. */
export class ClarusDecodeError extends ClarusError {
  readonly code = 'clarus_decode';
  /** True only when the body was no JSON at all: most likely a proxy's page or a cut connection. */
  readonly retryable: boolean;
  /** Where in the answer, e.g. `goods_outs.all.edges[3].node.reference`. `$` is the whole body. */
  readonly path: string;
  /** What was there, by its shape alone: `text of 12`, `list of 3`, `object with id, code`. Null when not known. */
  readonly sample: string | null;

  constructor(path: string, problem: string, facts: FailureFacts & { retryable?: boolean; sample?: string } = {}) {
    const found = facts.sample === undefined ? '' : `, found ${facts.sample}`;
    super(`Clarus answered something unexpected at ${path}: ${problem}${found}`, facts);
    this.path = path;
    this.sample = facts.sample ?? null;
    this.retryable = facts.retryable ?? false;
  }
}

/** A list whose pages repeat or do not end. What was yielded before is sound; the rest is unknown. */
export class ClarusPagingError extends ClarusError {
  readonly code = 'clarus_paging';
  readonly retryable = false;
}

/** Two parts of one reading contradict each other and kept doing so when read again. */
export class ClarusInconsistentReadError extends ClarusError {
  readonly code = 'clarus_inconsistent';
  readonly retryable = true;
}
