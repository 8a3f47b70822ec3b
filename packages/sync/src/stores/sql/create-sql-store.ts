/** The store over any synchronous SQLite: what each method does, as one transaction over the tables. */
import { StoreUnavailableError } from '../errors.js';
import { decideFully, MESSAGE_KINDS } from '../rules.js';
import type { Store } from '../store.js';
import { prepareBells } from './bells.js';
import type { Connection } from './connection.js';
import { prepareIncidents } from './incidents.js';
import { prepareMessages } from './messages.js';
import { prepareMeta } from './meta.js';
import { prepareRaw } from './raw.js';
import { prepareStates } from './states.js';

/** SQLite reads a negative limit as none. */
const NO_LIMIT = -1;

/**
 * Takes over a database that `migrate` has been through. What an earlier owner had taken is free again: a message
 * that was in flight is marked ambiguous and counts one crash more.
 *
 * @throws {StoreUnavailableError} the connection is left open.
 */
export function createSqlStore(connection: Connection): Store {
  const raw = prepareRaw(connection);
  const bells = prepareBells(connection);
  const states = prepareStates(connection);
  const incidents = prepareIncidents(connection);
  const messages = prepareMessages(connection);
  const meta = prepareMeta(connection);
  let isClosed = false;

  async function read<T>(work: () => T): Promise<T> {
    if (isClosed) throw new StoreUnavailableError('closed');
    return connection.read(work);
  }

  async function write<T>(work: () => T): Promise<T> {
    if (isClosed) throw new StoreUnavailableError('closed');
    return connection.transaction(work);
  }

  function writeEach<T>(items: readonly T[], work: (item: T) => void): Promise<void> {
    return write(() => {
      for (const item of items) work(item);
    });
  }

  connection.transaction(() => {
    raw.free();
    bells.free();
    messages.free();
  });

  return {
    receive: (deliveries) => writeEach(deliveries, (delivery) => raw.add(delivery)),
    takeRaw: (limit) => write(() => raw.take(limit)),
    settleRaw: (outcomes, nowMs) =>
      write(() => {
        for (const outcome of outcomes) {
          if (outcome.kind === 'understood') {
            if (raw.markUnderstood(outcome.seq)) for (const bell of outcome.bells) bells.ring(bell, nowMs);
          } else if (raw.markParked(outcome.seq, outcome.reason)) {
            incidents.report(outcome.incident, nowMs);
          }
        }
      }),
    unpark: ({ automationId }) => write(() => raw.unpark(automationId)),

    ring: (rung, nowMs) => writeEach(rung, (bell) => bells.ring(bell, nowMs)),
    takeBells: (nowMs, limit) => write(() => bells.take(nowMs, limit)),
    settleBells: (outcomes) => writeEach(outcomes, (outcome) => bells.settle(outcome)),

    transact: (keys, nowMs, decide) =>
      write(() => {
        const decision = decideFully(keys, states.find, decide);
        for (const change of decision.writes) {
          states.save(change);
          incidents.stand(change.key, change.findings, nowMs);
        }
        for (const message of decision.messages) messages.enqueue(message, nowMs);
      }),
    dueWakes: (nowMs, limit) => read(() => states.dueWakes(nowMs, limit)),
    keysNamed: (name) => read(() => states.keysNamed(name)),
    read: (key) => read(() => states.find(key)),

    takeMessages: (nowMs, limit, accounts, kinds = MESSAGE_KINDS) =>
      write(() => messages.take(nowMs, limit, accounts, kinds, (incident) => incidents.report(incident, nowMs))),
    settleMessages: (outcomes) => writeEach(outcomes, (outcome) => messages.settle(outcome)),

    nextDueAt: () =>
      read(() => {
        if (raw.hasWaiting()) return 0;
        const instants = [bells.nextDueAtMs(), states.nextWakeAtMs(), messages.nextDueAtMs()];
        const known = instants.filter((atMs) => atMs !== null);
        return known.length === 0 ? null : Math.min(...known);
      }),

    report: (reports, nowMs) => writeEach(reports, (report) => incidents.report(report, nowMs)),
    clear: (incidentClass, subject) => write(() => incidents.clear(incidentClass, subject)),
    incidents: () => read(() => incidents.list()),
    counts: () =>
      read(() => {
        const rows = meta.tallies();
        return {
          raw: rows('raw:waiting') + rows('raw:taken'),
          parked: rows('raw:parked'),
          bells: rows('bells') + bells.countOnlyReading(),
          pending: rows('message:pending'),
          delivered: rows('message:delivered'),
          dead: rows('message:dead'),
          withheld: rows('message:withheld'),
          oldestPendingAtMs: messages.oldestPendingAtMs(),
        };
      }),
    ledger: ({ orderReference, limit }) => read(() => messages.list(orderReference, limit ?? NO_LIMIT)),

    getMeta: (name) => read(() => meta.get(name)),
    setMeta: (name, value) => write(() => meta.set(name, value)),
    close: async () => {
      isClosed = true;
      connection.close();
    },
  };
}
