/** Raw deliveries: stored before they are acknowledged, kept after they are understood, so that they can be replayed. */
import type { RawDelivery, StoredRaw } from '../store.js';
import type { Connection, Row } from './connection.js';
import { number, text, textOrNull } from './rows.js';

export interface RawTable {
  add(raw: RawDelivery): void;
  take(limit: number): StoredRaw[];
  /** False when the delivery is not taken: then the outcome is a repetition. */
  markUnderstood(seq: number): boolean;
  markParked(seq: number, reason: string): boolean;
  unpark(automationId: string | undefined): number;
  hasWaiting(): boolean;
  /** What an earlier owner had taken is free again. */
  free(): void;
}

function toRaw(row: Row): StoredRaw {
  return {
    seq: number(row, 'seq'),
    receivedAtMs: number(row, 'received_at'),
    automationId: textOrNull(row, 'automation_id'),
    headers: JSON.parse(text(row, 'headers')),
    body: text(row, 'body'),
  };
}

export function prepareRaw(connection: Connection): RawTable {
  const insert = connection.prepare(`
    INSERT INTO raw (received_at, automation_id, headers, body, status) VALUES (?, ?, ?, ?, 'waiting')`);
  const selectWaiting = connection.prepare(`
    SELECT seq, received_at, automation_id, headers, body FROM raw WHERE status = 'waiting' ORDER BY seq LIMIT ?`);
  const take = connection.prepare(`UPDATE raw SET status = 'taken' WHERE seq = ?`);
  const understand = connection.prepare(`
    UPDATE raw SET status = 'understood', reason = NULL WHERE seq = ? AND status = 'taken' RETURNING seq`);
  const park = connection.prepare(`
    UPDATE raw SET status = 'parked', reason = ? WHERE seq = ? AND status = 'taken' RETURNING seq`);
  const unparkAll = connection.prepare(`UPDATE raw SET status = 'waiting' WHERE status = 'parked' RETURNING seq`);
  const unparkSome = connection.prepare(`
    UPDATE raw SET status = 'waiting' WHERE status = 'parked' AND automation_id = ? RETURNING seq`);
  const selectAnyWaiting = connection.prepare(`SELECT 1 FROM raw WHERE status = 'waiting' LIMIT 1`);
  const free = connection.prepare(`UPDATE raw SET status = 'waiting' WHERE status = 'taken'`);

  return {
    add: (raw) => insert.run(raw.receivedAtMs, raw.automationId, JSON.stringify(raw.headers), raw.body),
    take(limit) {
      const taken = selectWaiting.all(limit).map(toRaw);
      for (const raw of taken) take.run(raw.seq);
      return taken;
    },
    markUnderstood: (seq) => understand.get(seq) !== undefined,
    markParked: (seq, reason) => park.get(reason, seq) !== undefined,
    unpark: (automationId) => (automationId === undefined ? unparkAll.all() : unparkSome.all(automationId)).length,
    hasWaiting: () => selectAnyWaiting.get() !== undefined,
    free: () => free.run(),
  };
}
