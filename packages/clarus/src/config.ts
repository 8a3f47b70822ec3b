import type { TokenRequest } from './auth.js';
import { type Clock, type Random, systemClock, systemRandom } from './clock.js';
import type { Capabilities } from './describe.js';
import type { ClarusErrorCode } from './errors.js';
import type { Fetch } from './http.js';
import { DEFAULT_RETRY_POLICY, type RetryPolicy } from './retry.js';

/** The API user's OAuth client. Use one dedicated user per environment: a sign-in to the web app may end its session. */
export interface ClientCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Clarus speaks of scopes and names none: sent only when given. */
  readonly scope?: string;
}

/** Tokens from elsewhere (a vault, another process). Called before each request, so it should cache. */
export interface OwnTokens {
  readonly token: (request: TokenRequest) => Promise<string>;
}

/** Called while requests are made; for logs and metrics. What a hook throws fails the call. */
export interface ClarusHooks {
  /** After each answer, whatever its status. */
  readonly onAnswer?: (answer: { operation: string; status: number; requestId: string | undefined }) => void;
  /** Before the wait that precedes another attempt. */
  readonly onRetry?: (retry: { operation: string; code: ClarusErrorCode; attempt: number; delayMs: number }) => void;
}

/** Where Clarus's schemas say one thing and its prose another; only one of the two is ever sent. */
export interface Dialect {
  /** Removes a line. The schemas say `DESTROY`, the prose of updates says `REMOVE`. @default 'DESTROY' */
  readonly removal: 'DESTROY' | 'REMOVE';
  /** The parcels of a shipment. The schema says `packages`, the prose `packages_changes`. @default 'packages' */
  readonly parcels: 'packages' | 'packages_changes';
}

/** What may be left out, each with a default. */
export interface ClarusOptions {
  /** The tenant's slug, sent as `X-Clarus-Subdomain` with every request. */
  readonly subdomain: string;
  /** @default 'https://clarus-api.com' */
  readonly baseUrl?: string;
  /** @default '/graphql' */
  readonly graphqlPath?: string;
  /** Before every path of `request`. @default '/api' */
  readonly restPrefix?: string;
  /** @default '/oauth/token' */
  readonly tokenPath?: string;
  /** @default 'X-Clarus-Subdomain' */
  readonly tenantHeader?: string;
  /** For one attempt, answer's body included. @default 30_000 */
  readonly timeoutMs?: number;
  /** Reads only; a write is repeated when no connection was made and at no other time. `false`: never. @default DEFAULT_RETRY_POLICY */
  readonly retry?: Partial<RetryPolicy> | false;
  /** Requests under way at once. Clarus documents no limit, hence gentle. @default 4 */
  readonly maxConcurrency?: number;
  /**
   * Requests begun per second, after a burst of at most one second's worth. Clarus documents no rate: none is kept
   * unless you say one, beyond what `maxConcurrency` makes of it. @default no limit
   */
  readonly maxRequestsPerSecond?: number;
  /** A larger answer is an error instead of a process without memory. @default 33_554_432 */
  readonly maxAnswerBytes?: number;
  /** The words Clarus's reference uses in two ways. */
  readonly dialect?: Partial<Dialect>;
  /** What an earlier `describe()` found. Without it only documented fields are asked for. */
  readonly capabilities?: Capabilities;
  readonly hooks?: ClarusHooks;
  readonly fetch?: Fetch;
  readonly clock?: Clock;
  readonly random?: Random;
}

/** The tenant, and its credentials or a function that supplies tokens; the rest may be left out. */
export type ClarusConfig = ClarusOptions & (ClientCredentials | OwnTokens);

/** A config with every default filled in. */
export interface Settings {
  readonly graphqlUrl: string;
  readonly restUrl: string;
  readonly tokenUrl: string;
  readonly tenantHeaders: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly retry: RetryPolicy;
  readonly maxConcurrency: number;
  readonly maxRequestsPerSecond: number;
  readonly maxAnswerBytes: number;
  readonly dialect: Dialect;
  readonly capabilities: Capabilities | undefined;
  readonly hooks: ClarusHooks;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly random: Random;
}

export function resolveSettings(config: ClarusOptions): Settings {
  const base = (config.baseUrl ?? 'https://clarus-api.com').replace(/\/+$/, '');
  const urlOf = (path: string): string => `${base}/${path.replace(/^\/+/, '')}`;
  const maxConcurrency = config.maxConcurrency ?? 4;
  if (!(maxConcurrency >= 1)) throw new RangeError('maxConcurrency must be at least 1');
  const maxRequestsPerSecond = config.maxRequestsPerSecond ?? Number.POSITIVE_INFINITY;
  if (!(maxRequestsPerSecond > 0)) throw new RangeError('maxRequestsPerSecond must be above 0');
  return {
    graphqlUrl: urlOf(config.graphqlPath ?? '/graphql'),
    restUrl: urlOf(config.restPrefix ?? '/api').replace(/\/+$/, ''),
    tokenUrl: urlOf(config.tokenPath ?? '/oauth/token'),
    tenantHeaders: { [config.tenantHeader ?? 'X-Clarus-Subdomain']: config.subdomain },
    timeoutMs: config.timeoutMs ?? 30_000,
    retry:
      config.retry === false
        ? { ...DEFAULT_RETRY_POLICY, maxAttempts: 1 }
        : { ...DEFAULT_RETRY_POLICY, ...config.retry },
    maxConcurrency,
    maxRequestsPerSecond,
    maxAnswerBytes: config.maxAnswerBytes ?? 33_554_432,
    dialect: { removal: 'DESTROY', parcels: 'packages', ...config.dialect },
    capabilities: config.capabilities,
    hooks: config.hooks ?? {},
    // Looked up at each call, so that a `fetch` replaced later (by an interceptor) is the one used.
    fetch: config.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    clock: config.clock ?? systemClock,
    random: config.random ?? systemRandom,
  };
}
