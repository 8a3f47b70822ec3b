import type { EventMessage } from '../messages.js';
import type { OrderFulfilled } from '../milestones.js';
import type { Policy } from '../policy-types.js';
import { toEvent } from './event.js';
import { itemProperties, toItem } from './properties.js';

export function orderFulfilled(milestone: OrderFulfilled, policy: Policy): EventMessage {
  return toEvent(
    milestone,
    [
      {
        FulfilmentStatus: milestone.fulfilmentStatus,
        FulfilledAt: milestone.at,
        ShipmentCount: milestone.shipmentCount,
        ...itemProperties(milestone.items),
        MissingItems: milestone.missingItems.map(toItem),
        IsLate: milestone.isLate,
      },
    ],
    policy,
  );
}
