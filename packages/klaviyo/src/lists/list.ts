import type { KlaviyoContext } from '../context.js';
import { asAttributes, asNumber, asText, type Decoder } from '../decode.js';
import { encodePathSegment } from '../http.js';
import { type ListOptions, type ReadOptions, type Resource, readAll, readOne } from '../wire.js';

const PATH = '/api/lists';

/** A list of profiles that joined. */
export interface ProfileListAttributes {
  readonly name?: string | null | undefined;
  readonly created?: string | null | undefined;
  readonly updated?: string | null | undefined;
  /** `double_opt_in` or `single_opt_in`. */
  readonly opt_in_process?: string | null | undefined;
  /** Only when asked for. */
  readonly profile_count?: number | null | undefined;
  readonly [attribute: string]: unknown;
}

/** A list of profiles. */
export type ProfileList = Resource<ProfileListAttributes>;

export const asProfileList: Decoder<ProfileListAttributes> = /* @__PURE__ */ asAttributes({
  name: asText,
  created: asText,
  updated: asText,
  opt_in_process: asText,
  profile_count: asNumber,
});

/** `filter` takes `name`, `id` (equals, any), `created`, `updated` (greater-than). */
export interface ListGroupsOptions extends ListOptions {
  readonly sort?: `${'' | '-'}${'created' | 'id' | 'name' | 'updated'}`;
  readonly include?: readonly ('flow-triggers' | 'tags')[];
}

export interface GetGroupOptions extends ReadOptions {
  readonly include?: readonly ('flow-triggers' | 'tags')[];
  /** `profile_count` costs dearly: 1/s and 15/m. */
  readonly additionalFields?: readonly 'profile_count'[];
}

/** Walks every list, ten per page. */
export function listProfileLists(
  context: KlaviyoContext,
  options: ListGroupsOptions = {},
): AsyncGenerator<ProfileList, void, undefined> {
  return readAll(context, PATH, 'list', asProfileList, options);
}

/** Reads one list by its id. */
export function getProfileList(
  context: KlaviyoContext,
  id: string,
  options: GetGroupOptions = {},
): Promise<ProfileList> {
  return readOne(context, `${PATH}/${encodePathSegment(id)}`, 'list', asProfileList, options);
}
