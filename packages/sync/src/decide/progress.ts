/** How far an order has come, as sync saw it: what tells a stuck order, and a label taken for a dispatch. Pure. */
import type { DispatchTiming, OrderView, Policy } from '@clarus-klaviyo/mapping';
import { toInstant } from '../clock.js';
import type { Progress } from './rows.js';
import { foldStatus } from './status.js';

export const NO_PROGRESS: Progress = {
  releasedAtMs: null,
  unlabelledAtMs: null,
  labelledAtMs: null,
  dispatchedAtMs: null,
};

/** Statuses in which nobody has begun; any other that is not an end means work. */
const NOT_RELEASED: ReadonlySet<string> = new Set(['DRAFT', 'PENDING']);
const LABEL_TIME_MS = 60_000;

export function progressAfter(before: Progress, view: OrderView, policy: Policy, nowMs: number): Progress {
  const isLabelled = view.shipments.some(
    ({ hasLabel, parcels }) => hasLabel || parcels.some(({ trackingNumber }) => trackingNumber !== null),
  );
  const isDispatched =
    view.dispatches.length > 0 ||
    view.lines.some(({ dispatched }) => dispatched > 0) ||
    view.shipments.some(({ statusCode }) => policy.dispatchedStatuses.some((one) => sameStatus(one, statusCode)));
  const isReleased = !NOT_RELEASED.has(foldStatus(view.order.statusCode));
  return {
    releasedAtMs: isReleased ? (before.releasedAtMs ?? nowMs) : null,
    unlabelledAtMs: isLabelled || isDispatched ? before.unlabelledAtMs : nowMs,
    labelledAtMs: isLabelled ? (before.labelledAtMs ?? nowMs) : null,
    dispatchedAtMs: isDispatched ? (before.dispatchedAtMs ?? nowMs) : null,
  };
}

function sameStatus(one: string, other: string | null): boolean {
  return other !== null && foldStatus(one) === foldStatus(other);
}

/**
 * How long after its label an order left, where our own reads settle it: nothing rings for a label, so it was made
 * between the last read without one and the first read with one. Null: they do not say.
 */
export function timingOf(before: Progress, after: Progress): DispatchTiming | null {
  const { dispatchedAtMs, labelledAtMs, unlabelledAtMs } = after;
  if (before.dispatchedAtMs !== null || dispatchedAtMs === null) return null;
  const dispatchedAt = toInstant(dispatchedAtMs);
  if (unlabelledAtMs !== null && dispatchedAtMs - unlabelledAtMs <= LABEL_TIME_MS)
    return { labelledAt: toInstant(unlabelledAtMs), dispatchedAt };
  if (before.labelledAtMs !== null && labelledAtMs !== null && dispatchedAtMs - labelledAtMs > LABEL_TIME_MS)
    return { labelledAt: toInstant(labelledAtMs), dispatchedAt };
  return null;
}
