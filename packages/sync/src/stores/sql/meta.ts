/** Small named values, and the tallies that triggers keep. */
import type { Connection } from './connection.js';
import { number, text } from './rows.js';

export interface MetaTables {
  get(name: string): string | null;
  set(name: string, value: string): void;
  /** All tallies as they stand now; look one up by its name. */
  tallies(): (name: string) => number;
}

export function prepareMeta(connection: Connection): MetaTables {
  const select = connection.prepare('SELECT value FROM meta WHERE name = ?');
  const upsert = connection.prepare(`
    INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value`);
  const selectTallies = connection.prepare('SELECT name, rows FROM tallies');

  return {
    get(name) {
      const row = select.get(name);
      return row === undefined ? null : text(row, 'value');
    },
    set: (name, value) => upsert.run(name, value),
    tallies() {
      const rows = new Map(selectTallies.all().map((row) => [text(row, 'name'), number(row, 'rows')]));
      return (name) => rows.get(name) ?? 0;
    },
  };
}
