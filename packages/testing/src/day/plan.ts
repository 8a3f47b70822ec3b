/** The day as it is going to be, order by order, before anybody acts on it. */
import { between, pick, type Random } from '../random.js';
import { type Customer, chooseCarrier, chooseLines, inventCustomer } from './catalogue.js';

/** SKU → units. */
export type Units = Readonly<Record<string, number>>;

/**
 * - `single`, `split`: everything leaves, in one shipment or 2 to 4.
 * - `same-second`: two shipments leave within one second.
 * - `short`: part of a line is given up. `repacked`: a first label is voided, its units leave in another shipment.
 * - `deleted`, `cancelled`, `rest-cancelled`: cancelled while pending, once allocated, after a first shipment.
 * - `left-over`: a label is made and nothing leaves today. `half-open`: a first shipment leaves, the rest waits.
 */
export type Shape =
  | 'single'
  | 'split'
  | 'same-second'
  | 'short'
  | 'repacked'
  | 'deleted'
  | 'cancelled'
  | 'rest-cancelled'
  | 'left-over'
  | 'half-open';

/** A shipment of a day, as planned. */
export interface PlannedShipment {
  readonly id: string;
  readonly contents: Units;
  readonly parcels: number;
  readonly packAtMs: number;
  readonly labelAtMs: number;
  readonly voidAtMs: number | null;
  /** Null: it never leaves. */
  readonly leaveAtMs: number | null;
}

/** An order of a day, as planned. */
export interface PlannedOrder {
  readonly id: string;
  readonly reference: string;
  readonly shape: Shape;
  readonly customer: Customer;
  readonly carrier: string;
  readonly service: string;
  readonly ordered: Units;
  /** Units the warehouse does not find. */
  readonly missing: Units;
  readonly createAtMs: number;
  readonly allocateAtMs: number | null;
  readonly pickAtMs: number | null;
  readonly shipments: readonly PlannedShipment[];
  readonly cancelAtMs: number | null;
  readonly shortAtMs: number | null;
}

export interface PlanConfig {
  readonly random: Random;
  readonly orders: number;
  readonly startMs: number;
  readonly openForMs: number;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const FIRST_ORDER_ID = 3_301;
const FIRST_SHIPMENT_ID = 15_001;
/** Allocation runs per day: stock falls in waves, not order by order. */
const WAVES = 6;

/** Share of all orders. What is left over is `single`. */
const SHARES: readonly (readonly [Shape, number])[] = [
  ['deleted', 0.04],
  ['cancelled', 0.04],
  ['rest-cancelled', 0.03],
  ['short', 0.05],
  ['repacked', 0.03],
  ['same-second', 0.03],
  ['left-over', 0.02],
  ['half-open', 0.02],
];
/** A third of the day comes in 2 to 4 shipments, whatever becomes of them. */
const SPLIT_SHARE = 1 / 3;
const SPLIT_SHAPES: ReadonlySet<Shape> = new Set(['split', 'same-second', 'rest-cancelled', 'half-open']);
const CANCEL_SHAPES: ReadonlySet<Shape> = new Set(['deleted', 'cancelled', 'rest-cancelled']);

export function planDay({ random, orders, startMs, openForMs }: PlanConfig): readonly PlannedOrder[] {
  const customers: Customer[] = [];
  let nextShipment = FIRST_SHIPMENT_ID;
  const hours = { startMs, openForMs, nextShipmentId: () => String(nextShipment++) };
  const createTimes = Array.from({ length: orders }, () => startMs + random() ** 1.3 * openForMs * 0.5).sort(
    (a, b) => a - b,
  );
  return shuffle(random, shapesOf(orders)).map((shape, index) => {
    // A customer cancels at most once a day, so that the newest cancelled order is never a matter of milliseconds.
    const isRegular = customers.length > 20 && !CANCEL_SHAPES.has(shape) && random() < 0.2;
    const customer = isRegular ? pick(random, customers) : inventCustomer(random, customers.length + 1);
    if (!isRegular) customers.push(customer);
    return planOrder(random, shape, index, Math.round(createTimes[index] ?? startMs), customer, hours);
  });
}

interface Hours {
  readonly startMs: number;
  readonly openForMs: number;
  readonly nextShipmentId: () => string;
}

function planOrder(
  random: Random,
  shape: Shape,
  index: number,
  createAtMs: number,
  customer: Customer,
  hours: Hours,
): PlannedOrder {
  const parts = partsOf(random, shape);
  const lineCount = between(random, shape === 'single' ? 1 : 2, 6);
  const lines = chooseLines(random, lineCount, Math.max(parts, shape === 'short' ? 2 : 1));
  const ordered = Object.fromEntries(lines.map(({ sku, quantity }) => [sku, quantity]));
  const missing = shape === 'short' ? oneOf(random, ordered) : {};
  const base = {
    id: String(FIRST_ORDER_ID + index),
    reference: `SO-${10_001 + index}`,
    shape,
    customer,
    ...chooseCarrier(random, customer.countryCode),
    ordered,
    missing,
    createAtMs,
  };
  if (shape === 'deleted') {
    const cancelAtMs = createAtMs + between(random, MINUTE, 4 * MINUTE);
    return { ...base, allocateAtMs: null, pickAtMs: null, shipments: [], cancelAtMs, shortAtMs: null };
  }
  const allocateAtMs = nextWave(random, createAtMs + 5 * MINUTE, hours);
  if (shape === 'cancelled' && index % 3 === 0) {
    const cancelAtMs = allocateAtMs + between(random, 5, 20) * MINUTE;
    return { ...base, allocateAtMs, pickAtMs: null, shipments: [], cancelAtMs, shortAtMs: null };
  }
  const pickAtMs = allocateAtMs + between(random, 10 * MINUTE, 45 * MINUTE);
  const started = { ...base, allocateAtMs, pickAtMs };
  const shipments = planShipments(
    random,
    shape,
    pickAtMs,
    splitUnits(random, less(ordered, missing), parts),
    hours,
    index,
  );
  return { ...started, shipments, ...endOf(random, shape, pickAtMs, shipments) };
}

/** Packing, labelling and leaving of each part; leaving times are spread over what is left of the day. */
function planShipments(
  random: Random,
  shape: Shape,
  pickAtMs: number,
  parts: readonly Units[],
  { startMs, openForMs, nextShipmentId }: Hours,
  index: number,
): readonly PlannedShipment[] {
  const closeMs = startMs + openForMs - 15 * MINUTE;
  const firstLabelMs = pickAtMs + between(random, 3 * MINUTE, 15 * MINUTE);
  const firstLeaveMs = Math.min(closeMs, firstLabelMs + between(random, 20 * MINUTE, 100 * MINUTE));
  const gapMs = (closeMs - firstLeaveMs) / Math.max(1, parts.length - 1);
  const planned = parts.map((contents, part): PlannedShipment => {
    const spread = part === 0 ? 0 : gapMs * (part - 1 + 0.5 + random() * 0.5);
    const leaveAtMs =
      shape === 'same-second' ? wholeSecond(firstLeaveMs) + 100 + part * 400 : Math.round(firstLeaveMs + spread);
    const labelAtMs = part === 0 ? firstLabelMs : leaveAtMs - between(random, 8 * MINUTE, 12 * MINUTE);
    const packAtMs = labelAtMs - between(random, 10 * SECOND, 60 * SECOND);
    const units = Object.values(contents).length;
    const parcels = units > 1 && random() < 0.2 ? between(random, 2, Math.min(3, units)) : 1;
    return { id: nextShipmentId(), contents, parcels, packAtMs, labelAtMs, voidAtMs: null, leaveAtMs };
  });
  const [first, second] = planned;
  if (first === undefined) return planned;
  const isVoided = index % 2 === 0;
  switch (shape) {
    case 'left-over':
      return [{ ...first, leaveAtMs: null }];
    case 'cancelled':
      return [{ ...first, leaveAtMs: null, voidAtMs: isVoided ? first.labelAtMs + 4 * MINUTE : null }];
    case 'repacked':
      return [
        { ...first, id: nextShipmentId(), leaveAtMs: null, voidAtMs: first.labelAtMs + 5 * MINUTE },
        { ...first, packAtMs: first.labelAtMs + 8 * MINUTE, labelAtMs: first.labelAtMs + 9 * MINUTE },
      ];
    case 'half-open':
      return [first];
    case 'rest-cancelled': {
      // Sometimes the second label is made already when the customer changes their mind.
      const labelAtMs = (first.leaveAtMs ?? 0) + 5 * MINUTE;
      const leftOver =
        second === undefined ? [] : [{ ...second, packAtMs: labelAtMs - 20 * SECOND, labelAtMs, leaveAtMs: null }];
      return isVoided ? [first, ...leftOver] : [first];
    }
    default:
      return planned;
  }
}

function endOf(
  random: Random,
  shape: Shape,
  pickAtMs: number,
  shipments: readonly PlannedShipment[],
): { readonly cancelAtMs: number | null; readonly shortAtMs: number | null } {
  const lastLeaveMs = Math.max(...shipments.map(({ leaveAtMs }) => leaveAtMs ?? 0));
  const lastLabelMs = Math.max(pickAtMs, ...shipments.map(({ labelAtMs }) => labelAtMs));
  switch (shape) {
    case 'cancelled':
      return { cancelAtMs: lastLabelMs + between(random, 6, 30) * MINUTE, shortAtMs: null };
    case 'rest-cancelled':
      return { cancelAtMs: lastLeaveMs + between(random, 6, 14) * MINUTE, shortAtMs: null };
    case 'short':
      // Half of them notice at once, half when everything else has gone.
      return { cancelAtMs: null, shortAtMs: random() < 0.5 ? pickAtMs + 2 * MINUTE : lastLeaveMs + 5 * MINUTE };
    default:
      return { cancelAtMs: null, shortAtMs: null };
  }
}

function shapesOf(orders: number): Shape[] {
  const shapes: Shape[] = SHARES.flatMap(([shape, share]) => repeat(shape, Math.round(orders * share)));
  const split = shapes.filter((shape) => SPLIT_SHAPES.has(shape)).length;
  shapes.push(...repeat<Shape>('split', Math.max(0, Math.ceil(orders * SPLIT_SHARE) - split)));
  shapes.push(...repeat<Shape>('single', Math.max(0, orders - shapes.length)));
  return shapes.slice(0, orders);
}

function partsOf(random: Random, shape: Shape): number {
  if (shape === 'split') return random() < 0.6 ? 2 : between(random, 3, 4);
  return SPLIT_SHAPES.has(shape) ? 2 : 1;
}

/** The first allocation run from `earliestMs` on, a few seconds into it. */
function nextWave(random: Random, earliestMs: number, { startMs, openForMs }: Hours): number {
  const everyMs = (openForMs * 0.6) / WAVES;
  const wave = Math.ceil((earliestMs - startMs) / everyMs);
  return Math.round(startMs + wave * everyMs + random() * 6 * SECOND);
}

/** Deals single units into `parts` heaps, none of them empty. */
function splitUnits(random: Random, units: Units, parts: number): readonly Units[] {
  const heaps: Record<string, number>[] = Array.from({ length: parts }, () => ({}));
  const dealt = shuffle(
    random,
    Object.entries(units).flatMap(([sku, quantity]) => repeat(sku, quantity)),
  );
  for (const [index, sku] of dealt.entries()) {
    const heap = heaps[index < parts ? index : between(random, 0, parts - 1)] ?? {};
    heap[sku] = (heap[sku] ?? 0) + 1;
  }
  return heaps;
}

function oneOf(random: Random, units: Units): Units {
  return { [pick(random, Object.keys(units))]: 1 };
}

export function less(units: Units, taken: Units): Units {
  return Object.fromEntries(
    Object.entries(units)
      .map(([sku, quantity]): [string, number] => [sku, quantity - (taken[sku] ?? 0)])
      .filter(([, quantity]) => quantity > 0),
  );
}

function wholeSecond(epochMs: number): number {
  return Math.floor(epochMs / SECOND) * SECOND;
}

function repeat<T>(value: T, times: number): T[] {
  return Array.from({ length: times }, () => value);
}

function shuffle<T>(random: Random, values: readonly T[]): T[] {
  return values
    .map((value) => ({ value, order: random() }))
    .sort((left, right) => left.order - right.order)
    .map(({ value }) => value);
}
