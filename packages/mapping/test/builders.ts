/** Plain Clarus data for the tests: say what matters, the rest is a quiet default. */
import {
  advance,
  definePolicy,
  type EvidenceKind,
  type Finding,
  initialOrder,
  type Milestone,
  type OrderInput,
  type OrderLine,
  type OrderObservation,
  type OrderRecord,
  type OrderState,
  type OrderView,
  type Parcel,
  type Policy,
  type PolicyInput,
  type ProfileFact,
  type Resolvers,
  type RunSettings,
  type Shipment,
} from '../src/index.js';

export const START = '2026-03-02T09:00:00.000Z'; // a Monday
export const LIVE: RunSettings = { liveFrom: '2026-03-01T00:00:00.000Z', isShadow: false };
export const SHADOW: RunSettings = { ...LIVE, isShadow: true };
const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `'2h'` after the start of every story. */
export function at(offset: string): string {
  const [, count, unit] = /^(-?\d+)([smhd])$/.exec(offset) ?? [];
  return new Date(Date.parse(START) + Number(count) * (UNIT_MS[unit ?? ''] ?? Number.NaN)).toISOString();
}

export const DPD = { id: '3', code: 'DPD', name: 'DPD' };

export function anOrder(change: Partial<OrderRecord> = {}): OrderRecord {
  return {
    id: '1001',
    reference: 'WEB-1001',
    statusCode: 'PICK',
    expectedDispatchAt: null,
    account: { id: '5', code: 'BRAND', name: 'Brand Ltd' },
    warehouse: { id: '1', code: 'LEEDS', name: 'Leeds' },
    carrier: DPD,
    dispatchStrategy: 'shipment',
    shopReference: '5550001',
    contact: { email: 'ada@shopper.co.uk', phone: '+447700900123', countryCode: 'GB' },
    ...change,
  };
}

export function aLine(sku: string, ordered: number, dispatched: number, change: Partial<OrderLine> = {}): OrderLine {
  return { id: `line-${sku}`, productId: `p-${sku}`, sku, productName: `The ${sku}`, ordered, dispatched, ...change };
}

export function aParcel(id: string, change: Partial<Parcel> = {}): Parcel {
  return { id, trackingNumber: `1550${id}`, storageUnitId: null, contents: null, ...change };
}

export function aShipment(id: string, statusCode: string | null, change: Partial<Shipment> = {}): Shipment {
  return {
    id,
    reference: `SH-${id}`,
    statusCode,
    carrier: DPD,
    service: { id: '7', code: 'NEXT', name: 'Next Day' },
    plannedCollectionAt: null,
    hasLabel: true,
    parcels: [aParcel(`${id}1`)],
    ...change,
  };
}

export function aView(change: Partial<OrderView> & { readonly order?: OrderRecord } = {}): OrderView {
  return { order: anOrder(), lines: [aLine('TEE', 2, 0)], shipments: [], dispatches: [], ...change };
}

let reads = 0;

/** What was read at an instant; numbers rise with every call unless one is given. */
export function seen(
  receivedAt: string,
  view: OrderView | null,
  change: Partial<OrderObservation> = {},
): OrderObservation {
  reads += 1;
  return {
    kind: 'order',
    source: 'webhook',
    receivedAt,
    read: reads,
    covers: ['order', 'lines', 'shipments', 'dispatches'],
    view,
    hooks: ['goods_out.updated'],
    hookContact: null,
    ...change,
  };
}

export function swept(receivedAt: string, view: OrderView | null): OrderObservation {
  return seen(receivedAt, view, { source: 'sweep', hooks: [] });
}

export function time(instant: string): OrderInput {
  return { kind: 'time', at: instant };
}

export function evidence(kind: EvidenceKind, shipmentId: string | null, instant: string): OrderInput {
  return { kind: 'evidence', source: 'carrier', receivedAt: instant, shipmentId, evidence: kind, at: instant };
}

export interface Told {
  readonly state: OrderState;
  readonly milestones: readonly Milestone[];
  readonly facts: readonly ProfileFact[];
  readonly findings: readonly Finding[];
  readonly wakeAt: string | null;
  /** Every instant at which the state asked to be woken and was. */
  readonly wokenAt: readonly string[];
}

export interface Settings {
  readonly policy?: PolicyInput;
  readonly resolvers?: Resolvers;
  readonly run?: RunSettings;
  readonly state?: OrderState;
}

/** Feeds inputs in order; before each, and at the end, lets every wake up to that instant happen. */
export function play(inputs: readonly OrderInput[], until: string | null, settings: Settings = {}): Told {
  return playWith(definePolicy(settings.policy, settings.resolvers), inputs, until, settings);
}

export function playWith(
  policy: Policy,
  inputs: readonly OrderInput[],
  until: string | null,
  { run = LIVE, state: first = initialOrder({ tenant: 'acme', orderId: '1001' }) }: Settings = {},
): Told {
  let told: Told = { state: first, milestones: [], facts: [], findings: [], wakeAt: null, wokenAt: [] };
  const step = (input: OrderInput): void => {
    const result = advance(told.state, input, policy, run);
    told = {
      ...result,
      milestones: [...told.milestones, ...result.milestones],
      facts: [...told.facts, ...result.facts],
      wokenAt: told.wokenAt,
    };
  };
  const wakeUntil = (instant: string): void => {
    for (let turns = 0; told.wakeAt !== null && told.wakeAt <= instant; turns += 1) {
      if (turns > 100) throw new Error(`livelock: still asks to be woken at ${told.wakeAt}`);
      const wakeAt = told.wakeAt;
      told = { ...told, wokenAt: [...told.wokenAt, wakeAt] };
      step(time(wakeAt));
    }
  };
  for (const input of inputs) {
    wakeUntil(input.kind === 'time' ? input.at : input.receivedAt);
    step(input);
  }
  if (until !== null) wakeUntil(until);
  return told;
}

/** Milestones as a line each: kind, thing, mode, and what an analyst asks first. */
export function inWords(milestones: readonly Milestone[]): readonly string[] {
  return milestones.map(inOneLine);
}

function inOneLine(milestone: Milestone): string {
  const mode = milestone.mode === 'live' ? '' : ` (${milestone.mode}: ${milestone.because.modeReason})`;
  switch (milestone.kind) {
    case 'ShipmentDispatched':
      return `shipped ${milestone.shipmentId ?? 'order'}${milestone.items === null ? '' : ` [${items(milestone.items)}]`}${mode}`;
    case 'OrderFulfilled':
      return `fulfilled ${milestone.fulfilmentStatus}${mode}`;
    case 'OrderCancelled':
      return `cancelled${mode}`;
    case 'LinesCancelled':
      return `${milestone.reason} [${items(milestone.items)}]${mode}`;
    case 'ShipmentLabelled':
      return `labelled ${milestone.shipmentId}${mode}`;
    case 'ShipmentUpdated':
      return `updated ${milestone.shipmentId ?? 'order'} ${milestone.ordinal}: ${milestone.reason}${mode}`;
    case 'ShipmentCollected':
      return `collected ${milestone.shipmentId ?? 'order'}${mode}`;
    case 'OutForDelivery':
      return `out for delivery ${milestone.shipmentId ?? 'order'}${mode}`;
    case 'Delivered':
      return `delivered ${milestone.shipmentId ?? 'order'}${mode}`;
    case 'OrderEdited':
      if (milestone.reason === 'destination')
        return `edited destination: ${milestone.order.countryCode} instead of ${milestone.previousCountryCode}${mode}`;
      if (milestone.reason === 'carrier')
        return `edited carrier: ${milestone.carrier?.code} instead of ${milestone.previousCarrier?.code}${mode}`;
      return `edited ${milestone.reason} +[${items(milestone.addedItems)}] -[${items(milestone.removedItems)}]${mode}`;
    case 'OrderDelayed':
      return `delayed [${items(milestone.outstandingItems)}]${mode}`;
    case 'ReturnExpected':
      return `return expected [${items(milestone.items)}]${mode}`;
    case 'ReturnReceived':
      return `return received [${items(milestone.items)}]${milestone.isFinalLine ? ', the last' : ''}${mode}`;
    case 'ReturnAbandoned':
      return `return abandoned: ${milestone.reason}${mode}`;
    case 'StockChanged':
      return `stock ${milestone.quantity}${mode}`;
    case 'ProfileChanged':
      return `profile${mode}`;
  }
}

function items(quantities: readonly { readonly sku: string; readonly quantity: number }[]): string {
  return quantities.map(({ sku, quantity }) => `${quantity} ${sku}`).join(', ');
}

/** Makes every later write to it an error. */
export function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const member of Object.values(value)) deepFreeze(member);
  }
  return value;
}
