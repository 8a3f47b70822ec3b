/** Bells: what waits for a key in one table, the one read of it in flight in another. */
import { afterFailedRead, afterLostRead, ringOnto, type WaitingBell } from '../rules.js';
import type { Bell, BellOutcome, TakenBell } from '../store.js';
import type { Connection, Row } from './connection.js';
import { number, numberOrNull, text } from './rows.js';

export interface BellTables {
  ring(bell: Bell, nowMs: number): void;
  take(nowMs: number, limit: number): TakenBell[];
  settle(outcome: BellOutcome): void;
  nextDueAtMs(): number | null;
  /** Keys that are being read and did not ring again: the tally of waiting bells does not hold them. */
  countOnlyReading(): number;
  /** Reads of an earlier owner are due again. */
  free(): void;
}

function toBell(row: Row): WaitingBell {
  return JSON.parse(text(row, 'bell'));
}

export function prepareBells(connection: Connection): BellTables {
  const selectBell = connection.prepare('SELECT bell FROM bells WHERE key = ?');
  const upsertBell = connection.prepare(`
    INSERT INTO bells (key, due_at, bell) VALUES (?, ?, ?)
    ON CONFLICT (key) DO UPDATE SET due_at = excluded.due_at, bell = excluded.bell`);
  const deleteBell = connection.prepare('DELETE FROM bells WHERE key = ?');
  const selectDue = connection.prepare(`
    SELECT bell FROM bells WHERE due_at <= ? AND NOT EXISTS (SELECT 1 FROM reads WHERE reads.key = bells.key)
    ORDER BY due_at, key LIMIT ?`);
  const selectNextDue = connection.prepare(`
    SELECT due_at FROM bells WHERE NOT EXISTS (SELECT 1 FROM reads WHERE reads.key = bells.key)
    ORDER BY due_at, key LIMIT 1`);
  const nextRead = connection.prepare('UPDATE owner SET last_read = last_read + 1 RETURNING last_read');
  const insertRead = connection.prepare('INSERT INTO reads (key, read, bell) VALUES (?, ?, ?)');
  const deleteRead = connection.prepare('DELETE FROM reads WHERE key = ? AND read = ? RETURNING bell');
  const deleteReads = connection.prepare('DELETE FROM reads RETURNING bell');
  const countOnlyReading = connection.prepare(`
    SELECT COUNT(*) AS rows FROM reads WHERE NOT EXISTS (SELECT 1 FROM bells WHERE bells.key = reads.key)`);

  function find(key: string): WaitingBell | null {
    const row = selectBell.get(key);
    return row === undefined ? null : toBell(row);
  }

  function save(bell: WaitingBell): void {
    upsertBell.run(bell.key, bell.dueAtMs, JSON.stringify(bell));
  }

  function toRead(bell: WaitingBell): TakenBell {
    const read = number(nextRead.get() ?? {}, 'last_read');
    deleteBell.run(bell.key);
    insertRead.run(bell.key, read, JSON.stringify(bell));
    const { key, source, hooks, hint, firstRungAtMs, attempts } = bell;
    return { key, source, hooks, hint, read, firstRungAtMs, attempts };
  }

  return {
    ring: (bell, nowMs) => save(ringOnto(find(bell.key), bell, nowMs)),
    take: (nowMs, limit) => selectDue.all(nowMs, limit).map((row) => toRead(toBell(row))),
    settle(outcome) {
      const row = deleteRead.get(outcome.key, outcome.read);
      if (row === undefined || outcome.kind === 'answered') return;
      save(afterFailedRead(toBell(row), find(outcome.key), outcome.dueAtMs));
    },
    nextDueAtMs: () => numberOrNull(selectNextDue.get() ?? { due_at: null }, 'due_at'),
    countOnlyReading: () => number(countOnlyReading.get() ?? {}, 'rows'),
    free() {
      for (const row of deleteReads.all()) {
        const taken = toBell(row);
        save(afterLostRead(taken, find(taken.key)));
      }
    },
  };
}
