/** Observations that were fed in, as inputs of the order they are about. Pure. */
import type { OrderInput, OrderState, Shipment } from '@clarus-klaviyo/mapping';
import { observedKey } from '../keys.js';
import type { StateRow, StateWrite } from '../stores/store.js';
import { addressesIn } from './addresses.js';
import { type ObservedRow, rowAs, type WaitingObservation } from './rows.js';

/** What an observation may have named the order with, as far as the order's state says. */
export function observedKeysOf(orderId: string, reference: string | null, state: OrderState | null): readonly string[] {
  return [
    observedKey('id', orderId),
    ...(reference === null ? [] : [observedKey('reference', reference)]),
    ...trackingNumbersOf(state).map((number) => observedKey('tracking', number)),
  ];
}

export function trackingNumbersOf(state: OrderState | null): readonly string[] {
  const numbers = shipmentsOf(state).flatMap(({ parcels }) => parcels.flatMap((parcel) => parcel.trackingNumber ?? []));
  return [...new Set(numbers)];
}

function shipmentsOf(state: OrderState | null): readonly Shipment[] {
  return state?.facts.shipments?.value ?? [];
}

export interface Claim {
  readonly inputs: readonly ((state: OrderState) => OrderInput)[];
  /** The rows without what was claimed. */
  readonly writes: readonly StateWrite[];
}

/** Takes what waits under these keys for an order of this Klaviyo account. */
export function claimObserved(
  keys: readonly string[],
  rows: ReadonlyMap<string, StateRow | null>,
  { account, state }: { readonly account: string; readonly state: OrderState },
): Claim {
  const inputs: ((state: OrderState) => OrderInput)[] = [];
  const writes: StateWrite[] = [];
  for (const key of keys) {
    const row = rowAs(rows.get(key), 'observed');
    if (row === null || row.waiting.length === 0) continue;
    const isOurs = (one: WaitingObservation): boolean =>
      (one.account === null || one.account === account) && isPlaceable(one, state);
    const ours = row.waiting.filter(isOurs);
    if (ours.length === 0) continue;
    inputs.push(...ours.map((one) => (before: OrderState) => toOrderInput(one, before)));
    writes.push(observedWrite(key, { ...row, waiting: row.waiting.filter((one) => !isOurs(one)) }));
  }
  return { inputs, writes };
}

/** A parcel's number says nothing before the order has a shipment that carries it. */
function isPlaceable(one: WaitingObservation, state: OrderState): boolean {
  return one.kind !== 'evidence' || one.trackingNumber === null || shipmentWith(state, one.trackingNumber) !== null;
}

function shipmentWith(state: OrderState, trackingNumber: string): string | null {
  const carries = ({ parcels }: Shipment): boolean => parcels.some((one) => one.trackingNumber === trackingNumber);
  return shipmentsOf(state).find(carries)?.id ?? null;
}

function toOrderInput(one: WaitingObservation, state: OrderState): OrderInput {
  const { source, receivedAt } = one;
  switch (one.kind) {
    case 'evidence': {
      const { evidence, at, trackingNumber } = one;
      const shipmentId = trackingNumber === null ? one.shipmentId : shipmentWith(state, trackingNumber);
      return { kind: 'evidence', source, receivedAt, shipmentId, evidence, at };
    }
    case 'catalogue': {
      const skus = new Set(state.facts.lines?.value.map(({ sku }) => sku));
      const known = state.facts.catalogue;
      const told = new Set(one.products.map(({ sku }) => sku));
      const products = [
        ...one.products.filter(({ sku }) => skus.has(sku)),
        ...(known?.value.filter(({ sku }) => !told.has(sku)) ?? []),
      ];
      return { kind: 'catalogue', source, receivedAt, read: (known?.read ?? 0) + 1, products };
    }
    case 'contact':
      // Nothing is covered, so nothing of the view is taken: only the contact beside it.
      return {
        kind: 'order',
        source,
        receivedAt,
        read: 0,
        covers: [],
        view: state.facts.order === null ? null : emptyView(state.facts.order.value),
        hooks: [],
        hookContact: one.contact,
      };
  }
}

function emptyView(
  order: NonNullable<OrderState['facts']['order']>['value'],
): Extract<OrderInput, { kind: 'order' }>['view'] {
  return { order, lines: [], shipments: [], dispatches: [] };
}

/** How long an observation waits for its order. */
const OBSERVATION_WAITS_MS = 14 * 86_400_000;

export function observedWrite(key: string, row: ObservedRow): StateWrite {
  const oldestMs = Math.min(...row.waiting.map((one) => Date.parse(one.receivedAt)));
  return {
    key,
    state: row,
    wakeAtMs: row.waiting.length === 0 ? null : oldestMs + OBSERVATION_WAITS_MS,
    names: [],
    findings: [],
    subjects: addressesIn(row),
    isClosed: row.waiting.length === 0,
  };
}

/** Its order never came: what waited too long goes. */
export function observedAtTime(key: string, row: ObservedRow, nowMs: number): StateWrite {
  const waiting = row.waiting.filter((one) => Date.parse(one.receivedAt) + OBSERVATION_WAITS_MS > nowMs);
  return observedWrite(key, { ...row, waiting });
}
