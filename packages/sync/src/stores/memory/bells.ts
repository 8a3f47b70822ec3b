/** Bells in memory: what waits for a key, and the one read of it that is in flight. */
import { afterFailedRead, byDueTime, queueOf, ringOnto, takeInTurns, type WaitingBell, withoutHint } from '../rules.js';
import type { Bell, BellOutcome, TakenBell } from '../store.js';

interface Reading {
  readonly bell: WaitingBell;
  readonly read: number;
}

export class BellQueue {
  #lastRead = 0;
  readonly #waiting = new Map<string, WaitingBell>();
  readonly #reading = new Map<string, Reading>();

  ring(bell: Bell, nowMs: number): void {
    this.#waiting.set(bell.key, structuredClone(ringOnto(this.#waiting.get(bell.key) ?? null, bell, nowMs)));
  }

  take(nowMs: number, limit: number): TakenBell[] {
    const due = this.#free().filter((bell) => bell.dueAtMs <= nowMs);
    const queues = [...Map.groupBy(due, queueOf).values()].map((queue) => queue.sort(byDueTime));
    return takeInTurns(queues, limit).map((bell) => {
      this.#lastRead += 1;
      this.#waiting.delete(bell.key);
      this.#reading.set(bell.key, { bell, read: this.#lastRead });
      const { key, source, hooks, hint, firstRungAtMs, attempts } = bell;
      return { key, source, hooks, hint: structuredClone(hint), read: this.#lastRead, firstRungAtMs, attempts };
    });
  }

  settle(outcome: BellOutcome): void {
    const reading = this.#reading.get(outcome.key);
    if (reading?.read !== outcome.read) return;
    this.#reading.delete(outcome.key);
    if (outcome.kind === 'answered') return;
    const rungMeanwhile = this.#waiting.get(outcome.key) ?? null;
    this.#waiting.set(outcome.key, afterFailedRead(reading.bell, rungMeanwhile, outcome.dueAtMs));
  }

  /** Takes their hints from the bells that name the address; they still ring. */
  forget(address: string): number {
    let erased = 0;
    for (const [key, bell] of this.#waiting) {
      if (!bell.subjects.includes(address)) continue;
      this.#waiting.set(key, withoutHint(bell));
      erased += 1;
    }
    for (const [key, { bell, read }] of this.#reading) {
      if (!bell.subjects.includes(address)) continue;
      this.#reading.set(key, { bell: withoutHint(bell), read });
      erased += 1;
    }
    return erased;
  }

  get nextDueAtMs(): number | null {
    return this.#free().reduce<number | null>((least, { dueAtMs }) => Math.min(least ?? dueAtMs, dueAtMs), null);
  }

  /** Keys, whether they wait, are being read, or both. */
  get count(): number {
    return new Set([...this.#waiting.keys(), ...this.#reading.keys()]).size;
  }

  #free(): WaitingBell[] {
    return [...this.#waiting.values()].filter((bell) => !this.#reading.has(bell.key));
  }
}
