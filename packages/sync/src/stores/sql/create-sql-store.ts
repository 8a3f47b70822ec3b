/** The store over any synchronous SQLite: what each method does, as one transaction over the tables. */
import type { Cipher } from '../cipher.js';
import { StoreOwnedError, StoreUnavailableError } from '../errors.js';
import { toIncident } from '../rules/incidents.js';
import { normalAddress } from '../rules/ledger.js';
import { onePoint, webhookMeasure } from '../rules/measures.js';
import { decideFully, MESSAGE_KINDS, SENT_MODES } from '../rules.js';
import type { Erasure, Store } from '../store.js';
import { prepareBells } from './bells.js';
import type { Connection } from './connection.js';
import { prepareIncidents } from './incidents.js';
import { prepareLanes } from './lanes.js';
import { prepareLedger } from './ledger.js';
import { prepareMeasures } from './measures.js';
import { prepareMeta } from './meta.js';
import { migrate } from './migrate.js';
import { prepareOutbox } from './outbox.js';
import { prepareOwner } from './owner.js';
import { preparePauses } from './pauses.js';
import { preparePersonal, type Rotation } from './personal.js';
import { prepareRaw } from './raw.js';
import { prepareStates } from './states.js';
import { openVault } from './vault.js';

/** SQLite reads a negative limit as none. */
const NO_LIMIT = -1;

export interface SqlStoreOptions {
  /** Encrypts what is personal. Given to a store that is not encrypted yet, it applies to what is written from now on. */
  readonly cipher?: Cipher;
}

export interface SqlStore extends Store {
  /**
   * Encrypts anew, with the newest key, what was written under an older one or under none: looks at no more than
   * `limit` rows, and goes on there the next time. Once it is done, older keys can be thrown away.
   */
  rotate(limit: number): Promise<Rotation>;
}

/**
 * Takes over the database, creating its tables when it is empty. What an earlier owner had taken is free again: a
 * message that was in flight is marked ambiguous and counts one crash more.
 *
 * @throws {StoreUnavailableError} nothing was changed, and the connection is left open.
 * @throws {StoreKeyError} it is encrypted, and not with what was given; so with later calls that meet another key.
 */
export function createSqlStore(connection: Connection, { cipher }: SqlStoreOptions = {}): SqlStore {
  const tables = connection.transaction(() => takeOver(connection, cipher ?? null));
  const { owner, personal, raw, bells, states, incidents, measures, pauses, outbox, ledger, meta } = tables;
  let latestMs = 0;
  let isClosed = false;

  async function read<T>(work: () => T): Promise<T> {
    if (isClosed) throw new StoreUnavailableError('closed');
    return connection.read(work);
  }

  async function write<T>(work: () => T): Promise<T> {
    if (isClosed) throw new StoreUnavailableError('closed');
    return connection.transaction(() => {
      if (!owner.isStill()) throw new StoreOwnedError();
      return work();
    });
  }

  /** A write of a caller who says what time it is. */
  function writeAt<T>(nowMs: number, work: () => T): Promise<T> {
    latestMs = Math.max(latestMs, nowMs);
    return write(work);
  }

  function forget(address: string, nowMs: number): Erasure {
    personal.bury(address);
    const counts = { message: 0, raw: 0, bell: 0, read: 0, state: 0 };
    const keys: string[] = [];
    for (const { holder, id } of personal.holdersOf(address)) {
      counts[holder] += 1;
      if (holder === 'message') ledger.forget(id, nowMs);
      if (holder === 'raw') personal.erase(holder, id);
      if (holder === 'bell' || holder === 'read') bells.forget(holder, id);
      if (holder === 'state') keys.push(states.keyOf(id) ?? '');
    }
    const parked = raw.forgetParked(address);
    return { messages: counts.message, raw: counts.raw + parked, bells: counts.bell + counts.read, keys: keys.sort() };
  }

  return {
    receive: (deliveries) =>
      write(() => {
        for (const delivery of deliveries) raw.add(delivery);
        measures.add(deliveries.map((delivery) => onePoint(webhookMeasure(delivery))));
      }),
    takeRaw: (limit) => write(() => raw.take(limit)),
    settleRaw: (outcomes, nowMs) =>
      writeAt(nowMs, () => {
        for (const outcome of outcomes) {
          if (outcome.kind === 'understood') {
            const isNew = raw.markUnderstood(outcome.seq, outcome.subjects ?? []);
            if (isNew) for (const bell of outcome.bells) bells.ring(bell, nowMs);
          } else if (raw.markParked(outcome.seq, outcome.reason)) {
            incidents.report(outcome.incident, nowMs);
          }
        }
      }),
    unpark: ({ automationId }) => write(() => raw.unpark(automationId)),

    ring: (rung, nowMs) =>
      writeAt(nowMs, () => {
        for (const bell of rung) bells.ring(bell, nowMs);
      }),
    takeBells: (nowMs, limit) => writeAt(nowMs, () => bells.take(nowMs, limit)),
    settleBells: (outcomes) =>
      write(() => {
        for (const outcome of outcomes) bells.settle(outcome);
      }),

    transact: (keys, nowMs, decide) =>
      writeAt(nowMs, () => {
        const decision = decideFully(keys, states.find, decide);
        for (const change of decision.writes) {
          states.save(change, nowMs);
          incidents.stand(change.key, change.findings, nowMs);
        }
        for (const message of decision.messages) outbox.enqueue(message, nowMs);
      }),
    dueWakes: (nowMs, limit) => read(() => states.dueWakes(nowMs, limit)),
    keysNamed: (name) => read(() => states.keysNamed(name)),
    read: (key) => read(() => states.find(key)),
    trail: (key) => read(() => states.trail(key)),

    takeMessages: (nowMs, limit, accounts, kinds = MESSAGE_KINDS, modes = SENT_MODES) =>
      writeAt(nowMs, () =>
        outbox.take(nowMs, limit, { accounts, kinds, modes }, (incident) => incidents.report(incident, nowMs)),
      ),
    settleMessages: (outcomes) => {
      const ends = outcomes.map((outcome) => (outcome.kind === 'pending' ? 0 : outcome.atMs));
      return writeAt(Math.max(0, ...ends), () => outbox.settle(outcomes, latestMs));
    },
    messages: (filter) => read(() => ledger.find(filter)),
    requeue: (seqs, nowMs, change) => writeAt(nowMs, () => ledger.requeue(seqs, nowMs, change)),
    discard: (filter, nowMs, reason) => writeAt(nowMs, () => ledger.discard(filter, nowMs, reason)),
    pauses: () => read(() => pauses.list()),
    pause: (pause) => write(() => pauses.set(pause)),
    resume: (account, metric) => write(() => pauses.remove(account, metric)),

    nextDueAt: () =>
      read(() => {
        if (raw.hasWaiting()) return 0;
        const instants = [bells.nextDueAtMs(), states.nextWakeAtMs(), outbox.nextDueAtMs()];
        const known = instants.filter((atMs) => atMs !== null);
        return known.length === 0 ? null : Math.min(...known);
      }),

    report: (reports, nowMs) =>
      writeAt(nowMs, () => {
        for (const report of reports) incidents.report(report, nowMs);
      }),
    clear: (incidentClass, subject, atMs) =>
      writeAt(atMs ?? 0, () => incidents.clear(incidentClass, subject, atMs ?? latestMs)),
    incidents: () => read(() => incidents.kept(undefined).map(toIncident)),
    keptIncidents: ({ closedSinceMs } = {}) => read(() => incidents.kept(closedSinceMs)),
    changeIncident: (id, change) => write(() => incidents.change(id, change)),
    measure: (points) => write(() => measures.add(points.map(onePoint))),
    measured: ({ fromMs, toMs }) => read(() => measures.list(fromMs, toMs)),

    counts: () =>
      read(() => {
        const rows = meta.tallies();
        const accounts = rows.accounts.map((account) => ({
          account,
          pending: rows.of('message:pending', account),
          oldestPendingAtMs: outbox.oldestPendingAtMs(account),
        }));
        const oldest = accounts.map(({ oldestPendingAtMs }) => oldestPendingAtMs).filter((atMs) => atMs !== null);
        return {
          raw: rows.total('raw:waiting') + rows.total('raw:taken'),
          parked: rows.total('raw:parked'),
          bells: rows.total('bells') + bells.countOnlyReading(),
          pending: rows.total('message:pending'),
          delivered: rows.total('message:delivered'),
          dead: rows.total('message:dead'),
          withheld: rows.total('message:withheld'),
          oldestPendingAtMs: oldest.length === 0 ? null : Math.min(...oldest),
          accounts,
        };
      }),
    ledger: ({ orderReference, limit }) => read(() => ledger.list(orderReference, limit ?? NO_LIMIT)),

    async forget(email, nowMs) {
      const erasure = await writeAt(nowMs, () => forget(normalAddress(email), nowMs));
      connection.scrub?.();
      return erasure;
    },
    forgotten: (emails) => read(() => new Set(emails.filter((email) => personal.isForgotten(email)))),
    digest: (email) => read(() => personal.digest(email)),
    async purge({ rawMs, keptMs, limit }) {
      const purged = await write(() => {
        const keys = states.selectOld(keptMs, limit);
        for (const key of keys) {
          incidents.stand(key, [], latestMs);
          states.remove(key);
        }
        incidents.purge(keptMs, limit);
        measures.purge(keptMs, limit);
        return { raw: raw.purge(rawMs, limit), ...ledger.purge(keptMs, limit), states: keys.length };
      });
      connection.scrub?.();
      return purged;
    },
    async rotate(limit) {
      const rotation = await write(() => personal.rotate(limit));
      if (rotation.rows > 0) connection.scrub?.();
      return rotation;
    },

    getMeta: (name) => read(() => meta.get(name)),
    setMeta: (name, value) => write(() => meta.set(name, value)),
    close: async () => {
      isClosed = true;
      connection.close();
    },
  };
}

function takeOver(connection: Connection, cipher: Cipher | null) {
  migrate(connection);
  const personal = preparePersonal(connection, openVault(connection, cipher));
  const measures = prepareMeasures(connection);
  const parts = { personal, measures, lanes: prepareLanes(connection) };
  const outbox = prepareOutbox(connection, parts);
  const tables = {
    owner: prepareOwner(connection),
    personal,
    measures,
    outbox,
    ledger: prepareLedger(connection, parts, outbox),
    raw: prepareRaw(connection, personal),
    bells: prepareBells(connection, personal),
    states: prepareStates(connection, personal),
    incidents: prepareIncidents(connection),
    pauses: preparePauses(connection),
    meta: prepareMeta(connection),
  };
  tables.raw.free();
  tables.bells.free();
  tables.outbox.free();
  return tables;
}
