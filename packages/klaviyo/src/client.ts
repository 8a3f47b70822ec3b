import { type Account, getAccount } from './accounts/get.js';
import { type BackInStockBody, subscribeBackInStock } from './back-in-stock/subscribe.js';
import type { CatalogAction } from './catalog/jobs.js';
import type {
  CatalogItem,
  ItemCreate,
  ItemCreateBody,
  ItemDelete,
  ItemUpdate,
  ItemUpdateBody,
} from './catalog-items/item.js';
import {
  createManyItems,
  deleteManyItems,
  getItemJob,
  type ItemJobEntries,
  listItemJobs,
  startItemJob,
  updateManyItems,
} from './catalog-items/many.js';
import { type GetItemOptions, getItem, type ListItemsOptions, listItems } from './catalog-items/read.js';
import { createItem, deleteItem, updateItem } from './catalog-items/write.js';
import {
  createManyVariants,
  deleteManyVariants,
  getVariantJob,
  listVariantJobs,
  startVariantJob,
  updateManyVariants,
  type VariantJobEntries,
} from './catalog-variants/many.js';
import { getVariant, type ListVariantsOptions, listVariants } from './catalog-variants/read.js';
import type {
  CatalogVariant,
  VariantCreate,
  VariantCreateBody,
  VariantDelete,
  VariantUpdate,
  VariantUpdateBody,
} from './catalog-variants/variant.js';
import { createVariant, deleteVariant, updateVariant } from './catalog-variants/write.js';
import { connectKlaviyo, type KlaviyoConfig } from './connect.js';
import type { CallOptions } from './context.js';
import { type DataPrivacyDeletionBody, requestProfileDeletion } from './data-privacy/request-deletion.js';
import { createEvent, type EventCallOptions } from './events/create.js';
import { createEventBatch } from './events/create-batch.js';
import { type CreateManyOptions, type CreateManyResult, createManyEvents } from './events/create-many.js';
import type { EventCreateBody, RecordedEvent } from './events/event.js';
import type { BulkItem } from './events/fate.js';
import { type GetEventOptions, getEvent } from './events/get.js';
import { type ListEventsOptions, listEvents } from './events/list.js';
import type { HttpAnswer } from './http.js';
import type { Job } from './jobs/job.js';
import type { JobsOptions, JobsResult } from './jobs/run.js';
import type { Stream } from './jobs/source.js';
import {
  type GetGroupOptions,
  getProfileList,
  type ListGroupsOptions,
  listProfileLists,
  type ProfileList,
} from './lists/list.js';
import { type GetMetricOptions, getMetric } from './metrics/get.js';
import { type ListMetricsOptions, listMetrics } from './metrics/list.js';
import type { Metric } from './metrics/metric.js';
import { type GetProfileOptions, getProfile } from './profiles/get.js';
import {
  getProfileImport,
  type ImportError,
  type ImportManyOptions,
  type ImportOptions,
  importManyProfiles,
  type ListImportsOptions,
  listImportErrors,
  listProfileImports,
  type ProfileImport,
  startProfileImport,
} from './profiles/import.js';
import { type ListProfilesOptions, listProfiles } from './profiles/list.js';
import {
  type ListMembersOptions,
  listListsOfProfile,
  listProfilesOfList,
  listProfilesOfSegment,
  listSegmentsOfProfile,
} from './profiles/memberships.js';
import { mergeProfiles, type ProfileMergeBody } from './profiles/merge.js';
import type { ProfileUpdateBody, ProfileUpsertBody, StoredProfile } from './profiles/profile.js';
import { updateProfile } from './profiles/update.js';
import { type UpsertedProfile, upsertProfile } from './profiles/upsert.js';
import { listResources, type RawListing, type RawRequest, sendRequest, type TypedRequest } from './request.js';
import { getSegment, listSegments, type Segment } from './segments/segment.js';
import type { ListOptions, ReadOptions, Resource } from './wire.js';

/** What a listing gives: pages are fetched as the caller gets there. */
type Walk<T> = AsyncGenerator<T, void, undefined>;

/** The client: every operation of this package under the name of its resource. Each has its own documentation. */
export interface Klaviyo {
  readonly events: {
    /** See `createEvent`. */
    create(body: EventCreateBody, options?: EventCallOptions): Promise<void>;
    /** See `createManyEvents`. */
    createMany(items: Stream<BulkItem>, options?: CreateManyOptions): Promise<CreateManyResult>;
    /** See `createEventBatch`. */
    createBatch(bodies: readonly EventCreateBody[], options?: EventCallOptions): Promise<void>;
    /** See `listEvents`. */
    list(options?: ListEventsOptions): Walk<RecordedEvent>;
    /** See `getEvent`. */
    get(id: string, options?: GetEventOptions): Promise<RecordedEvent>;
  };
  readonly profiles: {
    /** See `upsertProfile`. */
    upsert(body: ProfileUpsertBody, options?: CallOptions): Promise<UpsertedProfile>;
    /** See `getProfile`. */
    get(id: string, options?: GetProfileOptions): Promise<StoredProfile>;
    /** See `listProfiles`. */
    list(options?: ListProfilesOptions): Walk<StoredProfile>;
    /** See `updateProfile`. */
    update(body: ProfileUpdateBody, options?: CallOptions): Promise<void>;
    /** See `mergeProfiles`. */
    merge(body: ProfileMergeBody, options?: CallOptions): Promise<void>;
    /** See `importManyProfiles`. */
    importMany(profiles: Stream<ProfileImport>, options?: ImportManyOptions): Promise<JobsResult>;
    /** See `listListsOfProfile`. */
    lists(profileId: string, options?: ReadOptions): Walk<ProfileList>;
    /** See `listSegmentsOfProfile`. */
    segments(profileId: string, options?: ReadOptions): Walk<Segment>;
    readonly imports: {
      /** See `startProfileImport`. */
      start(profiles: readonly ProfileImport[], options?: ImportOptions): Promise<Job>;
      /** See `getProfileImport`. */
      get(id: string, options?: CallOptions): Promise<Job>;
      /** See `listProfileImports`. */
      list(options?: ListImportsOptions): Walk<Job>;
      /** See `listImportErrors`. */
      errors(id: string, options?: CallOptions): Walk<ImportError>;
    };
  };
  readonly catalogItems: {
    /** See `listItems`. */
    list(options?: ListItemsOptions): Walk<CatalogItem>;
    /** See `getItem`. */
    get(id: string, options?: GetItemOptions): Promise<CatalogItem>;
    /** See `createItem`. */
    create(body: ItemCreateBody, options?: CallOptions): Promise<CatalogItem>;
    /** See `updateItem`. */
    update(body: ItemUpdateBody, options?: CallOptions): Promise<void>;
    /** See `deleteItem`. */
    delete(id: string, options?: CallOptions): Promise<void>;
    /** See `createManyItems`. */
    createMany(entries: Stream<ItemCreate>, options?: JobsOptions): Promise<JobsResult>;
    /** See `updateManyItems`. */
    updateMany(entries: Stream<ItemUpdate>, options?: JobsOptions): Promise<JobsResult>;
    /** See `deleteManyItems`. */
    deleteMany(entries: Stream<ItemDelete>, options?: JobsOptions): Promise<JobsResult>;
    readonly jobs: CatalogJobs<ItemJobEntries>;
  };
  readonly catalogVariants: {
    /** See `listVariants`. */
    list(options?: ListVariantsOptions): Walk<CatalogVariant>;
    /** See `getVariant`. */
    get(id: string, options?: ReadOptions): Promise<CatalogVariant>;
    /** See `createVariant`. */
    create(body: VariantCreateBody, options?: CallOptions): Promise<CatalogVariant>;
    /** See `updateVariant`. */
    update(body: VariantUpdateBody, options?: CallOptions): Promise<void>;
    /** See `deleteVariant`. */
    delete(id: string, options?: CallOptions): Promise<void>;
    /** See `createManyVariants`. */
    createMany(entries: Stream<VariantCreate>, options?: JobsOptions): Promise<JobsResult>;
    /** See `updateManyVariants`. */
    updateMany(entries: Stream<VariantUpdate>, options?: JobsOptions): Promise<JobsResult>;
    /** See `deleteManyVariants`. */
    deleteMany(entries: Stream<VariantDelete>, options?: JobsOptions): Promise<JobsResult>;
    readonly jobs: CatalogJobs<VariantJobEntries>;
  };
  readonly backInStock: {
    /** See `subscribeBackInStock`. */
    subscribe(body: BackInStockBody, options?: CallOptions): Promise<void>;
  };
  readonly metrics: {
    /** See `listMetrics`. */
    list(options?: ListMetricsOptions): Walk<Metric>;
    /** See `getMetric`. */
    get(id: string, options?: GetMetricOptions): Promise<Metric>;
  };
  readonly accounts: {
    /** See `getAccount`. */
    get(options?: ReadOptions): Promise<Account>;
  };
  readonly lists: {
    /** See `listProfileLists`. */
    list(options?: ListGroupsOptions): Walk<ProfileList>;
    /** See `getProfileList`. */
    get(id: string, options?: GetGroupOptions): Promise<ProfileList>;
    /** See `listProfilesOfList`. */
    profiles(listId: string, options?: ListMembersOptions): Walk<StoredProfile>;
  };
  readonly segments: {
    /** See `listSegments`. */
    list(options?: ListGroupsOptions): Walk<Segment>;
    /** See `getSegment`. */
    get(id: string, options?: GetGroupOptions): Promise<Segment>;
    /** See `listProfilesOfSegment`. */
    profiles(segmentId: string, options?: ListMembersOptions): Walk<StoredProfile>;
  };
  readonly dataPrivacy: {
    /** See `requestProfileDeletion`. */
    requestDeletion(body: DataPrivacyDeletionBody, options?: CallOptions): Promise<void>;
  };
  /** See `sendRequest`. */
  request<Body>(request: TypedRequest<Body>): Promise<HttpAnswer<Body>>;
  request(request: RawRequest): Promise<HttpAnswer>;
  /** See `listResources`. */
  list(listing: RawListing): Walk<Resource<Readonly<Record<string, unknown>>>>;
}

/** Single jobs of a catalogue. */
export interface CatalogJobs<Entries> {
  /** See `startVariantJob`, `startItemJob`. */
  start<Action extends CatalogAction & keyof Entries>(
    action: Action,
    entries: readonly Entries[Action][],
    options?: CallOptions,
  ): Promise<Job>;
  /** See `getVariantJob`, `getItemJob`. */
  get(action: CatalogAction, id: string, options?: CallOptions): Promise<Job>;
  /** See `listVariantJobs`, `listItemJobs`. */
  list(action: CatalogAction, options?: ListOptions): Walk<Job>;
}

/**
 * A client for one Klaviyo account. Making one starts nothing and sends nothing. Where every kilobyte counts, take
 * `connectKlaviyo` and the operations themselves.
 *
 * @example
 * const klaviyo = createKlaviyo({ apiKey });
 * await klaviyo.profiles.upsert({ data: { type: 'profile', attributes: { email, properties: { IsVip: true } } } });
 */
export function createKlaviyo(config: KlaviyoConfig): Klaviyo {
  const context = connectKlaviyo(config);
  /** An operation with its first argument, the context, filled in. */
  const bound =
    <Rest extends readonly unknown[], Result>(operation: (given: typeof context, ...rest: Rest) => Result) =>
    (...rest: Rest): Result =>
      operation(context, ...rest);
  return {
    events: {
      create: bound(createEvent),
      createMany: bound(createManyEvents),
      createBatch: bound(createEventBatch),
      list: bound(listEvents),
      get: bound(getEvent),
    },
    profiles: {
      upsert: bound(upsertProfile),
      get: bound(getProfile),
      list: bound(listProfiles),
      update: bound(updateProfile),
      merge: bound(mergeProfiles),
      importMany: bound(importManyProfiles),
      lists: bound(listListsOfProfile),
      segments: bound(listSegmentsOfProfile),
      imports: {
        start: bound(startProfileImport),
        get: bound(getProfileImport),
        list: bound(listProfileImports),
        errors: bound(listImportErrors),
      },
    },
    catalogItems: {
      list: bound(listItems),
      get: bound(getItem),
      create: bound(createItem),
      update: bound(updateItem),
      delete: bound(deleteItem),
      createMany: bound(createManyItems),
      updateMany: bound(updateManyItems),
      deleteMany: bound(deleteManyItems),
      jobs: {
        start: (action, entries, options) => startItemJob(context, action, entries, options),
        get: bound(getItemJob),
        list: bound(listItemJobs),
      },
    },
    catalogVariants: {
      list: bound(listVariants),
      get: bound(getVariant),
      create: bound(createVariant),
      update: bound(updateVariant),
      delete: bound(deleteVariant),
      createMany: bound(createManyVariants),
      updateMany: bound(updateManyVariants),
      deleteMany: bound(deleteManyVariants),
      jobs: {
        start: (action, entries, options) => startVariantJob(context, action, entries, options),
        get: bound(getVariantJob),
        list: bound(listVariantJobs),
      },
    },
    backInStock: { subscribe: bound(subscribeBackInStock) },
    metrics: { list: bound(listMetrics), get: bound(getMetric) },
    accounts: { get: bound(getAccount) },
    lists: { list: bound(listProfileLists), get: bound(getProfileList), profiles: bound(listProfilesOfList) },
    segments: { list: bound(listSegments), get: bound(getSegment), profiles: bound(listProfilesOfSegment) },
    dataPrivacy: { requestDeletion: bound(requestProfileDeletion) },
    request: (request: RawRequest) => sendRequest(context, request),
    list: bound(listResources),
  };
}
