/** Whether a Klaviyo account may be sent to: a pure rule over what its last calls came to. */
import type { Random } from '../clock.js';

export interface AccountHealth {
  /** Failures since the last success. 0: open. */
  readonly failures: number;
  /** Nothing is sent before this instant; after it, one probe at a time until one succeeds. */
  readonly pausedUntilMs: number;
  /** Klaviyo itself named the instant: a success of an older call does not lift it. */
  readonly isNamedByKlaviyo: boolean;
  /** Calls that succeeded, ever: tells whether others got through since a message failed. */
  readonly successes: number;
}

export const HEALTHY: AccountHealth = { failures: 0, pausedUntilMs: 0, isNamedByKlaviyo: false, successes: 0 };

/** The first pause is short: a lone 5xx at full speed must not stop the account. */
const PAUSE_BASE_MS = 250;
export const PAUSE_CAP_MS = 60_000;

export function afterSuccess(health: AccountHealth, nowMs: number): AccountHealth {
  const staysPaused = health.isNamedByKlaviyo && health.pausedUntilMs > nowMs;
  return staysPaused ? { ...health, successes: health.successes + 1 } : { ...HEALTHY, successes: health.successes + 1 };
}

export function afterAccountFailure(
  health: AccountHealth,
  retryAfterMs: number | null,
  nowMs: number,
  random: Random,
): AccountHealth {
  const failures = health.failures + 1;
  const ceilingMs = Math.min(PAUSE_CAP_MS, PAUSE_BASE_MS * 2 ** Math.min(failures - 1, 20));
  const waitMs = retryAfterMs ?? ceilingMs / 2 + random() * (ceilingMs / 2);
  const pausedUntilMs = Math.max(health.pausedUntilMs, nowMs + waitMs);
  return { ...health, failures, pausedUntilMs, isNamedByKlaviyo: health.isNamedByKlaviyo || retryAfterMs !== null };
}

/** How many more messages may be in flight now. */
export function roomFor(health: AccountHealth, inFlight: number, maxInFlight: number, nowMs: number): number {
  if (nowMs < health.pausedUntilMs) return 0;
  if (health.failures > 0) return inFlight === 0 ? 1 : 0;
  return Math.max(0, maxInFlight - inFlight);
}
