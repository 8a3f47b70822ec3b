import type { Clock, Random } from './clock.js';
import { KlaviyoInvalidError } from './errors.js';
import { type AttemptInfo, tell } from './hooks.js';
import { type HttpAnswer, type HttpSettings, type Method, sendOnce } from './http.js';
import type { Priority } from './pacing.js';
import { operationOf, type Query } from './rate-limits.js';
import { type RetryBudget, type RetryPolicy, withRetries } from './retry.js';

/** What every operation takes beside its subject. */
export interface CallOptions {
  /** Ends the call, wherever it is: waiting for its turn, on the wire, waiting to be repeated. */
  readonly signal?: AbortSignal;
  /** `false`: one attempt only, for callers with a queue of their own. @default the client's policy */
  readonly retry?: false;
  /** `bulk` and, behind it, `backfill` stand back: live calls go first and keep a fifth of the steady window. @default 'live' */
  readonly priority?: Priority;
}

/** A call as an operation describes it. */
export interface Call {
  readonly method: Method;
  readonly path: string;
  readonly query?: Query;
  /** What Klaviyo takes is an object: a string is the JSON of one. */
  readonly body?: unknown;
  /** Does repeating it do no harm when Klaviyo has processed it already? */
  readonly isRepeatable: boolean;
  /** The operation has had the parts of the body checked, each for itself. */
  readonly isChecked?: boolean;
}

/** A fault found in a body before it is sent. */
export interface InvalidPart {
  /** JSON pointer into the body. */
  readonly pointer: string;
  /** What is wrong, without the value that is. */
  readonly detail: string;
}

/** Looks a body over before it is sent; `undefined` when nothing is wrong with it. See `documentedLimits`. */
export type Validate = (body: unknown, nowMs: number) => InvalidPart | undefined;

/** What an operation may use: a connection to one account. See `connectKlaviyo`. */
export interface KlaviyoContext {
  send(call: Call, options: CallOptions): Promise<HttpAnswer>;
  /**
   * Applies the `validate` option to a part of what is going to be sent; undefined without that option.
   *
   * @throws {KlaviyoInvalidError}
   */
  readonly check: ((operation: string, body: unknown) => void) | undefined;
  readonly clock: Clock;
}

export interface ContextSettings extends HttpSettings {
  readonly clock: Clock;
  readonly random: Random;
  readonly retry: RetryPolicy | false;
  readonly budget: RetryBudget;
  readonly validate: Validate | undefined;
}

export function createContext(settings: ContextSettings): KlaviyoContext {
  const { clock, validate } = settings;
  const check =
    validate &&
    ((operation: string, body: unknown): void => {
      const fault = validate(body, clock.now());
      if (fault !== undefined) throw new KlaviyoInvalidError(operation, fault.detail, fault.pointer);
    });
  return {
    clock,
    check,
    send: async (call, { signal, retry, priority = 'live' }) => {
      const { method, path, query = {}, body } = call;
      const operation = operationOf(method, path);
      if (call.isChecked !== true && body !== undefined) check?.(operation, body);
      const json = typeof body === 'string' ? body : JSON.stringify(body);
      let info: AttemptInfo = { operation, attempt: 1, priority };
      const attempt = (number: number): Promise<HttpAnswer> => {
        info = { operation, attempt: number, priority };
        return sendOnce(settings, { method, path, query, body: json, priority, signal }, info);
      };
      const policy = retry === false ? false : settings.retry;
      if (policy === false) return attempt(1);
      return withRetries(attempt, {
        policy,
        budget: settings.budget,
        clock,
        random: settings.random,
        signal,
        isRepeatable: call.isRepeatable,
        onRetry: ({ code, status }, _failures, delayMs) =>
          tell(() => settings.hooks.onRetry?.(info, { code, status, delayMs })),
      });
    },
  };
}
