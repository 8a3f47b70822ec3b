/** Bells: what waits for a key in one table, the one read of it in flight in another. */
import {
  afterFailedRead,
  afterLostRead,
  queueOf,
  ringOnto,
  takeInTurns,
  type WaitingBell,
  withoutHint,
} from '../rules.js';
import type { Bell, BellOutcome, TakenBell } from '../store.js';
import type { Connection, Row } from './connection.js';
import type { PersonalTable } from './personal.js';
import { number, numberOrNull, text, textOrNull } from './rows.js';

export interface BellTables {
  ring(bell: Bell, nowMs: number): void;
  take(nowMs: number, limit: number): TakenBell[];
  settle(outcome: BellOutcome): void;
  nextDueAtMs(): number | null;
  /** Keys that are being read and did not ring again: the tally of waiting bells does not hold them. */
  countOnlyReading(): number;
  /** Takes the hint from a bell that names somebody; it still rings. */
  forget(holder: 'bell' | 'read', id: number): void;
  /** Reads of an earlier owner are due again. */
  free(): void;
}

interface Due {
  readonly row: Row;
  readonly key: string;
  readonly dueAtMs: number;
}

interface Stored {
  readonly id: number;
  readonly bell: WaitingBell;
}

export function prepareBells(connection: Connection, personal: PersonalTable): BellTables {
  const selectBell = connection.prepare('SELECT id FROM bells WHERE key = ?');
  const insertBell = connection.prepare('INSERT INTO bells (key, queue, due_at) VALUES (?, ?, ?) RETURNING id');
  const updateBell = connection.prepare('UPDATE bells SET queue = ?, due_at = ? WHERE id = ?');
  const deleteBell = connection.prepare('DELETE FROM bells WHERE id = ?');
  const selectDue = connection.prepare(`
    SELECT id, key, due_at FROM bells
    WHERE queue = ? AND due_at <= ? AND NOT EXISTS (SELECT 1 FROM reads WHERE reads.key = bells.key)
    ORDER BY due_at, key LIMIT ?`);
  // From queue to queue by the index: as many steps as there are queues, however long they are.
  const selectQueue = connection.prepare('SELECT MIN(queue) AS queue FROM bells WHERE queue > ?');
  const selectNextDue = connection.prepare(`
    SELECT due_at FROM bells WHERE NOT EXISTS (SELECT 1 FROM reads WHERE reads.key = bells.key)
    ORDER BY due_at, key LIMIT 1`);
  const nextRead = connection.prepare('UPDATE owner SET last_read = last_read + 1 RETURNING last_read');
  const insertRead = connection.prepare('INSERT INTO reads (key, read) VALUES (?, ?) RETURNING id');
  const selectRead = connection.prepare('SELECT id FROM reads WHERE key = ? AND read = ?');
  const selectReads = connection.prepare('SELECT id FROM reads ORDER BY id');
  const deleteRead = connection.prepare('DELETE FROM reads WHERE id = ?');
  const countOnlyReading = connection.prepare(`
    SELECT COUNT(*) AS rows FROM reads WHERE NOT EXISTS (SELECT 1 FROM bells WHERE bells.key = reads.key)`);

  function load(holder: 'bell' | 'read', row: Row): Stored {
    const id = number(row, 'id');
    const json = personal.find(holder, id);
    if (json === null) throw new Error('A bell of the store has no content.');
    return { id, bell: JSON.parse(json) };
  }

  function find(key: string): Stored | null {
    const row = selectBell.get(key);
    return row === undefined ? null : load('bell', row);
  }

  function save(before: Stored | null, bell: WaitingBell): void {
    const json = JSON.stringify(bell);
    if (before === null) {
      const id = number(insertBell.get(bell.key, queueOf(bell), bell.dueAtMs) ?? {}, 'id');
      personal.add('bell', id, json, bell.subjects);
    } else {
      updateBell.run(queueOf(bell), bell.dueAtMs, before.id);
      personal.replace('bell', before.id, json, bell.subjects);
    }
  }

  function queues(): string[] {
    const found: string[] = [];
    const next = (): string | null => textOrNull(selectQueue.get(found.at(-1) ?? '') ?? {}, 'queue');
    for (let queue = next(); queue !== null; queue = next()) found.push(queue);
    return found;
  }

  function due(queue: string, nowMs: number, limit: number): Due[] {
    const rows = selectDue.all(queue, nowMs, limit);
    return rows.map((row) => ({ row, key: text(row, 'key'), dueAtMs: number(row, 'due_at') }));
  }

  function toRead({ id, bell }: Stored): TakenBell {
    const read = number(nextRead.get() ?? {}, 'last_read');
    personal.erase('bell', id);
    deleteBell.run(id);
    const readId = number(insertRead.get(bell.key, read) ?? {}, 'id');
    personal.add('read', readId, JSON.stringify(bell), bell.subjects);
    const { key, source, hooks, hint, firstRungAtMs, attempts } = bell;
    return { key, source, hooks, hint, read, firstRungAtMs, attempts };
  }

  function dropRead({ id }: Stored): void {
    personal.erase('read', id);
    deleteRead.run(id);
  }

  return {
    ring(bell, nowMs) {
      const isSuppressed = (bell.subjects ?? []).some(personal.isForgotten);
      const before = find(bell.key);
      const heard = isSuppressed ? { ...bell, hint: {}, subjects: [] } : bell;
      save(before, ringOnto(before?.bell ?? null, heard, nowMs));
    },
    take(nowMs, limit) {
      const waiting = queues().map((queue) => due(queue, nowMs, limit));
      return takeInTurns(waiting, limit).map(({ row }) => toRead(load('bell', row)));
    },
    settle(outcome) {
      const row = selectRead.get(outcome.key, outcome.read);
      if (row === undefined) return;
      const reading = load('read', row);
      dropRead(reading);
      if (outcome.kind === 'answered') return;
      const rungMeanwhile = find(outcome.key);
      save(rungMeanwhile, afterFailedRead(reading.bell, rungMeanwhile?.bell ?? null, outcome.dueAtMs));
    },
    nextDueAtMs: () => numberOrNull(selectNextDue.get() ?? { due_at: null }, 'due_at'),
    countOnlyReading: () => number(countOnlyReading.get() ?? {}, 'rows'),
    forget(holder, id) {
      personal.replace(holder, id, JSON.stringify(withoutHint(load(holder, { id }).bell)), []);
    },
    free() {
      for (const row of selectReads.all()) {
        const reading = load('read', row);
        dropRead(reading);
        const rungMeanwhile = find(reading.bell.key);
        save(rungMeanwhile, afterLostRead(reading.bell, rungMeanwhile?.bell ?? null));
      }
    },
  };
}
