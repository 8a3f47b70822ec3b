export type { Account, AccountAttributes } from './accounts/get.js';
export type { ListVariantsOptions } from './catalog-variants/list.js';
export type {
  CatalogVariant,
  ListedVariantAttributes,
  VariantAttributes,
  VariantUpdateBody,
} from './catalog-variants/variant.js';
export {
  createKlaviyo,
  DEFAULT_KLAVIYO_OPTIONS,
  type Klaviyo,
  type KlaviyoConfig,
  type KlaviyoCredentials,
  type KlaviyoOptions,
  type RawRequest,
} from './client.js';
export type { Clock, Random } from './clock.js';
export type { CallOptions } from './context.js';
export {
  KlaviyoAbortedError,
  KlaviyoAuthError,
  KlaviyoDecodeError,
  KlaviyoError,
  KlaviyoGoneError,
  KlaviyoInvalidError,
  KlaviyoNetworkError,
  type KlaviyoProblem,
  KlaviyoRateLimitError,
  KlaviyoRequestError,
  KlaviyoTimeoutError,
  KlaviyoUnavailableError,
} from './errors.js';
export type { CreateManyOptions, CreateManyResult } from './events/create-many.js';
export type {
  EventAttributes,
  EventCreateBody,
  EventProfile,
  RecordedEvent,
  RecordedEventAttributes,
} from './events/event.js';
export type { BulkItem, Fate, ItemFate } from './events/fate.js';
export type { ListEventsOptions } from './events/list.js';
export type { AttemptInfo, KlaviyoHooks } from './hooks.js';
export type { HttpAnswer, Method } from './http.js';
export type { ListMetricsOptions, Metric, MetricAttributes } from './metrics/list.js';
export { createPacer, DEFAULT_PACING, type Pacer, type PacingOptions, type Priority } from './pacing.js';
export type { ProfileAttributes, ProfileLocation, ProfileMeta, ProfileUpsertBody } from './profiles/profile.js';
export type { UpsertedProfile } from './profiles/upsert.js';
export { type EndpointLimits, operationOf, type Query } from './rate-limits.js';
export { DEFAULT_RETRY_POLICY, type RetryPolicy } from './retry.js';
export type { Resource } from './wire.js';
