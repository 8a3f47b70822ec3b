/** What happened to a subject, kept beside it so that its story can be told. No personal data. Pure. */
import type { ObservationSource, OrderAdvance, OrderInput, OrderState, ReceiptInput } from '@clarus-klaviyo/mapping';
import type { TrailEntry } from '../stores/store.js';
import { isGone, type ReceiptRow } from './rows.js';

type Detail = TrailEntry['detail'];

/** Only what changed: an order that is read a hundred times and stays as it is has one entry. */
export function orderTrail(
  before: OrderState | null,
  input: OrderInput,
  { state, wakeAt }: OrderAdvance,
  nowMs: number,
): readonly TrailEntry[] {
  const entry = (kind: string, detail: Detail): TrailEntry => ({ atMs: nowMs, kind, detail });
  return [...inputEntries(before, input, state, entry), ...holdEntries(before, state, wakeAt, entry)];
}

type ToEntry = (kind: string, detail: Detail) => TrailEntry;

function inputEntries(
  before: OrderState | null,
  input: OrderInput,
  after: OrderState,
  entry: ToEntry,
): readonly TrailEntry[] {
  switch (input.kind) {
    case 'order': {
      const { hooks, source } = input;
      const isHeard = after.facts.hookContact !== null && hooks.length === 0 && input.covers.length === 0;
      if (isHeard) return [entry('contact', { source })];
      const rung = hooks.map((hook) => entry('webhook', { hook }));
      if (input.view === null) {
        const isNews = isGone(after) && (before === null || !isGone(before));
        return [...rung, ...(isNews ? [entry('gone', { source })] : [])];
      }
      const seen = readOf(after, source);
      const isSame = before !== null && JSON.stringify(readOf(before, source)) === JSON.stringify(seen);
      return [...rung, ...(isSame ? [] : [entry('read', seen)])];
    }
    case 'evidence': {
      const { evidence, shipmentId: shipment, at, source } = input;
      const isNews = JSON.stringify(before?.facts.evidence) !== JSON.stringify(after.facts.evidence);
      return isNews ? [entry('evidence', { evidence, shipment, at, source })] : [];
    }
    case 'reissue':
      return before?.facts.reissuedAt == null ? [entry('reissued', { order: input.orderId })] : [];
    case 'catalogue':
    case 'time':
      return [];
  }
}

function readOf({ facts }: OrderState, source: ObservationSource): Detail {
  const shipments = facts.shipments?.value ?? [];
  const lines = facts.lines?.value ?? [];
  return {
    status: facts.order?.value.statusCode ?? null,
    shipments: shipments.length,
    labelled: shipments.filter(({ hasLabel }) => hasLabel).length,
    parcels: shipments.reduce((sum, { parcels }) => sum + parcels.length, 0),
    ordered: lines.reduce((sum, { ordered }) => sum + ordered, 0),
    dispatched: lines.reduce((sum, { dispatched }) => sum + dispatched, 0),
    source,
  };
}

function holdEntries(
  before: OrderState | null,
  after: OrderState,
  wakeAt: string | null,
  entry: ToEntry,
): readonly TrailEntry[] {
  const reasonsOf = (state: OrderState | null): readonly string[] => [
    ...new Set(Object.values(state?.told.holds ?? {}).flat()),
  ];
  const known = reasonsOf(before);
  const fresh = reasonsOf(after).filter((reason) => !known.includes(reason));
  return fresh.length === 0 ? [] : [entry('held', { reason: fresh.join(', '), until: wakeAt })];
}

export function receiptTrail(
  before: ReceiptRow | null,
  input: ReceiptInput,
  after: ReceiptRow['state'],
  nowMs: number,
): readonly TrailEntry[] {
  if (input.kind === 'time') return [];
  const entry: ToEntry = (kind, detail) => ({ atMs: nowMs, kind, detail });
  const rung = input.hooks.map((hook) => entry('webhook', { hook }));
  if (input.receipt === null) return [...rung, entry('gone', { source: input.source })];
  const readReceipt = (state: ReceiptRow['state'] | undefined): Detail => ({
    status: state?.facts.receipt?.value.statusCode ?? null,
    lines: state?.facts.receipt?.value.lines.length ?? 0,
    received: state?.facts.receipt?.value.lines.reduce((sum, { received }) => sum + received, 0) ?? 0,
    order: state?.facts.order?.value.orderNumber ?? null,
    source: input.source,
  });
  const seen = readReceipt(after);
  const isSame = before !== null && JSON.stringify(readReceipt(before.state)) === JSON.stringify(seen);
  return [...rung, ...(isSame ? [] : [entry('receipt', seen)])];
}
