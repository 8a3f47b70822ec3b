/** Which units left in a shipment: asked once, when it is first told; the answer is frozen (design §5.5). */
import type { OrderLine } from '../inputs.js';
import type { ItemsSource } from '../milestones.js';
import { own } from '../own.js';
import { roundUnits, sumUnits, type UnitsByLine, unitsOf } from '../units.js';
import { type Candidate, type DerivedOrder, ORDER_LEVEL } from './derive-order.js';
import type { OrderTold } from './order-state.js';

export interface Contents {
  readonly source: ItemsSource;
  /** Taken from the pool. With the source `unknown`: what this shipment shares with `grouped`. */
  readonly units: UnitsByLine;
  /** Other shipments whose units went with these. */
  readonly grouped: readonly string[];
}

interface Quantity {
  readonly sku: string;
  readonly quantity: number;
}

/** `waiting`: ids of dispatched shipments not told yet, this one included. */
export function contentsOf(
  candidate: Candidate,
  waiting: readonly string[],
  derived: DerivedOrder,
  told: OrderTold,
): Contents {
  const inPool = poolOf(told);
  const parcels = fill(derived.lines, inPool, parcelContents(candidate));
  if (sumUnits(parcels) > 0) return { source: 'parcels', units: parcels, grouped: [] };
  const records = fill(derived.lines, inPool, recordContents(candidate));
  if (sumUnits(records) > 0) return { source: 'dispatch-records', units: records, grouped: [] };
  if (told.grouped.includes(candidate.id)) return { source: 'unknown', units: {}, grouped: [] };
  const pool = unitsOf(derived.lines, inPool);
  const rivals = waiting.filter((id) => id !== candidate.id && !told.grouped.includes(id));
  if (rivals.length === 0 && sumUnits(pool) > 0 && !hasUnplacedUnits(told)) {
    const isWholeOrder = candidate.id === ORDER_LEVEL && derived.status !== 'open';
    return { source: isWholeOrder ? 'order-lines' : 'only-untold-shipment', units: pool, grouped: [] };
  }
  // Nobody can tell whose units these are, now or later: no other shipment may claim them.
  return { source: 'unknown', units: pool, grouped: rivals };
}

/** Each parcel's share of what its shipment is told with; null where nothing says what is in which. */
export function unitsByParcel(
  { shipment, joined }: Candidate,
  { source, units }: Contents,
  lines: readonly OrderLine[],
): readonly UnitsByLine[] | null {
  const parcels = shipment?.parcels ?? [];
  if (source !== 'unknown' && parcels.length === 1) return [units];
  if (source !== 'parcels' && source !== 'dispatch-records') return null;
  let left = units;
  return parcels.map(({ contents, storageUnitId }) => {
    const records = joined.filter((record) => record.storageUnitId === storageUnitId);
    const before = left;
    const share = fill(lines, ({ id }) => own(before, id) ?? 0, (source === 'parcels' ? contents : records) ?? []);
    left = unitsOf(lines, ({ id }) => (own(before, id) ?? 0) - (own(share, id) ?? 0));
    return share;
  });
}

/** Summed once per list of told shipments: lists are never changed, and this is asked again and again. */
const sums = new WeakMap<OrderTold['shipments'], ReadonlyMap<string, number>>();

/** Units of each line told as shipped, by line id, whoever they were told with. */
export function unitsToldShipped({ shipments }: OrderTold): ReadonlyMap<string, number> {
  const known = sums.get(shipments);
  if (known !== undefined) return known;
  const sum = new Map<string, number>();
  for (const { units } of shipments) {
    for (const [line, quantity] of Object.entries(units)) sum.set(line, roundUnits((sum.get(line) ?? 0) + quantity));
  }
  sums.set(shipments, sum);
  return sum;
}

/** How many units of a line left and are in no message yet. */
function poolOf(told: OrderTold): (line: OrderLine) => number {
  const shipped = unitsToldShipped(told);
  return ({ id, dispatched }) => roundUnits(dispatched - (shipped.get(id) ?? 0));
}

/** Asked for every shipment of every turn, so nothing is put together for it. */
export function hasPool(lines: readonly OrderLine[], told: OrderTold): boolean {
  const inPool = poolOf(told);
  return lines.some((line) => inPool(line) > 0);
}

/** A shipment was told while no units were: those that turn up later may be its own. */
function hasUnplacedUnits({ shipments, grouped }: OrderTold): boolean {
  return shipments.some(
    ({ id, mode, units, itemsSource, isStanding }) =>
      itemsSource === 'unknown' && isStanding && mode !== 'adopted' && sumUnits(units) === 0 && !grouped.includes(id),
  );
}

function parcelContents({ shipment }: Candidate): readonly Quantity[] {
  const contents = shipment?.parcels.map((parcel) => parcel.contents) ?? [];
  return contents.includes(null) ? [] : contents.flatMap((quantities) => quantities ?? []);
}

/** Only when every parcel is accounted for: half a shipment's contents would read as all of it. */
function recordContents({ shipment, joined }: Candidate): readonly Quantity[] {
  const isWhole = shipment?.parcels.every(({ storageUnitId }) =>
    joined.some((record) => record.storageUnitId === storageUnitId),
  );
  return isWhole === true ? joined : [];
}

/** Quantities per SKU as units per line: lines of one SKU fill up in order, and none beyond the pool. */
function fill(
  lines: readonly OrderLine[],
  inPool: (line: OrderLine) => number,
  quantities: readonly Quantity[],
): UnitsByLine {
  if (quantities.length === 0) return {};
  const left = new Map<string, number>();
  for (const { sku, quantity } of quantities) left.set(sku, (left.get(sku) ?? 0) + quantity);
  return unitsOf(lines, (line) => {
    const wanted = left.get(line.sku) ?? 0;
    const taken = Math.min(wanted, Math.max(0, inPool(line)));
    left.set(line.sku, roundUnits(wanted - taken));
    return taken;
  });
}
