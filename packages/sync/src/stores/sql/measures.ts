/** Measures by name and hour. */
import { addToBucket, type Bucket, hourOf } from '../rules/measures.js';
import type { Measure, MeasuredHour } from '../store.js';
import type { Connection, Row } from './connection.js';
import { number, text } from './rows.js';

export interface MeasureTable {
  add(points: readonly Measure[]): void;
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

  return {
    /** A bulk request settles a thousand messages: they are added up before anything is written. */
    add(points) {
      const changed = new Map<string, Bucket>();
      for (const point of points) {
        const hourMs = hourOf(point.atMs);
        const id = `${hourMs} ${point.name}`;
        changed.set(id, addToBucket(changed.get(id) ?? find(point.name, hourMs), point));
      }
      for (const { name, hourMs, count, sum, max, last, lastAtMs } of changed.values()) {
        replace.run(name, hourMs, count, sum, max, last, lastAtMs);
      }
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
