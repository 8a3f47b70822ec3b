import type { EventMessage } from '../messages.js';
import type { LinesCancelled, OrderCancelled } from '../milestones.js';
import type { Policy } from '../policy-types.js';
import { toEvent } from './event.js';
import { itemProperties } from './properties.js';

export function orderCancelled(milestone: OrderCancelled, policy: Policy): EventMessage {
  return toEvent(
    milestone,
    [
      {
        CancelledAt: milestone.at,
        Reason: milestone.because.rule === 'order-shorted-whole' ? 'short' : 'cancelled',
        ...itemProperties(milestone.items),
        IsLate: milestone.isLate,
      },
    ],
    policy,
  );
}

export function linesCancelled(milestone: LinesCancelled, policy: Policy): EventMessage {
  return toEvent(
    milestone,
    [
      {
        CancelledAt: milestone.at,
        Reason: milestone.reason,
        ...itemProperties(milestone.items),
        IsLate: milestone.isLate,
      },
    ],
    policy,
  );
}
