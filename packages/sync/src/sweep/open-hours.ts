/** When a warehouse works. Pure. */
import type { Weekday } from '@clarus-klaviyo/mapping';

/** When the warehouse works: silence outside of it is no incident. */
export interface OpenHours {
  /** IANA name, e.g. `Europe/London`. */
  readonly timeZone: string;
  /** `{ mon: ['08:00', '18:00'] }`; a day left out is closed. */
  readonly days: Partial<Readonly<Record<Weekday, readonly [from: string, to: string]>>>;
}

const STEP_MS = 15 * 60_000;

/** Epoch milliseconds of open time within a span, to a quarter of an hour. */
export function openMsWithin(hours: OpenHours, fromMs: number, toMs: number): number {
  const local = new Intl.DateTimeFormat('en-GB', {
    timeZone: hours.timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  let openMs = 0;
  for (let atMs = fromMs; atMs < toMs; atMs += STEP_MS) {
    if (isOpen(hours, local, atMs)) openMs += Math.min(STEP_MS, toMs - atMs);
  }
  return openMs;
}

function isOpen({ days }: OpenHours, local: Intl.DateTimeFormat, atMs: number): boolean {
  const parts = new Map(local.formatToParts(atMs).map(({ type, value }) => [type, value]));
  const span = Object.entries(days).find(([day]) => day === parts.get('weekday')?.toLowerCase())?.[1];
  const time = `${parts.get('hour')}:${parts.get('minute')}`;
  return span !== undefined && time >= span[0] && time < span[1];
}
