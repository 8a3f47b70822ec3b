/** What a stored webhook asks for: pure, so that a replay finds the same. */
import { decode, receiptLinesOf, type WebhookEvent } from '@clarus-klaviyo/clarus/webhooks';
import { toHint } from '../hydrate/hints.js';
import { toReceiptHint } from '../hydrate/receipt-hints.js';
import { orderKey, receiptKey, stockKey } from '../keys.js';
import type { Bell, RawOutcome, StoredRaw } from '../stores/store.js';
import type { SweepKind } from '../sweep/kinds.js';

export interface MeaningOptions {
  readonly automations: Readonly<Record<string, string>>;
  readonly quietMs: number;
  readonly capMs: number;
}

export interface Meaning {
  readonly outcome: RawOutcome;
  /** The body names nothing that could be read: only this sweep can find what it was about. */
  readonly wantsSweep: SweepKind | null;
}

/** Class and subject of the incident that a parked webhook opens. */
export const NOT_UNDERSTOOD = 'webhook-not-understood';

export function parkedSubject(automationId: string | null): string {
  return `automation ${automationId ?? 'none'}`;
}

function bellsOf(
  event: WebhookEvent,
  automationId: string | null,
  { quietMs, capMs }: MeaningOptions,
): readonly Bell[] {
  const bell = (key: string, hint: Readonly<Record<string, unknown>>): Bell => ({
    key,
    source: 'webhook',
    hooks: event.name === null ? [] : [event.name],
    hint,
    quietMs,
    capMs,
    clarusAccount: event.account?.id ?? null,
  });
  const bells: Bell[] = [];
  if (event.orderId !== null) {
    // A pick list or a movement that names an order says nothing of its reference or its recipient.
    const isOrder = event.resource === 'goods_out';
    const hint = {
      reference: isOrder ? event.reference : null,
      accountId: event.account?.id ?? null,
      accountCode: event.account?.code ?? null,
      contact: isOrder ? event.contact : null,
    };
    bells.push(bell(orderKey(event.orderId), toHint(hint)));
  }
  if (event.resource === 'goods_in' && event.recordId !== null) {
    const automations = automationId === null ? [] : [automationId];
    const lines = receiptLinesOf(event.record);
    bells.push(bell(receiptKey(event.recordId), toReceiptHint({ reference: event.reference, lines, automations })));
  }
  const sku = event.product?.code ?? null;
  const accountId = event.account?.id ?? null;
  if ((event.resource === 'stock_balance' || event.resource === 'stock') && sku !== null && accountId !== null) {
    bells.push(bell(stockKey(accountId, sku), {}));
  }
  return bells;
}

/** Only news that a customer or a catalogue should hear of; `stock.dispatched` rings for units, and names no order. */
function sweepWanted(event: WebhookEvent, bells: readonly Bell[]): SweepKind | null {
  switch (event.resource) {
    case 'goods_out':
      return bells.length === 0 ? 'orders' : null;
    case 'goods_out_pick_list':
    case 'load_drop':
      return bells.length === 0 ? 'dispatches' : null;
    case 'goods_in':
      return bells.length === 0 ? 'receipts' : null;
    case 'stock':
      if (event.event === 'dispatched' && event.orderId === null) return 'dispatches';
      return bells.length === 0 ? 'balances' : null;
    case 'stock_balance':
      return bells.length === 0 ? 'balances' : null;
    default:
      return null;
  }
}

export function meaningOf(raw: StoredRaw, options: MeaningOptions): Meaning {
  const { seq, automationId, body } = raw;
  const event = decode(body, { automationId, automations: options.automations });
  if (event.resource === 'unknown') {
    return {
      outcome: {
        kind: 'parked',
        seq,
        reason: event.reason,
        incident: {
          class: NOT_UNDERSTOOD,
          subject: parkedSubject(automationId),
          severity: 'error',
          owner: 'integration',
          detail: { automation: automationId ?? 'none', reason: event.reason },
        },
      },
      wantsSweep: null,
    };
  }
  const bells = bellsOf(event, automationId, options);
  const subjects = event.contact?.email == null ? [] : [event.contact.email];
  return { outcome: { kind: 'understood', seq, bells, subjects }, wantsSweep: sweepWanted(event, bells) };
}
