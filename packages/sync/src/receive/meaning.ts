/** What a stored webhook asks for: pure, so that a replay finds the same. */
import { decode, type WebhookEvent } from '@clarus-klaviyo/clarus/webhooks';
import { toHint } from '../hydrate/hints.js';
import { orderKey, stockKey } from '../keys.js';
import type { Bell, RawOutcome, StoredRaw } from '../stores/store.js';

export interface MeaningOptions {
  readonly automations: Readonly<Record<string, string>>;
  readonly quietMs: number;
  readonly capMs: number;
}

export interface Meaning {
  readonly outcome: RawOutcome;
  /** The body names nothing that could be read: only a sweep can find what it was about. */
  readonly wantsSweep: boolean;
}

/** Class and subject of the incident that a parked webhook opens. */
export const NOT_UNDERSTOOD = 'webhook-not-understood';

export function parkedSubject(automationId: string | null): string {
  return `automation ${automationId ?? 'none'}`;
}

/** Resources whose news can change what a customer should hear, or a variant's stock. */
const TELLS_OF_ORDERS: ReadonlySet<string> = new Set(['goods_out', 'goods_out_pick_list', 'load_drop']);
const TELLS_OF_STOCK: ReadonlySet<string> = new Set(['stock_balance', 'stock']);

function bellsOf(event: WebhookEvent, { quietMs, capMs }: MeaningOptions): readonly Bell[] {
  const bell = (key: string, hint: Readonly<Record<string, unknown>>): Bell => ({
    key,
    source: 'webhook',
    hooks: event.name === null ? [] : [event.name],
    hint,
    quietMs,
    capMs,
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
  const sku = event.product?.code ?? null;
  const accountId = event.account?.id ?? null;
  if (TELLS_OF_STOCK.has(event.resource) && sku !== null && accountId !== null) {
    bells.push(bell(stockKey(accountId, sku), {}));
  }
  return bells;
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
      wantsSweep: false,
    };
  }
  const bells = bellsOf(event, options);
  const isNews = TELLS_OF_ORDERS.has(event.resource) || TELLS_OF_STOCK.has(event.resource);
  return { outcome: { kind: 'understood', seq, bells }, wantsSweep: isNews && bells.length === 0 };
}
