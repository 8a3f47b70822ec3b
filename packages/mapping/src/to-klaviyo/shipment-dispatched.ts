import { messageId } from '../message-id.js';
import type { EventMessage } from '../messages.js';
import type { ShipmentDispatched } from '../milestones.js';
import type { Policy } from '../policy-types.js';
import { carrierProperties } from './carrier-properties.js';
import { toEvent } from './event.js';
import { itemProperties, toItem } from './properties.js';

/** Its own event, and beside it the order's where more is to come: each only where the policy wants it. */
export function shipmentDispatched(milestone: ShipmentDispatched, policy: Policy): readonly EventMessage[] {
  const { events } = policy;
  const isPartly = milestone.isPartialShipment && !milestone.isFinalShipment && events.OrderPartlyFulfilled;
  if (!events.ShipmentDispatched && !isPartly) return [];
  const properties = propertiesOf(milestone, policy);
  const messages: EventMessage[] = [];
  if (events.ShipmentDispatched) messages.push(toEvent(milestone, properties, policy));
  if (isPartly) {
    const { order, shipmentId } = milestone;
    const id = messageId(order.tenant, 'OrderPartlyFulfilled', order.orderId, shipmentId ?? 'order');
    messages.push(toEvent({ ...milestone, id }, properties, policy, 'OrderPartlyFulfilled'));
  }
  return messages;
}

function propertiesOf(milestone: ShipmentDispatched, policy: Policy): readonly Readonly<Record<string, unknown>>[] {
  return [
    {
      ShipmentId: milestone.shipmentId,
      ShipmentReference: milestone.shipmentReference,
      ShipmentNumber: milestone.shipmentNumber,
      ShipmentCount: milestone.shipmentCount,
      IsPartialShipment: milestone.isPartialShipment,
      IsFinalShipment: milestone.isFinalShipment,
      Evidence: milestone.evidence,
      ReleasedBy: milestone.releasedBy,
      DispatchedAt: milestone.at,
      PlannedCollectionAt: milestone.plannedCollectionAt,
    },
    carrierProperties(milestone, policy),
    itemProperties(milestone.items),
    {
      ItemsSource: milestone.itemsSource,
      OrderItems: milestone.items === null ? milestone.orderItems.map(toItem) : null,
      OutstandingItems: milestone.outstandingItems.map(toItem),
      OtherShipmentsInThisOrder: milestone.otherShipments.map((other) => ({
        ShipmentId: other.shipmentId,
        ShipmentNumber: other.shipmentNumber,
        TrackingNumbers: other.trackingNumbers,
      })),
      IsLate: milestone.isLate,
    },
  ];
}
