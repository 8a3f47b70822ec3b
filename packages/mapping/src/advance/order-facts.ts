/**
 * Facts are a join: merging the same inputs in any order, any number of times, gives the same facts.
 * Each member has its own rule, and none looks at another.
 */
import type {
  CatalogueProduct,
  CodedRecord,
  Contact,
  DispatchRecord,
  EvidenceObservation,
  OrderInput,
  OrderLine,
  OrderObservation,
  OrderRecord,
  Shipment,
} from '../inputs.js';
import { instantMs, toInstant } from '../instants.js';
import { own } from '../own.js';
import type { OrderFacts, Reading } from './order-state.js';

/** The key of evidence that names no shipment. */
export const EVERY_SHIPMENT = '*';

export function mergeFacts(facts: OrderFacts, input: OrderInput): OrderFacts {
  switch (input.kind) {
    case 'order':
      return mergeObservation(facts, input);
    case 'evidence':
      return { ...facts, evidence: mergeEvidence(facts.evidence, input) };
    case 'reissue':
      return { ...facts, reissuedAt: later(facts.reissuedAt, input.receivedAt) };
    case 'catalogue':
      return { ...facts, catalogue: newest(facts.catalogue, input.read, input.products.map(pickProduct)) };
    case 'time':
      return facts;
  }
}

function mergeObservation(
  facts: OrderFacts,
  { covers, hooks, hookContact, read, receivedAt, view }: OrderObservation,
): OrderFacts {
  const shared = {
    isCancelHookSeen: facts.isCancelHookSeen || hooks.includes('goods_out.cancelled'),
    hookContact: newestContact(facts.hookContact, hookContact, receivedAt),
  };
  if (view === null) return { ...facts, ...shared, goneRead: Math.max(facts.goneRead ?? read, read) };
  const has = (cover: OrderObservation['covers'][number]): boolean => covers.includes(cover);
  return {
    ...facts,
    ...shared,
    order: has('order') ? newest(facts.order, read, pickOrder(view.order)) : facts.order,
    lines: has('lines') ? newest(facts.lines, read, view.lines.map(pickLine)) : facts.lines,
    shipments: has('shipments') ? newest(facts.shipments, read, view.shipments.map(pickShipment)) : facts.shipments,
    dispatches: has('dispatches')
      ? newest(facts.dispatches, read, view.dispatches.map(pickDispatch))
      : facts.dispatches,
  };
}

/** Reads are numbered, so a tie is a copy; should it differ all the same, the text decides, not the arrival. */
export function newest<Value>(before: Reading<Value> | null, read: number, value: Value): Reading<Value> {
  if (before === null || read > before.read) return { read, value };
  if (read < before.read) return before;
  return JSON.stringify(value) > JSON.stringify(before.value) ? { read, value } : before;
}

function newestContact(
  before: OrderFacts['hookContact'],
  contact: Contact | null,
  receivedAt: string,
): OrderFacts['hookContact'] {
  const ms = instantMs(receivedAt);
  if (contact === null || contact.email === null || ms === null) return before;
  const { email, phone, countryCode } = contact;
  const candidate: NonNullable<OrderFacts['hookContact']> = {
    receivedAt: toInstant(ms),
    contact: { email, phone, countryCode },
  };
  if (before === null) return candidate;
  const rank = (one: typeof candidate): string => `${one.receivedAt} ${JSON.stringify(one.contact)}`;
  return rank(candidate) > rank(before) ? candidate : before;
}

function mergeEvidence(evidence: OrderFacts['evidence'], input: EvidenceObservation): OrderFacts['evidence'] {
  const ms = instantMs(input.at);
  if (ms === null) return evidence;
  const id = input.shipmentId ?? EVERY_SHIPMENT;
  const kinds = own(evidence, id) ?? {};
  const before = instantMs(kinds[input.evidence]);
  if (before !== null && before <= ms) return evidence;
  return { ...evidence, [id]: { ...kinds, [input.evidence]: toInstant(ms) } };
}

function later(before: string | null, instant: string): string | null {
  const ms = instantMs(instant);
  if (ms === null) return before;
  return toInstant(Math.max(instantMs(before) ?? ms, ms));
}

// Picked member by member: a record may carry more than we read, and the state stays small.

function pickOrder(order: OrderRecord): OrderRecord {
  const { id, reference, statusCode, expectedDispatchAt, dispatchStrategy, shopReference, contact } = order;
  return {
    id,
    reference,
    statusCode,
    expectedDispatchAt,
    account: pickCoded(order.account),
    warehouse: pickCoded(order.warehouse),
    carrier: pickCoded(order.carrier),
    dispatchStrategy,
    shopReference,
    contact: contact === null ? null : { email: contact.email, phone: contact.phone, countryCode: contact.countryCode },
  };
}

function pickCoded(record: CodedRecord | null): CodedRecord | null {
  return record === null ? null : { id: record.id, code: record.code, name: record.name };
}

function pickLine({ id, productId, sku, productName, ordered, dispatched, closedAs }: OrderLine): OrderLine {
  const line = { id, productId, sku, productName, ordered, dispatched };
  return closedAs === undefined ? line : { ...line, closedAs };
}

function pickShipment(shipment: Shipment): Shipment {
  const { id, reference, statusCode, plannedCollectionAt, hasLabel } = shipment;
  return {
    id,
    reference,
    statusCode,
    carrier: pickCoded(shipment.carrier),
    service: pickCoded(shipment.service),
    plannedCollectionAt,
    hasLabel,
    parcels: shipment.parcels.map((parcel) => ({
      id: parcel.id,
      trackingNumber: parcel.trackingNumber,
      storageUnitId: parcel.storageUnitId,
      contents: parcel.contents?.map(({ sku, quantity }) => ({ sku, quantity })) ?? null,
    })),
  };
}

function pickDispatch({ id, sku, quantity, at, notBefore, storageUnitId }: DispatchRecord): DispatchRecord {
  return { id, sku, quantity, at, notBefore, storageUnitId };
}

function pickProduct({ sku, url, imageUrl, price, brand, categories }: CatalogueProduct): CatalogueProduct {
  return { sku, url, imageUrl, price, brand, categories: [...categories] };
}
