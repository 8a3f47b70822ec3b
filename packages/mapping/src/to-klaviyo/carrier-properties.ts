/** Who carries it, under which numbers, and where to follow it. */
import { toCarrier } from '../carrier-policy.js';
import { foldCode } from '../fold-text.js';
import type { CodedRecord } from '../inputs.js';
import type { MilestoneParcel } from '../milestones.js';
import type { CarrierPolicy, Policy } from '../policy-types.js';

interface Carried {
  readonly carrier: CodedRecord | null;
  readonly service: CodedRecord | null;
  readonly parcels: readonly MilestoneParcel[];
}

export function carrierProperties(
  { carrier: record, service, parcels }: Carried,
  policy: Policy,
): Readonly<Record<string, unknown>> {
  const carrier = toCarrier(record, policy);
  const trackingNumbers = parcels.flatMap(({ trackingNumber }) => trackingNumber || []);
  return {
    CarrierName: carrierName(record, policy),
    CarrierCode: record?.code,
    ServiceLevel: serviceName(service, carrier) ?? nameOf(service),
    ServiceLevelCode: service?.code,
    TrackingNumber: trackingNumbers[0],
    TrackingNumbers: trackingNumbers,
    TrackingURL: trackingUrl(trackingNumbers[0], carrier),
    IsTracked: trackingNumbers.length > 0,
    Parcels: parcels.map(({ id, trackingNumber }) => ({
      ParcelId: id,
      TrackingNumber: trackingNumber,
      TrackingURL: trackingUrl(trackingNumber, carrier),
    })),
  };
}

/** The policy's name of it, else Clarus's, else its code. */
export function carrierName(record: CodedRecord | null, policy: Policy): string | null {
  return toCarrier(record, policy)?.name ?? nameOf(record);
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
