/** What must survive a restart beside the incidents' own `notifiedAtMs`: plain JSON, small. */

export interface AlertMemory {
  readonly v: 1;
  /** Class → when something of it was last told, epoch milliseconds. */
  readonly toldAtMs: Readonly<Record<string, number>>;
  /** When alerts went out within the last hour. */
  readonly sentAtMs: readonly number[];
  /** Local day and instant of the last digest; null: there was none yet. */
  readonly digest: { readonly day: string; readonly atMs: number } | null;
}

export const NO_MEMORY: AlertMemory = { v: 1, toldAtMs: {}, sentAtMs: [], digest: null };

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

/** What cannot be read is forgotten: an alert too many is better than none. */
export function decodeMemory(text: string | null): AlertMemory {
  if (text === null) return NO_MEMORY;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return NO_MEMORY;
  }
  if (typeof value !== 'object' || value === null || !('v' in value) || value.v !== 1) return NO_MEMORY;
  const told = 'toldAtMs' in value && typeof value.toldAtMs === 'object' ? Object.entries(value.toldAtMs ?? {}) : [];
  const sent: readonly unknown[] = 'sentAtMs' in value && Array.isArray(value.sentAtMs) ? value.sentAtMs : [];
  const digest = 'digest' in value && typeof value.digest === 'object' ? value.digest : null;
  const isDigest = digest !== null && 'day' in digest && 'atMs' in digest;
  return {
    v: 1,
    toldAtMs: Object.fromEntries(told.filter((pair): pair is [string, number] => isNumber(pair[1]))),
    sentAtMs: sent.filter(isNumber),
    digest: isDigest && isNumber(digest.atMs) ? { day: String(digest.day), atMs: digest.atMs } : null,
  };
}

const HOUR_MS = 3_600_000;
/** Longer than a class is ever collected for. */
const TOLD_KEPT_MS = 24 * HOUR_MS;

export function afterSending(memory: AlertMemory, classes: readonly string[], nowMs: number): AlertMemory {
  const told = Object.entries(memory.toldAtMs).filter(([, atMs]) => nowMs - atMs < TOLD_KEPT_MS);
  return {
    ...memory,
    toldAtMs: { ...Object.fromEntries(told), ...Object.fromEntries(classes.map((name) => [name, nowMs])) },
    sentAtMs: [...sentLately(memory, nowMs), nowMs],
  };
}

/** A clock that was set back must not close the window for ever. */
export function sentLately({ sentAtMs }: AlertMemory, nowMs: number): readonly number[] {
  return sentAtMs.filter((atMs) => atMs <= nowMs && nowMs - atMs < HOUR_MS);
}
