/** What the facts of an order say, before any question of time or telling. */
import { foldCode } from '../fold-text.js';
import type {
  CatalogueProduct,
  CodedRecord,
  Contact,
  DispatchRecord,
  EvidenceKind,
  OrderLine,
  OrderRecord,
  Shipment,
} from '../inputs.js';
import { instantMs } from '../instants.js';
import { own } from '../own.js';

import type { DispatchStrategy, Policy, ShippedWhen } from '../policy-types.js';
import { defaultShippedWhen, isAutomatic } from '../strategy.js';
import { outstandingUnits, roundUnits, sumUnits } from '../units.js';
import { EVERY_SHIPMENT } from './order-facts.js';
import type { OrderFacts } from './order-state.js';

/** The id of what is told when units left without any shipment. */
export const ORDER_LEVEL = 'order';

/** Order statuses Clarus documents; others are reported, and treated as open. */
const KNOWN_STATUSES = ['draft', 'pending', 'pick', 'part', 'allocated', 'completed', 'partallocated', 'cancelled'];

export type OrderStatus = 'open' | 'completed' | 'cancelled' | 'gone';

/** Something that can be told as shipped: a live shipment, or the order itself where it has none. */
export interface Candidate {
  readonly id: string;
  readonly shipment: Shipment | null;
  readonly carrier: CodedRecord | null;
  /** The WMS says it has left, or its completed order implies it. */
  readonly isDispatched: boolean;
  readonly isLabelled: boolean;
  readonly trackingNumbers: readonly string[];
  /** Instants fed in about it. */
  readonly evidence: Partial<Readonly<Record<EvidenceKind, string>>>;
  /** Dispatch records of its parcels' storage units. */
  readonly joined: readonly DispatchRecord[];
  /** `joined`, or every record of the order when it is the only candidate: what can date it. */
  readonly records: readonly DispatchRecord[];
}

export interface DerivedOrder {
  readonly order: OrderRecord;
  readonly lines: readonly OrderLine[];
  readonly dispatches: readonly DispatchRecord[];
  readonly products: readonly CatalogueProduct[];
  readonly contact: Contact | null;
  readonly status: OrderStatus;
  readonly isRecordGone: boolean;
  readonly isStatusKnown: boolean;
  readonly strategy: DispatchStrategy;
  readonly isStrategyConfirmed: boolean;
  /** Null: the strategy completes at label time and nobody chose what counts as shipped. */
  readonly shippedWhen: ShippedWhen | null;
  /** Cancelled and voided ones left out. */
  readonly shipments: readonly Shipment[];
  readonly candidates: readonly Candidate[];
  readonly unitsDispatched: number;
  readonly unitsOutstanding: number;
}

/**
 * Null while too little was looked at to decide anything: a missing look is not an empty answer.
 * An order that is gone needs no more than its own record.
 */
export function deriveOrder(facts: OrderFacts, policy: Policy): DerivedOrder | null {
  if (facts.order === null) return null;
  const isRecordGone = facts.goneRead !== null && facts.goneRead >= facts.order.read;
  if (!isRecordGone && (facts.lines === null || facts.shipments === null)) return null;
  const order = facts.order.value;
  const lines = facts.lines?.value ?? [];
  const dispatches = facts.dispatches?.value ?? [];
  const shipments = (facts.shipments?.value ?? []).filter((shipment) => !isVoided(shipment));
  const status = statusOf(order, isRecordGone, facts.isCancelHookSeen, policy);
  const strategy = policy.dispatchStrategy ?? readStrategy(order.dispatchStrategy);
  const unitsDispatched = roundUnits(lines.reduce((sum, line) => sum + line.dispatched, 0));
  const shared = { facts, policy, dispatches, strategy: strategy ?? 'shipment', isOnly: shipments.length < 2 };
  return {
    order,
    lines,
    dispatches,
    products: facts.catalogue?.value ?? [],
    contact: order.contact ?? facts.hookContact?.contact ?? null,
    status,
    isRecordGone,
    isStatusKnown: isKnownStatus(order.statusCode, policy),
    strategy: strategy ?? 'shipment',
    isStrategyConfirmed: strategy !== null,
    shippedWhen: shippedWhenOf(strategy ?? 'shipment', policy),
    shipments,
    candidates:
      shipments.length > 0
        ? shipmentCandidates(shipments, status === 'completed' && unitsDispatched > 0, shared)
        : orderCandidate(order, unitsDispatched > 0, shared),
    unitsDispatched,
    unitsOutstanding: status === 'open' ? sumUnits(outstandingUnits(lines)) : 0,
  };
}

function statusOf(order: OrderRecord, isGone: boolean, isCancelHookSeen: boolean, { statuses }: Policy): OrderStatus {
  if (isGone) return isCancelHookSeen ? 'cancelled' : 'gone';
  if (isOneOf(order.statusCode, statuses.completed)) return 'completed';
  return isOneOf(order.statusCode, statuses.cancelled) ? 'cancelled' : 'open';
}

function isKnownStatus(code: string, { statuses }: Policy): boolean {
  return isOneOf(code, [...KNOWN_STATUSES, ...statuses.completed, ...statuses.cancelled]);
}

function isOneOf(code: string, codes: readonly string[]): boolean {
  const folded = foldCode(code);
  return codes.some((one) => foldCode(one) === folded);
}

function readStrategy(code: string | null): DispatchStrategy | null {
  switch (foldCode(code ?? '')) {
    case 'manual':
      return 'manual';
    case 'shipment':
      return 'shipment';
    case 'load':
      return 'load';
    case 'auto':
      return 'auto';
    case 'autoshipment':
      return 'auto_shipment';
    default:
      return null;
  }
}

/** `dispatched` says nothing where dispatch completes at label time: there it is no choice. */
function shippedWhenOf(strategy: DispatchStrategy, { shippedWhen }: Policy): ShippedWhen | null {
  if (shippedWhen === null || (shippedWhen === 'dispatched' && isAutomatic(strategy)))
    return defaultShippedWhen(strategy);
  return shippedWhen;
}

interface Shared {
  readonly facts: OrderFacts;
  readonly policy: Policy;
  readonly dispatches: readonly DispatchRecord[];
  readonly strategy: DispatchStrategy;
  readonly isOnly: boolean;
}

function isVoided({ statusCode }: Shipment): boolean {
  const folded = foldCode(statusCode ?? '');
  return folded.startsWith('cancel') || folded.startsWith('void') || folded === 'deleted';
}

/** The booking is not made yet, or was refused: nothing about it may be inferred. */
function isUnbooked({ statusCode }: Shipment): boolean {
  const folded = foldCode(statusCode ?? '');
  return folded.startsWith('fail') || folded.startsWith('submitting');
}

export function trackingNumbersOf(shipment: Shipment | null | undefined): readonly string[] {
  return shipment?.parcels.flatMap(({ trackingNumber }) => trackingNumber || []) ?? [];
}

/**
 * A shipment is dispatched when its status says so. Statuses are free text in Clarus, so where no shipment
 * of the order says so and the order is completed, that is taken to cover its booked shipments: those with
 * a label or tracking, or the only one there is [inferred]. Where the warehouse does use the status, a
 * sibling without it is a label that never left.
 */
function shipmentCandidates(
  shipments: readonly Shipment[],
  isCompleted: boolean,
  shared: Shared,
): readonly Candidate[] {
  const { facts, policy, dispatches } = shared;
  const saysDispatched = (shipment: Shipment): boolean =>
    (shipment.statusCode !== null && isOneOf(shipment.statusCode, policy.dispatchedStatuses)) ||
    own(facts.evidence, shipment.id)?.dispatched !== undefined;
  const isImplied = isCompleted && !shipments.some(saysDispatched);
  return shipments.map((shipment) => {
    const trackingNumbers = trackingNumbersOf(shipment);
    const isBooked =
      shipment.hasLabel || trackingNumbers.length > 0 || own(facts.evidence, shipment.id)?.labelled !== undefined;
    const isDispatched =
      saysDispatched(shipment) || (isImplied && !isUnbooked(shipment) && (isBooked || shared.isOnly));
    const joined = joinedTo(shipment, dispatches);
    return {
      id: shipment.id,
      shipment,
      carrier: shipment.carrier,
      isDispatched,
      isLabelled: isBooked || isDispatched,
      trackingNumbers,
      evidence: evidenceOf(shipment.id, isDispatched, shared),
      joined,
      records: joined.length > 0 || !shared.isOnly ? joined : dispatches,
    };
  });
}

function orderCandidate(order: OrderRecord, isDispatched: boolean, shared: Shared): readonly Candidate[] {
  if (!isDispatched) return [];
  return [
    {
      id: ORDER_LEVEL,
      shipment: null,
      carrier: order.carrier,
      isDispatched,
      isLabelled: true,
      trackingNumbers: [],
      evidence: evidenceOf(EVERY_SHIPMENT, isDispatched, shared),
      joined: [],
      records: shared.dispatches,
    },
  ];
}

/** Records that name a storage unit packed into one of the shipment's parcels. */
function joinedTo(shipment: Shipment, dispatches: readonly DispatchRecord[]): readonly DispatchRecord[] {
  const storageUnits = new Set(shipment.parcels.map((parcel) => parcel.storageUnitId));
  return dispatches.filter(({ storageUnitId }) => storageUnitId !== null && storageUnits.has(storageUnitId));
}

/**
 * Evidence that names no shipment counts for one that the WMS calls dispatched. Where dispatch completes at
 * label time that would let a second label pass on the first one's scan: there it must be the only shipment.
 */
function evidenceOf(id: string, isDispatched: boolean, { facts, strategy, isOnly }: Shared): Candidate['evidence'] {
  const named = own(facts.evidence, id) ?? {};
  const every = own(facts.evidence, EVERY_SHIPMENT);
  if (every === undefined || !isDispatched || (isAutomatic(strategy) && !isOnly)) return named;
  return { ...every, ...named };
}

/** The last of some records' own instants; null when none has one. */
export function lastDispatchMs(records: readonly DispatchRecord[]): number | null {
  let lastMs: number | null = null;
  for (const { at } of records) {
    const ms = instantMs(at);
    if (ms !== null && (lastMs === null || ms > lastMs)) lastMs = ms;
  }
  return lastMs;
}
