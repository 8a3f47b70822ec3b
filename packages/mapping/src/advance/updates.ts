/** What was told of a shipment and is no longer so: corrected until what customers heard is true again. */
import type { ShipmentUpdated, ShipmentUpdateReason } from '../milestones.js';
import { itemsOf, roundUnits, sumUnits, type UnitsByLine } from '../units.js';
import { type Contents, contentsOf, hasPool, unitsToldShipped } from './contents.js';
import { type Candidate, ORDER_LEVEL } from './derive-order.js';
import type { ToldMode, ToldShipment } from './order-state.js';
import { contradictsCancel, lacksUnits, waitingShipments, withdrawCancel } from './shipments.js';
import { announce, holdUntil, type Judgement, judge, milestoneBase, sinceMs, type Turn, verdictOf } from './turn.js';

/**
 * Told at once: tracking that arrives, and a dispatch that is done again. What takes something back waits
 * for `updateGrace`, because dispatches are undone and labels reissued within minutes at a packing desk.
 */
export function tellUpdates(turn: Turn): void {
  for (const shipment of heardShipments(turn)) {
    const candidate = candidateOf(turn, shipment);
    const reason = reasonOf(turn, shipment, candidate);
    if (reason !== null) correct(turn, shipment, candidate, reason);
  }
  // What is being taken back explains units that are told and not there: only then may others be wrong.
  if (turn.corrections.length > 0) return;
  if (sumUnits(excessOf(turn)) === 0) return;
  for (const shipment of heardShipments(turn)) {
    const isWrong = shipment.isStanding && shipment.itemsSource !== 'unknown' && hasAny(shipment.units, excessOf(turn));
    if (isWrong) correct(turn, shipment, candidateOf(turn, shipment), 'contents-changed');
  }
  // Where nobody heard which units they were, nobody need hear that they were others.
  if (sumUnits(excessOf(turn)) === 0) return;
  if (!holdUntil(turn, EXCESS, 'correction', sinceMs(turn, EXCESS) + turn.policy.updateGraceMs)) giveBackUnknown(turn);
}

/**
 * Units that left and are in no message, while no shipment waits that could be theirs: they went with one that was
 * told. With which, its parcels or its dispatch records say; else it must be the only shipment there is. A shipment
 * of their own may still turn up, so they wait as units without a shipment do.
 */
export function tellJoined(turn: Turn): void {
  const { told, derived, policy } = turn;
  if (told.shipments.length === 0 || !hasPool(derived.lines, told) || waitingShipments(turn).length > 0) return;
  if (turn.corrections.length > 0 || sumUnits(excessOf(turn)) > 0) return;
  for (const shipment of heardShipments(turn)) {
    const candidate = candidateOf(turn, shipment);
    if (candidate === undefined || !shipment.isStanding || shipment.itemsSource === 'unknown') continue;
    const { source, units } = contentsAnew(turn, shipment, candidate);
    const isNamed = source === 'parcels' || source === 'dispatch-records';
    const isCertain = isNamed || (source !== 'unknown' && derived.candidates.length === 1);
    if (!isCertain || sumUnits(units) <= sumUnits(shipment.units)) continue;
    const key = correctionKey('contents-changed', shipment);
    if (holdUntil(turn, key, 'contents', sinceMs(turn, key) + policy.noShipmentGraceMs))
      turn.corrections.push(shipment.id);
    else correct(turn, shipment, candidate, 'contents-changed');
  }
}

/** What it would be told with if it were told now. */
function contentsAnew(turn: Turn, shipment: ToldShipment, candidate: Candidate): Contents {
  const { told, derived } = turn;
  const shipments = told.shipments.map((one) => (one.id === shipment.id ? { ...one, units: {} } : one));
  return contentsOf(candidate, [...waitingShipments(turn), shipment.id], derived, { ...told, shipments });
}

function correctionKey(reason: ShipmentUpdateReason, { id }: ToldShipment): string {
  return `correct:${reason}:${id}`;
}

function candidateOf({ derived }: Turn, shipment: ToldShipment): Candidate | undefined {
  return derived.candidates.find(({ id }) => id === shipment.id);
}

function hasAny(units: UnitsByLine, others: UnitsByLine): boolean {
  return Object.keys(units).some((line) => Object.hasOwn(others, line));
}

const EXCESS = 'correct:excess';

/** Told shipments, without the order-level message once a shipment has taken its place. */
export function heardShipments({ told: { shipments } }: Turn): readonly ToldShipment[] {
  return shipments.some(({ mode }) => mode === 'adopted')
    ? shipments.filter(({ id }) => id !== ORDER_LEVEL)
    : shipments;
}

function reasonOf(turn: Turn, shipment: ToldShipment, candidate: Candidate | undefined): ShipmentUpdateReason | null {
  const isStanding = shipment.id === ORDER_LEVEL ? turn.derived.unitsDispatched > 0 : isGone(turn, shipment, candidate);
  if (!isStanding) {
    if (!shipment.isStanding) return null;
    return candidate === undefined && shipment.id !== ORDER_LEVEL ? 'label-voided' : 'dispatch-reversed';
  }
  if (!shipment.isStanding) return 'dispatch-redone';
  const before = shipment.trackingNumbers;
  const now = candidate?.trackingNumbers ?? [];
  if (before.length !== now.length || now.some((number) => !before.includes(number))) {
    return before.length === 0 ? 'tracking-added' : 'tracking-replaced';
  }
  return null;
}

/**
 * Still on its way? By the policy's own rule, its memory of labels aside. In a completed order a booked
 * shipment whose units still count as dispatched has not been undone because a sibling got a status.
 */
function isGone(turn: Turn, shipment: ToldShipment, candidate: Candidate | undefined): boolean {
  if (candidate === undefined) return false;
  const { shippedWhen, status } = turn.derived;
  const isTimed = typeof shippedWhen === 'object' || shippedWhen === 'plannedCollection';
  return (
    candidate.isDispatched ||
    (isTimed ? candidate.isLabelled : verdictOf(turn, candidate).kind === 'released') ||
    (shipment.isStanding && status === 'completed' && candidate.isLabelled && sumUnits(excessOf(turn)) === 0)
  );
}

/** Units told as shipped that the lines no longer show as dispatched. */
function excessOf({ told, derived: { lines } }: Turn): UnitsByLine {
  if (told.shipments.length === 0) return {};
  const dispatched = new Map(lines.map((line) => [line.id, line.dispatched]));
  const excess: [string, number][] = [];
  for (const [id, units] of unitsToldShipped(told)) {
    const more = roundUnits(units - (dispatched.get(id) ?? 0));
    if (more > 0) excess.push([id, more]);
  }
  return Object.fromEntries(excess);
}

function correct(
  turn: Turn,
  shipment: ToldShipment,
  candidate: Candidate | undefined,
  reason: ShipmentUpdateReason,
): void {
  const key = correctionKey(reason, shipment);
  const atMs = sinceMs(turn, key);
  const isUnheard = heard(turn, shipment).mode === 'baseline';
  const isWaiting = !isUnheard && isHeld(turn, candidate, { key, reason, atMs });
  const judgement = isWaiting ? null : judgementOf(turn, shipment, key, atMs);
  if (judgement === null) {
    if (reason !== 'tracking-added' && reason !== 'tracking-replaced') turn.corrections.push(shipment.id);
    return;
  }
  const corrected = { ...afterwards(turn, shipment, candidate, reason) };
  // Units of another line of the same SKU: customers were told no different.
  const isSaid = reason === 'contents-changed' && isSameItems(turn, shipment.units, corrected.units);
  if (judgement !== 'baseline' && !isSaid) corrected.updates += 1;
  turn.told.shipments = turn.told.shipments.map((one) => (one.id === shipment.id ? corrected : one));
  if (!corrected.isStanding) giveBackUnknown(turn);
  if (judgement === 'baseline' || isSaid) return;
  announce(turn, milestoneOf(turn, { shipment, corrected, candidate, reason, key, atMs, judgement }));
  if (corrected.isAfterCancel) withdrawCancel(turn);
}

function isHeld(
  turn: Turn,
  candidate: Candidate | undefined,
  { key, reason, atMs }: { readonly key: string; readonly reason: ShipmentUpdateReason; readonly atMs: number },
): boolean {
  switch (reason) {
    case 'tracking-added':
      return false;
    case 'dispatch-redone':
      return (
        candidate !== undefined &&
        lacksUnits(turn, candidate) &&
        holdUntil(turn, key, 'contents', atMs + turn.policy.noShipmentGraceMs)
      );
    default:
      return holdUntil(turn, key, 'correction', atMs + turn.policy.updateGraceMs);
  }
}

/** A correction goes no louder than what it corrects: nobody hears of a shipment for the first time from it. */
function judgementOf(turn: Turn, shipment: ToldShipment, key: string, atMs: number): Judgement | 'baseline' | null {
  const { mode, modeReason } = heard(turn, shipment);
  if (mode === 'baseline') return 'baseline';
  if (mode === 'withheld') return { mode, reason: modeReason };
  const judgement = judge(turn, 'ShipmentUpdated', key, atMs);
  return mode === 'silent' && judgement?.mode === 'live' ? { mode, reason: modeReason } : judgement;
}

function heard(
  { told }: Turn,
  shipment: ToldShipment,
): { readonly mode: ToldMode; readonly modeReason: string | null } {
  if (shipment.mode !== 'adopted') return shipment;
  return told.shipments.find(({ id }) => id === ORDER_LEVEL) ?? shipment;
}

function afterwards(
  turn: Turn,
  shipment: ToldShipment,
  candidate: Candidate | undefined,
  reason: ShipmentUpdateReason,
): ToldShipment {
  const { told } = turn;
  const trackingNumbers = candidate?.trackingNumbers ?? [];
  switch (reason) {
    case 'tracking-added':
    case 'tracking-replaced':
      return { ...shipment, trackingNumbers };
    case 'label-voided':
    case 'dispatch-reversed':
      told.grouped = told.grouped.filter((id) => id !== shipment.id);
      return { ...shipment, isStanding: false, units: shipment.itemsSource === 'unknown' ? shipment.units : {} };
    case 'contents-changed':
    case 'dispatch-redone': {
      if (candidate === undefined) return { ...shipment, isStanding: true };
      const contents = contentsAnew(turn, shipment, candidate);
      told.grouped = [...new Set([...told.grouped, ...contents.grouped])];
      return {
        ...shipment,
        isStanding: true,
        trackingNumbers,
        units: contents.units,
        itemsSource: contents.source,
        isAfterCancel: shipment.isAfterCancel || contradictsCancel(turn),
      };
    }
  }
}

/** Units that nobody could tell apart stay with the shipments still on their way, as far as they really left. */
function giveBackUnknown(turn: Turn): void {
  const excess = new Map(Object.entries(excessOf(turn)));
  turn.told.shipments = turn.told.shipments.map((shipment) => {
    if (shipment.itemsSource !== 'unknown') return shipment;
    const units = Object.entries(shipment.units).flatMap(([id, quantity]) => {
      const given = Math.min(quantity, excess.get(id) ?? 0);
      excess.set(id, roundUnits((excess.get(id) ?? 0) - given));
      const kept = roundUnits(quantity - given);
      return kept > 0 ? [[id, kept] as const] : [];
    });
    return { ...shipment, units: Object.fromEntries(units) };
  });
}

function isSameItems({ derived }: Turn, before: UnitsByLine, after: UnitsByLine): boolean {
  const inWords = (units: UnitsByLine): string =>
    JSON.stringify(itemsOf(derived, units, true).map(({ sku, quantity }) => [sku, quantity]));
  return inWords(before) === inWords(after);
}

interface Correction {
  readonly shipment: ToldShipment;
  readonly corrected: ToldShipment;
  readonly candidate: Candidate | undefined;
  readonly reason: ShipmentUpdateReason;
  readonly key: string;
  readonly atMs: number;
  readonly judgement: Judgement;
}

function milestoneOf(turn: Turn, correction: Correction): ShipmentUpdated {
  const { shipment, corrected, candidate, reason, key, atMs, judgement } = correction;
  const { derived, state } = turn;
  // A voided shipment is no candidate, but still on record.
  const record = candidate?.shipment ?? state.facts.shipments?.value.find(({ id }) => id === shipment.id) ?? null;
  const units = corrected.isStanding ? corrected.units : shipment.units;
  return {
    kind: 'ShipmentUpdated',
    ...milestoneBase(
      turn,
      {
        kind: 'ShipmentUpdated',
        things: [shipment.id, String(corrected.updates)],
        key,
        rule: reason,
        evidence: null,
        atMs,
      },
      judgement,
    ),
    shipmentId: shipment.id === ORDER_LEVEL ? null : shipment.id,
    shipmentReference: record?.reference ?? null,
    shipmentNumber: shipment.number,
    ordinal: corrected.updates,
    reason,
    isDispatched: corrected.isStanding,
    carrier: record?.carrier ?? candidate?.carrier ?? null,
    service: record?.service ?? null,
    // The numbers of what does not travel would only mislead.
    parcels: corrected.isStanding
      ? (record?.parcels.map(({ id, trackingNumber }) => ({ id, trackingNumber })) ?? [])
      : [],
    previousTrackingNumbers: shipment.trackingNumbers,
    items:
      shipment.itemsSource === 'unknown' || corrected.itemsSource === 'unknown' || sumUnits(units) === 0
        ? null
        : itemsOf(derived, units, derived.status !== 'open'),
    isLate: judgement.reason === 'late',
  };
}
