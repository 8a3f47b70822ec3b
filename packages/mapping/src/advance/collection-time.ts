/** When a carrier's van next comes, on the clock of the place it comes to. */
import { foldCode } from '../fold-text.js';
import type { CodedRecord } from '../inputs.js';
import type { CollectionTimes, Weekday } from '../policy-types.js';

const WEEKDAYS: readonly Weekday[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const DAY_MS = 86_400_000;

/**
 * The first collection after an instant; null when that carrier never comes. Local times that a change of
 * the clocks skips happen an hour later, those it repeats happen the first time.
 */
export function nextCollectionMs(afterMs: number, carrier: CodedRecord | null, times: CollectionTimes): number | null {
  const week = weekOf(carrier, times);
  if (week === null) return null;
  const wallMs = afterMs + zoneOffsetMs(afterMs, times.timeZone);
  const midnightMs = wallMs - (((wallMs % DAY_MS) + DAY_MS) % DAY_MS);
  for (let day = 0; day <= 8; day += 1) {
    const dateMs = midnightMs + day * DAY_MS;
    const time = week[WEEKDAYS[new Date(dateMs).getUTCDay()] ?? 'sun'];
    if (time === undefined) continue;
    const [hours, minutes] = time.split(':').map(Number);
    const collectionMs = fromWallMs(dateMs + ((hours ?? 0) * 60 + (minutes ?? 0)) * 60_000, times.timeZone);
    if (collectionMs > afterMs) return collectionMs;
  }
  return null;
}

function weekOf(carrier: CodedRecord | null, { carriers }: CollectionTimes): Partial<Record<Weekday, string>> | null {
  const entries = Object.entries(carriers);
  const named = (code: string | null | undefined): Partial<Record<Weekday, string>> | undefined =>
    entries.find(([key]) => foldCode(key) === foldCode(code ?? ''))?.[1];
  return named(carrier?.code) ?? named(carrier?.name) ?? named('*') ?? null;
}

/** The instant at which a clock on the wall shows this (given as if it were UTC). */
function fromWallMs(wallMs: number, timeZone: string): number {
  // The offset a day earlier and a day later are the only two candidates around a change of the clocks.
  const before = zoneOffsetMs(wallMs - DAY_MS, timeZone);
  const after = zoneOffsetMs(wallMs + DAY_MS, timeZone);
  const early = wallMs - before;
  if (before === after || zoneOffsetMs(early, timeZone) === before) return early;
  const late = wallMs - after;
  return zoneOffsetMs(late, timeZone) === after ? late : early;
}

function zoneOffsetMs(ms: number, timeZone: string): number {
  const parts = formatOf(timeZone).formatToParts(ms);
  const value = (type: Intl.DateTimeFormatPartTypes): number =>
    Number(parts.find((part) => part.type === type)?.value ?? 0);
  const wallMs = Date.UTC(
    value('year'),
    value('month') - 1,
    value('day'),
    value('hour'),
    value('minute'),
    value('second'),
  );
  return wallMs - Math.floor(ms / 1_000) * 1_000;
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
}
