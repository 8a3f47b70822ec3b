import type { KlaviyoContext } from '../context.js';
import { type ListOptions, readAll } from '../wire.js';
import { asStoredProfile, type StoredProfile } from './profile.js';

type SortField =
  | 'created'
  | 'email'
  | 'id'
  | 'updated'
  | 'subscriptions.email.marketing.list_suppressions.timestamp'
  | 'subscriptions.email.marketing.suppression.timestamp';

/**
 * `filter` takes `id`, `email`, `phone_number`, `external_id` (equals, any), `_kx` (equals), `created`, `updated`
 * (greater-than, less-than), and the suppression fields under `subscriptions.email.marketing`.
 */
export interface ListProfilesOptions extends ListOptions {
  readonly sort?: `${'' | '-'}${SortField}`;
  /** Profiles per call, at most 100. @default 20 */
  readonly pageSize?: number;
  readonly include?: readonly ('push-tokens' | 'conversations')[];
  /** `predictive_analytics` lowers the quota to 10/s and 150/m. */
  readonly additionalFields?: readonly ('subscriptions' | 'predictive_analytics')[];
}

/** Walks every matching profile, page by page as the caller gets there. */
export function listProfiles(
  context: KlaviyoContext,
  options: ListProfilesOptions = {},
): AsyncGenerator<StoredProfile, void, undefined> {
  return readAll(context, '/api/profiles', 'profile', asStoredProfile, options);
}
