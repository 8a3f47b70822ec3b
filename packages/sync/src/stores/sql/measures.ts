/** Measures by name and hour. */
import { addToBucket, type Bucket, hourOf, type Points } from '../rules/measures.js';
import type { MeasuredHour } from '../store.js';
import type { Connection, Row } from './connection.js';
import { number, text } from './rows.js';

export interface MeasureTable {
  add(points: readonly Points[]): void;
  list(fromMs: number, toMs: number): MeasuredHour[];
  purge(beforeMs: number, limit: number): void;
}

function toHour(row: Row): MeasuredHour {
  return {
    name: text(row, 'name'),
    hourMs: number(row, 'hour'),
    count: number(row, 'count'),
    sum: number(row, 'sum'),
    max: number(row, 'max'),
    last: number(row, 'last'),
  };
}

export function prepareMeasures(connection: Connection): MeasureTable {
  const select = connection.prepare(`
    SELECT name, hour, count, sum, max, last, last_at FROM measures WHERE name = ? AND hour = ?`);
  const replace = connection.prepare(`
    INSERT OR REPLACE INTO measures (name, hour, count, sum, max, last, last_at) VALUES (?, ?, ?, ?, ?, ?, ?)`);
  const selectBetween = connection.prepare(`
    SELECT name, hour, count, sum, max, last FROM measures WHERE hour >= ? AND hour < ?`);
  const selectOld = connection.prepare('SELECT name, hour FROM measures WHERE hour < ? ORDER BY hour, name LIMIT ?');
  const remove = connection.prepare('DELETE FROM measures WHERE name = ? AND hour = ?');

  function find(name: string, hourMs: number): Bucket | null {
    const row = select.get(name, hourMs);
    return row === undefined ? null : { ...toHour(row), lastAtMs: number(row, 'last_at') };
  }

  function save({ name, hourMs, count, sum, max, last, lastAtMs }: Bucket): void {
    replace.run(name, hourMs, count, sum, max, last, lastAtMs);
  }

  return {
    /** Added up before anything is written: points of one name and hour come in a row, thousands at a time. */
    add(points) {
      const open = new Map<string, Bucket>();
      for (const point of points) {
        const { name, atMs } = point;
        const hourMs = hourOf(atMs);
        const bucket = open.get(name);
        if (bucket !== undefined && bucket.hourMs !== hourMs) save(bucket);
        open.set(name, addToBucket(bucket?.hourMs === hourMs ? bucket : find(name, hourMs), point));
      }
      for (const bucket of open.values()) save(bucket);
    },
    list: (fromMs, toMs) =>
      selectBetween
        .all(fromMs, toMs)
        .map(toHour)
        .sort((one, other) => (one.name === other.name ? one.hourMs - other.hourMs : one.name < other.name ? -1 : 1)),
    purge(beforeMs, limit) {
      for (const row of selectOld.all(beforeMs, limit)) remove.run(text(row, 'name'), number(row, 'hour'));
    },
  };
}
