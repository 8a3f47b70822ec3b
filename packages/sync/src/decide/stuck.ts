/** Orders that do not move on: each stands as an incident until the order does. Pure. */
import type { OrderState } from '@clarus-klaviyo/mapping';
import type { SyncTiming } from '../config.js';
import type { SyncIncidentClass } from '../incidents/classes.js';
import type { StandingFinding } from '../stores/store.js';
import type { Progress } from './rows.js';

export interface StuckFacts {
  readonly reference: string;
  readonly progress: Progress;
  readonly state: OrderState;
  /** Completed or cancelled in Clarus. */
  readonly isClosed: boolean;
  /** The mapping waits for something of its own: what is untold is untold on purpose. */
  readonly isHeld: boolean;
  readonly nowMs: number;
}

export interface Stuck {
  readonly findings: readonly StandingFinding[];
  /** When time alone makes it so; null: it does not. */
  readonly wakeAtMs: number | null;
}

type Limits = Pick<SyncTiming, 'stuckReleasedMs' | 'stuckLabelledMs' | 'stuckUntoldMs'>;

const NOT_STUCK: Stuck = { findings: [], wakeAtMs: null };

/**
 * The furthest step that was taken decides: an order is not stuck at its label when it has left. What only a sweep has
 * ever named is left out: a tenant's oldest open orders would otherwise all be incidents on the first day.
 */
export function stuckOrder(facts: StuckFacts, limits: Limits): Stuck {
  const { progress, state, isClosed, isHeld } = facts;
  if (!state.told.isLive) return NOT_STUCK;
  if (progress.dispatchedAtMs !== null) {
    const isTold = state.told.shipments.length > 0 || state.told.fulfilled !== null;
    if (isTold || isHeld) return NOT_STUCK;
    return judge('dispatched-not-told', progress.dispatchedAtMs, limits.stuckUntoldMs, facts);
  }
  if (isClosed) return NOT_STUCK;
  if (progress.labelledAtMs !== null)
    return judge('label-without-dispatch', progress.labelledAtMs, limits.stuckLabelledMs, facts);
  if (progress.releasedAtMs !== null) return judge('order-stuck', progress.releasedAtMs, limits.stuckReleasedMs, facts);
  return NOT_STUCK;
}

function judge(code: SyncIncidentClass, sinceMs: number, limitMs: number, { reference, nowMs }: StuckFacts): Stuck {
  if (limitMs <= 0) return NOT_STUCK;
  if (nowMs < sinceMs + limitMs) return { findings: [], wakeAtMs: sinceMs + limitMs };
  const owner = code === 'dispatched-not-told' ? 'integration' : 'warehouse';
  const detail = { hours: Math.round(limitMs / 3_600_000) };
  return { findings: [{ code, owner, severity: 'warning', subject: reference, detail }], wakeAtMs: null };
}
