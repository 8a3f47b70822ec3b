/** Dated proof that something became true after we went live (design §5.10). */
import type { DispatchRecord } from '../inputs.js';
import { instantMs } from '../instants.js';
import type { Candidate } from './derive-order.js';
import type { Turn } from './turn.js';

/** Every record that could be about this shipment lies after `liveFrom`, or evidence about it does. */
export function isCandidateProven(turn: Turn, candidate: Candidate): boolean {
  const records = candidate.joined.length > 0 ? candidate.joined : turn.derived.dispatches;
  return hasLiveEvidence(turn, candidate) || (records.length > 0 && records.every((record) => isLive(turn, record)));
}

/** Something about the order happened after `liveFrom`: what closes an order is the last thing that happens to it. */
export function isOrderProven(turn: Turn): boolean {
  const { candidates, dispatches } = turn.derived;
  return (
    dispatches.some((record) => isLive(turn, record)) ||
    candidates.some((candidate) => hasLiveEvidence(turn, candidate))
  );
}

export function isBeforeLive(turn: Turn, atMs: number | null): boolean {
  return atMs !== null && atMs < turn.liveMs;
}

function isLive(turn: Turn, { at, notBefore }: DispatchRecord): boolean {
  const ms = instantMs(at) ?? instantMs(notBefore);
  return ms !== null && !isBeforeLive(turn, ms);
}

function hasLiveEvidence(turn: Turn, { evidence }: Candidate): boolean {
  return Object.values(evidence).some((instant) => {
    const ms = instantMs(instant);
    return ms !== null && !isBeforeLive(turn, ms);
  });
}
