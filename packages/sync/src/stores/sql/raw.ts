/** Raw deliveries: stored before they are acknowledged, kept after they are understood, so that they can be replayed. */
import type { RawDelivery, StoredRaw } from '../store.js';
import type { Connection, Row } from './connection.js';
import type { PersonalTable } from './personal.js';
import { number, text, textOrNull } from './rows.js';

export interface RawTable {
  add(raw: RawDelivery): void;
  take(limit: number): StoredRaw[];
  /** False when the delivery is not taken: then the outcome is a repetition. */
  markUnderstood(seq: number, subjects: readonly string[]): boolean;
  markParked(seq: number, reason: string): boolean;
  unpark(automationId: string | undefined): number;
  hasWaiting(): boolean;
  /** What nobody understood is searched for the address, and goes whole: without its body it never will be. */
  forgetParked(address: string): number;
  /** Takes away at most `limit` that came before, the oldest first, up to the first that is young. */
  purge(beforeMs: number, limit: number): number;
  /** What an earlier owner had taken is free again. */
  free(): void;
}

const SETTLED = ['understood', 'parked'] as const;

export function prepareRaw(connection: Connection, personal: PersonalTable): RawTable {
  const insert = connection.prepare(`
    INSERT INTO raw (received_at, automation_id, headers, status) VALUES (?, ?, ?, 'waiting') RETURNING seq`);
  const selectWaiting = connection.prepare(`
    SELECT seq, received_at, automation_id, headers FROM raw WHERE status = 'waiting' ORDER BY seq LIMIT ?`);
  const take = connection.prepare(`UPDATE raw SET status = 'taken' WHERE seq = ?`);
  const understand = connection.prepare(`
    UPDATE raw SET status = 'understood', reason = NULL WHERE seq = ? AND status = 'taken' RETURNING seq`);
  const park = connection.prepare(`
    UPDATE raw SET status = 'parked', reason = ? WHERE seq = ? AND status = 'taken' RETURNING seq`);
  const unparkAll = connection.prepare(`
    UPDATE raw SET status = 'waiting' WHERE status = 'parked' RETURNING seq`);
  const unparkSome = connection.prepare(`
    UPDATE raw SET status = 'waiting' WHERE status = 'parked' AND automation_id = ? RETURNING seq`);
  const selectAnyWaiting = connection.prepare(`SELECT 1 FROM raw WHERE status = 'waiting' LIMIT 1`);
  const selectParked = connection.prepare(`SELECT seq FROM raw WHERE status = 'parked' ORDER BY seq`);
  const selectOldest = connection.prepare(`
    SELECT seq, received_at FROM raw WHERE status = ? ORDER BY seq LIMIT ?`);
  const remove = connection.prepare('DELETE FROM raw WHERE seq = ?');
  const free = connection.prepare(`UPDATE raw SET status = 'waiting' WHERE status = 'taken'`);

  function toRaw(row: Row): StoredRaw {
    const seq = number(row, 'seq');
    return {
      seq,
      receivedAtMs: number(row, 'received_at'),
      automationId: textOrNull(row, 'automation_id'),
      headers: JSON.parse(text(row, 'headers')),
      body: personal.find('raw', seq) ?? '',
    };
  }

  function drop(seq: number): void {
    personal.erase('raw', seq);
    remove.run(seq);
  }

  return {
    add(raw) {
      const row = insert.get(raw.receivedAtMs, raw.automationId, JSON.stringify(raw.headers)) ?? {};
      personal.add('raw', number(row, 'seq'), raw.body, []);
    },
    take(limit) {
      const taken = selectWaiting.all(limit).map(toRaw);
      for (const raw of taken) take.run(raw.seq);
      return taken;
    },
    markUnderstood(seq, subjects) {
      if (understand.get(seq) === undefined) return false;
      if (subjects.some(personal.isForgotten)) personal.erase('raw', seq);
      else if (subjects.length > 0) personal.nameSubjects('raw', seq, subjects);
      return true;
    },
    markParked: (seq, reason) => park.get(reason, seq) !== undefined,
    unpark: (automationId) => (automationId === undefined ? unparkAll.all() : unparkSome.all(automationId)).length,
    hasWaiting: () => selectAnyWaiting.get() !== undefined,
    forgetParked(address) {
      const named = selectParked
        .all()
        .map((row) => number(row, 'seq'))
        .filter((seq) => (personal.find('raw', seq) ?? '').toLowerCase().includes(address));
      for (const seq of named) drop(seq);
      return named.length;
    },
    purge(beforeMs, limit) {
      let purged = 0;
      for (const status of SETTLED) {
        for (const row of selectOldest.all(status, limit - purged)) {
          if (number(row, 'received_at') >= beforeMs) break;
          drop(number(row, 'seq'));
          purged += 1;
        }
      }
      return purged;
    },
    free: () => free.run(),
  };
}
