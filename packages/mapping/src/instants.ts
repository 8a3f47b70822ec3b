/** Instants are ISO 8601 strings in records, milliseconds only in arithmetic. */

/** One turn asks for the same few instants again and again: the last of each is remembered, and changes no answer. */
const parsed = { text: '', ms: Number.NaN };
const written = { ms: Number.NaN, text: '' };

/** Epoch milliseconds of an ISO 8601 string; null when there is none, or it says no instant. */
export function instantMs(instant: string | null | undefined): number | null {
  if (instant === null || instant === undefined) return null;
  if (instant !== parsed.text) {
    parsed.ms = Date.parse(instant);
    parsed.text = instant;
  }
  return Number.isNaN(parsed.ms) ? null : parsed.ms;
}

/** One spelling per instant (UTC), so that strings compare like the instants they name. */
export function toInstant(ms: number): string {
  if (ms !== written.ms) {
    written.text = new Date(ms).toISOString();
    written.ms = ms;
  }
  return written.text;
}

/** The state's own clock after an input: time never runs backwards inside one state. */
export function clockAfter(clock: string | null, instant: string): number {
  return Math.max(instantMs(clock) ?? 0, instantMs(instant) ?? 0);
}

/** The earliest of some instants, as an ISO string; null when there is none. */
export function earliest(deadlinesMs: readonly number[]): string | null {
  return deadlinesMs.length === 0 ? null : toInstant(Math.min(...deadlinesMs));
}

/** As people read it, to the minute: `2026-03-02 10:00 UTC`. What is no instant stays as it is. */
export function instantInWords(instant: string): string {
  const ms = Date.parse(instant);
  if (Number.isNaN(ms)) return instant;
  const [day, time = ''] = new Date(ms).toISOString().split('T');
  return `${day} ${time.slice(0, 5)} UTC`;
}
