/** States in memory: by key, with their names, their subjects and their trail. */
import { normalAddress } from '../rules/ledger.js';
import { TRAIL_LENGTH } from '../rules.js';
import type { StateRow, StateWrite, TrailEntry } from '../store.js';

interface State {
  /** JSON: what comes out is never what was put in, so that nobody changes a stored state by accident. */
  readonly json: string;
  readonly names: readonly string[];
  readonly subjects: readonly string[];
  readonly isClosed: boolean;
  readonly writtenAtMs: number;
  readonly trail: readonly TrailEntry[];
}

/** A write whose state is known to be JSON: what can fail has not failed. */
export interface EncodedWrite extends StateWrite {
  readonly json: string;
}

export function encode(write: StateWrite): EncodedWrite {
  return { ...structuredClone(write), json: JSON.stringify(write.state ?? null) };
}

export class StateBook {
  readonly #states = new Map<string, State>();
  /** Looked up at every read and after every step: a walk over all states would make a large tenant's first sweep quadratic. */
  readonly #named = new Map<string, Set<string>>();
  readonly #wakes = new Map<string, number>();

  find(key: string): StateRow | null {
    const state = this.#states.get(key);
    return state === undefined ? null : { key, state: JSON.parse(state.json) };
  }

  save({ key, json, wakeAtMs, names, subjects = [], trail = [], isClosed = false }: EncodedWrite, nowMs: number): void {
    const before = this.#states.get(key)?.trail ?? [];
    this.#drop(key);
    for (const name of names) this.#named.set(name, (this.#named.get(name) ?? new Set()).add(key));
    if (wakeAtMs !== null) this.#wakes.set(key, wakeAtMs);
    this.#states.set(key, {
      json,
      names,
      subjects: subjects.map(normalAddress),
      isClosed,
      writtenAtMs: nowMs,
      trail: [...before, ...trail].slice(-TRAIL_LENGTH),
    });
  }

  dueWakes(nowMs: number, limit: number): string[] {
    return [...this.#wakes]
      .filter(([, atMs]) => atMs <= nowMs)
      .sort(([key, atMs], [otherKey, otherAtMs]) => atMs - otherAtMs || (key < otherKey ? -1 : 1))
      .slice(0, limit)
      .map(([key]) => key);
  }

  get nextWakeAtMs(): number | null {
    let earliestMs: number | null = null;
    for (const atMs of this.#wakes.values()) earliestMs = Math.min(earliestMs ?? atMs, atMs);
    return earliestMs;
  }

  keysNamed(name: string): string[] {
    return [...(this.#named.get(name) ?? [])].sort();
  }

  keysOfSubject(address: string): string[] {
    return [...this.#states].flatMap(([key, { subjects }]) => (subjects.includes(address) ? [key] : [])).sort();
  }

  trail(key: string): TrailEntry[] {
    return structuredClone([...(this.#states.get(key)?.trail ?? [])]);
  }

  /** Takes away closed states last written before, at most `limit`; returns their keys. */
  purge(beforeMs: number, limit: number): string[] {
    const old = [...this.#states].filter(([, { isClosed, writtenAtMs }]) => isClosed && writtenAtMs < beforeMs);
    old.sort(([key, one], [otherKey, other]) => one.writtenAtMs - other.writtenAtMs || (key < otherKey ? -1 : 1));
    const keys = old.slice(0, limit).map(([key]) => key);
    for (const key of keys) this.#drop(key);
    return keys;
  }

  #drop(key: string): void {
    for (const name of this.#states.get(key)?.names ?? []) {
      const keys = this.#named.get(name);
      keys?.delete(key);
      if (keys?.size === 0) this.#named.delete(name);
    }
    this.#wakes.delete(key);
    this.#states.delete(key);
  }
}
