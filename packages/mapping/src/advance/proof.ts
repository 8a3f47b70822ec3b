/** Dated proof that something became true after we went live (design §5.10). */
import type { DispatchRecord } from '../inputs.js';
import { instantMs } from '../instants.js';
import type { Candidate } from './derive-order.js';
import type { Turn } from './turn.js';

/** Every record that could be about this shipment lies after `liveFrom`. Evidence that does has made the order live. */
export function isCandidateProven(turn: Turn, candidate: Candidate): boolean {
  const records = candidate.joined.length > 0 ? candidate.joined : turn.derived.dispatches;
  return records.length > 0 && records.every((record) => isLive(turn, record));
}

/** Something about the order happened after `liveFrom`: what closes an order is the last thing that happens to it. */
export function isOrderProven(turn: Turn): boolean {
  return turn.derived.dispatches.some((record) => isLive(turn, record));
}

export function isBeforeLive(turn: Turn, atMs: number | null): boolean {
  return atMs !== null && atMs < turn.liveMs;
}

function isLive(turn: Turn, { at, notBefore }: DispatchRecord): boolean {
  const ms = instantMs(at) ?? instantMs(notBefore);
  return ms !== null && !isBeforeLive(turn, ms);
}
