/** May a shipment be told as gone, and on whose word? */
import type { EvidenceKind } from '../inputs.js';
import { instantMs } from '../instants.js';
import type { ShippedWhen } from '../policy-types.js';
import { nextCollectionMs } from './collection-time.js';
import { type Candidate, lastDispatchMs } from './derive-order.js';

export interface Release {
  readonly kind: 'released';
  /** The condition that let it go, as told in `ReleasedBy`. */
  readonly by: string;
  readonly evidence: EvidenceKind;
  /** When it became true; null where only our own first sight of it dates it. */
  readonly atMs: number | null;
}

export type Verdict = Release | { readonly kind: 'due'; readonly atMs: number } | { readonly kind: 'waiting' };

const CARRIER_SAYS = ['scanned', 'collected', 'outForDelivery', 'delivered'] as const;
const WAITING: Verdict = { kind: 'waiting' };

/**
 * Judges one candidate. `labelledMs` is our first sight of its label: it dates the label where nothing
 * better does. Without a choice (`shippedWhen` null) nothing is released, ever.
 */
export function releaseOf(
  candidate: Candidate,
  shippedWhen: ShippedWhen | null,
  labelledMs: number,
  nowMs: number,
): Verdict {
  if (shippedWhen === null) return WAITING;
  if (typeof shippedWhen === 'object') {
    if (!candidate.isLabelled) return WAITING;
    const labelMs = instantMs(candidate.evidence.labelled) ?? labelledMs;
    return atTime(nextCollectionMs(labelMs, candidate.carrier, shippedWhen.collectionTimes), 'collectionTime', nowMs);
  }
  switch (shippedWhen) {
    case 'dispatched':
      return candidate.isDispatched
        ? {
            kind: 'released',
            by: 'dispatched',
            evidence: 'dispatched',
            atMs: instantMs(candidate.evidence.dispatched) ?? lastDispatchMs(candidate.records),
          }
        : WAITING;
    case 'departed':
      return proven(candidate, ['departed', ...CARRIER_SAYS]);
    case 'manifested':
      return proven(candidate, ['manifested', ...CARRIER_SAYS]);
    case 'scanned':
      return proven(candidate, CARRIER_SAYS);
    case 'plannedCollection':
      if (!candidate.isLabelled) return WAITING;
      return atTime(instantMs(candidate.shipment?.plannedCollectionAt), 'plannedCollection', nowMs);
    case 'atLabel':
      return candidate.isLabelled
        ? { kind: 'released', by: 'atLabel', evidence: 'labelled', atMs: instantMs(candidate.evidence.labelled) }
        : WAITING;
  }
}

/** What a carrier says proves every earlier step: what was scanned has departed, what was delivered was scanned. */
function proven({ evidence }: Candidate, kinds: readonly EvidenceKind[]): Verdict {
  for (const kind of kinds) {
    const atMs = instantMs(evidence[kind]);
    if (atMs !== null) return { kind: 'released', by: kind, evidence: kind, atMs };
  }
  return WAITING;
}

function atTime(atMs: number | null, by: string, nowMs: number): Verdict {
  if (atMs === null) return WAITING;
  return nowMs >= atMs ? { kind: 'released', by, evidence: 'labelled', atMs } : { kind: 'due', atMs };
}
