/** States by key, when time may change them, and the look-up names they carry. */
import type { StateRow, StateWrite } from '../store.js';
import type { Connection } from './connection.js';
import { numberOrNull, text } from './rows.js';

export interface StateTables {
  find(key: string): StateRow | null;
  save(write: StateWrite): void;
  dueWakes(nowMs: number, limit: number): string[];
  keysNamed(name: string): string[];
  nextWakeAtMs(): number | null;
}

export function prepareStates(connection: Connection): StateTables {
  const select = connection.prepare('SELECT state FROM states WHERE key = ?');
  const upsert = connection.prepare(`
    INSERT INTO states (key, state, wake_at) VALUES (?, ?, ?)
    ON CONFLICT (key) DO UPDATE SET state = excluded.state, wake_at = excluded.wake_at`);
  const deleteNames = connection.prepare('DELETE FROM names WHERE key = ?');
  const insertName = connection.prepare('INSERT OR IGNORE INTO names (name, key) VALUES (?, ?)');
  const selectNamed = connection.prepare('SELECT key FROM names WHERE name = ? ORDER BY key');
  const selectDue = connection.prepare(`
    SELECT key FROM states WHERE wake_at IS NOT NULL AND wake_at <= ? ORDER BY wake_at, key LIMIT ?`);
  const selectNext = connection.prepare('SELECT MIN(wake_at) AS wake_at FROM states WHERE wake_at IS NOT NULL');

  return {
    find(key) {
      const row = select.get(key);
      return row === undefined ? null : { key, state: JSON.parse(text(row, 'state')) };
    },
    save({ key, state, wakeAtMs, names }) {
      upsert.run(key, JSON.stringify(state ?? null), wakeAtMs);
      deleteNames.run(key);
      for (const name of names) insertName.run(name, key);
    },
    dueWakes: (nowMs, limit) => selectDue.all(nowMs, limit).map((row) => text(row, 'key')),
    keysNamed: (name) => selectNamed.all(name).map((row) => text(row, 'key')),
    nextWakeAtMs: () => numberOrNull(selectNext.get() ?? { wake_at: null }, 'wake_at'),
  };
}
