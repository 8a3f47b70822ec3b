/** A read's answer as the observation the mapping takes. Pure. */
import type { Cover, OrderObservation, OrderView } from '@clarus-klaviyo/mapping';
import { toInstant } from '../clock.js';
import type { TakenBell } from '../stores/store.js';
import { fromHint, type OrderHint } from './hints.js';

const EVERYTHING: readonly Cover[] = ['order', 'lines', 'shipments', 'dispatches'];

export function toOrderObservation(
  bell: TakenBell,
  view: OrderView | null,
  nowMs: number,
  isCreatedSinceLive = false,
): OrderObservation {
  return {
    kind: 'order',
    source: bell.source,
    receivedAt: toInstant(nowMs),
    read: bell.read,
    covers: EVERYTHING,
    view,
    hooks: bell.hooks,
    hookContact: fromHint(bell.hint).contact,
    isCreatedSinceLive,
  };
}

/**
 * An order that Clarus deleted before we ever read it: what its webhook's body said is all there is.
 * Null when that is too little to name the order by.
 */
export function viewFromHint(orderId: string, hint: OrderHint): OrderView | null {
  if (hint.reference === null || hint.accountId === null) return null;
  return {
    order: {
      id: orderId,
      reference: hint.reference,
      statusCode: 'PENDING', // only a draft or pending order is deleted by a cancel
      expectedDispatchAt: null,
      account: { id: hint.accountId, code: hint.accountCode, name: null },
      warehouse: null,
      carrier: null,
      dispatchStrategy: null,
      shopReference: null,
      contact: hint.contact,
    },
    lines: [],
    shipments: [],
    dispatches: [],
  };
}
