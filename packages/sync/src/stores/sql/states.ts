/** States by key: when time may change them, the look-up names they carry, and what happened to them. */
import { TRAIL_LENGTH } from '../rules.js';
import type { StateRow, StateWrite, TrailEntry } from '../store.js';
import type { Connection, Row } from './connection.js';
import type { PersonalTable } from './personal.js';
import { number, numberOrNull, text } from './rows.js';

export interface StateTables {
  find(key: string): StateRow | null;
  save(write: StateWrite, nowMs: number): void;
  keyOf(id: number): string | null;
  dueWakes(nowMs: number, limit: number): string[];
  keysNamed(name: string): string[];
  nextWakeAtMs(): number | null;
  trail(key: string): TrailEntry[];
  /** Closed ones last written before, the oldest first. */
  selectOld(beforeMs: number, limit: number): string[];
  remove(key: string): void;
}

function toEntry(row: Row): TrailEntry {
  return { atMs: number(row, 'at'), kind: text(row, 'kind'), detail: JSON.parse(text(row, 'detail')) };
}

export function prepareStates(connection: Connection, personal: PersonalTable): StateTables {
  const selectId = connection.prepare('SELECT id FROM states WHERE key = ?');
  const selectKey = connection.prepare('SELECT key FROM states WHERE id = ?');
  const insert = connection.prepare(`
    INSERT INTO states (key, wake_at, written_at, is_closed) VALUES (?, ?, ?, ?) RETURNING id`);
  const update = connection.prepare('UPDATE states SET wake_at = ?2, written_at = ?3, is_closed = ?4 WHERE id = ?1');
  const remove = connection.prepare('DELETE FROM states WHERE id = ?');
  const deleteNames = connection.prepare('DELETE FROM names WHERE key = ?');
  const insertName = connection.prepare('INSERT OR IGNORE INTO names (name, key) VALUES (?, ?)');
  const selectNamed = connection.prepare('SELECT key FROM names WHERE name = ? ORDER BY key');
  const selectDue = connection.prepare(`
    SELECT key FROM states WHERE wake_at IS NOT NULL AND wake_at <= ? ORDER BY wake_at, key LIMIT ?`);
  const selectNext = connection.prepare('SELECT MIN(wake_at) AS wake_at FROM states WHERE wake_at IS NOT NULL');
  const selectOld = connection.prepare(`
    SELECT key FROM states WHERE is_closed = 1 AND written_at < ? ORDER BY written_at, key LIMIT ?`);
  const selectTrail = connection.prepare('SELECT at, kind, detail FROM trail WHERE key = ? ORDER BY number');
  const selectLastNumber = connection.prepare('SELECT MAX(number) AS number FROM trail WHERE key = ?');
  const insertTrail = connection.prepare('INSERT INTO trail (key, number, at, kind, detail) VALUES (?, ?, ?, ?, ?)');
  const cutTrail = connection.prepare('DELETE FROM trail WHERE key = ? AND number <= ?');

  function findId(key: string): number | null {
    const row = selectId.get(key);
    return row === undefined ? null : number(row, 'id');
  }

  function append(key: string, entries: readonly TrailEntry[]): void {
    if (entries.length === 0) return;
    let last = numberOrNull(selectLastNumber.get(key) ?? { number: null }, 'number') ?? 0;
    for (const { atMs, kind, detail } of entries) {
      last += 1;
      insertTrail.run(key, last, atMs, kind, JSON.stringify(detail));
    }
    cutTrail.run(key, last - TRAIL_LENGTH);
  }

  return {
    find(key) {
      const id = findId(key);
      const json = id === null ? null : personal.find('state', id);
      return json === null ? null : { key, state: JSON.parse(json) };
    },
    save({ key, state, wakeAtMs, names, subjects = [], trail = [], isClosed = false }, nowMs) {
      const json = JSON.stringify(state ?? null);
      const known = findId(key);
      if (known === null) {
        const id = number(insert.get(key, wakeAtMs, nowMs, isClosed ? 1 : 0) ?? {}, 'id');
        personal.add('state', id, json, subjects);
      } else {
        update.run(known, wakeAtMs, nowMs, isClosed ? 1 : 0);
        personal.replace('state', known, json, subjects);
      }
      deleteNames.run(key);
      for (const name of names) insertName.run(name, key);
      append(key, trail);
    },
    keyOf(id) {
      const row = selectKey.get(id);
      return row === undefined ? null : text(row, 'key');
    },
    dueWakes: (nowMs, limit) => selectDue.all(nowMs, limit).map((row) => text(row, 'key')),
    keysNamed: (name) => selectNamed.all(name).map((row) => text(row, 'key')),
    nextWakeAtMs: () => numberOrNull(selectNext.get() ?? { wake_at: null }, 'wake_at'),
    trail: (key) => selectTrail.all(key).map(toEntry),
    selectOld: (beforeMs, limit) => selectOld.all(beforeMs, limit).map((row) => text(row, 'key')),
    remove(key) {
      const id = findId(key);
      if (id === null) return;
      personal.erase('state', id);
      remove.run(id); // names, trail and findings go with it
    },
  };
}
