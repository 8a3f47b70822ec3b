/** Raw deliveries in memory. */
import { normalAddress } from '../rules/ledger.js';
import type { RawDelivery, StoredRaw } from '../store.js';

interface Entry {
  /** Without a body: an erasure took it. */
  raw: StoredRaw;
  status: 'waiting' | 'taken' | 'parked' | 'understood';
  subjects: readonly string[];
}

export class RawQueue {
  #lastSeq = 0;
  readonly #entries = new Map<number, Entry>();

  add(raw: RawDelivery): void {
    this.#lastSeq += 1;
    const stored = { seq: this.#lastSeq, ...structuredClone(raw) };
    this.#entries.set(this.#lastSeq, { raw: stored, status: 'waiting', subjects: [] });
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

  understand(seq: number, subjects: readonly string[], isForgotten: (address: string) => boolean): void {
    const entry = this.#entries.get(seq);
    if (entry === undefined) return;
    entry.status = 'understood';
    entry.subjects = subjects.map(normalAddress);
    if (entry.subjects.some(isForgotten)) this.#erase(entry);
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

  /** Of what was understood the body; what nobody understood goes whole, for without its body it never will be. */
  forget(address: string): number {
    let erased = 0;
    for (const [seq, entry] of this.#entries) {
      if (entry.status === 'understood' && entry.subjects.includes(address)) {
        this.#erase(entry);
        erased += 1;
      }
      if (entry.status === 'parked' && entry.raw.body.toLowerCase().includes(address)) {
        this.#entries.delete(seq);
        erased += 1;
      }
    }
    return erased;
  }

  /** The oldest first, up to the first that is young. */
  purge(beforeMs: number, limit: number): number {
    let purged = 0;
    for (const status of ['understood', 'parked'] as const) {
      for (const [seq, entry] of this.#entries) {
        if (entry.status !== status) continue;
        if (purged >= limit || entry.raw.receivedAtMs >= beforeMs) break;
        this.#entries.delete(seq);
        purged += 1;
      }
    }
    return purged;
  }

  get hasWaiting(): boolean {
    return this.#count('waiting') > 0;
  }

  get unsettled(): number {
    return this.#count('waiting') + this.#count('taken');
  }

  get parked(): number {
    return this.#count('parked');
  }

  #count(status: Entry['status']): number {
    return [...this.#entries.values()].filter((entry) => entry.status === status).length;
  }

  #erase(entry: Entry): void {
    entry.raw = { ...entry.raw, body: '' };
    entry.subjects = [];
  }
}
