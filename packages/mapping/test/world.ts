/** A made-up warehouse: a random life of one order, and everything it lets us observe on the way. */
import fc from 'fast-check';
import type {
  Cover,
  EvidenceObservation,
  OrderInput,
  OrderLine,
  OrderObservation,
  OrderView,
  PolicyInput,
  Shipment,
} from '../src/index.js';
import { aLine, anOrder, aParcel, aShipment, at } from './builders.js';

/** Skip what cannot happen at that point: a step is a wish. */
type Step =
  | { readonly kind: 'label'; readonly shipment: number }
  | { readonly kind: 'track'; readonly shipment: number }
  | { readonly kind: 'dispatch'; readonly shipment: number; readonly line: number; readonly units: number }
  | { readonly kind: 'void'; readonly shipment: number }
  | { readonly kind: 'undo'; readonly shipment: number }
  | { readonly kind: 'complete' | 'cancel' | 'reopen' | 'gone' | 'look' };

interface Box {
  readonly isVoided: boolean;
  readonly isDispatched: boolean;
  readonly hasTracking: boolean;
  readonly units: ReadonlyMap<number, number>;
}

interface Warehouse {
  readonly status: 'PICK' | 'COMPLETED' | 'CANCELLED';
  readonly isGone: boolean;
  readonly boxes: ReadonlyMap<number, Box>;
  /** Units that left without a shipment, by line. */
  readonly loose: ReadonlyMap<number, number>;
}

export interface Life {
  readonly lines: readonly { readonly sku: string; readonly ordered: number }[];
  readonly hasShipments: boolean;
  readonly hasContents: boolean;
  readonly hasStorageUnits: boolean;
  readonly hasEmail: boolean;
  readonly ending: 'complete' | 'cancel';
  readonly steps: readonly (Step & {
    readonly covers: readonly Cover[];
    readonly isSweep: boolean;
    readonly afterMinutes: number;
  })[];
}

const COVERS: readonly Cover[] = ['order', 'lines', 'shipments', 'dispatches'];
const box = fc.nat({ max: 2 });

/** Steps of any life: things come undone, records vanish, reads are partial. */
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('dispatch' as const),
      shipment: box,
      line: fc.nat({ max: 3 }),
      units: fc.integer({ min: 1, max: 4 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('label' as const, 'track' as const), shipment: box }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('void' as const, 'undo' as const), shipment: box }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        'complete' as const,
        'cancel' as const,
        'reopen' as const,
        'gone' as const,
        'look' as const,
      ),
    }),
  },
);

/** Steps of a life in which nothing is ever taken back. */
const forwardStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('dispatch' as const),
      shipment: box,
      line: fc.nat({ max: 3 }),
      units: fc.integer({ min: 1, max: 4 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('label' as const, 'track' as const), shipment: box }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('look' as const) }) },
);

function lifeOf(
  step: fc.Arbitrary<Step>,
  covers: fc.Arbitrary<readonly Cover[]>,
  isSweep: fc.Arbitrary<boolean>,
): fc.Arbitrary<Life> {
  return fc.record({
    lines: fc.array(
      fc.record({ sku: fc.constantFrom('TEE', 'CAP', 'constructor'), ordered: fc.integer({ min: 1, max: 4 }) }),
      { minLength: 1, maxLength: 4 },
    ),
    hasShipments: fc.boolean(),
    hasContents: fc.boolean(),
    hasStorageUnits: fc.boolean(),
    hasEmail: fc.boolean(),
    ending: fc.constantFrom('complete' as const, 'cancel' as const),
    steps: fc.array(
      fc
        .tuple(step, fc.record({ covers, isSweep, afterMinutes: fc.nat({ max: 300 }) }))
        .map(([one, how]) => ({ ...one, ...how })),
      { maxLength: 12 },
    ),
  });
}

export const anyLife: fc.Arbitrary<Life> = lifeOf(
  anyStep,
  fc.oneof({ weight: 4, arbitrary: fc.constant(COVERS) }, { weight: 1, arbitrary: fc.subarray([...COVERS]) }),
  fc.boolean(),
);

export const forwardLife: fc.Arbitrary<Life> = lifeOf(forwardStep, fc.constant(COVERS), fc.constant(false));

export const anyPolicy: fc.Arbitrary<PolicyInput> = fc.constantFrom<PolicyInput[]>(
  {},
  { waitForTracking: '0s', noShipmentGrace: '0s', reissueGrace: '0s' },
  { dispatchStrategy: 'load' },
  {
    events: { ShipmentLabelled: true, ShipmentCollected: true, OrderEdited: true, OrderPartlyFulfilled: true },
    propertyStyle: 'spaced',
    updateGrace: '0s',
  },
  { dispatchStrategy: 'auto_shipment', shippedWhen: 'scanned' },
  { dispatchStrategy: 'auto_shipment', shippedWhen: 'atLabel' },
  { dispatchStrategy: 'auto', shippedWhen: 'plannedCollection' },
  {
    dispatchStrategy: 'auto',
    shippedWhen: { collectionTimes: { timeZone: 'Europe/London', carriers: { '*': { mon: '17:30', wed: '09:00' } } } },
  },
);

export interface Observed {
  readonly inputs: readonly (OrderObservation | EvidenceObservation)[];
  /** How the warehouse ended up. */
  readonly end: OrderView;
}

/** Everything seen of a life, in the order in which it happened: one read after each step, and one after its end. */
export function observe(life: Life): Observed {
  let now: Warehouse = { status: 'PICK', isGone: false, boxes: new Map(), loose: new Map() };
  let minutes = 0;
  let read = 0;
  const inputs: (OrderObservation | EvidenceObservation)[] = [];
  const last = { kind: life.ending, covers: COVERS, isSweep: false, afterMinutes: 30 } as const;
  for (const step of [...life.steps, last]) {
    minutes += step.afterMinutes;
    read += 1;
    const before = now;
    now = after(now, step, life);
    const receivedAt = at(`${minutes}m`);
    inputs.push({
      kind: 'order',
      source: step.isSweep ? 'sweep' : 'webhook',
      receivedAt,
      read,
      covers: step.covers,
      view: now.isGone ? null : viewOf(now, life),
      hooks: step.isSweep ? [] : [step.kind === 'cancel' ? 'goods_out.cancelled' : 'goods_out.updated'],
      hookContact: null,
    });
    for (const [id, { isDispatched }] of now.boxes) {
      if (!isDispatched || before.boxes.get(id)?.isDispatched === true) continue;
      inputs.push({
        kind: 'evidence',
        source: 'carrier',
        receivedAt,
        shipmentId: `S${id}`,
        evidence: 'scanned',
        at: receivedAt,
      });
    }
  }
  return { inputs, end: viewOf(now, life) };
}

/** The same inputs arriving in another order: received when they arrive, read when they were read. */
export function arriving(inputs: readonly OrderInput[], order: readonly number[]): readonly OrderInput[] {
  return order.flatMap((index, position) => {
    const input = inputs[index % inputs.length];
    if (input === undefined || input.kind === 'time') return [];
    return [{ ...input, receivedAt: at(`${40 + position}h`) }];
  });
}

function after(now: Warehouse, step: Step, life: Life): Warehouse {
  switch (step.kind) {
    case 'look':
      return now;
    case 'gone':
      return { ...now, isGone: now.status === 'PICK' && now.boxes.size === 0 && now.loose.size === 0 };
    case 'complete':
      return now.status === 'CANCELLED' ? now : { ...now, status: 'COMPLETED', isGone: false };
    case 'cancel':
      return now.status === 'COMPLETED' ? now : { ...now, status: 'CANCELLED', isGone: false };
    case 'reopen':
      return { ...now, status: 'PICK', isGone: false };
    case 'dispatch':
      return dispatch({ ...now, isGone: false }, step, life);
    default:
      return life.hasShipments
        ? withBox({ ...now, isGone: false }, step.shipment, (one) => changed(one, step.kind))
        : now;
  }
}

function changed(one: Box, kind: 'label' | 'track' | 'void' | 'undo'): Box {
  switch (kind) {
    case 'label':
      return one;
    case 'track':
      return { ...one, hasTracking: true };
    case 'void':
      return { ...one, isVoided: !one.isDispatched };
    case 'undo':
      return { ...one, isDispatched: false, units: new Map() };
  }
}

function withBox(now: Warehouse, id: number, change: (one: Box) => Box): Warehouse {
  const one = now.boxes.get(id) ?? { isVoided: false, isDispatched: false, hasTracking: false, units: new Map() };
  return { ...now, boxes: new Map([...now.boxes, [id, change(one)]]) };
}

function dispatch(now: Warehouse, step: Step & { readonly kind: 'dispatch' }, life: Life): Warehouse {
  const line = step.line % life.lines.length;
  const units = Math.min(step.units, (life.lines[line]?.ordered ?? 0) - dispatchedOf(now, line));
  if (units <= 0 || now.status !== 'PICK') return now;
  const plus = (held: ReadonlyMap<number, number>): ReadonlyMap<number, number> =>
    new Map([...held, [line, (held.get(line) ?? 0) + units]]);
  if (!life.hasShipments) return { ...now, loose: plus(now.loose) };
  if (now.boxes.get(step.shipment)?.isDispatched === true || now.boxes.get(step.shipment)?.isVoided === true)
    return now;
  return withBox(now, step.shipment, (one) => ({ ...one, isDispatched: true, units: plus(one.units) }));
}

function dispatchedOf({ boxes, loose }: Warehouse, line: number): number {
  return [...boxes.values()].reduce((sum, { units }) => sum + (units.get(line) ?? 0), loose.get(line) ?? 0);
}

function viewOf(now: Warehouse, life: Life): OrderView {
  const lines: readonly OrderLine[] = life.lines.map(({ sku, ordered }, index) =>
    aLine(sku, ordered, dispatchedOf(now, index), { id: `L${index}` }),
  );
  const skuOf = (line: number): string => life.lines[line]?.sku ?? '';
  const shipments: readonly Shipment[] = [...now.boxes].map(([id, one]) =>
    aShipment(`S${id}`, one.isVoided ? 'Cancelled' : one.isDispatched ? 'Dispatched' : 'Created', {
      plannedCollectionAt: at('3d'),
      parcels: [
        aParcel(`P${id}`, {
          trackingNumber: one.hasTracking ? `T${id}` : null,
          storageUnitId: life.hasStorageUnits ? `U${id}` : null,
          contents: life.hasContents
            ? [...one.units].map(([line, quantity]) => ({ sku: skuOf(line), quantity }))
            : null,
        }),
      ],
    }),
  );
  const dispatches = [...now.boxes].flatMap(([id, { units }]) =>
    [...units].map(([line, quantity]) => ({
      id: `D${id}-${line}`,
      sku: skuOf(line),
      quantity,
      at: null,
      notBefore: null,
      storageUnitId: life.hasStorageUnits ? `U${id}` : null,
    })),
  );
  const order = anOrder({ statusCode: now.status, ...(life.hasEmail ? {} : { contact: null }) });
  return { order, lines, shipments, dispatches };
}
