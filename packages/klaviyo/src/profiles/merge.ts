import type { CallOptions, KlaviyoContext } from '../context.js';

/** Body of `POST /api/profile-merge`. */
export interface ProfileMergeBody {
  readonly data: {
    readonly type: 'profile-merge';
    /** The profile that stays. */
    readonly id: string;
    readonly relationships: {
      readonly profiles: {
        /** The profile that goes: exactly one. */
        readonly data: readonly { readonly type: 'profile'; readonly id: string }[];
      };
    };
  };
}

/**
 * Merges one profile into another and deletes it, for good and some time after the answer. A later event with the
 * deleted one's e-mail makes it anew. Not repeated after a failure that may have been none.
 *
 * @throws {KlaviyoRequestError} refused; sending it again cannot help.
 * @see Klaviyo API reference, "Merge Profiles": 201 is documented, 202 was seen
 */
export async function mergeProfiles(
  context: KlaviyoContext,
  body: ProfileMergeBody,
  options: CallOptions = {},
): Promise<void> {
  await context.send({ method: 'POST', path: '/api/profile-merge', body, isRepeatable: false }, options);
}
