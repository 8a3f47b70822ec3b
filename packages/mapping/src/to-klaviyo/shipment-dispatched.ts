import { messageId } from '../message-id.js';
import type { EventMessage } from '../messages.js';
import type { ShipmentDispatched } from '../milestones.js';
import type { Policy } from '../policy-types.js';
import { carrierProperties } from './carrier-properties.js';
import { toEvent } from './event.js';
import { itemProperties, toItem } from './properties.js';

/** Its own event, or one per parcel, and beside it the order's where more is to come: each only where the policy wants it. */
export function shipmentDispatched(milestone: ShipmentDispatched, policy: Policy): readonly EventMessage[] {
  const { order, shipmentId, parcels } = milestone;
  const { events, perParcel } = policy;
  const isPartly = milestone.isPartialShipment && !milestone.isFinalShipment && events.OrderPartlyFulfilled;
  const messages: EventMessage[] = [];
  if (events.ShipmentDispatched && perParcel && parcels.length > 0) {
    messages.push(...parcels.map((_, index) => parcelDispatched(milestone, index, policy)));
  } else if (events.ShipmentDispatched) messages.push(toEvent(milestone, propertiesOf(milestone, policy), policy));
  if (isPartly) {
    const id = messageId(order.tenant, 'OrderPartlyFulfilled', order.orderId, shipmentId ?? 'order');
    messages.push(toEvent({ ...milestone, id }, propertiesOf(milestone, policy), policy, 'OrderPartlyFulfilled'));
  }
  return messages;
}

/** Units are told with the parcel they are in, or with none: told with each they would be told more often than they left. */
function parcelDispatched(milestone: ShipmentDispatched, index: number, policy: Policy): EventMessage {
  const { order, shipmentId, parcels, items } = milestone;
  const parcel = parcels[index] ?? { id: '', trackingNumber: null };
  const id = messageId(order.tenant, milestone.kind, order.orderId, shipmentId ?? 'order', parcel.id);
  const own: ShipmentDispatched = {
    ...milestone,
    id,
    parcels: [parcel],
    items: parcel.items ?? null,
    itemsSource: parcel.items === undefined ? 'unknown' : milestone.itemsSource,
  };
  const counted = {
    ParcelNumber: index + 1,
    ParcelCount: parcels.length,
    ShipmentItems: parcel.items === undefined ? items?.map(toItem) : null,
  };
  return toEvent(own, [...propertiesOf(own, policy), counted], policy);
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
