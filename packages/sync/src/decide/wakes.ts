/** Lets time act on the states that asked for it. */
import { toInstant } from '../clock.js';
import type { SyncContext } from '../config.js';
import { subjectOf } from '../keys.js';
import { decideOrder } from './order.js';
import { decideStock } from './stock.js';

const WAKES_AT_ONCE = 200;

/** Returns how many states were woken. */
export async function wakeDue(context: SyncContext): Promise<number> {
  const nowMs = context.clock.now();
  const keys = await context.store.dueWakes(nowMs, WAKES_AT_ONCE);
  for (const key of keys) {
    const input = { kind: 'time', at: toInstant(context.clock.now()) } as const;
    const subject = subjectOf(key);
    // A profile's fold has no holds: it never asks to be woken.
    if (subject?.kind === 'order') await decideOrder(context, subject.orderId, input);
    if (subject?.kind === 'stock') await decideStock(context, { ...subject, accountCode: null }, input);
  }
  return keys.length;
}
