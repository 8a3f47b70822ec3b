/** Numbers per hour out of what was measured. The arithmetic is pure; reading is one call. */
import { toInstant } from '../clock.js';
import type { Metrics } from '../operations.js';
import type { MeasuredHour, Pause, Store, StoreCounts } from '../stores/store.js';

export const HOUR_MS = 3_600_000;

interface MetricsFacts {
  readonly nowMs: number;
  readonly accounts: readonly string[];
  readonly measured: readonly MeasuredHour[];
  readonly counts: StoreCounts;
  readonly pauses: readonly Pause[];
}

function seconds(ms: number): number {
  return Math.round(ms) / 1000;
}

function toMetrics({ nowMs, accounts, measured, counts, pauses }: MetricsFacts): Metrics {
  const found = new Map(measured.map((hour) => [`${hour.name}@${hour.hourMs}`, hour]));
  const hours = [...new Set(measured.map(({ hourMs }) => hourMs))].sort((one, other) => one - other);
  const at = (name: string, hourMs: number): MeasuredHour | undefined => found.get(`${name}@${hourMs}`);
  return {
    at: toInstant(nowMs),
    accounts: accounts.map((account) => {
      const waiting = counts.accounts.find((each) => each.account === account);
      const oldestMs = waiting?.oldestPendingAtMs ?? null;
      return {
        account,
        pending: waiting?.pending ?? 0,
        oldestPendingSeconds: oldestMs === null ? null : Math.max(0, Math.round((nowMs - oldestMs) / 1000)),
        isPaused: pauses.some((pause) => pause.account === account && pause.metric === null),
        hours: hours.map((hourMs) => {
          const lag = at(`lag-ms:${account}`, hourMs);
          return {
            hour: toInstant(hourMs),
            delivered: at(`delivered:${account}`, hourMs)?.sum ?? 0,
            dead: at(`dead:${account}`, hourMs)?.sum ?? 0,
            meanLagSeconds: lag === undefined || lag.count === 0 ? null : seconds(lag.sum / lag.count),
            maxLagSeconds: lag === undefined ? null : seconds(lag.max),
          };
        }),
      };
    }),
    hours: hours.map((hourMs) => ({
      hour: toInstant(hourMs),
      webhooks: at('webhooks', hourMs)?.sum ?? 0,
      backlog: at('backlog:messages', hourMs)?.max ?? null,
    })),
  };
}

export interface MetricsSource {
  readonly store: Store;
  readonly accounts: readonly string[];
  readonly nowMs: number;
}

/** The hour that runs, and those before it. */
export async function readMetrics({ store, accounts, nowMs }: MetricsSource, hours = 24): Promise<Metrics> {
  const fromMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS - (hours - 1) * HOUR_MS;
  const [measured, counts, pauses] = await Promise.all([
    store.measured({ fromMs, toMs: nowMs + 1 }),
    store.counts(),
    store.pauses(),
  ]);
  return toMetrics({ nowMs, accounts, measured, counts, pauses });
}
