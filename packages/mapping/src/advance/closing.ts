/** How an order ends: fulfilled in full or short, cancelled in whole or for the rest (design §5.7). */
import type { OrderLine } from '../inputs.js';
import { instantMs, toInstant } from '../instants.js';
import type { LinesCancelled, OrderCancelled, OrderFulfilled } from '../milestones.js';
import { own } from '../own.js';
import { addUnits, itemsOf, sumUnits, type UnitsByLine, unitsOf } from '../units.js';
import { hasPool, unitsToldShipped } from './contents.js';
import { lastDispatchMs, ORDER_LEVEL } from './derive-order.js';
import { comingUnits, knownUnits, tellReissued, unitsBySku } from './edits.js';
import { isBeforeLive, isOrderProven } from './proof.js';
import { waitingShipments } from './shipments.js';
import { addProfileFact, announce, holdUntil, judge, milestoneBase, once, sinceMs, type Turn } from './turn.js';

const CANCEL = 'cancel';
const FULFILLED = 'fulfilled';
const SHORT = 'short';
/** What an order's end is dated by: kept while a correction comes first. */
const CLOSING = ['cancelled', 'completed', 'done', 'edit'];

/**
 * An order that is completed although no unit of it left (every line shorted) is told as cancelled, since
 * nothing was dispatched; `because` says so. An order whose shipments left while its lines say that nothing
 * did contradicts itself: nothing about its end is told until they agree.
 */
export function tellClosing(turn: Turn): void {
  if (turn.corrections.length > 0) {
    for (const name of CLOSING) if (own(turn.state.told.since, name) !== undefined) sinceMs(turn, name);
    return;
  }
  const { status, unitsDispatched, candidates, lines } = turn.derived;
  const hasLeft = unitsDispatched > 0;
  if (!hasLeft && candidates.some((candidate) => candidate.isDispatched)) return;
  const isShortedWhole = status === 'completed' && !hasLeft && lines.some((line) => line.ordered > 0);
  if (status === 'cancelled' || isShortedWhole) {
    const isUntold = hasLeft
      ? sumUnits(restOf(turn, 'cancelled')) > 0
      : turn.told.cancelled === null || turn.told.isReinstated;
    if (isUntold && isWaitingForReissue(turn)) return;
    if (!hasLeft) tellCancelled(turn, isShortedWhole);
  }
  const isRestDue = status === 'open' ? isPutTogether(lines) : hasLeft;
  if (isRestDue && tellRest(turn, 'cancelled') && tellRest(turn, 'completed') && hasLeft) tellFulfilled(turn);
  else if (!isRestDue && hasLeft) tellFulfilled(turn);
}

/** An order of several goods-outs, one of which has ended. */
function isPutTogether(lines: readonly OrderLine[]): boolean {
  return lines.some(({ closedAs }) => closedAs !== undefined);
}

/**
 * True while a new order under the same reference may still turn the cancel into an edit, and for as long
 * as the order stays cancelled once one did. The grace is measured from our first sight of the cancel.
 */
function isWaitingForReissue(turn: Turn): boolean {
  if (isOld(turn)) return false;
  const cancelledMs = sinceMs(turn, 'cancelled');
  const graceMs = turn.policy.reissueGraceMs;
  const reissuedMs = instantMs(turn.state.facts.reissuedAt);
  const isReissued = reissuedMs !== null && Math.abs(reissuedMs - cancelledMs) <= graceMs;
  if (isReissued || own(turn.state.told.since, 'edit') !== undefined) {
    sinceMs(turn, 'edit');
    tellReissued(turn, cancelledMs);
    return true;
  }
  return holdUntil(turn, CANCEL, 'reissue', cancelledMs + graceMs);
}

function isOld(turn: Turn): boolean {
  return turn.isBaselineLook && !isOrderProven(turn);
}

function tellCancelled(turn: Turn, isShortedWhole: boolean): void {
  const { told, derived } = turn;
  const atMs = sinceMs(turn, 'cancelled');
  if (told.cancelled !== null) {
    // Heard once already: what was taken back holds again.
    if (told.isReinstated) flagCancelled(turn, turn.nowMs);
    told.isReinstated = false;
    return;
  }
  const judgement = isOld(turn) ? 'baseline' : judge(turn, 'OrderCancelled', CANCEL, atMs);
  if (judgement === null) return;
  const units = restOf(turn, 'any');
  told.cancelled = once(judgement);
  told.cancelledUnits = addUnits(told.cancelledUnits, units);
  if (judgement === 'baseline') return;
  const milestone: OrderCancelled = {
    kind: 'OrderCancelled',
    ...milestoneBase(
      turn,
      {
        kind: 'OrderCancelled',
        things: [ORDER_LEVEL],
        key: CANCEL,
        rule: cancelRule(turn, isShortedWhole),
        evidence: null,
        atMs,
      },
      judgement,
    ),
    items: itemsOf(derived, units, true),
    isRecordGone: derived.isRecordGone,
    isLate: judgement.reason === 'late',
  };
  announce(turn, milestone);
  flagCancelled(turn, atMs);
}

function cancelRule({ derived }: Turn, isShortedWhole: boolean): string {
  if (isShortedWhole) return 'order-shorted-whole';
  return derived.isRecordGone ? 'record-gone-after-cancel-hook' : 'order-cancelled';
}

type Ending = 'completed' | 'cancelled';

/** Units that will not come any more, each told once: never one that was told as shipped. */
function restOf(turn: Turn, ending: Ending | 'any'): UnitsByLine {
  const { lines, status } = turn.derived;
  const shipped = unitsToldShipped(turn.told);
  const cancelled = turn.told.cancelledUnits;
  const rest = unitsOf(lines, (line) =>
    ending === 'any' || (line.closedAs ?? status) === ending
      ? line.ordered - Math.max(line.dispatched, shipped.get(line.id) ?? 0) - (own(cancelled, line.id) ?? 0)
      : 0,
  );
  return isPutTogether(lines) ? withoutMadeAgain(turn, rest) : rest;
}

/** What one goods-out gave up and another sends instead is not missed by anybody. */
function withoutMadeAgain(turn: Turn, rest: UnitsByLine): UnitsByLine {
  const { lines } = turn.derived;
  const known = knownUnits(turn);
  const missed = unitsBySku(lines, (line) => -comingUnits(line) - (own(turn.told.cancelledUnits, line.id) ?? 0));
  const left = new Map(Object.entries(missed).map(([sku, units]) => [sku, units + (own(known, sku) ?? 0)]));
  return unitsOf(lines, ({ id, sku }) => {
    const units = Math.min(own(rest, id) ?? 0, Math.max(0, left.get(sku) ?? 0));
    left.set(sku, (left.get(sku) ?? 0) - units);
    return units;
  });
}

/** False while it waits, for an address or for another goods-out: the order is not done before. */
function tellRest(turn: Turn, ending: Ending): boolean {
  const { told, derived } = turn;
  const units = restOf(turn, ending);
  if (sumUnits(units) === 0) return true;
  const isCancelled = ending === 'cancelled';
  const key = isCancelled ? CANCEL : SHORT;
  const atMs = sinceMs(turn, ending);
  if (derived.status === 'open' && !isOld(turn) && holdUntil(turn, key, 'reissue', atMs + turn.policy.reissueGraceMs))
    return false;
  const judgement = isOld(turn) ? 'baseline' : judge(turn, 'LinesCancelled', key, atMs);
  if (judgement === null) return false;
  const ordinal = told.linesCancelled.length + 1;
  told.linesCancelled = [...told.linesCancelled, once(judgement)];
  told.cancelledUnits = addUnits(told.cancelledUnits, units);
  if (judgement === 'baseline') return true;
  const milestone: LinesCancelled = {
    kind: 'LinesCancelled',
    ...milestoneBase(
      turn,
      {
        kind: 'LinesCancelled',
        things: [String(ordinal)],
        key,
        rule: isCancelled ? 'lines-cancelled' : 'lines-short',
        evidence: null,
        atMs,
      },
      judgement,
    ),
    ordinal,
    reason: isCancelled ? 'cancelled' : 'short',
    items: itemsOf(derived, units, true),
    isLate: judgement.reason === 'late',
  };
  announce(turn, milestone);
  if (isCancelled) flagCancelled(turn, atMs);
  return true;
}

/**
 * Once, when every unit left or will not come, and each dispatched shipment was told or given up. While the
 * order is open, units in nobody's message mean that a shipment is still to be told.
 */
function tellFulfilled(turn: Turn): void {
  const { told, derived } = turn;
  if (told.fulfilled !== null) return;
  const { lines, status, unitsOutstanding } = derived;
  if (status === 'open' && unitsOutstanding > 0) return;
  const doneMs = sinceMs(turn, 'done');
  if (waitingShipments(turn).length > 0) return;
  if (status === 'open' && hasPool(lines, told)) return;
  const missing = isPutTogether(lines) ? told.cancelledUnits : unitsOf(lines, (line) => line.ordered - line.dispatched);
  const datedMs = sumUnits(missing) === 0 ? lastRecordMs(turn) : null;
  const atMs = Math.min(turn.nowMs, datedMs ?? doneMs);
  const judgement =
    isOld(turn) || isBeforeLive(turn, datedMs) ? 'baseline' : judge(turn, 'OrderFulfilled', FULFILLED, atMs);
  if (judgement === null) return;
  told.fulfilled = once(judgement);
  if (judgement === 'baseline') return;
  const milestone: OrderFulfilled = {
    kind: 'OrderFulfilled',
    ...milestoneBase(
      turn,
      {
        kind: 'OrderFulfilled',
        things: [ORDER_LEVEL],
        key: FULFILLED,
        rule: 'order-fulfilled',
        evidence: 'dispatched',
        atMs,
      },
      judgement,
    ),
    fulfilmentStatus: sumUnits(missing) === 0 ? 'full' : 'short',
    shipmentCount: new Set(told.shipments.map((shipment) => shipment.number)).size,
    items: itemsOf(
      derived,
      unitsOf(lines, (line) => line.dispatched),
      true,
    ),
    missingItems: itemsOf(derived, missing, true),
    isLate: judgement.reason === 'late',
  };
  announce(turn, milestone);
}

/** When the last unit left, where every dispatch record carries its instant. */
function lastRecordMs({ derived: { dispatches } }: Turn): number | null {
  return dispatches.every(({ at }) => instantMs(at) !== null) ? lastDispatchMs(dispatches) : null;
}

function flagCancelled(turn: Turn, atMs: number): void {
  if (turn.identity.kind !== 'known') return;
  const { email } = turn.identity;
  turn.told.cancelledFlag = { email, at: toInstant(atMs) };
  addProfileFact(turn, 'cancelled', email, atMs);
}
