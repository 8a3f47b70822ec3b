import { type Account, getAccount } from './accounts/get.js';
import { type ListVariantsOptions, listVariants } from './catalog-variants/list.js';
import { updateVariant } from './catalog-variants/update.js';
import type { CatalogVariant, VariantUpdateBody } from './catalog-variants/variant.js';
import { type Clock, type Random, systemClock, systemRandom } from './clock.js';
import { type CallOptions, createContext } from './context.js';
import { createEvent } from './events/create.js';
import { createEventBatch } from './events/create-batch.js';
import { type CreateManyOptions, type CreateManyResult, createManyEvents } from './events/create-many.js';
import type { EventCreateBody, RecordedEvent } from './events/event.js';
import type { BulkItem } from './events/fate.js';
import { type ListEventsOptions, listEvents } from './events/list.js';
import type { KlaviyoHooks } from './hooks.js';
import type { Authorize, HttpAnswer, Method } from './http.js';
import { type ListMetricsOptions, listMetrics, type Metric } from './metrics/list.js';
import { createPacer, DEFAULT_PACING, type Pacer, type PacingOptions } from './pacing.js';
import type { ProfileUpsertBody } from './profiles/profile.js';
import { type UpsertedProfile, upsertProfile } from './profiles/upsert.js';
import type { Query } from './rate-limits.js';
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
  readonly hooks?: KlaviyoHooks;
  readonly userAgent?: string;
  readonly fetch?: typeof globalThis.fetch;
  /** For waiting between attempts and for pacing. `timeoutMs` runs on the real clock. */
  readonly clock?: Clock;
  readonly random?: Random;
}

export type KlaviyoConfig = KlaviyoCredentials & KlaviyoOptions;

/** A call this client has no word for. `path` starts with `/api/`, ids in it percent-encoded. */
export interface RawRequest extends CallOptions {
  readonly method: Method;
  readonly path: string;
  readonly query?: Query;
  readonly body?: unknown;
  /** Does repeating it do no harm when it has been processed already? @default true, but for POST */
  readonly isRepeatable?: boolean;
}

export interface Klaviyo {
  readonly events: {
    /** See `createEvent`. */
    create(body: EventCreateBody, options?: CallOptions): Promise<void>;
    /** See `createManyEvents`. */
    createMany(
      items: Iterable<BulkItem> | AsyncIterable<BulkItem>,
      options?: CreateManyOptions,
    ): Promise<CreateManyResult>;
    /** See `createEventBatch`. */
    createBatch(bodies: readonly EventCreateBody[], options?: CallOptions): Promise<void>;
    /** See `listEvents`. */
    list(options?: ListEventsOptions): AsyncGenerator<RecordedEvent, void, undefined>;
  };
  readonly profiles: {
    /** See `upsertProfile`. */
    upsert(body: ProfileUpsertBody, options?: CallOptions): Promise<UpsertedProfile>;
  };
  readonly catalogVariants: {
    /** See `updateVariant`. */
    update(body: VariantUpdateBody, options?: CallOptions): Promise<void>;
    /** See `listVariants`. */
    list(options?: ListVariantsOptions): AsyncGenerator<CatalogVariant, void, undefined>;
  };
  readonly metrics: {
    /** See `listMetrics`. */
    list(options?: ListMetricsOptions): AsyncGenerator<Metric, void, undefined>;
  };
  readonly accounts: {
    /** See `getAccount`. */
    get(options?: CallOptions): Promise<Account>;
  };
  /** Any other endpoint, paced by its own limits, retried and failing like the rest. `body` is what Klaviyo sent. */
  request(request: RawRequest): Promise<HttpAnswer>;
}

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
 * A client for one Klaviyo account. Making one starts nothing and sends nothing.
 *
 * @example
 * const klaviyo = createKlaviyo({ apiKey });
 * await klaviyo.profiles.upsert({ data: { type: 'profile', attributes: { email, properties: { IsVip: true } } } });
 */
export function createKlaviyo(config: KlaviyoConfig): Klaviyo {
  const clock = config.clock ?? systemClock;
  const retry = config.retry === false ? false : { ...DEFAULT_RETRY_POLICY, ...config.retry };
  const context = createContext({
    baseUrl: config.baseUrl ?? DEFAULT_KLAVIYO_OPTIONS.baseUrl,
    revision: config.revision ?? DEFAULT_KLAVIYO_OPTIONS.revision,
    timeoutMs: config.timeoutMs ?? DEFAULT_KLAVIYO_OPTIONS.timeoutMs,
    fetch: config.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    userAgent: config.userAgent,
    authorize: authorizeWith(config),
    pacer: config.pacer ?? createPacer({ ...DEFAULT_PACING, ...config.pacing, clock }),
    hooks: config.hooks ?? {},
    clock,
    random: config.random ?? systemRandom,
    retry,
    budget: createRetryBudget((retry || DEFAULT_RETRY_POLICY).budget),
  });
  return {
    events: {
      create: (body, options) => createEvent(context, body, options),
      createMany: (items, options) => createManyEvents(context, items, options),
      createBatch: (bodies, options) => createEventBatch(context, bodies, options),
      list: (options) => listEvents(context, options),
    },
    profiles: { upsert: (body, options) => upsertProfile(context, body, options) },
    catalogVariants: {
      update: (body, options) => updateVariant(context, body, options),
      list: (options) => listVariants(context, options),
    },
    metrics: { list: (options) => listMetrics(context, options) },
    accounts: { get: (options) => getAccount(context, options) },
    request: ({ method, path, query, body, isRepeatable, ...options }) => {
      const call = { method, path, query: query ?? {}, body, isRepeatable: isRepeatable ?? method !== 'POST' };
      return context.send(call, options);
    },
  };
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
