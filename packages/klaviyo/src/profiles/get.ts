import type { KlaviyoContext } from '../context.js';
import { encodePathSegment } from '../http.js';
import { type ReadOptions, readOne } from '../wire.js';
import { asStoredProfile, type StoredProfile } from './profile.js';

export interface GetProfileOptions extends ReadOptions {
  /** `lists` and `segments` cost dearly: 1/s and 15/m. */
  readonly include?: readonly ('lists' | 'segments' | 'push-tokens' | 'conversations')[];
  readonly additionalFields?: readonly ('subscriptions' | 'predictive_analytics')[];
}

/**
 * One profile by Klaviyo's id. To find it by e-mail, list with `where('equals', 'email', email)`.
 *
 * @throws {KlaviyoRequestError} unknown id (404), or malformed (often a 400).
 */
export function getProfile(
  context: KlaviyoContext,
  id: string,
  options: GetProfileOptions = {},
): Promise<StoredProfile> {
  return readOne(context, `/api/profiles/${encodePathSegment(id)}`, 'profile', asStoredProfile, options);
}
