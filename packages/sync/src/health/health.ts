import { toInstant } from '../clock.js';
import type { SyncContext } from '../config.js';
import { HOUR_MS } from './metrics.js';

/** What a monitor and a person both want to know first. */
export interface Health {
  /** `degraded`: something needs a person. `ok` says that work flows, not that nothing waits. */
  readonly status: 'ok' | 'degraded';
  readonly mode: 'live' | 'shadow';
  readonly liveFrom: string;
  /** Everything that was received or decided and is not finished. */
  readonly backlog: {
    /** Webhooks whose meaning was not looked at yet. */
    readonly webhooks: number;
    /** Records that should be read from Clarus. */
    readonly reads: number;
    /** Messages on their way to Klaviyo. */
    readonly messages: number;
  };
  /** Age of the oldest message that waits, in seconds; null when none waits. */
  readonly oldestPendingSeconds: number | null;
  readonly delivered: number;
  readonly withheld: number;
  readonly dead: number;
  /** Webhooks kept aside because nobody knew what they mean; replayable. */
  readonly parked: number;
  /** Open incidents: class → how many subjects. */
  readonly incidents: Readonly<Record<string, number>>;
  /** What a person stopped. By whom and why is for those who may ask `pauses`. */
  readonly pauses: readonly { readonly account: string; readonly metric: string | null; readonly since: string }[];
  /** Klaviyo accounts that are left alone for a while: Klaviyo asked for it, or does not answer. */
  readonly resting: readonly { readonly account: string; readonly until: string }[];
  /** From decided to accepted, over the last one to two hours; null: nothing was told live. */
  readonly lagSeconds: { readonly mean: number; readonly max: number } | null;
}

/** Until when each account that rests does so, epoch milliseconds. */
export type Resting = () => readonly { readonly account: string; readonly untilMs: number }[];

async function recentLag({ store }: SyncContext, nowMs: number): Promise<Health['lagSeconds']> {
  const fromMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS - HOUR_MS;
  const lags = (await store.measured({ fromMs, toMs: nowMs + 1 })).filter(({ name }) => name.startsWith('lag-ms:'));
  const count = lags.reduce((total, hour) => total + hour.count, 0);
  if (count === 0) return null;
  const sum = lags.reduce((total, hour) => total + hour.sum, 0);
  return { mean: Math.round(sum / count) / 1000, max: Math.max(...lags.map(({ max }) => max)) / 1000 };
}

export async function readHealth(context: SyncContext, resting: Resting): Promise<Health> {
  const nowMs = context.clock.now();
  const [counts, incidents, run, pauses, lagSeconds] = await Promise.all([
    context.store.counts(),
    context.store.incidents(),
    context.run(),
    context.store.pauses(),
    recentLag(context, nowMs),
  ]);
  const byClass: Record<string, number> = {};
  for (const incident of incidents) byClass[incident.class] = (byClass[incident.class] ?? 0) + 1;
  const { oldestPendingAtMs } = counts;
  return {
    status: incidents.some((incident) => incident.severity === 'error') ? 'degraded' : 'ok',
    mode: run.isShadow ? 'shadow' : 'live',
    liveFrom: run.liveFrom,
    backlog: { webhooks: counts.raw, reads: counts.bells, messages: counts.pending },
    oldestPendingSeconds:
      oldestPendingAtMs === null ? null : Math.max(0, Math.round((nowMs - oldestPendingAtMs) / 1000)),
    delivered: counts.delivered,
    withheld: counts.withheld,
    dead: counts.dead,
    parked: counts.parked,
    incidents: byClass,
    pauses: pauses.map(({ account, metric, sinceMs }) => ({ account, metric, since: toInstant(sinceMs) })),
    resting: resting()
      .filter(({ untilMs }) => untilMs > nowMs)
      .map(({ account, untilMs }) => ({ account, until: toInstant(untilMs) })),
    lagSeconds,
  };
}
