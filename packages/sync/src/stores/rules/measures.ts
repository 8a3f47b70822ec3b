/** Measures as hourly buckets: small whatever happens, and enough for a chart. */
import type { Measure, MeasuredHour, RawDelivery } from '../store.js';

const HOUR_MS = 3_600_000;

export function hourOf(atMs: number): number {
  return Math.floor(atMs / HOUR_MS) * HOUR_MS;
}

/** A bucket, and when its `last` was measured. */
export interface Bucket extends MeasuredHour {
  readonly lastAtMs: number;
}

/** Measures of one name and instant, added up. */
export interface Points extends Pick<Bucket, 'name' | 'count' | 'sum' | 'max'> {
  readonly atMs: number;
}

export function onePoint({ name, atMs, value }: Measure): Points {
  return { name, atMs, count: 1, sum: value, max: value };
}

/** The last is the one measured last, whatever comes in when; of several measured at one instant, the greatest. */
export function addToBucket(bucket: Bucket | null, { name, atMs, count, sum, max }: Points): Bucket {
  const hourMs = hourOf(atMs);
  if (bucket === null) return { name, hourMs, count, sum, max, last: max, lastAtMs: atMs };
  const isLast = atMs > bucket.lastAtMs || (atMs === bucket.lastAtMs && max >= bucket.last);
  return {
    name,
    hourMs,
    count: bucket.count + count,
    sum: bucket.sum + sum,
    max: Math.max(bucket.max, max),
    last: isLast ? max : bucket.last,
    lastAtMs: isLast ? atMs : bucket.lastAtMs,
  };
}

/** A webhook counts when it is committed, whichever process works on it. */
export function webhookMeasure({ receivedAtMs }: RawDelivery): Measure {
  return { name: 'webhooks', atMs: receivedAtMs, value: 1 };
}

/** A message that is withheld from the start ends where it begins. */
export function withheldMeasure(account: string, atMs: number): Measure {
  return { name: `withheld:${account}`, atMs, value: 1 };
}

/** How messages of one account and mode ended at one instant. */
export interface Ends {
  readonly status: 'delivered' | 'dead';
  readonly account: string;
  readonly mode: string;
  readonly atMs: number;
  readonly count: number;
  /** How long they had waited: together, and the one that waited longest. */
  readonly lagSumMs: number;
  readonly lagMaxMs: number;
}

/** History that is put onto timelines waits as long as it likes: only live messages have a lag. */
export function measuresOf({ status, account, mode, atMs, count, lagSumMs, lagMaxMs }: Ends): readonly Points[] {
  const each = { atMs, count, sum: count, max: 1 };
  const ended = { ...each, name: `${status}:${account}` };
  if (status === 'dead') return [ended];
  if (mode !== 'live') return [ended, { ...each, name: `silent:${account}` }];
  return [ended, { atMs, count, sum: lagSumMs, max: lagMaxMs, name: `lag-ms:${account}` }];
}
