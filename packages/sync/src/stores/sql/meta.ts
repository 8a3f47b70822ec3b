/** Small named values, and the tallies of what waits. */
import type { Connection } from './connection.js';
import { number, text } from './rows.js';

export interface Tallies {
  /** Over all accounts. */
  total(name: string): number;
  of(name: string, account: string): number;
  /** Every account that ever had a message. */
  readonly accounts: readonly string[];
}

export interface MetaTables {
  get(name: string): string | null;
  set(name: string, value: string): void;
  /** All tallies as they stand now. */
  tallies(): Tallies;
}

export function prepareMeta(connection: Connection): MetaTables {
  const select = connection.prepare('SELECT value FROM meta WHERE name = ?');
  const upsert = connection.prepare(`
    INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value`);
  const selectTallies = connection.prepare('SELECT name, account, rows FROM tallies');

  return {
    get(name) {
      const row = select.get(name);
      return row === undefined ? null : text(row, 'value');
    },
    set: (name, value) => upsert.run(name, value),
    tallies() {
      const all = selectTallies
        .all()
        .map((row) => ({ name: text(row, 'name'), account: text(row, 'account'), rows: number(row, 'rows') }));
      const sum = (wanted: typeof all): number => wanted.reduce((total, { rows }) => total + rows, 0);
      return {
        total: (name) => sum(all.filter((tally) => tally.name === name)),
        of: (name, account) => sum(all.filter((tally) => tally.name === name && tally.account === account)),
        accounts: [...new Set(all.map(({ account }) => account))].filter((account) => account !== '').sort(),
      };
    },
  };
}
