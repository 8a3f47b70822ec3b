/**
 * Whether Clarus is within reach. While it is not (down, refusing, asking for a pause), one record is read now and then to
 * see whether it is back: what waits, however much, does not knock on a closed door one after the other.
 */
import type { Clock, Random } from '../clock.js';

const BASE_MS = 2_000;
/** Where there is no waiting crowd, one look a minute is no burden, and it is seen soon that it is back. */
const CAP_MS = 60_000;

export interface Reach {
  /** How many of those wanted may be read now. */
  roomFor(wanted: number): number;
  /** A read failed, and not because of what it asked for. `askedMs`: the wait that Clarus named, or 0. */
  failed(askedMs: number): void;
  answered(): void;
}

export function createReach(clock: Clock, random: Random): Reach {
  let failures = 0;
  let sinceMs = 0;
  let untilMs = 0;
  // A clock that was put back must not close the door for longer than it was meant to be.
  const isClosed = (nowMs: number): boolean => failures > 0 && nowMs >= sinceMs && nowMs < untilMs;

  return {
    roomFor(wanted) {
      if (failures === 0) return wanted;
      return isClosed(clock.now()) ? 0 : Math.min(1, wanted);
    },
    failed(askedMs) {
      const nowMs = clock.now();
      if (isClosed(nowMs)) {
        untilMs = Math.max(untilMs, nowMs + askedMs); // of those that were under way together
        return;
      }
      const ceilingMs = Math.min(CAP_MS, BASE_MS * 2 ** Math.min(failures, 20));
      failures += 1;
      sinceMs = nowMs;
      untilMs = nowMs + Math.max(askedMs, Math.round(ceilingMs / 2 + random() * (ceilingMs / 2)));
    },
    answered() {
      failures = 0;
    },
  };
}
