/** How much one alarm does, and how long the object rests when what is due cannot be done. */
export interface AlarmLimits {
  /**
   * Passes over all stages. One makes at most some 250 calls; Workers allow 1000 per invocation on the paid plan.
   * @default 3
   */
  readonly maxTicks: number;
  /** No pass begins after this long. The platform ends an alarm after 15 minutes. @default 20000 */
  readonly maxMs: number;
  /** First rest after an alarm that could do nothing, e.g. because an account is paused; it doubles … @default 1000 */
  readonly restMs: number;
  /** … up to this. @default 30000 */
  readonly maxRestMs: number;
}

export const DEFAULT_ALARM_LIMITS: AlarmLimits = { maxTicks: 3, maxMs: 20_000, restMs: 1_000, maxRestMs: 30_000 };

/** Without a rest, something that is due and cannot be taken would set one alarm after the other, each paid for. */
export function nextRestMs(restMs: number, moved: number, limits: AlarmLimits): number {
  if (moved > 0) return 0;
  return restMs === 0 ? limits.restMs : Math.min(limits.maxRestMs, restMs * 2);
}
