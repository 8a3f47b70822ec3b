import { type Clock, type Random, systemClock, systemRandom } from './clock.js';
import { createContext, type KlaviyoContext, type Validate } from './context.js';
import type { KlaviyoHooks } from './hooks.js';
import type { Authorize } from './http.js';
import { createPacer, DEFAULT_PACING, type Pacer, type PacingOptions } from './pacing.js';
import { createRetryBudget, DEFAULT_RETRY_POLICY, type RetryPolicy } from './retry.js';

/**
 * How the client shows who it is. With an OAuth app's token the account's quota is the app's own; with a private key it
 * is shared with every other integration of the merchant that uses one.
 */
export type KlaviyoCredentials =
  | { readonly apiKey: string }
  | {
      /** Asked before every attempt; caching and refreshing are its business. */
      readonly accessToken: () => Promise<string>;
    };

/** What may be left out, each with a default. */
export interface KlaviyoOptions {
  /** @default 'https://a.klaviyo.com' */
  readonly baseUrl?: string;
  /** API revision; it has to exist. @default '2026-07-15' */
  readonly revision?: string;
  /** Longest time from sending to the last byte of the answer. @default 30000 */
  readonly timeoutMs?: number;
  /** Parts left out keep their default; `false`: one attempt per call. */
  readonly retry?: Partial<RetryPolicy> | false;
  readonly pacing?: Omit<PacingOptions, 'clock'>;
  /** Shared between clients of one account; then `pacing` has no say. */
  readonly pacer?: Pacer;
  /** Looks every body over before it is sent, e.g. `documentedLimits`. @default nothing does */
  readonly validate?: Validate;
  readonly hooks?: KlaviyoHooks;
  readonly userAgent?: string;
  readonly fetch?: typeof globalThis.fetch;
  /** For waiting between attempts and for pacing. `timeoutMs` runs on the real clock. */
  readonly clock?: Clock;
  readonly random?: Random;
}

/** The key, or a function that supplies tokens; the rest may be left out. */
export type KlaviyoConfig = KlaviyoCredentials & KlaviyoOptions;

/** Every option with its default. */
export const DEFAULT_KLAVIYO_OPTIONS: {
  readonly baseUrl: string;
  readonly revision: string;
  readonly timeoutMs: number;
} = {
  baseUrl: 'https://a.klaviyo.com',
  revision: '2026-07-15',
  timeoutMs: 30_000,
};

/**
 * What `createKlaviyo` is made of, for bundles that should hold only what they use: a connection to one account, taken
 * first by every operation of this package. Making one starts nothing and sends nothing.
 *
 * @example
 * const connection = connectKlaviyo({ apiKey });
 * await createEvent(connection, body);
 */
export function connectKlaviyo(config: KlaviyoConfig): KlaviyoContext {
  const clock = config.clock ?? systemClock;
  const retry = config.retry === false ? false : { ...DEFAULT_RETRY_POLICY, ...config.retry };
  return createContext({
    baseUrl: config.baseUrl ?? DEFAULT_KLAVIYO_OPTIONS.baseUrl,
    revision: config.revision ?? DEFAULT_KLAVIYO_OPTIONS.revision,
    timeoutMs: config.timeoutMs ?? DEFAULT_KLAVIYO_OPTIONS.timeoutMs,
    fetch: config.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    userAgent: config.userAgent,
    authorize: authorizeWith(config),
    pacer: config.pacer ?? createPacer({ ...DEFAULT_PACING, ...config.pacing, clock }),
    hooks: config.hooks ?? {},
    validate: config.validate,
    clock,
    random: config.random ?? systemRandom,
    retry,
    budget: createRetryBudget((retry || DEFAULT_RETRY_POLICY).budget),
  });
}

/** The key stays in this closure: no object that could be logged holds it. */
function authorizeWith(credentials: KlaviyoCredentials): Authorize {
  if ('apiKey' in credentials) {
    const { apiKey } = credentials;
    return () => `Klaviyo-API-Key ${apiKey}`;
  }
  const { accessToken } = credentials;
  return async () => `Bearer ${await accessToken()}`;
}
