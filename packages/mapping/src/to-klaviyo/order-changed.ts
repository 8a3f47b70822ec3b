import type { EventMessage } from '../messages.js';
import type { OrderDelayed, OrderEdited } from '../milestones.js';
import type { Policy } from '../policy-types.js';
import { carrierName } from './carrier-properties.js';
import { toEvent } from './event.js';
import { itemProperties, toItem } from './properties.js';

export function orderEdited(milestone: OrderEdited, policy: Policy): EventMessage {
  return toEvent(
    milestone,
    [
      {
        EditNumber: milestone.ordinal,
        Reason: milestone.reason,
        EditedAt: milestone.at,
        ...itemProperties(milestone.items),
        AddedItems: milestone.addedItems.map(toItem),
        RemovedItems: milestone.removedItems.map(toItem),
        PreviousDestinationCountryCode: milestone.previousCountryCode,
        CarrierName: carrierName(milestone.carrier, policy),
        CarrierCode: milestone.carrier?.code,
        PreviousCarrierName: carrierName(milestone.previousCarrier, policy),
        PreviousCarrierCode: milestone.previousCarrier?.code,
        IsAfterDispatch: milestone.isAfterDispatch,
        IsLate: milestone.isLate,
      },
    ],
    policy,
  );
}

export function orderDelayed(milestone: OrderDelayed, policy: Policy): EventMessage {
  return toEvent(
    milestone,
    [
      {
        ExpectedDispatchAt: milestone.expectedDispatchAt,
        DelayedAt: milestone.at,
        OutstandingItems: milestone.outstandingItems.map(toItem),
        IsLate: milestone.isLate,
      },
    ],
    policy,
  );
}
