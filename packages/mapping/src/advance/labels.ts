/** A label was made: said once, and only while the parcel has not left by the policy's own rule. */
import { instantMs } from '../instants.js';
import type { ShipmentLabelled } from '../milestones.js';
import { announce, judgeExtra, milestoneBase, sinceMs, type Turn, verdictOf } from './turn.js';

export function tellLabels(turn: Turn): void {
  const { told, derived } = turn;
  for (const candidate of derived.candidates) {
    const { id, shipment, isLabelled, evidence } = candidate;
    const isNamed = told.labelled.includes(id) || told.shipments.some((one) => one.id === id);
    if (shipment === null || !isLabelled || isNamed || verdictOf(turn, candidate).kind === 'released') continue;
    const atMs = Math.min(turn.nowMs, instantMs(evidence.labelled) ?? sinceMs(turn, `labelled:${id}`));
    const key = `label:${id}`;
    const judgement = judgeExtra(turn, 'ShipmentLabelled', { key, atMs, isOld: turn.isBaselineLook });
    if (judgement === null) continue;
    told.labelled = [...told.labelled, id];
    if (judgement === 'baseline') continue;
    const facts = {
      kind: 'ShipmentLabelled',
      things: [id],
      key,
      rule: 'shipment-labelled',
      evidence: 'labelled',
      atMs,
    } as const;
    const milestone: ShipmentLabelled = {
      kind: 'ShipmentLabelled',
      ...milestoneBase(turn, facts, judgement),
      shipmentId: id,
      shipmentReference: shipment.reference,
      carrier: shipment.carrier,
      service: shipment.service,
      parcels: shipment.parcels.map((parcel) => ({ id: parcel.id, trackingNumber: parcel.trackingNumber })),
      plannedCollectionAt: instantMs(shipment.plannedCollectionAt) === null ? null : shipment.plannedCollectionAt,
      isLate: judgement.reason === 'late',
    };
    announce(turn, milestone);
  }
}
