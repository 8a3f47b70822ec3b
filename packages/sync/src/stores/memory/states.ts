/** States in memory: by key, with their names, their subjects and their trail. */
import { normalAddress } from '../rules/ledger.js';
import { TRAIL_LENGTH } from '../rules.js';
import type { StateRow, StateWrite, TrailEntry } from '../store.js';

interface State {
  /** JSON: what comes out is never what was put in, so that nobody changes a stored state by accident. */
  readonly json: string;
  readonly wakeAtMs: number | null;
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

  find(key: string): StateRow | null {
    const state = this.#states.get(key);
    return state === undefined ? null : { key, state: JSON.parse(state.json) };
  }

  save({ key, json, wakeAtMs, names, subjects = [], trail = [], isClosed = false }: EncodedWrite, nowMs: number): void {
    const before = this.#states.get(key)?.trail ?? [];
    this.#states.set(key, {
      json,
      wakeAtMs,
      names,
      subjects: subjects.map(normalAddress),
      isClosed,
      writtenAtMs: nowMs,
      trail: [...before, ...trail].slice(-TRAIL_LENGTH),
    });
  }

  dueWakes(nowMs: number, limit: number): string[] {
    return this.#wakes()
      .filter(({ atMs }) => atMs <= nowMs)
      .sort((one, other) => one.atMs - other.atMs || (one.key < other.key ? -1 : 1))
      .slice(0, limit)
      .map(({ key }) => key);
  }

  get nextWakeAtMs(): number | null {
    const wakes = this.#wakes();
    return wakes.length === 0 ? null : Math.min(...wakes.map(({ atMs }) => atMs));
  }

  keysNamed(name: string): string[] {
    return this.#keysOf(({ names }) => names.includes(name));
  }

  keysOfSubject(address: string): string[] {
    return this.#keysOf(({ subjects }) => subjects.includes(address));
  }

  trail(key: string): TrailEntry[] {
    return structuredClone([...(this.#states.get(key)?.trail ?? [])]);
  }

  /** Takes away closed states last written before, at most `limit`; returns their keys. */
  purge(beforeMs: number, limit: number): string[] {
    const old = [...this.#states].filter(([, { isClosed, writtenAtMs }]) => isClosed && writtenAtMs < beforeMs);
    old.sort(([key, one], [otherKey, other]) => one.writtenAtMs - other.writtenAtMs || (key < otherKey ? -1 : 1));
    const keys = old.slice(0, limit).map(([key]) => key);
    for (const key of keys) this.#states.delete(key);
    return keys;
  }

  #wakes(): { readonly key: string; readonly atMs: number }[] {
    return [...this.#states].flatMap(([key, { wakeAtMs: atMs }]) => (atMs === null ? [] : [{ key, atMs }]));
  }

  #keysOf(isWanted: (state: State) => boolean): string[] {
    return [...this.#states].flatMap(([key, state]) => (isWanted(state) ? [key] : [])).sort();
  }
}
