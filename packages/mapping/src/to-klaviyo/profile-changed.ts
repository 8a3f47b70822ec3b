import { messageId } from '../message-id.js';
import type { ProfileMessage } from '../messages.js';
import type { ProfileChanged } from '../milestones.js';
import type { Policy } from '../policy-types.js';

/** Clears with `''` and `false`, never with null, and only what was once set. */
export function profileChanged(milestone: ProfileChanged, { flags: { prefix } }: Policy): ProfileMessage {
  const { id, tenant, account, profile, mode, because, email } = milestone;
  return {
    kind: 'profile',
    id,
    lane: messageId('profile', tenant, account, profile),
    mode,
    because,
    body: {
      data: {
        type: 'profile',
        attributes: {
          email,
          properties: {
            ...(milestone.hasEverCancelled
              ? {
                  [`${prefix}Last Cancelled Order`]: milestone.lastCancelledOrder ?? '',
                  [`${prefix}Last Cancelled At`]: milestone.lastCancelledAt ?? '',
                }
              : {}),
            ...(milestone.hasEverPartlyShipped
              ? { [`${prefix}Has Partly Shipped Order`]: milestone.hasPartlyShippedOrder }
              : {}),
          },
        },
      },
    },
  };
}
