/** How a message moves: into its lane, to the lane's head, out of the outbox. Only a head is ever `ready`. */
import { measuresOf } from '../rules/measures.js';
import type { LedgerEntry, Measure } from '../store.js';
import type { Connection } from './connection.js';
import { number, text } from './rows.js';

export type Stage = 'behind' | 'resting' | 'ready' | 'in-flight';

export interface Lanes {
  /** The stage of a message that comes in as its lane's last. */
  stageOfNext(account: string, lane: string, dueAtMs: number, nowMs: number): Stage;
  /** A newer state replaces those of its lane that wait: not one in flight, nor one that may have arrived. */
  supersede(account: string, lane: string, nowMs: number): void;
  /** Settles a message for good and lets the next of its lane come forward; null when it is not at that stage. */
  close(seq: number, stage: Stage, end: End): readonly Measure[] | null;
}

export interface End {
  readonly status: LedgerEntry['status'];
  readonly reason: string | null;
  readonly atMs: number;
}

export function prepareLanes(connection: Connection): Lanes {
  const selectAny = connection.prepare(`
    SELECT 1 FROM messages WHERE account = ? AND lane = ? AND status = 'pending' LIMIT 1`);
  const supersede = connection.prepare(`
    UPDATE messages SET status = 'superseded', stage = NULL, reason = NULL, settled_at = ?3
    WHERE account = ?1 AND lane = ?2 AND status = 'pending'
      AND stage <> 'in-flight' AND coalesces = 1 AND is_ambiguous = 0`);
  const promote = connection.prepare(`
    UPDATE messages SET stage = CASE WHEN due_at <= ?3 THEN 'ready' ELSE 'resting' END
    WHERE stage = 'behind' AND seq = (
      SELECT seq FROM messages WHERE account = ?1 AND lane = ?2 AND status = 'pending' ORDER BY seq LIMIT 1
    )`);
  const close = connection.prepare(`
    UPDATE messages SET status = ?3, stage = NULL, reason = ?4, settled_at = ?5
    WHERE seq = ?1 AND stage = ?2 RETURNING account, lane, mode, enqueued_at`);

  return {
    stageOfNext(account, lane, dueAtMs, nowMs) {
      if (selectAny.get(account, lane) !== undefined) return 'behind';
      return dueAtMs <= nowMs ? 'ready' : 'resting';
    },
    supersede(account, lane, nowMs) {
      supersede.run(account, lane, nowMs);
      promote.run(account, lane, nowMs);
    },
    close(seq, stage, { status, reason, atMs }) {
      const row = close.get(seq, stage, status, reason, atMs);
      if (row === undefined) return null;
      const account = text(row, 'account');
      promote.run(account, text(row, 'lane'), atMs);
      if (status !== 'delivered' && status !== 'dead') return [];
      const enqueuedAtMs = number(row, 'enqueued_at');
      return measuresOf({ status, account, mode: text(row, 'mode'), enqueuedAtMs, atMs });
    },
  };
}
