/** What `GET /health` answers: numbers a monitor and a person can both read. No personal data. */
import type { SyncContext } from '../config.js';

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
}

export async function readHealth(context: SyncContext): Promise<Health> {
  const [counts, incidents, run] = await Promise.all([
    context.store.counts(),
    context.store.incidents(),
    context.run(),
  ]);
  const byClass: Record<string, number> = {};
  for (const incident of incidents) byClass[incident.class] = (byClass[incident.class] ?? 0) + 1;
  const nowMs = context.clock.now();
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
  };
}
