/** The day in figures, and when it is due. Pure. */
import { toInstant } from '../clock.js';
import type { IncidentOwner } from '../incidents/classes.js';
import type { KeptIncident, MeasuredHour } from '../stores/store.js';
import type { Digest } from './alert.js';

/** `2026-03-02` and `08:00` where the digest is read. */
function localParts(atMs: number, timeZone: string): { readonly day: string; readonly time: string } {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(atMs);
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? '';
  return { day: `${part('year')}-${part('month')}-${part('day')}`, time: `${part('hour')}:${part('minute')}` };
}

const DAY_MS = 86_400_000;

/**
 * The latest local day whose digest time has come. It needs no arithmetic with offsets, so that a night in which the
 * clocks change has one digest like any other.
 */
export function digestDay(nowMs: number, digestAt: string, timeZone: string): string {
  const { day, time } = localParts(nowMs, timeZone);
  if (time >= digestAt) return day;
  // Noon of the day before: far enough from midnight for every zone's change of clocks.
  const [year = 1970, month = 1, date = 1] = day.split('-').map(Number);
  return toInstant(Date.UTC(year, month - 1, date, 12) - DAY_MS).slice(0, 10);
}

/** From what proves it, by way of us, to Klaviyo. */
const STEPS: Readonly<Record<string, string>> = {
  'heard-ms': 'from the warehouse to us',
  'decided-ms': 'reading, waiting and deciding',
  'lag-ms': 'sending to Klaviyo',
};

function namesOf(measured: readonly MeasuredHour[], kind: string): readonly MeasuredHour[] {
  return measured.filter(({ name }) => name.startsWith(`${kind}:`));
}

function sumOf(measured: readonly MeasuredHour[], kind: string): number {
  return namesOf(measured, kind).reduce((total, { sum }) => total + sum, 0);
}

function slowestOf(measured: readonly MeasuredHour[]): Digest['slowestStep'] {
  const steps = Object.entries(STEPS).flatMap(([kind, step]) => {
    const hours = namesOf(measured, kind);
    const count = hours.reduce((total, hour) => total + hour.count, 0);
    if (count === 0) return [];
    const meanSeconds = sumOf(measured, kind) / count / 1000;
    return [{ step, meanSeconds, maxSeconds: Math.max(...hours.map(({ max }) => max)) / 1000 }];
  });
  return steps.sort((one, other) => other.meanSeconds - one.meanSeconds)[0] ?? null;
}

export interface DigestFacts {
  readonly fromMs: number;
  readonly toMs: number;
  readonly measured: readonly MeasuredHour[];
  /** Open ones, and those closed since `fromMs`. */
  readonly incidents: readonly KeptIncident[];
}

export function toDigest({ fromMs, toMs, measured, incidents }: DigestFacts): Digest {
  const open = incidents.filter(({ closedAtMs }) => closedAtMs === null);
  const openOf = (owner: IncidentOwner): number => open.filter((incident) => incident.owner === owner).length;
  const silent = sumOf(measured, 'silent');
  return {
    from: toInstant(fromMs),
    to: toInstant(toMs),
    delivered: Math.max(0, sumOf(measured, 'delivered') - silent),
    silent,
    withheld: sumOf(measured, 'withheld'),
    dead: sumOf(measured, 'dead'),
    opened: incidents.filter(({ firstSeenAtMs }) => firstSeenAtMs >= fromMs && firstSeenAtMs < toMs).length,
    closed: incidents.filter(({ closedAtMs }) => closedAtMs !== null && closedAtMs >= fromMs && closedAtMs < toMs)
      .length,
    open: { warehouse: openOf('warehouse'), ecommerce: openOf('ecommerce'), integration: openOf('integration') },
    slowestStep: slowestOf(measured),
  };
}
