/** What carriers say of told shipments: each step once, and none after a later one. */
import type { EvidenceKind } from '../inputs.js';
import { instantMs } from '../instants.js';
import type { CarrierMilestone } from '../milestones.js';
import type { Candidate } from './derive-order.js';
import type { ToldShipment } from './order-state.js';
import { isBeforeLive } from './proof.js';
import { announce, judgeExtra, milestoneBase, type Turn } from './turn.js';
import { heardShipments } from './updates.js';

type CarrierKind = CarrierMilestone['kind'];

const STEPS: readonly { readonly kind: CarrierKind; readonly evidence: readonly EvidenceKind[] }[] = [
  { kind: 'ShipmentCollected', evidence: ['collected', 'scanned'] },
  { kind: 'OutForDelivery', evidence: ['outForDelivery'] },
  { kind: 'Delivered', evidence: ['delivered'] },
];

/** A step waits until its shipment was told: nobody hears of a delivery first. */
export function tellCarrierSteps(turn: Turn): void {
  for (const shipment of heardShipments(turn)) {
    const candidate = turn.derived.candidates.find(({ id }) => id === shipment.id);
    if (candidate !== undefined && shipment.isStanding) tellNewest(turn, shipment, candidate);
  }
}

/** The newest step alone: a scan that comes after the delivery is history. */
function tellNewest(turn: Turn, shipment: ToldShipment, candidate: Candidate): void {
  for (let step = STEPS.length; step > shipment.carrierSteps; step -= 1) {
    const { kind, evidence } = STEPS[step - 1] ?? {};
    const proof = evidence?.find((one) => candidate.evidence[one] !== undefined);
    const provenMs = proof === undefined ? null : instantMs(candidate.evidence[proof]);
    if (kind === undefined || proof === undefined || provenMs === null) continue;
    const key = `carrier:${shipment.id}`;
    const atMs = Math.min(turn.nowMs, provenMs);
    const judgement = judgeExtra(turn, kind, { key, atMs, isOld: isBeforeLive(turn, provenMs) });
    if (judgement === null) return;
    turn.told.shipments = turn.told.shipments.map((one) =>
      one.id === shipment.id ? { ...one, carrierSteps: step } : one,
    );
    if (judgement === 'baseline') return;
    const record = candidate.shipment;
    announce(turn, {
      kind,
      ...milestoneBase(
        turn,
        { kind, things: [shipment.id], key, rule: 'carrier-observed', evidence: proof, atMs },
        judgement,
      ),
      shipmentId: record?.id ?? null,
      shipmentReference: record?.reference ?? null,
      shipmentNumber: shipment.number,
      carrier: candidate.carrier,
      service: record?.service ?? null,
      parcels: record?.parcels.map(({ id, trackingNumber }) => ({ id, trackingNumber })) ?? [],
      isLate: judgement.reason === 'late',
    });
    return;
  }
}
