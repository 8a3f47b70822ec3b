import type { RateWindow } from '../rate-limits.js';

/**
 * Clocks drift apart and are read in whole milliseconds: each window is taken 0.2 % longer than it is.
 */
const DRIFT = 1.002;

/**
 * What one quota has been used for, and when the next request may start. Pure: no clock of its own.
 *
 * A request reaches the server somewhere between its start and its answer. So it counts from its start
 * until a whole window after its *answer*; then the two cannot fall into one window of the server,
 * whatever the phase of its windows and however uneven the network. (Counting from the start instead breaks
 * the limit as soon as one request is slower than the next.) After idling, a whole burst may go at once.
 */
export class Occupancy {
  readonly #windows: readonly RateWindow[];
  readonly #longestMs: number;
  #inFlight = 0;
  /** When answers came, ascending; older than the longest window are dropped. */
  #answeredMs: number[] = [];
  #dropped = 0;

  constructor(windows: readonly RateWindow[]) {
    this.#windows = windows.map(({ limit, lengthMs }) => ({ limit, lengthMs: Math.ceil(lengthMs * DRIFT) }));
    this.#longestMs = Math.max(...this.#windows.map(({ lengthMs }) => lengthMs));
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** A request starts. */
  start(): void {
    this.#inFlight += 1;
  }

  /** Its answer is there, or it is certain that none will come. `nowMs` must not go back. */
  end(nowMs: number): void {
    this.#inFlight -= 1;
    this.#answeredMs.push(nowMs);
    while ((this.#answeredMs[this.#dropped] ?? nowMs) + this.#longestMs <= nowMs) this.#dropped += 1;
    if (this.#dropped > 1_024 && this.#dropped * 2 > this.#answeredMs.length) {
      this.#answeredMs = this.#answeredMs.slice(this.#dropped);
      this.#dropped = 0;
    }
  }

  /** A request that was never sent takes no room. */
  cancel(): void {
    this.#inFlight -= 1;
  }

  /** How many of ours may have reached the server since `sinceMs`, those in flight included. */
  usedSince(sinceMs: number): number {
    let index = this.#answeredMs.length;
    while (index > this.#dropped && (this.#answeredMs[index - 1] ?? 0) >= sinceMs) index -= 1;
    return this.#inFlight + this.#answeredMs.length - index;
  }

  /**
   * The earliest instant at which one more request is legal; 0 when it is already, undefined when only an
   * answer to one in flight can make room. `limitOf` may lower the limit of a window.
   */
  nextStartMs(limitOf: (window: RateWindow) => number): number | undefined {
    let nextMs = 0;
    for (const window of this.#windows) {
      const room = limitOf(window) - 1 - this.#inFlight;
      if (room < 0) return undefined;
      const leaver = this.#answeredMs.length - 1 - room;
      if (leaver >= this.#dropped) nextMs = Math.max(nextMs, (this.#answeredMs[leaver] ?? 0) + window.lengthMs);
    }
    return nextMs;
  }
}
