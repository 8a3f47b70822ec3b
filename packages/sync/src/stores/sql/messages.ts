/** The outbox and its ledger. Only a lane's head is ever `ready`, so taking is one look into a small index. */
import type { Message } from '@clarus-klaviyo/mapping';
import { causeOfDeath, deadLetter, MAX_BURIALS_PER_TAKE } from '../rules.js';
import type { IncidentReport, LedgerEntry, MessageOutcome, OutgoingMessage, TakenMessage } from '../store.js';
import type { Connection, Row } from './connection.js';
import { number, numberOrNull, oneOf, text, textOrNull } from './rows.js';

export interface MessageTable {
  enqueue(outgoing: OutgoingMessage, nowMs: number): void;
  /** `onDeath` hears of messages found dead on the way. */
  take(
    nowMs: number,
    limit: number,
    accounts: readonly string[],
    kinds: readonly Message['kind'][],
    onDeath: (incident: IncidentReport) => void,
  ): TakenMessage[];
  settle(outcome: MessageOutcome): void;
  nextDueAtMs(): number | null;
  oldestPendingAtMs(): number | null;
  list(orderReference: string | undefined, limit: number): LedgerEntry[];
  /** What an earlier owner had in flight is free again; whether it arrived is not known. */
  free(): void;
}

function toTaken(row: Row): TakenMessage {
  return {
    seq: number(row, 'seq'),
    message: { ...JSON.parse(text(row, 'about')), body: JSON.parse(text(row, 'body')) },
    account: text(row, 'account'),
    orderReference: textOrNull(row, 'order_reference'),
    enqueuedAtMs: number(row, 'enqueued_at'),
    attempts: number(row, 'attempts'),
    crashes: number(row, 'crashes'),
    isAmbiguous: number(row, 'is_ambiguous') === 1,
    expiresAtMs: numberOrNull(row, 'expires_at'),
  };
}

function toLedgerEntry(row: Row): LedgerEntry {
  return {
    seq: number(row, 'seq'),
    id: text(row, 'id'),
    kind: oneOf(row, 'kind', ['event', 'profile', 'stock']),
    lane: text(row, 'lane'),
    account: text(row, 'account'),
    mode: oneOf(row, 'mode', ['live', 'silent', 'withheld']),
    status: oneOf(row, 'status', ['pending', 'delivered', 'dead', 'withheld', 'superseded']),
    reason: textOrNull(row, 'reason'),
    orderReference: textOrNull(row, 'order_reference'),
    enqueuedAtMs: number(row, 'enqueued_at'),
    settledAtMs: numberOrNull(row, 'settled_at'),
  };
}

/** Live before silent; among the same, the older. */
function isBefore(one: TakenMessage, other: TakenMessage): boolean {
  const isSilent = one.message.mode === 'silent';
  return isSilent === (other.message.mode === 'silent') ? one.seq < other.seq : !isSilent;
}

export function prepareMessages(connection: Connection): MessageTable {
  const selectId = connection.prepare('SELECT 1 FROM messages WHERE id = ?');
  const insert = connection.prepare(`
    INSERT INTO messages (
      id, kind, account, lane, mode, order_reference, coalesces, status, stage, reason,
      enqueued_at, due_at, expires_at, settled_at, about, body
    ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  // In flight, or perhaps arrived: only the identical message may follow.
  const supersede = connection.prepare(`
    UPDATE messages SET status = 'superseded', stage = NULL, reason = NULL, settled_at = ?3
    WHERE account = ?1 AND lane = ?2 AND stage IS NOT NULL
      AND stage <> 'in-flight' AND coalesces = 1 AND is_ambiguous = 0`);
  const promote = connection.prepare(`
    UPDATE messages SET stage = CASE WHEN due_at <= ?3 THEN 'ready' ELSE 'resting' END
    WHERE stage = 'behind' AND seq = (
      SELECT seq FROM messages WHERE account = ?1 AND lane = ?2 AND stage IS NOT NULL ORDER BY seq LIMIT 1
    )`);
  const rouse = connection.prepare(`
    UPDATE messages SET stage = 'ready' WHERE stage = 'resting' AND due_at <= ?`);
  // One look per mode: the first entry of an index range. Left to itself SQLite sorts all that is ready instead.
  const selectReady = connection.prepare(`
    SELECT seq, account, order_reference, enqueued_at, attempts, crashes, is_ambiguous, expires_at, about, body
    FROM messages INDEXED BY messages_ready 
    WHERE stage = 'ready' AND account = ? AND kind = ? AND mode = ? AND due_at <= ? ORDER BY seq LIMIT 1`);
  const markTaken = connection.prepare(`UPDATE messages SET stage = 'in-flight' WHERE seq = ?`);
  const close = connection.prepare(`
    UPDATE messages SET status = ?3, stage = NULL, reason = ?4, settled_at = ?5
    WHERE seq = ?1 AND stage = ?2 RETURNING account, lane`);
  const putBack = connection.prepare(`
    UPDATE messages SET stage = 'resting', due_at = ?, attempts = ?, is_ambiguous = ?, reason = ?
    WHERE seq = ? AND stage = 'in-flight'`);
  const selectNextResting = connection.prepare(`SELECT MIN(due_at) AS due_at FROM messages WHERE stage = 'resting'`);
  const selectNextReady = connection.prepare(`SELECT MIN(due_at) AS due_at FROM messages WHERE stage = 'ready'`);
  const selectOldest = connection.prepare(`
    SELECT MIN(enqueued_at) AS enqueued_at FROM messages WHERE stage IS NOT NULL`);
  const selectLatest = connection.prepare(`
    SELECT seq, id, kind, lane, account, mode, status, reason, order_reference, enqueued_at, settled_at
    FROM messages ORDER BY seq DESC LIMIT ?`);
  const selectLatestOfOrder = connection.prepare(`
    SELECT seq, id, kind, lane, account, mode, status, reason, order_reference, enqueued_at, settled_at
    FROM messages WHERE order_reference = ? ORDER BY seq DESC LIMIT ?`);
  const free = connection.prepare(`
    UPDATE messages SET stage = 'ready', crashes = crashes + 1, is_ambiguous = 1 WHERE stage = 'in-flight'`);

  function nextReady(nowMs: number, accounts: readonly string[], kinds: readonly string[]): TakenMessage | null {
    let best: TakenMessage | null = null;
    for (const account of accounts) {
      for (const kind of kinds) {
        const row = selectReady.get(account, kind, 'live', nowMs) ?? selectReady.get(account, kind, 'silent', nowMs);
        if (row === undefined) continue;
        const head = toTaken(row);
        if (best === null || isBefore(head, best)) best = head;
      }
    }
    return best;
  }

  /** Settles a message for good and lets the next of its lane come forward. */
  function bury(seq: number, stage: string, status: LedgerEntry['status'], reason: string | null, atMs: number): void {
    const lane = close.get(seq, stage, status, reason, atMs);
    if (lane === undefined) return;
    promote.run(text(lane, 'account'), text(lane, 'lane'), atMs);
  }

  return {
    enqueue({ message, account, orderReference, coalesces, dueAtMs, expiresAtMs }, nowMs) {
      if (selectId.get(message.id) !== undefined) return;
      const { lane } = message;
      const isWithheld = message.mode === 'withheld';
      if (coalesces && !isWithheld) supersede.run(account, lane, nowMs);
      const { body, ...about } = message;
      insert.run(
        message.id,
        message.kind,
        account,
        lane,
        message.mode,
        orderReference,
        coalesces ? 1 : 0,
        isWithheld ? 'withheld' : 'pending',
        isWithheld ? null : 'behind',
        isWithheld ? message.because.modeReason : null,
        nowMs,
        dueAtMs,
        expiresAtMs,
        isWithheld ? nowMs : null,
        JSON.stringify(about),
        JSON.stringify(body),
      );
      promote.run(account, lane, nowMs);
    },
    take(nowMs, limit, accounts, kinds, onDeath) {
      rouse.run(nowMs);
      const taken: TakenMessage[] = [];
      for (let burials = 0; taken.length < limit && burials < MAX_BURIALS_PER_TAKE; ) {
        const head = nextReady(nowMs, accounts, kinds);
        if (head === null) break;
        const cause = causeOfDeath(head, nowMs);
        if (cause === null) {
          markTaken.run(head.seq);
          taken.push(head);
        } else {
          burials += 1;
          bury(head.seq, 'ready', 'dead', cause, nowMs);
          onDeath(deadLetter(head.message.id, head.orderReference, cause));
        }
      }
      return taken;
    },
    settle(outcome) {
      switch (outcome.kind) {
        case 'delivered':
          bury(outcome.seq, 'in-flight', 'delivered', null, outcome.atMs);
          return;
        case 'dead':
          bury(outcome.seq, 'in-flight', 'dead', outcome.reason, outcome.atMs);
          return;
        case 'pending': {
          const { seq, dueAtMs, attempts, isAmbiguous, reason } = outcome;
          putBack.run(dueAtMs, attempts, isAmbiguous ? 1 : 0, reason, seq);
        }
      }
    },
    nextDueAtMs() {
      const instants = [selectNextResting, selectNextReady]
        .map((statement) => numberOrNull(statement.get() ?? { due_at: null }, 'due_at'))
        .filter((atMs) => atMs !== null);
      return instants.length === 0 ? null : Math.min(...instants);
    },
    oldestPendingAtMs: () => numberOrNull(selectOldest.get() ?? { enqueued_at: null }, 'enqueued_at'),
    list(orderReference, limit) {
      const rows =
        orderReference === undefined ? selectLatest.all(limit) : selectLatestOfOrder.all(orderReference, limit);
      return rows.map(toLedgerEntry).reverse();
    },
    free: () => free.run(),
  };
}
