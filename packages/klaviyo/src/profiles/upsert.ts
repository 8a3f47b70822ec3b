import type { CallOptions, KlaviyoContext } from '../context.js';
import { asRecord, asText } from '../decode.js';
import { decodeAnswer } from '../wire.js';
import type { ProfileUpsertBody } from './profile.js';

const PATH = '/api/profile-import';
const CREATED = 201;

/** Where the profile is, and whether it is new. */
export interface UpsertedProfile {
  readonly id: string;
  readonly created: boolean;
}

/**
 * Creates a profile or updates the one its identifiers match. Setting attributes gives no consent.
 *
 * @throws {KlaviyoRequestError} refused, often for an e-mail or phone number that is not valid; see `pointers`.
 * @see Klaviyo API reference, "Create or Update Profile": 201 created, 200 updated
 */
export async function upsertProfile(
  context: KlaviyoContext,
  body: ProfileUpsertBody,
  options: CallOptions = {},
): Promise<UpsertedProfile> {
  const answer = await context.send({ method: 'POST', path: PATH, body, isRepeatable: true }, options);
  const id = decodeAnswer(answer.body, `POST ${PATH}`, answer.status, (data, path) =>
    asText(asRecord(data, path)['id'], `${path}.id`),
  );
  return { id, created: answer.status === CREATED };
}
