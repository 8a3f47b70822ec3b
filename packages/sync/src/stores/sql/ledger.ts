/** What was told and what became of it: looked up, put back, thrown away, forgotten, purged. */
import { FORGOTTEN, inMode, modeToGoAgain } from '../rules/ledger.js';
import type { LedgerEntry, LedgerFilter, LedgerMessage, LedgerStore, Purge } from '../store.js';
import type { Connection, Row, Value } from './connection.js';
import { IS_ON_GROUND, type Lanes } from './lanes.js';
import type { OutboxParts, OutboxTable } from './outbox.js';
import { becauseIn, toMessage } from './parts.js';
import { WITH_BODIES } from './personal.js';
import { number, numberOrNull, oneOf, text, textOrNull } from './rows.js';

export interface LedgerTable {
  /** The latest `limit`, in the order of telling. */
  list(orderReference: string | undefined, limit: number): LedgerEntry[];
  find(filter: LedgerFilter): LedgerMessage[];
  requeue(seqs: readonly number[], nowMs: number, change: Parameters<LedgerStore['requeue']>[2]): number[];
  discard(filter: Parameters<LedgerStore['discard']>[0], nowMs: number, reason: string): number;
  /** Erases a message's body; what waits is withheld. */
  forget(seq: number, nowMs: number): void;
  purge(beforeMs: number, limit: number): Pick<Purge, 'messages' | 'bodies'>;
}

const ENTRY = `seq, messages.id, kind, lane, messages.account, mode, status, reason, order_reference, enqueued_at, settled_at`;
const MESSAGE = `${ENTRY}, metric, event_at, attempts, due_at, expires_at, coalesces, because, data`;
/** A message's kind and metric are its track's. The order is given: SQLite would start at the smaller table. */
const TRACKS = 'CROSS JOIN tracks ON tracks.id = messages.track';
const MESSAGES = `messages ${TRACKS}`;
const WITH_THE_REST = `CROSS JOIN grounds USING (seq) ${WITH_BODIES}`;
const WHOLE_MESSAGES = `${MESSAGES} ${WITH_THE_REST}`;

/** All conditions of a filter; what it leaves open is null. */
const MATCHES = `seq > ?1
      AND (?2 IS NULL OR messages.account = ?2)
      AND (?3 IS NULL OR kind IN (SELECT value FROM json_each(?3)))
      AND (?4 IS NULL OR status IN (SELECT value FROM json_each(?4)))
      AND (?5 IS NULL OR mode IN (SELECT value FROM json_each(?5)))
      AND (?6 IS NULL OR reason IN (SELECT value FROM json_each(?6)))
      AND (?7 IS NULL OR metric = ?7)
      AND (?8 IS NULL OR order_reference = ?8)
      AND (?9 IS NULL OR messages.id = ?9)
      AND (?10 IS NULL OR event_at >= ?10)
      AND (?11 IS NULL OR event_at < ?11)
    ORDER BY seq LIMIT ?12`;

function toEntry(row: Row): LedgerEntry {
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

function list(words: readonly string[] | undefined): string | null {
  return words === undefined ? null : JSON.stringify(words);
}

function toValues(filter: LedgerFilter, id: string | null): readonly Value[] {
  return [
    filter.afterSeq ?? 0,
    filter.account ?? null,
    list(filter.kinds),
    list(filter.statuses),
    list(filter.modes),
    list(filter.reasons),
    filter.metric ?? null,
    filter.orderReference ?? null,
    id,
    filter.fromMs ?? null,
    filter.toMs ?? null,
    filter.limit,
  ];
}

function areStuck(statuses: LedgerFilter['statuses']): boolean {
  return statuses?.every((status) => status === 'dead' || status === 'withheld') ?? false;
}

export function prepareLedger(
  connection: Connection,
  { personal, lanes, measures }: OutboxParts & { readonly lanes: Lanes },
  outbox: OutboxTable,
): LedgerTable {
  const selectLatest = connection.prepare(`SELECT ${ENTRY} FROM ${MESSAGES} ORDER BY seq DESC LIMIT ?`);
  const selectLatestOfOrder = connection.prepare(`
    SELECT ${ENTRY} FROM ${MESSAGES} WHERE order_reference = ? ORDER BY seq DESC LIMIT ?`);
  const selectAll = connection.prepare(`SELECT ${MESSAGE} FROM ${WHOLE_MESSAGES} WHERE ${MATCHES}`);
  const selectOfOrder = connection.prepare(`
    SELECT ${MESSAGE} FROM ${WHOLE_MESSAGES} WHERE order_reference = ?8 AND ${MATCHES}`);
  const selectStuck = connection.prepare(`
    SELECT ${MESSAGE} FROM messages INDEXED BY messages_stuck ${TRACKS} ${WITH_THE_REST}
    WHERE status IN ('dead', 'withheld') AND ${MATCHES}`);
  const selectOfId = connection.prepare(
    `SELECT ${MESSAGE} FROM ${WHOLE_MESSAGES} WHERE messages.id = ?9 AND ${MATCHES}`,
  );
  const selectOne = connection.prepare(`SELECT ${MESSAGE} FROM ${WHOLE_MESSAGES} WHERE seq = ?`);
  const selectLater = connection.prepare(`
    SELECT 1 FROM messages INDEXED BY messages_states
    WHERE account = ? AND lane = ? AND seq > ? AND coalesces = 1 AND status IN ('pending', 'delivered') LIMIT 1`);
  const remove = connection.prepare('DELETE FROM messages WHERE seq = ?');
  const selectWaiting = connection.prepare(`
    SELECT seq, metric FROM messages INDEXED BY messages_lane
      ${TRACKS}
    WHERE messages.account = ? AND enqueued_at < ? AND status = 'pending' AND ${IS_ON_GROUND}`);
  const selectOld = connection.prepare(`
    SELECT seq, id FROM messages WHERE settled_at < ? ORDER BY settled_at, seq LIMIT ?`);

  function toLedgerMessage(row: Row): LedgerMessage {
    const entry = toEntry(row);
    const body = personal.bodyIn(row, entry.seq);
    const metric = text(row, 'metric');
    return {
      ...entry,
      metric: metric === '' ? null : metric,
      eventAtMs: number(row, 'event_at'),
      because: becauseIn(row),
      attempts: number(row, 'attempts'),
      dueAtMs: number(row, 'due_at'),
      message: body === null ? null : toMessage(row, { kind: entry.kind, metric }, body),
    };
  }

  /** A later state of its lane was told, or will be: the older one must not come after it. */
  function isReplaced(row: Row): boolean {
    if (number(row, 'coalesces') === 0) return false;
    return selectLater.get(text(row, 'account'), text(row, 'lane'), number(row, 'seq')) !== undefined;
  }

  return {
    list(orderReference, limit) {
      const rows =
        orderReference === undefined ? selectLatest.all(limit) : selectLatestOfOrder.all(orderReference, limit);
      return rows.map(toEntry).reverse();
    },
    find(filter) {
      if (filter.ids !== undefined) {
        const rows = [...new Set(filter.ids)].flatMap((id) => selectOfId.all(...toValues(filter, id)));
        const found = rows.map(toLedgerMessage).sort((one, other) => one.seq - other.seq);
        return found.slice(0, filter.limit);
      }
      const values = toValues(filter, null);
      if (filter.orderReference !== undefined) return selectOfOrder.all(...values).map(toLedgerMessage);
      return (areStuck(filter.statuses) ? selectStuck : selectAll).all(...values).map(toLedgerMessage);
    },
    requeue: (seqs, nowMs, { mode: wanted, expiresAtMs }) =>
      seqs.filter((seq) => {
        const row = selectOne.get(seq);
        if (row === undefined || isReplaced(row)) return false;
        const { message, status, reason, mode, account, orderReference } = toLedgerMessage(row);
        const modeNow = modeToGoAgain({ status, reason, mode }, wanted);
        if (message === null || modeNow === null) return false;
        const coalesces = number(row, 'coalesces') === 1;
        personal.erase('message', seq);
        remove.run(seq);
        const outgoing = { message: inMode(message, modeNow), account, orderReference, coalesces };
        outbox.enter({ ...outgoing, dueAtMs: nowMs, expiresAtMs }, nowMs);
        return true;
      }),
    discard({ account, metric, enqueuedBeforeMs }, nowMs, reason) {
      const waiting = selectWaiting
        .all(account, enqueuedBeforeMs)
        .filter((row) => metric === undefined || row.metric === metric)
        .map((row) => number(row, 'seq'));
      measures.add(lanes.close(waiting, 'waiting', { status: 'dead', reason, atMs: nowMs }));
      return waiting.length;
    },
    forget(seq, nowMs) {
      personal.erase('message', seq);
      lanes.close([seq], 'waiting', { status: 'withheld', reason: FORGOTTEN, atMs: nowMs });
    },
    purge(beforeMs, limit) {
      let bodies = 0;
      const old = selectOld.all(beforeMs, limit);
      for (const row of old) {
        const seq = number(row, 'seq');
        personal.remember(text(row, 'id'));
        if (personal.erase('message', seq)) bodies += 1;
        remove.run(seq);
      }
      return { messages: old.length, bodies };
    },
  };
}
