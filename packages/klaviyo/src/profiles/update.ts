import type { CallOptions, KlaviyoContext } from '../context.js';
import { encodePathSegment } from '../http.js';
import type { ProfileUpdateBody } from './profile.js';

/**
 * Changes one profile, by the id in the body. Setting attributes gives no consent.
 *
 * @throws {KlaviyoRequestError} refused; 409 when an identifier is another profile's.
 */
export async function updateProfile(
  context: KlaviyoContext,
  body: ProfileUpdateBody,
  options: CallOptions = {},
): Promise<void> {
  const path = `/api/profiles/${encodePathSegment(body.data.id)}`;
  await context.send({ method: 'PATCH', path, body, isRepeatable: true }, options);
}
