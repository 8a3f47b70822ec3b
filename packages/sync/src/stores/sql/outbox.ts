/** The outbox: what comes in, which heads are taken, and what becomes of them. Taking looks into one small index. */
import type { Message } from '@clarus-klaviyo/mapping';
import { eventAtMs, FORGOTTEN, metricOf, subjectsOf } from '../rules/ledger.js';
import { withheldMeasure } from '../rules/measures.js';
import { causeOfDeath, deadLetter, MAX_BURIALS_PER_TAKE, SENT_MODES } from '../rules.js';
import type { IncidentReport, Measure, MessageOutcome, OutgoingMessage, TakenMessage } from '../store.js';
import type { Connection, Row } from './connection.js';
import type { Lanes } from './lanes.js';
import type { MeasureTable } from './measures.js';
import type { PersonalTable } from './personal.js';
import { number, numberOrNull, text, textOrNull } from './rows.js';

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

interface Track {
  readonly id: number;
  readonly account: string;
  readonly kind: string;
}

export function prepareOutbox(connection: Connection, { personal, lanes, measures }: OutboxParts): OutboxTable {
  const selectId = connection.prepare('SELECT 1 FROM messages WHERE id = ?');
  const insert = connection.prepare(`
    INSERT INTO messages (
      id, track, account, lane, mode, order_reference, coalesces, status, stage, reason,
      event_at, enqueued_at, due_at, expires_at, settled_at, about
    ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING seq`);
  const selectTrack = connection.prepare('SELECT id FROM tracks WHERE account = ? AND kind = ? AND metric = ?');
  const insertTrack = connection.prepare('INSERT INTO tracks (account, kind, metric) VALUES (?, ?, ?) RETURNING id');
  const selectOpenTracks = connection.prepare(`
    SELECT id, account, kind FROM tracks WHERE NOT EXISTS (
      SELECT 1 FROM pauses WHERE pauses.account = tracks.account AND pauses.metric IN ('', tracks.metric)
    )`);
  const rouse = connection.prepare(`
    UPDATE messages SET stage = 'ready' WHERE stage = 'resting' AND track = ? AND due_at <= ?`);
  const selectReady = connection.prepare(`
    SELECT seq FROM messages INDEXED BY messages_ready
    WHERE stage = 'ready' AND track = ? AND mode = ? AND due_at <= ? ORDER BY seq LIMIT ?`);
  const take = connection.prepare(`
    UPDATE messages SET stage = 'in-flight' WHERE seq = ?
    RETURNING seq, id, account, order_reference, enqueued_at, attempts, crashes, is_ambiguous, expires_at, about`);
  const putBack = connection.prepare(`
    UPDATE messages SET stage = 'resting', due_at = ?2, attempts = ?3, is_ambiguous = ?4, reason = ?5
    WHERE seq = ?1 AND stage = 'in-flight'`);
  const selectFirstDue = connection.prepare(`
    SELECT MIN(due_at) AS due_at FROM messages WHERE stage = ? AND track = ?`);
  const selectOldest = connection.prepare(`
    SELECT MIN(enqueued_at) AS enqueued_at FROM messages WHERE account = ? AND status = 'pending'`);
  const selectInFlight = connection.prepare(`
    SELECT seq, enqueued_at FROM messages WHERE stage = 'in-flight' ORDER BY track, due_at`);
  const free = connection.prepare(`
    UPDATE messages SET stage = 'ready', crashes = crashes + 1, is_ambiguous = 1 WHERE seq = ?`);

  function trackOf(account: string, message: Message): number {
    const metric = metricOf(message) ?? '';
    const row = selectTrack.get(account, message.kind, metric) ?? insertTrack.get(account, message.kind, metric);
    return number(row ?? {}, 'id');
  }

  /** Those that no pause stops. */
  function openTracks(): Track[] {
    const rows = selectOpenTracks.all();
    return rows.map((row) => ({ id: number(row, 'id'), account: text(row, 'account'), kind: text(row, 'kind') }));
  }

  /** The first heads by mode and age. */
  function readyHeads(tracks: readonly Track[], modes: Wanted['modes'], nowMs: number, limit: number): number[] {
    const heads: number[] = [];
    for (const mode of SENT_MODES.filter((sent) => modes.includes(sent))) {
      const left = limit - heads.length;
      if (left <= 0) break;
      const seqs = tracks.flatMap(({ id }) => selectReady.all(id, mode, nowMs, left).map((row) => number(row, 'seq')));
      heads.push(...seqs.sort((one, other) => one - other).slice(0, left));
    }
    return heads;
  }

  function toTaken(row: Row): TakenMessage {
    const seq = number(row, 'seq');
    const body = personal.find('message', seq);
    if (body === null) throw new Error('A message of the outbox has no body.');
    return {
      seq,
      message: { ...JSON.parse(text(row, 'about')), body: JSON.parse(body) },
      account: text(row, 'account'),
      orderReference: textOrNull(row, 'order_reference'),
      enqueuedAtMs: number(row, 'enqueued_at'),
      attempts: number(row, 'attempts'),
      crashes: number(row, 'crashes'),
      isAmbiguous: number(row, 'is_ambiguous') === 1,
      expiresAtMs: numberOrNull(row, 'expires_at'),
    };
  }

  function enter(outgoing: OutgoingMessage, nowMs: number): void {
    const { message, account, orderReference, coalesces, dueAtMs, expiresAtMs } = outgoing;
    const { lane } = message;
    const subjects = subjectsOf(message);
    const isForgotten = subjects.some(personal.isForgotten);
    const isWithheld = isForgotten || message.mode === 'withheld';
    if (coalesces && !isWithheld) lanes.supersede(account, lane, nowMs);
    const { body, ...about } = message;
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
      JSON.stringify(about),
    );
    if (isWithheld) measures.add([withheldMeasure(account, nowMs)]);
    if (!isForgotten) personal.add('message', number(row ?? {}, 'seq'), JSON.stringify(body), subjects);
  }

  function settleOne(outcome: MessageOutcome, latestMs: number): readonly Measure[] {
    const { seq } = outcome;
    switch (outcome.kind) {
      case 'delivered':
        return lanes.close(seq, 'in-flight', { status: 'delivered', reason: null, atMs: outcome.atMs }) ?? [];
      case 'dead':
        return lanes.close(seq, 'in-flight', { status: 'dead', reason: outcome.reason, atMs: outcome.atMs }) ?? [];
      case 'pending': {
        const { dueAtMs, attempts, isAmbiguous, reason } = outcome;
        if (personal.has('message', seq)) putBack.run(seq, dueAtMs, attempts, isAmbiguous ? 1 : 0, reason);
        else lanes.close(seq, 'in-flight', { status: 'withheld', reason: FORGOTTEN, atMs: latestMs });
        return [];
      }
    }
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
      for (const { id } of tracks) rouse.run(id, nowMs);
      const taken: TakenMessage[] = [];
      const deaths: Measure[] = [];
      for (let burials = 0, isOver = false; !isOver; ) {
        const heads = readyHeads(tracks, modes, nowMs, limit - taken.length);
        const burialsBefore = burials;
        for (const seq of heads) {
          if (burials >= MAX_BURIALS_PER_TAKE) break;
          const row = take.get(seq) ?? {};
          const mortal = { crashes: number(row, 'crashes'), expiresAtMs: numberOrNull(row, 'expires_at') };
          const cause = causeOfDeath(mortal, nowMs);
          if (cause === null) {
            taken.push(toTaken(row));
          } else {
            burials += 1;
            deaths.push(...(lanes.close(seq, 'in-flight', { status: 'dead', reason: cause, atMs: nowMs }) ?? []));
            onDeath(deadLetter(text(row, 'id'), textOrNull(row, 'order_reference'), cause));
          }
        }
        // What was buried made room: for the next of its lane, or for a younger head.
        isOver = burials === burialsBefore || burials >= MAX_BURIALS_PER_TAKE;
      }
      measures.add(deaths);
      const rank = ({ message, seq }: TakenMessage): readonly [number, number] => [
        message.mode === 'silent' ? 1 : 0,
        seq,
      ];
      return taken.sort((one, other) => {
        const [[mode, seq], [otherMode, otherSeq]] = [rank(one), rank(other)];
        return mode - otherMode || seq - otherSeq;
      });
    },
    settle: (outcomes, latestMs) => measures.add(outcomes.flatMap((outcome) => settleOne(outcome, latestMs))),
    nextDueAtMs() {
      const instants = openTracks().flatMap(({ id }) =>
        ['resting', 'ready'].map((stage) => numberOrNull(selectFirstDue.get(stage, id) ?? { due_at: null }, 'due_at')),
      );
      const known = instants.filter((atMs) => atMs !== null);
      return known.length === 0 ? null : Math.min(...known);
    },
    oldestPendingAtMs: (account) => numberOrNull(selectOldest.get(account) ?? { enqueued_at: null }, 'enqueued_at'),
    free() {
      for (const row of selectInFlight.all()) {
        const seq = number(row, 'seq');
        if (personal.has('message', seq)) free.run(seq);
        else lanes.close(seq, 'in-flight', { status: 'withheld', reason: FORGOTTEN, atMs: number(row, 'enqueued_at') });
      }
    },
  };
}
