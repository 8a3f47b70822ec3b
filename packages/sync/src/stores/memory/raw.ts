/** Raw deliveries in memory. What was understood is forgotten at once. */
import type { RawDelivery, StoredRaw } from '../store.js';

interface Entry {
  readonly raw: StoredRaw;
  status: 'waiting' | 'taken' | 'parked';
}

export class RawQueue {
  #lastSeq = 0;
  readonly #entries = new Map<number, Entry>();

  add(raw: RawDelivery): void {
    this.#lastSeq += 1;
    this.#entries.set(this.#lastSeq, { raw: { seq: this.#lastSeq, ...structuredClone(raw) }, status: 'waiting' });
  }

  take(limit: number): StoredRaw[] {
    const taken: StoredRaw[] = [];
    for (const entry of this.#entries.values()) {
      if (taken.length >= limit) break;
      if (entry.status !== 'waiting') continue;
      entry.status = 'taken';
      taken.push(entry.raw);
    }
    return taken;
  }

  isTaken(seq: number): boolean {
    return this.#entries.get(seq)?.status === 'taken';
  }

  forget(seq: number): void {
    this.#entries.delete(seq);
  }

  park(seq: number): void {
    const entry = this.#entries.get(seq);
    if (entry !== undefined) entry.status = 'parked';
  }

  unpark(automationId: string | undefined): number {
    let moved = 0;
    for (const entry of this.#entries.values()) {
      if (entry.status !== 'parked') continue;
      if (automationId !== undefined && entry.raw.automationId !== automationId) continue;
      entry.status = 'waiting';
      moved += 1;
    }
    return moved;
  }

  get hasWaiting(): boolean {
    return [...this.#entries.values()].some((entry) => entry.status === 'waiting');
  }

  count(isParked: boolean): number {
    return [...this.#entries.values()].filter((entry) => (entry.status === 'parked') === isParked).length;
  }
}
