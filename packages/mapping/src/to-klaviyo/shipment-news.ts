/** What else is said of a shipment: its label, corrections, and what its carrier says. */
import type { EventMessage } from '../messages.js';
import type { CarrierMilestone, ShipmentLabelled, ShipmentUpdated } from '../milestones.js';
import type { Policy } from '../policy-types.js';
import { carrierProperties } from './carrier-properties.js';
import { toEvent } from './event.js';
import { itemProperties } from './properties.js';

export function shipmentLabelled(milestone: ShipmentLabelled, policy: Policy): EventMessage {
  return toEvent(
    milestone,
    [
      {
        ...shipmentProperties(milestone, policy),
        LabelledAt: milestone.at,
        PlannedCollectionAt: milestone.plannedCollectionAt,
      },
    ],
    policy,
  );
}

export function shipmentUpdated(milestone: ShipmentUpdated, policy: Policy): EventMessage {
  return toEvent(
    milestone,
    [
      {
        ...shipmentProperties(milestone, policy),
        ShipmentNumber: milestone.shipmentNumber,
        UpdateNumber: milestone.ordinal,
        Reason: milestone.reason,
        UpdatedAt: milestone.at,
        IsDispatched: milestone.isDispatched,
        PreviousTrackingNumbers: milestone.previousTrackingNumbers,
        ...itemProperties(milestone.items),
      },
    ],
    policy,
  );
}

export function carrierStep(milestone: CarrierMilestone, policy: Policy): EventMessage {
  return toEvent(
    milestone,
    [
      {
        ...shipmentProperties(milestone, policy),
        ShipmentNumber: milestone.shipmentNumber,
        Evidence: milestone.because.evidence,
        ObservedAt: milestone.at,
      },
    ],
    policy,
  );
}

function shipmentProperties(
  milestone: ShipmentLabelled | ShipmentUpdated | CarrierMilestone,
  policy: Policy,
): Readonly<Record<string, unknown>> {
  return {
    ShipmentId: milestone.shipmentId,
    ShipmentReference: milestone.shipmentReference,
    ...carrierProperties(milestone, policy),
    IsLate: milestone.isLate,
  };
}
