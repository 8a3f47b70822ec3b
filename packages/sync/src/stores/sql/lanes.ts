/**
 * How messages move: into their lane, to the lane's head, out of the outbox. Only a head is ever `ready`. Many are moved
 * by one statement: a bulk request takes and settles a thousand.
 */
import { measuresOf, type Points } from '../rules/measures.js';
import type { LedgerEntry } from '../store.js';
import type { Connection, Statement } from './connection.js';
import { number, text } from './rows.js';

export type Stage = 'behind' | 'resting' | 'ready';

/** Of a row of `messages`: somebody has taken it. */
const IS_IN_FLIGHT = 'messages.seq IN (SELECT seq FROM flights)';
/** Nobody has. */
export const IS_ON_GROUND: string = `NOT ${IS_IN_FLIGHT}`;

export interface Lanes {
  /** The stage of a message that comes in as its lane's last. */
  stageOfNext(account: string, lane: string, dueAtMs: number, nowMs: number): Stage;
  /** A newer state replaces those of its lane that wait: not one in flight, nor one that may have arrived. */
  supersede(account: string, lane: string, nowMs: number): void;
  /** Settles messages for good and lets the next of their lanes come forward; passes over those that are not `from` there. */
  close(seqs: readonly number[], from: 'waiting' | 'in-flight', end: End): readonly Points[];
}

export interface End {
  readonly status: LedgerEntry['status'];
  readonly reason: string | null;
  readonly atMs: number;
}

/** Settles those of a list (JSON) for which `isOpen` holds. */
function prepareClosing(connection: Connection, isOpen: string): Record<'sumUp' | 'close', Statement> {
  return {
    sumUp: connection.prepare(`
      SELECT account, mode, COUNT(*) AS count,
        SUM(MAX(0, ?2 - enqueued_at)) AS lag_sum, MAX(0, ?2 - MIN(enqueued_at)) AS lag_max
      FROM json_each(?1) AS listed CROSS JOIN messages ON seq = listed.value WHERE ${isOpen} GROUP BY account, mode`),
    close: connection.prepare(`
      UPDATE messages SET status = ?2, stage = NULL, reason = ?3, settled_at = ?4
      WHERE seq IN (SELECT value FROM json_each(?1)) AND ${isOpen}`),
  };
}

export function prepareLanes(connection: Connection): Lanes {
  const selectAny = connection.prepare(`
    SELECT 1 FROM messages WHERE account = ? AND lane = ? AND status = 'pending' LIMIT 1`);
  const supersede = connection.prepare(`
    UPDATE messages SET status = 'superseded', stage = NULL, reason = NULL, settled_at = ?3
    WHERE account = ?1 AND lane = ?2 AND status = 'pending'
      AND coalesces = 1 AND is_ambiguous = 0 AND ${IS_ON_GROUND}
    RETURNING seq`);
  const promoteNext = connection.prepare(`
    UPDATE messages SET stage = CASE WHEN due_at <= ?2 THEN 'ready' ELSE 'resting' END
    WHERE stage = 'behind' AND seq IN (
      SELECT (
        SELECT next.seq FROM messages AS next
        WHERE next.account = gone.account AND next.lane = gone.lane AND next.status = 'pending'
        ORDER BY next.seq LIMIT 1
      ) FROM json_each(?1) AS listed CROSS JOIN messages AS gone ON gone.seq = listed.value
    )`);
  const closings = {
    waiting: prepareClosing(connection, `stage IS NOT NULL AND ${IS_ON_GROUND}`),
    'in-flight': prepareClosing(connection, IS_IN_FLIGHT),
  };
  const land = connection.prepare('DELETE FROM flights WHERE seq IN (SELECT value FROM json_each(?))');
  const leaveTally = connection.prepare(`
    UPDATE tallies SET rows = rows - ?2 WHERE name = 'message:pending' AND account = ?1`);
  const joinTally = connection.prepare(`
    INSERT INTO tallies (name, account, rows) VALUES ('message:' || ?2, ?1, ?3)
    ON CONFLICT (name, account) DO UPDATE SET rows = rows + excluded.rows`);

  function tally(account: string, to: End['status'], count: number): void {
    leaveTally.run(account, count);
    joinTally.run(account, to, count);
  }

  return {
    stageOfNext(account, lane, dueAtMs, nowMs) {
      if (selectAny.get(account, lane) !== undefined) return 'behind';
      return dueAtMs <= nowMs ? 'ready' : 'resting';
    },
    supersede(account, lane, nowMs) {
      const gone = supersede.all(account, lane, nowMs).map((row) => number(row, 'seq'));
      if (gone.length === 0) return;
      tally(account, 'superseded', gone.length);
      promoteNext.run(JSON.stringify(gone), nowMs);
    },
    close(seqs, from, { status, reason, atMs }) {
      const listed = JSON.stringify(seqs);
      const { sumUp, close } = closings[from];
      const ends = sumUp.all(listed, atMs).map((row) => ({
        account: text(row, 'account'),
        mode: text(row, 'mode'),
        atMs,
        count: number(row, 'count'),
        lagSumMs: number(row, 'lag_sum'),
        lagMaxMs: number(row, 'lag_max'),
      }));
      if (ends.length === 0) return [];
      close.run(listed, status, reason, atMs);
      if (from === 'in-flight') land.run(listed);
      for (const { account, count } of ends) tally(account, status, count);
      promoteNext.run(listed, atMs);
      return status === 'delivered' || status === 'dead' ? ends.flatMap((end) => measuresOf({ ...end, status })) : [];
    },
  };
}
