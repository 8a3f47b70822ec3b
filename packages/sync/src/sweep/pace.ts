/** When a kind is swept next: its cadence, stretched where the last sweep was costly. Pure. */

export interface PaceFacts {
  readonly cadenceMs: number;
  /** Requests that the last sweep made. */
  readonly requests: number;
  readonly requestsPerHour: number;
}

/** A sweep that took more than its share of the hour is followed by a longer rest. */
export function restAfterSweepMs({ cadenceMs, requests, requestsPerHour }: PaceFacts): number {
  return Math.max(cadenceMs, Math.ceil((requests * 3_600_000) / requestsPerHour));
}

/** What one sweep may ask for when it keeps to its cadence. */
export function requestsPerSweep(cadenceMs: number, requestsPerHour: number): number {
  return Math.max(1, Math.floor((cadenceMs * requestsPerHour) / 3_600_000));
}
