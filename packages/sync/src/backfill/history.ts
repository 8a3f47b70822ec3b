/** Whether an order's past may still be told, and what it would be told. Pure. */
import type { Contact, OrderState, OrderView, RunSettings } from '@clarus-klaviyo/mapping';
import { toInstant } from '../clock.js';
import { addressesIn } from '../decide/addresses.js';
import { decideOne } from '../decide/order.js';
import { type OrderRow, rowAs } from '../decide/rows.js';
import type { Decision } from '../stores/store.js';

type Facts = Parameters<typeof decideOne>[3];

/** Live orders tell their own news; and where anything was told, its ids and numbers are given away. */
export function isUntold(state: OrderState | null): boolean {
  if (state === null) return true;
  const { isLive, shipments, linesCancelled, fulfilled, cancelled, delayed, edits } = state.told;
  if (isLive || edits > 0) return false;
  return [...shipments, ...linesCancelled, fulfilled, cancelled, delayed].every(
    (one) => one === null || one.mode === 'baseline' || one.mode === 'adopted',
  );
}

/** Whether something of it is known to have left since then. */
export function isDispatchedSince({ dispatches }: OrderView, fromMs: number): boolean {
  return dispatches.some(({ at, notBefore }) => Date.parse(at ?? notBefore ?? '') >= fromMs);
}

/**
 * When the past of this order is put where no dispatch dates it: its planned dispatch, since Clarus dates nothing else
 * that is documented, or the begin of the backfill; never before that, never later than now.
 */
export function pastOf(
  view: OrderView,
  { fromMs, nowMs }: { readonly fromMs: number; readonly nowMs: number },
): number {
  const plannedMs = Date.parse(view.order.expectedDispatchAt ?? '');
  return Math.min(nowMs, Math.max(fromMs, Number.isNaN(plannedMs) ? fromMs : plannedMs));
}

/**
 * The order as if it had been seen for the first time then, and then left to time until now: silent, whatever it says.
 * Its findings are not opened, since nobody can act on the past; the next read stands by its own. Its customer's flags
 * are not written: they say what is so now, and newer orders know better.
 */
export function decideHistory(
  orderId: string,
  view: OrderView,
  atMs: number,
  facts: Facts & { readonly backfill: RunSettings; readonly contact: Contact | null },
): Decision & { readonly row: OrderRow | null } {
  const { backfill, contact, ...rest } = facts;
  const then: Facts = { ...rest, run: backfill };
  const first = decideOne(
    orderId,
    null,
    {
      kind: 'order',
      source: 'sweep',
      receivedAt: toInstant(atMs),
      read: 0, // any read that is under way has a higher number, and the last word
      covers: ['order', 'lines', 'shipments', 'dispatches'],
      view,
      hooks: [],
      hookContact: contact,
    },
    then,
  );
  const second = decideOne(orderId, rowAs(first.write, 'order'), { kind: 'time', at: toInstant(facts.nowMs) }, then);
  return {
    row: rowAs(second.write, 'order'),
    writes: [{ ...second.write, findings: [], subjects: addressesIn(second.write.state) }],
    messages: [...first.messages, ...second.messages],
  };
}
