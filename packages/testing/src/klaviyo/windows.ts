/** Klaviyo's rate limiting: two fixed windows per account and endpoint, both of which must have room. */
import type { Windows } from './endpoints.js';

/** How the fake's rate windows lie in time. */
export interface WindowSettings {
  /**
   * How much faster than real time the fake's clock runs. The windows stay 1 and 60 *real* seconds long,
   * whatever the clock shows, so that a compressed day still meets Klaviyo's true pace. @default 1
   */
  readonly scale?: number;
  /** Real milliseconds by which windows begin later than a whole second or minute of the clock. @default 0 */
  readonly phaseMs?: number;
}

export type Admission =
  | { readonly kind: 'admitted'; readonly remaining: number; readonly resetSeconds: number }
  | { readonly kind: 'refused'; readonly retryAfterSeconds: number };

/** One account's two windows for one endpoint. */
export interface WindowPair {
  admit(nowMs: number): Admission;
}

const BURST_MS = 1_000;
const STEADY_MS = 60_000;

/**
 * Fixed windows, not sliding ones: up to twice the burst can pass in one second that straddles two windows.
 * Once refused, requests stay refused until `Retry-After` has passed, as Klaviyo's documentation says.
 */
export function createWindowPair(limits: Windows, { scale = 1, phaseMs = 0 }: WindowSettings = {}): WindowPair {
  const burst = createWindow(limits.burst, BURST_MS);
  const steady = createWindow(limits.steady, STEADY_MS);
  let refusedUntilMs = Number.NEGATIVE_INFINITY;

  return {
    admit: (clockMs) => {
      const nowMs = clockMs / scale - phaseMs;
      const waitMs = Math.max(burst.waitMs(nowMs), steady.waitMs(nowMs), refusedUntilMs - nowMs);
      if (waitMs > 0) {
        const retryAfterSeconds = Math.ceil(waitMs / 1_000);
        // A first refusal fixes the instant; later ones count down to it instead of pushing it away.
        if (refusedUntilMs <= nowMs) refusedUntilMs = nowMs + retryAfterSeconds * 1_000;
        return { kind: 'refused', retryAfterSeconds };
      }
      burst.count(nowMs);
      steady.count(nowMs);
      return {
        kind: 'admitted',
        remaining: steady.remaining(),
        resetSeconds: Math.ceil(steady.endsInMs(nowMs) / 1_000),
      };
    },
  };
}

interface FixedWindow {
  /** 0: there is room. */
  waitMs(nowMs: number): number;
  count(nowMs: number): void;
  remaining(): number;
  endsInMs(nowMs: number): number;
}

function createWindow(limit: number, lengthMs: number): FixedWindow {
  let index = Number.NEGATIVE_INFINITY;
  let used = 0;
  const roll = (nowMs: number): void => {
    const current = Math.floor(nowMs / lengthMs);
    if (current === index) return;
    index = current;
    used = 0;
  };
  const endsInMs = (nowMs: number): number => (Math.floor(nowMs / lengthMs) + 1) * lengthMs - nowMs;
  return {
    waitMs: (nowMs) => {
      roll(nowMs);
      return used < limit ? 0 : endsInMs(nowMs);
    },
    count: (nowMs) => {
      roll(nowMs);
      used += 1;
    },
    remaining: () => limit - used,
    endsInMs,
  };
}
