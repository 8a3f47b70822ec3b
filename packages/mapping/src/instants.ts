/** Instants are ISO 8601 strings in records, milliseconds only in arithmetic. */

/** Epoch milliseconds of an ISO 8601 string; null when there is none, or it says no instant. */
export function instantMs(instant: string | null | undefined): number | null {
  if (instant === null || instant === undefined) return null;
  const ms = Date.parse(instant);
  return Number.isNaN(ms) ? null : ms;
}

/** One spelling per instant (UTC), so that strings compare like the instants they name. */
export function toInstant(ms: number): string {
  return new Date(ms).toISOString();
}

/** The state's own clock after an input: time never runs backwards inside one state. */
export function clockAfter(clock: string | null, instant: string): number {
  return Math.max(instantMs(clock) ?? 0, instantMs(instant) ?? 0);
}

/** The earliest of some instants, as an ISO string; null when there is none. */
export function earliest(deadlinesMs: readonly number[]): string | null {
  return deadlinesMs.length === 0 ? null : toInstant(Math.min(...deadlinesMs));
}
