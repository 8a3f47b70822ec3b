/** The outbox: what comes in, which heads are taken, and what becomes of them. Taking looks into one small index. */
import type { Message } from '@clarus-klaviyo/mapping';
import { eventAtMs, FORGOTTEN, metricOf, stepsOf, subjectsOf } from '../rules/ledger.js';
import { onePoint, type Points, withheldMeasure } from '../rules/measures.js';
import { causeOfDeath, deadLetter, MAX_BURIALS_PER_TAKE, SENT_MODES } from '../rules.js';
import type { IncidentReport, MessageOutcome, OutgoingMessage, TakenMessage } from '../store.js';
import type { Connection, Row } from './connection.js';
import { type End, IS_ON_GROUND, type Lanes } from './lanes.js';
import type { MeasureTable } from './measures.js';
import { type Track, toSendable, writeBody } from './parts.js';
import { type PersonalTable, WITH_BODIES } from './personal.js';
import { number, numberOrNull, numbers, text, textOrNull } from './rows.js';

/** Which messages a sender asks for. */
export interface Wanted {
  readonly accounts: readonly string[];
  readonly kinds: readonly Message['kind'][];
  readonly modes: readonly ('live' | 'silent')[];
}

export interface OutboxTable {
  /** Unless its id was told before. */
  enqueue(outgoing: OutgoingMessage, nowMs: number): void;
  /** Whatever was told before. */
  enter(outgoing: OutgoingMessage, nowMs: number): void;
  /** `onDeath` hears of messages found dead on the way. */
  take(nowMs: number, limit: number, wanted: Wanted, onDeath: (incident: IncidentReport) => void): TakenMessage[];
  /** `latestMs`: for an end that no outcome dates. */
  settle(outcomes: readonly MessageOutcome[], latestMs: number): void;
  nextDueAtMs(): number | null;
  oldestPendingAtMs(account: string): number | null;
  /** What an earlier owner had in flight is free again; whether it arrived is not known. */
  free(): void;
}

export interface OutboxParts {
  readonly personal: PersonalTable;
  readonly lanes: Lanes;
  readonly measures: MeasureTable;
}

interface OpenTrack extends Track {
  readonly id: number;
  readonly account: string;
}

type Trials = Pick<TakenMessage, 'attempts' | 'crashes' | 'isAmbiguous'>;
const UNTRIED: Trials = { attempts: 0, crashes: 0, isAmbiguous: false };

/** Most messages were never tried: one column less for each of a thousand is soon worth a list for the others. */
function trialsIn(row: Row): Trials {
  if (row['trials'] === null) return UNTRIED;
  const [attempts = 0, crashes = 0, isAmbiguous = 0] = numbers(row, 'trials');
  return { attempts, crashes, isAmbiguous: isAmbiguous === 1 };
}

export function prepareOutbox(connection: Connection, { personal, lanes, measures }: OutboxParts): OutboxTable {
  const selectId = connection.prepare('SELECT 1 FROM messages WHERE id = ?');
  const insert = connection.prepare(`
    INSERT INTO messages (
      id, track, account, lane, mode, order_reference, coalesces, status, stage, reason,
      event_at, enqueued_at, due_at, expires_at, settled_at, heard_after, decided_after
    ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING seq`);
  const insertGrounds = connection.prepare('INSERT INTO grounds (seq, because) VALUES (?, ?)');
  const selectTrack = connection.prepare('SELECT id FROM tracks WHERE account = ? AND kind = ? AND metric = ?');
  const insertTrack = connection.prepare('INSERT INTO tracks (account, kind, metric) VALUES (?, ?, ?) RETURNING id');
  const selectOpenTracks = connection.prepare(`
    SELECT id, account, kind, metric FROM tracks WHERE NOT EXISTS (
      SELECT 1 FROM pauses WHERE pauses.account = tracks.account AND pauses.metric IN ('', tracks.metric)
    )`);
  const rouse = connection.prepare(`
    UPDATE messages SET stage = 'ready' WHERE stage = 'resting' AND track = ? AND due_at <= ?`);
  // As one list: a row of its own for each costs more than finding it.
  const selectReady = connection.prepare(`
    SELECT json_group_array(seq) AS seqs FROM (
      SELECT seq FROM messages INDEXED BY messages_ready
      WHERE stage = 'ready' AND track = ? AND mode = ? AND due_at <= ? AND ${IS_ON_GROUND} ORDER BY seq LIMIT ?
    )`);
  const selectListed = connection.prepare(`
    SELECT seq, messages.id, track, lane, mode, order_reference, enqueued_at, expires_at, heard_after, decided_after, data,
      CASE WHEN attempts + crashes + is_ambiguous > 0 THEN json_array(attempts, crashes, is_ambiguous) END AS trials
    FROM json_each(?) AS listed CROSS JOIN messages ON seq = listed.value ${WITH_BODIES}`);
  const take = connection.prepare('INSERT INTO flights (seq) SELECT value FROM json_each(?)');
  const land = connection.prepare('DELETE FROM flights WHERE seq = ? RETURNING seq');
  const putBack = connection.prepare(`
    UPDATE messages SET stage = 'resting', due_at = ?2, attempts = ?3, is_ambiguous = ?4, reason = ?5 WHERE seq = ?1`);
  const selectFirstDue = connection.prepare(`
    SELECT MIN(due_at) AS due_at FROM messages WHERE stage = 'resting' AND track = ?`);
  const selectFirstReady = connection.prepare(`
    SELECT due_at FROM messages INDEXED BY messages_ready
    WHERE stage = 'ready' AND track = ?1 AND mode = ?2 AND seq > ?3 AND ${IS_ON_GROUND} ORDER BY seq LIMIT 1`);
  const selectLastFlight = connection.prepare('SELECT IFNULL(MAX(seq), 0) AS seq FROM flights');
  const selectOldest = connection.prepare(`
    SELECT enqueued_at FROM messages WHERE seq = (
      SELECT MIN((
        SELECT MIN(first) FROM (
          SELECT MIN(seq) AS first FROM messages INDEXED BY messages_ready
            WHERE stage = 'ready' AND track = tracks.id AND mode = 'live'
          UNION ALL SELECT MIN(seq) FROM messages INDEXED BY messages_ready
            WHERE stage = 'ready' AND track = tracks.id AND mode = 'silent'
          UNION ALL SELECT MIN(seq) FROM messages INDEXED BY messages_due WHERE stage = 'resting' AND track = tracks.id
        )
      )) FROM tracks WHERE account = ?
    )`);
  const selectInFlight = connection.prepare(`
    SELECT seq, enqueued_at FROM flights CROSS JOIN messages USING (seq) ORDER BY seq`);
  const free = connection.prepare('UPDATE messages SET crashes = crashes + 1, is_ambiguous = 1 WHERE seq = ?');

  function trackOf(account: string, message: Message): number {
    const metric = metricOf(message) ?? '';
    const row = selectTrack.get(account, message.kind, metric) ?? insertTrack.get(account, message.kind, metric);
    return number(row ?? {}, 'id');
  }

  /** Those that no pause stops. */
  function openTracks(): OpenTrack[] {
    const rows = selectOpenTracks.all();
    return rows.map((row) => ({
      id: number(row, 'id'),
      account: text(row, 'account'),
      kind: text(row, 'kind'),
      metric: text(row, 'metric'),
    }));
  }

  /** The first heads by mode and age. */
  function readyHeads(tracks: readonly OpenTrack[], modes: Wanted['modes'], nowMs: number, limit: number): number[] {
    const heads: number[] = [];
    for (const mode of SENT_MODES.filter((sent) => modes.includes(sent))) {
      const left = limit - heads.length;
      if (left <= 0) break;
      const seqs = tracks.flatMap(({ id }) => numbers(selectReady.get(id, mode, nowMs, left) ?? {}, 'seqs'));
      heads.push(...seqs.sort((one, other) => one - other).slice(0, left));
    }
    return heads;
  }

  function toTaken(row: Row, track: OpenTrack, trials: Trials): TakenMessage {
    const seq = number(row, 'seq');
    const body = personal.bodyIn(row, seq);
    if (body === null) throw new Error('A message of the outbox has no body.');
    return {
      seq,
      message: toSendable(row, track, body),
      account: track.account,
      orderReference: textOrNull(row, 'order_reference'),
      enqueuedAtMs: number(row, 'enqueued_at'),
      attempts: trials.attempts,
      crashes: trials.crashes,
      isAmbiguous: trials.isAmbiguous,
      expiresAtMs: numberOrNull(row, 'expires_at'),
      heardAfterMs: numberOrNull(row, 'heard_after'),
      decidedAfterMs: numberOrNull(row, 'decided_after'),
    };
  }

  function enter(outgoing: OutgoingMessage, nowMs: number): void {
    const { message, account, orderReference, coalesces, dueAtMs, expiresAtMs } = outgoing;
    const { lane } = message;
    const subjects = subjectsOf(message);
    const isForgotten = subjects.some(personal.isForgotten);
    const isWithheld = isForgotten || message.mode === 'withheld';
    if (coalesces && !isWithheld) lanes.supersede(account, lane, nowMs);
    const { heardAfterMs, decidedAfterMs } = stepsOf(message, nowMs);
    const row = insert.get(
      message.id,
      trackOf(account, message),
      account,
      lane,
      message.mode,
      orderReference,
      coalesces ? 1 : 0,
      isWithheld ? 'withheld' : 'pending',
      isWithheld ? null : lanes.stageOfNext(account, lane, dueAtMs, nowMs),
      isForgotten ? FORGOTTEN : isWithheld ? message.because.modeReason : null,
      eventAtMs(message, nowMs),
      nowMs,
      dueAtMs,
      expiresAtMs,
      isWithheld ? nowMs : null,
      heardAfterMs,
      decidedAfterMs,
    );
    const seq = number(row ?? {}, 'seq');
    insertGrounds.run(seq, JSON.stringify(message.because));
    if (isWithheld) measures.add([onePoint(withheldMeasure(account, nowMs))]);
    if (!isForgotten) personal.add('message', seq, writeBody(message), subjects);
  }

  /** What a message comes to; null: it goes back to rest. */
  function endOf(outcome: MessageOutcome, latestMs: number): End | null {
    switch (outcome.kind) {
      case 'delivered':
        return { status: 'delivered', reason: null, atMs: outcome.atMs };
      case 'dead':
        return { status: 'dead', reason: outcome.reason, atMs: outcome.atMs };
      case 'pending':
        return personal.has('message', outcome.seq) ? null : { status: 'withheld', reason: FORGOTTEN, atMs: latestMs };
    }
  }

  function settle(outcomes: readonly MessageOutcome[], latestMs: number): void {
    const ends = new Map<string, { readonly end: End; readonly seqs: number[] }>();
    const firsts = new Map(outcomes.toReversed().map((outcome) => [outcome.seq, outcome]));
    for (const [seq, outcome] of firsts) {
      const end = endOf(outcome, latestMs);
      if (end !== null) {
        const name = `${end.status} ${end.atMs} ${end.reason}`;
        const alike = ends.get(name);
        if (alike === undefined) ends.set(name, { end, seqs: [seq] });
        else alike.seqs.push(seq);
      } else if (outcome.kind === 'pending') {
        const { dueAtMs, attempts, isAmbiguous, reason } = outcome;
        if (land.get(seq) !== undefined) putBack.run(seq, dueAtMs, attempts, isAmbiguous ? 1 : 0, reason);
      }
    }
    measures.add([...ends.values()].flatMap(({ end, seqs }) => lanes.close(seqs, 'in-flight', end)));
  }

  return {
    enqueue(outgoing, nowMs) {
      const { id } = outgoing.message;
      if (selectId.get(id) === undefined && !personal.isRemembered(id)) enter(outgoing, nowMs);
    },
    enter,
    take(nowMs, limit, { accounts, kinds, modes }, onDeath) {
      const tracks = openTracks().filter(
        ({ account, kind }) => accounts.includes(account) && kinds.some((wanted) => wanted === kind),
      );
      const trackOfId = new Map(tracks.map((track) => [track.id, track]));
      for (const { id } of tracks) rouse.run(id, nowMs);
      const taken: TakenMessage[] = [];
      const deaths: Points[] = [];
      for (let burials = 0, isOver = false; !isOver; ) {
        const heads = readyHeads(tracks, modes, nowMs, limit - taken.length);
        const burialsBefore = burials;
        const living: TakenMessage[] = [];
        for (const row of selectListed.all(JSON.stringify(heads))) {
          if (burials >= MAX_BURIALS_PER_TAKE) break;
          const track = trackOfId.get(number(row, 'track'));
          if (track === undefined) throw new Error('A message was found under a track that was not asked for.');
          const trials = trialsIn(row);
          const mortal = { crashes: trials.crashes, expiresAtMs: numberOrNull(row, 'expires_at') };
          const cause = causeOfDeath(mortal, nowMs);
          if (cause === null) {
            living.push(toTaken(row, track, trials));
          } else {
            burials += 1;
            deaths.push(
              ...lanes.close([number(row, 'seq')], 'waiting', { status: 'dead', reason: cause, atMs: nowMs }),
            );
            onDeath(deadLetter(text(row, 'id'), textOrNull(row, 'order_reference'), cause));
          }
        }
        take.run(JSON.stringify(living.map(({ seq }) => seq)));
        taken.push(...living);
        // What was buried made room: for the next of its lane, or for a younger head.
        isOver = burials === burialsBefore || burials >= MAX_BURIALS_PER_TAKE;
      }
      measures.add(deaths);
      const turnOf = ({ message }: TakenMessage): number => (message.mode === 'silent' ? 1 : 0);
      return taken.sort((one, other) => turnOf(one) - turnOf(other) || one.seq - other.seq);
    },
    settle,
    nextDueAtMs() {
      // What is ready was due when it became so, and any of it will do. What came after all that is taken is found at once.
      const lastFlight = number(selectLastFlight.get() ?? {}, 'seq');
      const firstReady = (id: number, mode: string): Row | undefined =>
        selectFirstReady.get(id, mode, lastFlight) ?? selectFirstReady.get(id, mode, 0);
      const firsts = openTracks().flatMap(({ id }) => [
        selectFirstDue.get(id),
        ...SENT_MODES.map((mode) => firstReady(id, mode)),
      ]);
      const known = firsts
        .map((row) => numberOrNull(row ?? { due_at: null }, 'due_at'))
        .filter((atMs) => atMs !== null);
      return known.length === 0 ? null : Math.min(...known);
    },
    oldestPendingAtMs: (account) => numberOrNull(selectOldest.get(account) ?? { enqueued_at: null }, 'enqueued_at'),
    free() {
      for (const row of selectInFlight.all()) {
        const seq = number(row, 'seq');
        land.get(seq);
        if (personal.has('message', seq)) free.run(seq);
        else lanes.close([seq], 'waiting', { status: 'withheld', reason: FORGOTTEN, atMs: number(row, 'enqueued_at') });
      }
    },
  };
}
