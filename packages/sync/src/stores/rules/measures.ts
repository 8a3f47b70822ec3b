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

/** A point that was measured before the last one counts, but does not become the last. */
export function addToBucket(bucket: Bucket | null, { name, atMs, value }: Measure): Bucket {
  const isLast = bucket === null || atMs >= bucket.lastAtMs;
  return {
    name,
    hourMs: hourOf(atMs),
    count: (bucket?.count ?? 0) + 1,
    sum: (bucket?.sum ?? 0) + value,
    max: Math.max(bucket?.max ?? value, value),
    last: isLast ? value : bucket.last,
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

/** One message's end, as the store measures it. */
export interface End {
  readonly status: 'delivered' | 'dead';
  readonly account: string;
  readonly mode: string;
  readonly enqueuedAtMs: number;
  readonly atMs: number;
}

/** History that is put onto timelines waits as long as it likes: only live messages have a lag. */
export function measuresOf({ status, account, mode, enqueuedAtMs, atMs }: End): readonly Measure[] {
  const ended = { name: `${status}:${account}`, atMs, value: 1 };
  if (status === 'dead') return [ended];
  if (mode !== 'live') return [ended, { name: `silent:${account}`, atMs, value: 1 }];
  return [ended, { name: `lag-ms:${account}`, atMs, value: Math.max(0, atMs - enqueuedAtMs) }];
}
