import type { CallOptions, KlaviyoContext } from '../context.js';

/** Body of `POST /api/data-privacy-deletion-jobs`. */
export interface DataPrivacyDeletionBody {
  readonly data: {
    readonly type: 'data-privacy-deletion-job';
    readonly attributes: {
      readonly profile: {
        readonly data: {
          readonly type: 'profile';
          readonly id?: string | null;
          readonly attributes: { readonly email?: string | null; readonly phone_number?: string | null };
        };
      };
    };
  };
}

/**
 * Has everything about a person deleted, for good: give one identifier. It runs on its own and reports nothing back.
 * The person's next event makes a new profile, so stop sending first.
 *
 * @throws {KlaviyoRequestError} refused; sending it again cannot help.
 * @see Klaviyo API reference, "Request Profile Deletion"
 */
export async function requestProfileDeletion(
  context: KlaviyoContext,
  body: DataPrivacyDeletionBody,
  options: CallOptions = {},
): Promise<void> {
  await context.send({ method: 'POST', path: '/api/data-privacy-deletion-jobs', body, isRepeatable: true }, options);
}
