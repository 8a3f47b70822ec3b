import {
  advance,
  definePolicy,
  type EvidenceObservation,
  type OrderInput,
  type OrderState,
} from '@clarus-klaviyo/mapping';

const policy = definePolicy({ dispatchStrategy: 'auto_shipment', shippedWhen: 'scanned' });
const run = { liveFrom: '2026-03-01T00:00:00Z', isShadow: false };

/** Your carrier's feed says that a parcel was scanned: one more input of the order it belongs to. */
export function scanned(saved: OrderState, shipmentId: string, at: string, receivedAt: string): OrderState {
  const scan: EvidenceObservation = {
    kind: 'evidence',
    source: 'carrier',
    receivedAt,
    shipmentId,
    evidence: 'scanned',
    at,
  };
  const input: OrderInput = scan;
  return advance(saved, input, policy, run).state;
}
