import type { KlaviyoContext } from '../context.js';
import { asAttributes, asBoolean, asNumber, asRecord, asText, type Decoder } from '../decode.js';
import { encodePathSegment } from '../http.js';
import type { GetGroupOptions, ListGroupsOptions } from '../lists/list.js';
import { type Resource, readAll, readOne } from '../wire.js';

const PATH = '/api/segments';

/** Profiles that fulfil a definition. */
export interface SegmentAttributes {
  readonly name?: string | null | undefined;
  readonly definition?: Readonly<Record<string, unknown>> | null | undefined;
  readonly created?: string | null | undefined;
  readonly updated?: string | null | undefined;
  readonly is_active?: boolean | null | undefined;
  /** True while Klaviyo is still working out who belongs to it. */
  readonly is_processing?: boolean | null | undefined;
  readonly is_starred?: boolean | null | undefined;
  /** Only when asked for. */
  readonly profile_count?: number | null | undefined;
  readonly [attribute: string]: unknown;
}

/** A segment of profiles. */
export type Segment = Resource<SegmentAttributes>;

export const asSegment: Decoder<SegmentAttributes> = /* @__PURE__ */ asAttributes({
  name: asText,
  definition: asRecord,
  created: asText,
  updated: asText,
  is_active: asBoolean,
  is_processing: asBoolean,
  is_starred: asBoolean,
  profile_count: asNumber,
});

/** Walks every segment, ten per page. `filter` takes `is_active` and `is_starred` as well. */
export function listSegments(
  context: KlaviyoContext,
  options: ListGroupsOptions = {},
): AsyncGenerator<Segment, void, undefined> {
  return readAll(context, PATH, 'segment', asSegment, options);
}

/** Reads one segment by its id. */
export function getSegment(context: KlaviyoContext, id: string, options: GetGroupOptions = {}): Promise<Segment> {
  return readOne(context, `${PATH}/${encodePathSegment(id)}`, 'segment', asSegment, options);
}
