import type { KlaviyoContext } from '../context.js';
import { encodePathSegment } from '../http.js';
import { asProfileList, type ProfileList } from '../lists/list.js';
import { asSegment, type Segment } from '../segments/segment.js';
import { type ListOptions, type ReadOptions, readAll } from '../wire.js';
import { asStoredProfile, type StoredProfile } from './profile.js';

/** `filter` takes `email`, `phone_number`, `push_token` (equals, any), `_kx` (equals), `joined_group_at` (ranges). */
export interface ListMembersOptions extends ListOptions {
  readonly sort?: 'joined_group_at' | '-joined_group_at';
  /** Profiles per call, at most 100. @default 20 */
  readonly pageSize?: number;
  /** `predictive_analytics` lowers the quota to 10/s and 150/m. */
  readonly additionalFields?: readonly ('subscriptions' | 'predictive_analytics')[];
}

/** Walks the members of a list; `joined_group_at` says since when. */
export function listProfilesOfList(
  context: KlaviyoContext,
  listId: string,
  options: ListMembersOptions = {},
): AsyncGenerator<StoredProfile, void, undefined> {
  return readAll(context, `/api/lists/${encodePathSegment(listId)}/profiles`, 'profile', asStoredProfile, options);
}

/** Walks the members of a segment; `joined_group_at` says since when. */
export function listProfilesOfSegment(
  context: KlaviyoContext,
  segmentId: string,
  options: ListMembersOptions = {},
): AsyncGenerator<StoredProfile, void, undefined> {
  const path = `/api/segments/${encodePathSegment(segmentId)}/profiles`;
  return readAll(context, path, 'profile', asStoredProfile, options);
}

/** The lists a profile is on. */
export function listListsOfProfile(
  context: KlaviyoContext,
  profileId: string,
  options: ReadOptions = {},
): AsyncGenerator<ProfileList, void, undefined> {
  return readAll(context, `/api/profiles/${encodePathSegment(profileId)}/lists`, 'list', asProfileList, options);
}

/** The segments a profile is in. */
export function listSegmentsOfProfile(
  context: KlaviyoContext,
  profileId: string,
  options: ReadOptions = {},
): AsyncGenerator<Segment, void, undefined> {
  return readAll(context, `/api/profiles/${encodePathSegment(profileId)}/segments`, 'segment', asSegment, options);
}
