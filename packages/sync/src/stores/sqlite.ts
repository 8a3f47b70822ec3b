/** The embedded default: one SQLite file, one process. Needs `node:sqlite`, so it is reached through `/node` only. */
import { decideFully, MESSAGE_KINDS } from './rules.js';
import { prepareBells } from './sqlite/bells.js';
import { openDatabase } from './sqlite/database.js';
import { prepareIncidents } from './sqlite/incidents.js';
import { prepareMessages } from './sqlite/messages.js';
import { prepareMeta } from './sqlite/meta.js';
import { prepareRaw } from './sqlite/raw.js';
import { prepareStates } from './sqlite/states.js';
import type { Store } from './store.js';

export interface SqliteStoreOptions {
  /** How long to wait for another program's lock, e.g. a backup's. The process stands still meanwhile. @default 250 */
  readonly busyTimeoutMs?: number;
  /** The file grows no further than this; then the store is `full`, and the disk is not. @default no limit */
  readonly maxBytes?: number;
  /** Look for damage before use: takes about as long as reading the file once. @default true */
  readonly isChecked?: boolean;
}

/** SQLite reads a negative limit as none. */
const NO_LIMIT = -1;

/**
 * Opens the store in `path`, creating it if it is not there; its folder must be. Beside it appear SQLite's own
 * `-wal` and `-shm`, and `.lock`, which stays and is held only while a process owns the store. What an owner
 * that died had taken is free again: a message that was in flight is marked ambiguous and counts one crash more.
 *
 * A commit is on disk when its promise resolves (WAL, `synchronous = FULL`). Keep the file on a local disk:
 * SQLite's locks are not reliable on network file systems.
 *
 * @throws {StoreOwnedError} another process owns it; trying again helps once that one has ended.
 * @throws {StoreUnavailableError} the file cannot be opened, is damaged, read-only, or not ours.
 * @example
 * const store = await openSqliteStore('clarus-klaviyo.db');
 */
export async function openSqliteStore(path: string, options: SqliteStoreOptions = {}): Promise<Store> {
  const { busyTimeoutMs = 250, maxBytes = null, isChecked = true } = options;
  const database = openDatabase({ path, busyTimeoutMs, maxBytes, isChecked });
  const { connection } = database;
  const raw = prepareRaw(connection);
  const bells = prepareBells(connection);
  const states = prepareStates(connection);
  const incidents = prepareIncidents(connection);
  const messages = prepareMessages(connection);
  const meta = prepareMeta(connection);
  const read = async <T>(work: () => T): Promise<T> => database.read(work);
  const write = async <T>(work: () => T): Promise<T> => database.write(work);
  const writeEach = <T>(items: readonly T[], work: (item: T) => void): Promise<void> =>
    write(() => {
      for (const item of items) work(item);
    });

  try {
    database.write(() => {
      raw.free();
      bells.free();
      messages.free();
    });
  } catch (error) {
    database.close();
    throw error;
  }

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
    close: async () => database.close(),
  };
}
