/** Looks at the incidents, tells the sink what is due, and remembers what was told. It holds up nobody but itself. */
import type { Clock, Random } from '../clock.js';
import { type OnEvent, reasonOf } from '../events.js';
import type { KeptIncident, Store } from '../stores/store.js';
import { withinTime } from '../within-time.js';
import { ALERT_LIMITS, type Alert, type AlertsConfig } from './alert.js';
import { digestDay, toDigest } from './digest.js';
import { type AlertMemory, afterSending, decodeMemory } from './memory.js';
import { classesOf, type PlannedAlert, planAlerts } from './plan.js';
import { type AlertFacts, type AlertLinks, toAlert, toDigestAlert } from './words.js';

const MEMORY = 'alerts';
const UNDELIVERED = 'alerts-undelivered';
/** A sink may be restarted without anybody being bothered by it. */
const FAILURES_UNTIL_INCIDENT = 3;
/** An all-clear later than this is no news. */
const LOOK_BACK_MS = 7 * 86_400_000;
const HOUR_MS = 3_600_000;

export interface AlerterContext {
  readonly tenant: string;
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly onEvent: OnEvent;
  readonly config: Required<AlertsConfig>;
  readonly links: AlertLinks;
}

export interface Alerter {
  /** Tells what is due now; returns how many alerts went out. Rejects only when the store does. */
  pass(signal: AbortSignal | undefined): Promise<number>;
}

export function createAlerter(context: AlerterContext): Alerter {
  const { tenant, store, clock, random, onEvent, config, links } = context;
  let failures = 0;
  let notBeforeMs = 0;

  /** A sink that hangs has failed: it is told to stop, and waited for no longer. */
  function hand(alert: Alert, signal: AbortSignal | undefined): Promise<void> {
    const limit = { clock, limitMs: ALERT_LIMITS.timeoutMs, what: 'The alert sink', signal };
    return withinTime(limit, async (until) => config.sink(alert, { signal: until }));
  }

  /** False: it did not get through, and will be tried again. */
  async function deliver(alert: Alert, signal: AbortSignal | undefined): Promise<boolean> {
    try {
      await hand(alert, signal);
    } catch (error) {
      if (signal?.aborted === true) return false;
      await noteFailure(error);
      return false;
    }
    if (failures >= FAILURES_UNTIL_INCIDENT) await store.clear(UNDELIVERED, tenant, clock.now());
    failures = 0;
    onEvent({ type: 'alert.sent', kind: alert.kind, class: alert.class });
    return true;
  }

  async function noteFailure(error: unknown): Promise<void> {
    const nowMs = clock.now();
    failures += 1;
    const ceilingMs = Math.min(ALERT_LIMITS.retryCapMs, ALERT_LIMITS.retryBaseMs * 2 ** Math.min(failures - 1, 20));
    notBeforeMs = nowMs + ceilingMs / 2 + random() * (ceilingMs / 2);
    const reason = reasonOf(error);
    onEvent({ type: 'stage.failed', stage: 'alerts', reason });
    if (failures < FAILURES_UNTIL_INCIDENT) return;
    const about = { severity: 'error', owner: 'integration', detail: { reason } } as const;
    await store.report([{ class: UNDELIVERED, subject: tenant, ...about }], nowMs);
  }

  async function remember(planned: PlannedAlert, memory: AlertMemory, nowMs: number): Promise<AlertMemory> {
    // The incidents first: dying in between tells a class once too often, never once too seldom.
    for (const { id } of planned.incidents)
      await store.changeIncident(id, planned.kind === 'escalated' ? { escalatedAtMs: nowMs } : { notifiedAtMs: nowMs });
    const after = afterSending(memory, planned.kind === 'opened' ? classesOf(planned) : [], nowMs);
    await store.setMeta(MEMORY, JSON.stringify(after));
    return after;
  }

  async function tellDigest(
    memory: AlertMemory,
    incidents: readonly KeptIncident[],
    facts: AlertFacts,
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    const { digestAt, timeZone } = config;
    if (digestAt === null) return false;
    const { nowMs } = facts;
    const day = digestDay(nowMs, digestAt, timeZone);
    if (memory.digest !== null && day <= memory.digest.day) return false;
    if (memory.digest !== null) {
      const fromMs = Math.max(memory.digest.atMs, nowMs - LOOK_BACK_MS);
      const measured = await store.measured({ fromMs: Math.floor(fromMs / HOUR_MS) * HOUR_MS, toMs: nowMs });
      const recent = incidents.filter(({ closedAtMs }) => closedAtMs === null || closedAtMs >= fromMs);
      const digest = toDigest({ fromMs, toMs: nowMs, measured, incidents: recent });
      if (!(await deliver(toDigestAlert(digest, day, facts), signal))) return false;
    }
    // The first start has no day behind it: it only says from when the next one counts.
    await store.setMeta(MEMORY, JSON.stringify({ ...memory, digest: { day, atMs: nowMs } }));
    return memory.digest !== null;
  }

  return {
    async pass(signal) {
      const nowMs = clock.now();
      if (nowMs < notBeforeMs && notBeforeMs - nowMs <= ALERT_LIMITS.retryCapMs) return 0;
      const incidents = await store.keptIncidents({ closedSinceMs: nowMs - LOOK_BACK_MS });
      const facts: AlertFacts = { tenant, nowMs, links };
      let memory = decodeMemory(await store.getMeta(MEMORY));
      let sent = 0;
      for (const planned of planAlerts(
        incidents,
        memory,
        { minSeverity: config.minSeverity, limits: ALERT_LIMITS },
        nowMs,
      )) {
        if (!(await deliver(toAlert(planned, facts), signal))) return sent;
        memory = await remember(planned, memory, nowMs);
        sent += 1;
      }
      return (await tellDigest(memory, incidents, facts, signal)) ? sent + 1 : sent;
    },
  };
}
