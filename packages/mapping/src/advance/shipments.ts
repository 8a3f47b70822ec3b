/** Which shipments are told now, which wait, and what each message says. */
import { instantMs } from '../instants.js';
import type { MilestoneParcel, ShipmentDispatched } from '../milestones.js';
import { own } from '../own.js';
import { itemsOf, outstandingUnits, roundUnits, unitsOf } from '../units.js';
import { type Contents, contentsOf, hasPool, unitsByParcel } from './contents.js';
import { type Candidate, lastDispatchMs, ORDER_LEVEL, trackingNumbersOf } from './derive-order.js';
import type { ToldMode, ToldShipment } from './order-state.js';
import { isBeforeLive, isCandidateProven } from './proof.js';
import type { Release } from './release.js';
import {
  addProfileFact,
  announce,
  holdUntil,
  type Judgement,
  judge,
  milestoneBase,
  sinceMs,
  type Turn,
  verdictOf,
} from './turn.js';

/** Given up: the WMS called it dispatched, and nothing that the policy accepts ever confirmed it. */
export const UNCONFIRMED = 'dispatch-unconfirmed';

interface Ready {
  readonly candidate: Candidate;
  readonly release: Release;
  readonly atMs: number;
  readonly judgement: Judgement;
}

/** Records what was there before us, and the shipment that an order-level message was about. False: there was neither. */
export function recordKnown(turn: Turn): boolean {
  const before = turn.told.shipments.length;
  for (const candidate of untold(turn)) {
    if (isBaseline(turn, candidate)) record(turn, candidate, 'baseline', null);
    else if (isWaiting(turn, candidate) && isAdoptable(turn)) record(turn, candidate, 'adopted', null);
  }
  return turn.told.shipments.length > before;
}

/** Tells what is due, and leaves the rest waiting. */
export function tellShipments(turn: Turn): void {
  const ready = untold(turn).flatMap((candidate) => readyOf(turn, candidate) ?? []);
  for (const one of ready.sort((a, b) => a.atMs - b.atMs)) tell(turn, one);
}

/** Ids of shipments that have left by some account and are not told yet. */
export function waitingShipments(turn: Turn): readonly string[] {
  return untold(turn)
    .filter((candidate) => isWaiting(turn, candidate))
    .map(({ id }) => id);
}

/** The order-level message is for an order none of whose shipments customers believe in. */
function untold({ told, derived }: Turn): readonly Candidate[] {
  const isAnyStanding = told.shipments.some(({ isStanding }) => isStanding);
  return derived.candidates.filter(
    ({ id }) => !told.shipments.some((shipment) => shipment.id === id) && (id !== ORDER_LEVEL || !isAnyStanding),
  );
}

function isWaiting(turn: Turn, candidate: Candidate): boolean {
  const { kind } = verdictOf(turn, candidate);
  return candidate.isDispatched || kind === 'released';
}

/** The first real shipment after an order-level message is the one that message was about; no second is. */
function isAdoptable({ told: { shipments } }: Turn): boolean {
  const standing = shipments.filter(({ isStanding }) => isStanding);
  return standing.length === 1 && standing[0]?.id === ORDER_LEVEL && shipments.every(({ mode }) => mode !== 'adopted');
}

/** True before we looked, or dated before we went live: recorded, never told. */
function isBaseline(turn: Turn, candidate: Candidate): boolean {
  const verdict = verdictOf(turn, candidate);
  if (verdict.kind === 'released' && isBeforeLive(turn, verdict.atMs)) return true;
  if (!turn.isBaselineLook || isCandidateProven(turn, candidate)) return false;
  const { shippedWhen } = turn.derived;
  // A plan for tomorrow is no history; a label of unknown age is, since its van may have come and gone.
  if (shippedWhen === 'plannedCollection') return verdict.kind !== 'due' && isWaiting(turn, candidate);
  return isWaiting(turn, candidate) || (typeof shippedWhen === 'object' && candidate.isLabelled);
}

function readyOf(turn: Turn, candidate: Candidate): Ready | null {
  const { id } = candidate;
  const verdict = verdictOf(turn, candidate);
  switch (verdict.kind) {
    case 'released': {
      const releasedMs = sinceMs(turn, `released:${id}`);
      const atMs = Math.min(turn.nowMs, verdict.atMs ?? releasedMs);
      const isHeld =
        candidate.shipment === null
          ? holdUntil(turn, id, 'shipment', releasedMs + turn.policy.noShipmentGraceMs)
          : (candidate.trackingNumbers.length === 0 &&
              holdUntil(turn, id, 'tracking', releasedMs + turn.policy.waitForTrackingMs)) ||
            (lacksUnits(turn, candidate) &&
              holdUntil(turn, id, 'contents', releasedMs + turn.policy.noShipmentGraceMs));
      if (isHeld) return null;
      const judgement = judge(turn, 'ShipmentDispatched', id, atMs);
      return judgement === null ? null : { candidate, release: verdict, atMs, judgement };
    }
    case 'due':
      holdUntil(turn, id, 'collection', verdict.atMs);
      return null;
    case 'waiting':
      return candidate.isDispatched ? givenUp(turn, candidate) : null;
  }
}

/**
 * It left, and no unit did: the parts of a view are read one after the other, so its lines may be a moment
 * older. What is told without contents stays so; the next read comes soon.
 */
export function lacksUnits({ told, derived }: Turn, { id, isDispatched }: Candidate): boolean {
  return isDispatched && !told.grouped.includes(id) && !hasPool(derived.lines, told);
}

/** Telling early is worse than not telling: without the proof the policy asks for it ends withheld. */
function givenUp(turn: Turn, candidate: Candidate): Ready | null {
  const seenMs = sinceMs(turn, `dispatched:${candidate.id}`);
  const atMs = Math.min(turn.nowMs, lastDispatchMs(candidate.records) ?? seenMs);
  if (holdUntil(turn, candidate.id, 'evidence', atMs + turn.policy.ageLimitMs.ShipmentDispatched)) return null;
  return {
    candidate,
    release: { kind: 'released', by: 'nothing', evidence: 'dispatched', atMs },
    atMs,
    judgement: { mode: 'withheld', reason: UNCONFIRMED },
  };
}

/** Takes the shipment's units and its number, for ever. */
function record(
  turn: Turn,
  candidate: Candidate,
  mode: ToldMode,
  modeReason: string | null,
): ToldShipment & { readonly contents: Contents } {
  const { told, derived } = turn;
  const contents: Contents =
    mode === 'adopted' ? takeOver(turn) : contentsOf(candidate, waitingShipments(turn), derived, told);
  const numbers = told.shipments.map(({ number }) => number);
  const shipment: ToldShipment = {
    id: candidate.id,
    number: mode === 'adopted' ? Math.max(...numbers) : Math.max(0, ...numbers) + 1,
    mode,
    modeReason,
    units: contents.units,
    itemsSource: contents.source,
    isAfterCancel: mode !== 'baseline' && contradictsCancel(turn),
    isStanding: true,
    // Nobody has heard an adopted shipment's numbers yet.
    trackingNumbers: mode === 'adopted' ? [] : candidate.trackingNumbers,
    updates: 0,
    carrierSteps: 0,
  };
  told.shipments = [...told.shipments, shipment];
  told.grouped = [...new Set([...told.grouped, ...contents.grouped])];
  return { ...shipment, contents };
}

/** The units of the order-level message become those of the shipment it was about. */
function takeOver({ told }: Turn): Contents {
  const { units = {}, itemsSource: source = 'unknown' } = told.shipments.find(({ id }) => id === ORDER_LEVEL) ?? {};
  told.shipments = told.shipments.map((one) => (one.id === ORDER_LEVEL ? { ...one, units: {} } : one));
  return { source, units, grouped: [] };
}

function tell(turn: Turn, { candidate, release, atMs, judgement }: Ready): void {
  const { told, derived } = turn;
  const { contents, number, isAfterCancel } = record(turn, candidate, judgement.mode, judgement.reason);
  const { shipment } = candidate;
  const isClosed = derived.status !== 'open';
  const isFinalShipment = isAccountedFor(turn) && waitingShipments(turn).length === 0;
  const liveIds = new Set(derived.shipments.map(({ id }) => id));
  for (const { id } of told.shipments) if (id !== ORDER_LEVEL) liveIds.add(id);
  const milestone: ShipmentDispatched = {
    kind: 'ShipmentDispatched',
    ...milestoneBase(
      turn,
      {
        kind: 'ShipmentDispatched',
        things: [candidate.id],
        key: candidate.id,
        rule: shipment === null ? 'order-dispatched-without-shipment' : 'shipment-dispatched',
        evidence: release.evidence,
        atMs,
      },
      judgement,
    ),
    shipmentId: shipment?.id ?? null,
    shipmentReference: shipment?.reference ?? null,
    shipmentNumber: number,
    shipmentCount: Math.max(1, liveIds.size),
    isPartialShipment: number > 1 || !isFinalShipment,
    isFinalShipment,
    evidence: release.evidence,
    releasedBy: release.by,
    carrier: candidate.carrier,
    service: shipment?.service ?? null,
    parcels: parcelsOf(turn, candidate, contents),
    plannedCollectionAt: plannedCollectionOf(candidate),
    items: contents.source === 'unknown' ? null : itemsOf(derived, contents.units, isClosed),
    itemsSource: contents.source,
    orderItems:
      contents.source === 'unknown'
        ? itemsOf(
            derived,
            unitsOf(derived.lines, (line) => line.ordered),
            isClosed,
          )
        : [],
    outstandingItems: isClosed ? [] : itemsOf(derived, outstandingUnits(derived.lines), isClosed),
    otherShipments: otherShipments(turn, candidate.id),
    isLate: judgement.reason === 'late',
  };
  announce(turn, milestone);
  if (isAfterCancel) withdrawCancel(turn);
  if (turn.policy.flags.lastDispatched && turn.identity.kind === 'known') {
    addProfileFact(turn, 'dispatched', turn.identity.email, atMs);
  }
}

function parcelsOf({ policy, derived }: Turn, candidate: Candidate, contents: Contents): readonly MilestoneParcel[] {
  const shares = policy.perParcel ? unitsByParcel(candidate, contents, derived.lines) : null;
  const isClosed = derived.status !== 'open';
  return (candidate.shipment?.parcels ?? []).map(({ id, trackingNumber }, index) => {
    const units = shares?.[index];
    return units === undefined
      ? { id, trackingNumber }
      : { id, trackingNumber, items: itemsOf(derived, units, isClosed) };
  });
}

/** What the customer was flagged with is not so after all. */
export function withdrawCancel(turn: Turn): void {
  const { told, nowMs } = turn;
  if (told.cancelledFlag === null) return;
  const { email, at } = told.cancelledFlag;
  addProfileFact(turn, 'cancellationWithdrawn', email, Math.max(nowMs, instantMs(at) ?? 0));
  told.cancelledFlag = null;
}

/** Units told as cancelled left all the same. A shipment that left before the rest was cancelled is no contradiction. */
export function contradictsCancel({ told, derived: { lines } }: Turn): boolean {
  if (told.isReinstated) return false;
  if (told.cancelled !== null) return told.cancelled.mode !== 'baseline';
  return lines.some((line) => {
    const cancelled = own(told.cancelledUnits, line.id) ?? 0;
    return cancelled > 0 && roundUnits(line.dispatched + cancelled - line.ordered) > 0;
  });
}

function isAccountedFor({ derived: { lines, status, unitsOutstanding } }: Turn): boolean {
  return status !== 'open' || (lines.length > 0 && unitsOutstanding === 0);
}

function plannedCollectionOf({ shipment }: Candidate): string | null {
  return instantMs(shipment?.plannedCollectionAt) === null ? null : (shipment?.plannedCollectionAt ?? null);
}

function otherShipments({ state, told, derived }: Turn, id: string): ShipmentDispatched['otherShipments'] {
  const all = state.facts.shipments?.value ?? derived.shipments;
  return told.shipments.flatMap((other) =>
    other.id === id || other.id === ORDER_LEVEL
      ? []
      : [
          {
            shipmentId: other.id,
            shipmentNumber: other.number,
            trackingNumbers: trackingNumbersOf(all.find((shipment) => shipment.id === other.id)),
          },
        ],
  );
}
