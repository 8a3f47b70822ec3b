import { toCarrier } from '../carrier-policy.js';
import { foldCode } from '../fold-text.js';
import type { CodedRecord } from '../inputs.js';
import type { EventMessage } from '../messages.js';
import type { ShipmentDispatched } from '../milestones.js';
import type { CarrierPolicy, Policy } from '../policy-types.js';
import { toEvent } from './event.js';
import { itemProperties, toItem } from './properties.js';

export function shipmentDispatched(milestone: ShipmentDispatched, policy: Policy): EventMessage {
  const carrier = toCarrier(milestone.carrier, policy);
  const trackingNumbers = milestone.parcels.flatMap(({ trackingNumber }) => trackingNumber || []);
  return toEvent(
    milestone,
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
      CarrierName: carrier?.name ?? nameOf(milestone.carrier),
      CarrierCode: milestone.carrier?.code,
      ServiceLevel: serviceName(milestone.service, carrier) ?? nameOf(milestone.service),
      ServiceLevelCode: milestone.service?.code,
      TrackingNumber: trackingNumbers[0],
      TrackingNumbers: trackingNumbers,
      TrackingURL: trackingUrl(trackingNumbers[0], carrier),
      IsTracked: trackingNumbers.length > 0,
      Parcels: milestone.parcels.map(({ id, trackingNumber }) => ({
        ParcelId: id,
        TrackingNumber: trackingNumber,
        TrackingURL: trackingUrl(trackingNumber, carrier),
      })),
      PlannedCollectionAt: milestone.plannedCollectionAt,
      ...itemProperties(milestone.items),
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
    policy,
  );
}

function nameOf(record: CodedRecord | null): string | null {
  return record?.name || record?.code || null;
}

function serviceName(service: CodedRecord | null, carrier: CarrierPolicy | undefined): string | undefined {
  const code = foldCode(service?.code ?? '');
  if (code === '') return undefined;
  return Object.entries(carrier?.services ?? {}).find(([key]) => foldCode(key) === code)?.[1];
}

/** Only for a carrier the policy knows: no link is better than a wrong one. */
function trackingUrl(
  trackingNumber: string | null | undefined,
  carrier: CarrierPolicy | undefined,
): string | undefined {
  if (!trackingNumber) return undefined;
  return carrier?.trackingUrl?.replaceAll('{trackingNumber}', () => encodeURIComponent(trackingNumber));
}
