import { messageId } from '../message-id.js';
import type { ProfileMessage } from '../messages.js';
import type { ProfileChanged } from '../milestones.js';
import type { FlagName, Policy } from '../policy-types.js';

/** Clears with `''` and `false`, never with null, and only what was once set. A profile keeps a `0`. */
export function profileChanged(milestone: ProfileChanged, { flags }: Policy): ProfileMessage {
  const { id, tenant, account, profile, mode, because, email } = milestone;
  const values: readonly (readonly [FlagName, string | boolean | number, boolean])[] = [
    ['lastCancelledOrder', milestone.lastCancelledOrder ?? '', milestone.hasEverCancelled],
    ['lastCancelledAt', milestone.lastCancelledAt ?? '', milestone.hasEverCancelled],
    ['hasPartlyShippedOrder', milestone.hasPartlyShippedOrder, milestone.hasEverPartlyShipped],
    ['lastReturnedOrder', milestone.lastReturnedOrder ?? '', milestone.lastReturnedOrder !== null],
    ['lastReturnedAt', milestone.lastReturnedAt ?? '', milestone.lastReturnedAt !== null],
    ['openReturns', milestone.openReturns, milestone.hasEverReturned],
    ['lastDispatchedOrder', milestone.lastDispatchedOrder ?? '', milestone.lastDispatchedOrder !== null],
    ['lastDispatchedAt', milestone.lastDispatchedAt ?? '', milestone.lastDispatchedAt !== null],
  ];
  const wasEverSet = values.filter(([, , isSet]) => isSet);
  const properties = wasEverSet.map(([name, value]) => [`${flags.prefix}${flags.names[name]}`, value] as const);
  return {
    kind: 'profile',
    id,
    lane: messageId('profile', tenant, account, profile),
    mode,
    because,
    body: { data: { type: 'profile', attributes: { email, properties: Object.fromEntries(properties) } } },
  };
}
