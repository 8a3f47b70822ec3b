export { type Account, type AccountAttributes, getAccount } from './accounts/get.js';
export { type BackInStockBody, subscribeBackInStock } from './back-in-stock/subscribe.js';
export type { CatalogAction } from './catalog/jobs.js';
export type {
  CatalogItem,
  ItemAttributes,
  ItemCreate,
  ItemCreateBody,
  ItemDelete,
  ItemUpdate,
  ItemUpdateBody,
  ListedItemAttributes,
} from './catalog-items/item.js';
export {
  createManyItems,
  deleteManyItems,
  getItemJob,
  type ItemJobEntries,
  listItemJobs,
  startItemJob,
  updateManyItems,
} from './catalog-items/many.js';
export { type GetItemOptions, getItem, type ListItemsOptions, listItems } from './catalog-items/read.js';
export { createItem, deleteItem, updateItem } from './catalog-items/write.js';
export {
  createManyVariants,
  deleteManyVariants,
  getVariantJob,
  listVariantJobs,
  startVariantJob,
  updateManyVariants,
  type VariantJobEntries,
} from './catalog-variants/many.js';
export { getVariant, type ListVariantsOptions, listVariants } from './catalog-variants/read.js';
export type {
  CatalogVariant,
  ListedVariantAttributes,
  VariantAttributes,
  VariantCreate,
  VariantCreateBody,
  VariantDelete,
  VariantUpdate,
  VariantUpdateBody,
} from './catalog-variants/variant.js';
export { createVariant, deleteVariant, updateVariant } from './catalog-variants/write.js';
export { type CatalogJobs, createKlaviyo, type Klaviyo } from './client.js';
export type { Clock, Random } from './clock.js';
export {
  connectKlaviyo,
  DEFAULT_KLAVIYO_OPTIONS,
  type KlaviyoConfig,
  type KlaviyoCredentials,
  type KlaviyoOptions,
} from './connect.js';
export type { Call, CallOptions, InvalidPart, KlaviyoContext, Validate } from './context.js';
export { type DataPrivacyDeletionBody, requestProfileDeletion } from './data-privacy/request-deletion.js';
export {
  KlaviyoAbortedError,
  KlaviyoAuthError,
  KlaviyoDecodeError,
  KlaviyoError,
  KlaviyoGoneError,
  KlaviyoInvalidError,
  KlaviyoJobError,
  KlaviyoNetworkError,
  type KlaviyoProblem,
  KlaviyoRateLimitError,
  KlaviyoRequestError,
  KlaviyoTimeoutError,
  KlaviyoUnavailableError,
} from './errors.js';
export { type EventText, toEventText } from './events/bulk-body.js';
export { createEvent, type EventCallOptions } from './events/create.js';
export { createEventBatch } from './events/create-batch.js';
export { type CreateManyOptions, type CreateManyResult, createManyEvents } from './events/create-many.js';
export type {
  EventAttributes,
  EventCreateBody,
  EventInclude,
  EventProfile,
  RecordedEvent,
  RecordedEventAttributes,
} from './events/event.js';
export type { BulkItem, Fate, ItemFate } from './events/fate.js';
export { type GetEventOptions, getEvent } from './events/get.js';
export { type ListEventsOptions, listEvents } from './events/list.js';
export { allOf, type FilterOperator, type FilterValue, where } from './filter.js';
export type { AttemptInfo, KlaviyoHooks } from './hooks.js';
export type { HttpAnswer, Method } from './http.js';
export { cleanEmail, isE164, type UnreachableKind, unreachableKind } from './identity.js';
export type { Job, JobAttributes, JobProblem, JobStatus } from './jobs/job.js';
export type { JobFate, JobItemFate, JobsOptions, JobsResult } from './jobs/run.js';
export {
  type GetGroupOptions,
  getProfileList,
  type ListGroupsOptions,
  listProfileLists,
  type ProfileList,
  type ProfileListAttributes,
} from './lists/list.js';
export { type GetMetricOptions, getMetric } from './metrics/get.js';
export { type ListMetricsOptions, listMetrics } from './metrics/list.js';
export type { Metric, MetricAttributes } from './metrics/metric.js';
export { createPacer, DEFAULT_PACING, type Pacer, type PacingOptions, type Priority } from './pacing.js';
export { type GetProfileOptions, getProfile } from './profiles/get.js';
export {
  getProfileImport,
  type ImportError,
  type ImportErrorAttributes,
  type ImportManyOptions,
  type ImportOptions,
  importManyProfiles,
  type ListImportsOptions,
  listImportErrors,
  listProfileImports,
  type ProfileImport,
  startProfileImport,
} from './profiles/import.js';
export { type ListProfilesOptions, listProfiles } from './profiles/list.js';
export {
  type ListMembersOptions,
  listListsOfProfile,
  listProfilesOfList,
  listProfilesOfSegment,
  listSegmentsOfProfile,
} from './profiles/memberships.js';
export { mergeProfiles, type ProfileMergeBody } from './profiles/merge.js';
export type {
  ProfileAttributes,
  ProfileLocation,
  ProfileMeta,
  ProfileUpdateBody,
  ProfileUpsertBody,
  StoredProfile,
  StoredProfileAttributes,
} from './profiles/profile.js';
export { updateProfile } from './profiles/update.js';
export { type UpsertedProfile, upsertProfile } from './profiles/upsert.js';
export { type EndpointLimits, operationOf, type Query } from './rate-limits.js';
export { listResources, type RawListing, type RawRequest, sendRequest, type TypedRequest } from './request.js';
export { DEFAULT_RETRY_POLICY, type RetryPolicy } from './retry.js';
export { getSegment, listSegments, type Segment, type SegmentAttributes } from './segments/segment.js';
export { documentedLimits } from './validation.js';
export type { ListOptions, ReadOptions, Resource } from './wire.js';
