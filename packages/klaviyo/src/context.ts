import type { Clock, Random } from './clock.js';
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
  /** `bulk` stands back: live calls go first and keep a fifth of the steady window. @default 'live' */
  readonly priority?: Priority;
}

/** A call as an operation describes it. */
export interface Call {
  readonly method: Method;
  readonly path: string;
  readonly query?: Query;
  readonly body?: unknown;
  /** Does repeating it do no harm when Klaviyo has processed it already? */
  readonly isRepeatable: boolean;
}

/** What an operation may use. */
export interface KlaviyoContext {
  send(call: Call, options: CallOptions): Promise<HttpAnswer>;
}

export interface ContextSettings extends HttpSettings {
  readonly clock: Clock;
  readonly random: Random;
  readonly retry: RetryPolicy | false;
  readonly budget: RetryBudget;
}

export function createContext(settings: ContextSettings): KlaviyoContext {
  return {
    send: async (call, { signal, retry, priority = 'live' }) => {
      const { method, path, query = {}, body } = call;
      const operation = operationOf(method, path);
      let info: AttemptInfo = { operation, attempt: 1 };
      const attempt = (number: number): Promise<HttpAnswer> => {
        info = { operation, attempt: number };
        return sendOnce(settings, { method, path, query, body, priority, signal }, info);
      };
      const policy = retry === false ? false : settings.retry;
      if (policy === false) return attempt(1);
      return withRetries(attempt, {
        policy,
        budget: settings.budget,
        clock: settings.clock,
        random: settings.random,
        signal,
        isRepeatable: call.isRepeatable,
        onRetry: ({ code, status }, _failures, delayMs) =>
          tell(() => settings.hooks.onRetry?.(info, { code, status, delayMs })),
      });
    },
  };
}
