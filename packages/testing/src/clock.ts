/** Time as a capability. The same shape as every package's own `Clock`. */
export interface Clock {
  /** Wall-clock epoch milliseconds. */
  now(): number;
  /** Resolves after `delayMs`, or rejects with `signal.reason` as soon as `signal` aborts. */
  sleep(delayMs: number, signal?: AbortSignal): Promise<void>;
}

/** Real time: the default of everything here that takes a clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: sleepInRealTime,
};

export interface VirtualClock extends Clock {
  /** Moves time on by `durationMs`, waking due sleepers in order and letting each finish what it can before the next. */
  advance(durationMs: number): Promise<void>;
  /** Every delay that was asked for, in the order of asking. Milliseconds. */
  readonly sleptMs: readonly number[];
  /** Sleepers that wait: a test can insist that none was left behind. */
  readonly sleeping: number;
}

/** How the clock behaves when somebody sleeps on it. */
export interface VirtualClockOptions {
  /**
   * True: each sleep moves time on by itself and returns at once. Right for one caller that waits its turn;
   * a loop that sleeps for ever would spin. @default false
   */
  readonly movesWhenSleptOn?: boolean;
}

interface Sleeper {
  readonly dueAtMs: number;
  readonly wake: () => void;
}

/**
 * A clock that stands still until told otherwise.
 *
 * @example
 * const clock = virtualClock('2026-03-02T09:00:00Z');
 * const waited = clock.sleep(60_000);
 * await clock.advance(60_000);
 * await waited;
 */
export function virtualClock(startAt: string, { movesWhenSleptOn = false }: VirtualClockOptions = {}): VirtualClock {
  let nowMs = instantMs(startAt);
  const sleptMs: number[] = [];
  const sleepers = new Set<Sleeper>();

  const sleep = (delayMs: number, signal?: AbortSignal): Promise<void> => {
    if (signal?.aborted === true) return Promise.reject(signal.reason);
    sleptMs.push(delayMs);
    if (movesWhenSleptOn) {
      nowMs += Math.max(0, delayMs);
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        sleepers.delete(sleeper);
        signal?.removeEventListener('abort', onAbort);
      };
      const onAbort = (): void => {
        leave();
        reject(signal?.reason);
      };
      const sleeper: Sleeper = {
        dueAtMs: nowMs + Math.max(0, delayMs),
        wake: () => {
          leave();
          resolve();
        },
      };
      sleepers.add(sleeper);
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  };

  const advance = async (durationMs: number): Promise<void> => {
    const untilMs = nowMs + durationMs;
    await settle();
    for (let next = earliest(sleepers); next !== null && next.dueAtMs <= untilMs; next = earliest(sleepers)) {
      nowMs = Math.max(nowMs, next.dueAtMs);
      next.wake();
      await settle();
    }
    nowMs = untilMs;
    await settle();
  };

  return {
    now: () => nowMs,
    sleep,
    advance,
    sleptMs,
    get sleeping() {
      return sleepers.size;
    },
  };
}

/** When the clock begins, and how much faster it runs. */
export interface ScaledClockConfig {
  /** What the clock shows at first. ISO 8601. */
  readonly startAt: string;
  /** Times faster than real time: 900 makes a ten-hour day pass in 40 seconds. */
  readonly factor: number;
}

/** Real time, sped up: `now()` runs `factor` times faster, and a sleep is as much shorter. */
export function scaledClock({ startAt, factor }: ScaledClockConfig): Clock {
  if (!(factor > 0)) throw new RangeError('scaledClock: factor must be above 0');
  const startMs = instantMs(startAt);
  const beganAtMs = performance.now();
  const now = (): number => startMs + (performance.now() - beganAtMs) * factor;
  return {
    now,
    async sleep(delayMs, signal) {
      const dueAtMs = now() + delayMs;
      // A timer counts whole milliseconds and may ring up to one early, which on this clock is minutes.
      do await sleepInRealTime(Math.max(0, dueAtMs - now()) / factor, signal);
      while (now() < dueAtMs);
    },
  };
}

/** Epoch milliseconds of an ISO instant. @throws {RangeError} when it is none. */
export function instantMs(instant: string): number {
  const epochMs = Date.parse(instant);
  if (Number.isNaN(epochMs)) throw new RangeError(`Not an ISO 8601 instant: ${instant}`);
  return epochMs;
}

function sleepInRealTime(delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(signal.reason);
      return;
    }
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, delayMs);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

/** First due; of two due together, the one that fell asleep first (a set keeps that order). */
function earliest(sleepers: ReadonlySet<Sleeper>): Sleeper | null {
  let first: Sleeper | null = null;
  for (const sleeper of sleepers) {
    if (first === null || sleeper.dueAtMs < first.dueAtMs) first = sleeper;
  }
  return first;
}

/** A turn of the event loop: whatever was woken runs until it waits for something outside. */
function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
