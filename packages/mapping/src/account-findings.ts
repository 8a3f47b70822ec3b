/** Findings about an account as a whole, from what only its owner can look up. Pure. */
import { finding } from './advance/finding.js';
import type { Finding } from './findings.js';
import { instantMs } from './instants.js';
import type { MetricKind } from './milestones.js';
import type { Policy } from './policy-types.js';

/** An unknown Clarus account: what concerns it is withheld until somebody routes it. */
export function accountUnrouted(account: string): Finding {
  return finding('account-unrouted', account, { account });
}

/** A metric as `GET /api/metrics` lists it. */
export interface ExistingMetric {
  readonly name: string;
  /** Null or `API`: made through the API, as ours are. */
  readonly integration: string | null;
}

/** Metrics of ours that another integration has under the same name: a flow binds to one of the two. */
export function metricNameClashes(existing: readonly ExistingMetric[], policy: Policy): readonly Finding[] {
  const kinds = (Object.keys(policy.metrics) as MetricKind[]).filter((kind) => policy.events[kind]);
  return kinds.flatMap((kind) => {
    const name = policy.metrics[kind];
    const other = existing.find(
      (metric) => metric.name.trim().toLowerCase() === name.trim().toLowerCase() && isForeign(metric),
    );
    return other === undefined ? [] : [finding('metric-name-clash', name, { integration: other.integration ?? '' })];
  });
}

function isForeign({ integration }: ExistingMetric): boolean {
  return integration !== null && integration.trim().toLowerCase() !== 'api';
}

/** When an order's label was made and when its dispatch was completed, as far as Clarus says. */
export interface DispatchTiming {
  readonly labelledAt: string;
  readonly dispatchedAt: string;
}

const ENOUGH = 10;
const LABEL_TIME_MS = 60_000;

/**
 * Most orders completed within a minute of their label: then dispatch is the label, and customers would hear of
 * it before any carrier came. Null where it does not look like that, or fewer than ten orders say anything.
 */
export function dispatchLooksLikeLabel(account: string, timings: readonly DispatchTiming[]): Finding | null {
  const delaysMs = timings.flatMap(({ labelledAt, dispatchedAt }) => {
    const [from, to] = [instantMs(labelledAt), instantMs(dispatchedAt)];
    return from === null || to === null ? [] : [to - from];
  });
  const atLabel = delaysMs.filter((ms) => ms <= LABEL_TIME_MS).length;
  if (delaysMs.length < ENOUGH || atLabel * 2 <= delaysMs.length) return null;
  return finding('dispatch-looks-like-label', account, { orders: delaysMs.length, atLabel });
}
