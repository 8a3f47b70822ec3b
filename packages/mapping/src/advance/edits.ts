/** The order is not what customers know: other lines, made again under its reference, or not cancelled after all. */
import type { OrderLine } from '../inputs.js';
import type { ItemQuantity, OrderEdited } from '../milestones.js';
import { own } from '../own.js';
import { itemsOf, roundUnits, unitsOf } from '../units.js';
import { withdrawCancel } from './shipments.js';
import { announce, judgeExtra, milestoneBase, sinceMs, type Turn } from './turn.js';

const EDIT = 'edited';

type Change = Pick<OrderEdited, 'reason'> &
  Partial<Pick<OrderEdited, 'addedItems' | 'removedItems' | 'previousCountryCode' | 'carrier' | 'previousCarrier'>>;

/** Only of an open order: what a closed one lacks is told as cancelled or short. */
export function tellEdits(turn: Turn): void {
  if (turn.derived.status !== 'open') return;
  tellReinstated(turn);
  tellLines(turn);
  tellDestination(turn);
  tellCarrier(turn);
}

function tellLines(turn: Turn): void {
  const { told, derived } = turn;
  const before = told.ordered;
  const now = before === null ? knownUnits(turn) : asKnown(derived.lines, before);
  // An order known by a webhook's body alone has no lines yet.
  if (before === null || turn.isBaselineLook || Object.keys(before).length === 0 || derived.lines.length === 0) {
    told.ordered = now;
    return;
  }
  const addedItems = differences(derived.lines, now, before);
  const removedItems = differences(derived.lines, before, now);
  if (addedItems.length + removedItems.length === 0) return;
  if (!tell(turn, { reason: 'lines', addedItems, removedItems }, EDIT, sinceMs(turn, EDIT))) return;
  told.ordered = now;
  told.isEditedAfterDispatch ||= isAfterDispatch(turn);
}

/** All that is known of an address is its country. One that a read does not show has not been taken away. */
function tellDestination(turn: Turn): void {
  const { told, derived } = turn;
  const now = derived.contact?.countryCode ?? null;
  const before = told.destination;
  if (now === null || now === before) return;
  if (before !== null && !turn.isBaselineLook) {
    const key = `${EDIT}:destination`;
    if (!tell(turn, { reason: 'destination', previousCountryCode: before }, key, sinceMs(turn, key))) return;
  }
  told.destination = now;
}

/** A first carrier is no edit: warehouses often choose it late. */
function tellCarrier(turn: Turn): void {
  const { told, derived } = turn;
  const now = derived.order.carrier;
  const before = told.carrier;
  if (now === null || now.id === before?.id) return;
  if (before !== null && !turn.isBaselineLook) {
    const key = `${EDIT}:carrier`;
    if (!tell(turn, { reason: 'carrier', carrier: now, previousCarrier: before }, key, sinceMs(turn, key))) return;
  }
  told.carrier = now;
}

/** A cancel that was none: another order carries on under the reference. Said once. */
export function tellReissued(turn: Turn, atMs: number): void {
  if (own(turn.state.told.since, 'edit') === undefined) tell(turn, { reason: 'reissued' }, EDIT, atMs);
}

/** What customers heard of as cancelled is open again. A cancel nobody heard of is forgotten. */
function tellReinstated(turn: Turn): void {
  const { told } = turn;
  if (told.cancelled === null || told.isReinstated) return;
  if (told.cancelled.mode === 'baseline') {
    told.cancelled = null;
    told.cancelledUnits = {};
    return;
  }
  if (!tell(turn, { reason: 'reinstated' }, EDIT, sinceMs(turn, 'reinstated'))) return;
  told.isReinstated = true;
  withdrawCancel(turn);
}

/** False while it waits for an address. */
function tell(turn: Turn, change: Change, key: string, atMs: number): boolean {
  const { told, derived } = turn;
  const judgement = judgeExtra(turn, 'OrderEdited', { key, atMs, isOld: turn.isBaselineLook });
  if (judgement === null) return false;
  if (judgement === 'baseline') return true;
  told.edits += 1;
  const facts = { things: [String(told.edits)], key, rule: `order-${change.reason}`, evidence: null, atMs };
  announce(turn, {
    kind: 'OrderEdited',
    ...milestoneBase(turn, { kind: 'OrderEdited', ...facts }, judgement),
    ordinal: told.edits,
    items: itemsOf(
      derived,
      unitsOf(derived.lines, (line) => line.ordered),
      false,
    ),
    addedItems: [],
    removedItems: [],
    previousCountryCode: null,
    carrier: null,
    previousCarrier: null,
    ...change,
    isAfterDispatch: isAfterDispatch(turn),
    isLate: judgement.reason === 'late',
  });
  return true;
}

/** Seen together, nobody can tell which came first: only what was told before counts. */
function isAfterDispatch({ state }: Turn): boolean {
  return state.told.shipments.some(({ isStanding }) => isStanding);
}

type UnitsBySku = Readonly<Record<string, number>>;

/**
 * Units per SKU as customers know the order. Where nobody heard of it before, what a goods-out of it was cancelled
 * with untouched is not missed, unless there is nothing else.
 */
export function knownUnits({ told, derived: { lines } }: Turn): UnitsBySku {
  const untouched = ({ closedAs, dispatched }: OrderLine): boolean => closedAs === 'cancelled' && dispatched === 0;
  return told.ordered ?? unitsBySku(lines.every(untouched) ? lines : lines.filter((line) => !untouched(line)));
}

/**
 * Closed lines of an open order may have been given up or made again in another goods-out: what is known of a SKU
 * stands while it lies between what is still to come with and without them. What is given up is told as such.
 */
function asKnown(lines: readonly OrderLine[], before: UnitsBySku): UnitsBySku {
  const most = unitsBySku(lines);
  const least = unitsBySku(lines, comingUnits);
  return Object.fromEntries(
    Object.entries(most).map(([sku, units]) => [
      sku,
      Math.min(units, Math.max(own(least, sku) ?? 0, own(before, sku) ?? 0)),
    ]),
  );
}

/** Units of a line that left or will. */
export function comingUnits({ ordered, dispatched, closedAs }: OrderLine): number {
  return closedAs === undefined ? ordered : dispatched;
}

export function unitsBySku(
  lines: readonly OrderLine[],
  quantityOf: (line: OrderLine) => number = ({ ordered }) => ordered,
): UnitsBySku {
  const units = new Map<string, number>();
  for (const line of lines) units.set(line.sku, roundUnits((units.get(line.sku) ?? 0) + quantityOf(line)));
  return Object.fromEntries(units);
}

/** What `more` has beyond `less`; a SKU that is gone from the lines has lost its name with them. */
function differences(
  lines: readonly OrderLine[],
  more: Readonly<Record<string, number>>,
  less: Readonly<Record<string, number>>,
): readonly ItemQuantity[] {
  return Object.entries(more).flatMap(([sku, units]) => {
    const quantity = roundUnits(units - (own(less, sku) ?? 0));
    const productName = lines.find((line) => line.sku === sku)?.productName ?? null;
    return quantity > 0 ? [{ sku, productName, quantity, ordered: 0, shipped: 0, outstanding: 0 }] : [];
  });
}
