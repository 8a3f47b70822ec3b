/** The order is not what customers know: other lines, made again under its reference, or not cancelled after all. */
import type { OrderLine } from '../inputs.js';
import type { ItemQuantity, OrderEdited } from '../milestones.js';
import { own } from '../own.js';
import { itemsOf, roundUnits, unitsOf } from '../units.js';
import { withdrawCancel } from './shipments.js';
import { announce, judgeExtra, milestoneBase, sinceMs, type Turn } from './turn.js';

const EDIT = 'edited';

interface Change {
  readonly reason: OrderEdited['reason'];
  readonly added: readonly ItemQuantity[];
  readonly removed: readonly ItemQuantity[];
  readonly atMs: number;
}

/** Only of an open order: what a closed one lacks is told as cancelled or short. */
export function tellEdits(turn: Turn): void {
  const { told, derived } = turn;
  if (derived.status !== 'open') return;
  tellReinstated(turn);
  const now = orderedBySku(derived.lines);
  const before = told.ordered;
  // An order known by a webhook's body alone has no lines yet.
  if (before === null || turn.isBaselineLook || Object.keys(before).length === 0 || derived.lines.length === 0) {
    told.ordered = now;
    return;
  }
  const added = differences(derived.lines, now, before);
  const removed = differences(derived.lines, before, now);
  if (added.length + removed.length === 0) return;
  if (!tell(turn, { reason: 'lines', added, removed, atMs: sinceMs(turn, EDIT) })) return;
  told.ordered = now;
  told.isEditedAfterDispatch ||= isAfterDispatch(turn);
}

/** A cancel that was none: another order carries on under the reference. Said once. */
export function tellReissued(turn: Turn, atMs: number): void {
  if (own(turn.state.told.since, 'edit') === undefined)
    tell(turn, { reason: 'reissued', added: [], removed: [], atMs });
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
  if (!tell(turn, { reason: 'reinstated', added: [], removed: [], atMs: sinceMs(turn, 'reinstated') })) return;
  told.isReinstated = true;
  withdrawCancel(turn);
}

/** False while it waits for an address. */
function tell(turn: Turn, { reason, added, removed, atMs }: Change): boolean {
  const { told, derived } = turn;
  const judgement = judgeExtra(turn, 'OrderEdited', { key: EDIT, atMs, isOld: turn.isBaselineLook });
  if (judgement === null) return false;
  if (judgement === 'baseline') return true;
  told.edits += 1;
  announce(turn, {
    kind: 'OrderEdited',
    ...milestoneBase(
      turn,
      { kind: 'OrderEdited', things: [String(told.edits)], key: EDIT, rule: `order-${reason}`, evidence: null, atMs },
      judgement,
    ),
    ordinal: told.edits,
    reason,
    items: itemsOf(
      derived,
      unitsOf(derived.lines, (line) => line.ordered),
      false,
    ),
    addedItems: added,
    removedItems: removed,
    isAfterDispatch: isAfterDispatch(turn),
    isLate: judgement.reason === 'late',
  });
  return true;
}

/** Seen together, nobody can tell which came first: only what was told before counts. */
function isAfterDispatch({ state }: Turn): boolean {
  return state.told.shipments.some(({ isStanding }) => isStanding);
}

function orderedBySku(lines: readonly OrderLine[]): Readonly<Record<string, number>> {
  const units = new Map<string, number>();
  for (const { sku, ordered } of lines) units.set(sku, roundUnits((units.get(sku) ?? 0) + ordered));
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
