/** Instants the way Clarus writes them: milliseconds, and a UK offset that changes with summer time. */

const HOUR_MS = 3_600_000;

/** E.g. `2024-07-17T14:30:16.787+01:00`. */
export function ukTimestamp(epochMs: number): string {
  const isSummer = isBritishSummerTime(epochMs);
  const local = new Date(epochMs + (isSummer ? HOUR_MS : 0)).toISOString().slice(0, -1);
  return `${local}${isSummer ? '+01:00' : '+00:00'}`;
}

/** The day in the UK, e.g. `2024-07-17`. */
export function ukDate(epochMs: number): string {
  return ukTimestamp(epochMs).slice(0, 10);
}

/** From 01:00 UTC on the last Sunday of March to 01:00 UTC on the last Sunday of October. */
function isBritishSummerTime(epochMs: number): boolean {
  const year = new Date(epochMs).getUTCFullYear();
  return epochMs >= lastSundayAtOne(year, 2) && epochMs < lastSundayAtOne(year, 9);
}

/** Both months have 31 days. */
function lastSundayAtOne(year: number, month: number): number {
  const last = new Date(Date.UTC(year, month, 31, 1));
  return last.getTime() - last.getUTCDay() * 24 * HOUR_MS;
}
