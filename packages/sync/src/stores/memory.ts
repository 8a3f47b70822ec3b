import { StoreUnavailableError } from './errors.js';
import { createKeyedHash, digestOf, newHashKey } from './keyed-hash.js';
import { BellQueue } from './memory/bells.js';
import { IncidentBook } from './memory/incidents.js';
import { MeasureBook } from './memory/measures.js';
import { Outbox } from './memory/outbox.js';
import { RawQueue } from './memory/raw.js';
import { encode, StateBook } from './memory/states.js';
import { normalAddress } from './rules/ledger.js';
import { onePoint, webhookMeasure } from './rules/measures.js';
import { decideFully, MESSAGE_KINDS, SENT_MODES } from './rules.js';
import type { Bell, Decision, Store } from './store.js';

/**
 * A store that lives as long as its process: for tests, demonstrations and trying things out. It keeps every
 * promise of the port but durability, and is simple rather than quick: taking walks everything that waits.
 *
 * @example
 * const store = createMemoryStore();
 * await store.receive([{ receivedAtMs: Date.now(), automationId: '43', headers: {}, body: '{}' }]);
 */
export function createMemoryStore(): Store {
  const hash = createKeyedHash(newHashKey());
  const forgotten = new Set<string>();
  const isForgotten = (address: string): boolean => forgotten.has(address);
  const raw = new RawQueue();
  const bells = new BellQueue();
  const states = new StateBook();
  const incidents = new IncidentBook();
  const measures = new MeasureBook();
  const outbox = new Outbox({ isForgotten, measure: (point) => measures.add(point) });
  const meta = new Map<string, string>();
  let latestMs = 0;
  let isClosed = false;

  /** Every method is one turn of the event loop: nothing can come between its steps. */
  async function once<T>(work: () => T): Promise<T> {
    if (isClosed) throw new StoreUnavailableError('closed');
    return work();
  }

  /** The same, of a caller who says what time it is. */
  function at<T>(nowMs: number, work: () => T): Promise<T> {
    return once(() => {
      latestMs = Math.max(latestMs, nowMs);
      return work();
    });
  }

  function ring(bell: Bell, nowMs: number): void {
    const isSuppressed = (bell.subjects ?? []).map(normalAddress).some(isForgotten);
    bells.ring(isSuppressed ? { ...bell, hint: {}, subjects: [] } : bell, nowMs);
  }

  function apply({ writes, messages }: Decision, nowMs: number): void {
    // What can fail (a state that is not JSON) fails here, before anything moves.
    const encoded = writes.map(encode);
    const frozen = structuredClone(messages);
    for (const write of encoded) {
      states.save(write, nowMs);
      incidents.stand(write.key, write.findings, nowMs);
    }
    for (const message of frozen) outbox.enqueue(message, nowMs);
  }

  return {
    receive: (deliveries) =>
      once(() => {
        for (const delivery of deliveries) {
          raw.add(delivery);
          measures.add(onePoint(webhookMeasure(delivery)));
        }
      }),
    takeRaw: (limit) => once(() => raw.take(limit)),
    settleRaw: (outcomes, nowMs) =>
      at(nowMs, () => {
        for (const outcome of outcomes.filter(({ seq }) => raw.isTaken(seq))) {
          if (outcome.kind === 'understood') {
            for (const bell of outcome.bells) ring(bell, nowMs);
            raw.understand(outcome.seq, outcome.subjects ?? [], isForgotten);
          } else {
            raw.park(outcome.seq);
            incidents.report(outcome.incident, nowMs);
          }
        }
      }),
    unpark: ({ automationId }) => once(() => raw.unpark(automationId)),

    ring: (rung, nowMs) =>
      at(nowMs, () => {
        for (const bell of rung) ring(bell, nowMs);
      }),
    takeBells: (nowMs, limit) => at(nowMs, () => bells.take(nowMs, limit)),
    settleBells: (outcomes) =>
      once(() => {
        for (const outcome of outcomes) bells.settle(outcome);
      }),

    transact: (keys, nowMs, decide) =>
      at(nowMs, () =>
        apply(
          decideFully(keys, (key) => states.find(key), decide),
          nowMs,
        ),
      ),
    dueWakes: (nowMs, limit) => once(() => states.dueWakes(nowMs, limit)),
    keysNamed: (name) => once(() => states.keysNamed(name)),
    read: (key) => once(() => states.find(key)),
    trail: (key) => once(() => states.trail(key)),

    takeMessages: (nowMs, limit, accounts, kinds = MESSAGE_KINDS, modes = SENT_MODES) =>
      at(nowMs, () =>
        outbox.take(nowMs, limit, { accounts, kinds, modes }, (incident) => incidents.report(incident, nowMs)),
      ),
    settleMessages: (outcomes) =>
      once(() => {
        for (const outcome of outcomes) {
          if (outcome.kind !== 'pending') latestMs = Math.max(latestMs, outcome.atMs);
          outbox.settle(outcome, latestMs);
        }
      }),
    messages: (filter) => once(() => outbox.messages(filter)),
    requeue: (seqs, nowMs, change) => at(nowMs, () => outbox.requeue(seqs, nowMs, change)),
    discard: (filter, nowMs, reason) => at(nowMs, () => outbox.discard(filter, nowMs, reason)),
    pauses: () => once(() => outbox.pauses),
    pause: (pause) => once(() => outbox.pause(pause)),
    resume: (account, metric) => once(() => outbox.resume(account, metric)),

    nextDueAt: () =>
      once(() => {
        if (raw.hasWaiting) return 0;
        const instants = [bells.nextDueAtMs, states.nextWakeAtMs, outbox.nextDueAtMs].filter((atMs) => atMs !== null);
        return instants.length === 0 ? null : Math.min(...instants);
      }),

    report: (reports, nowMs) =>
      at(nowMs, () => {
        for (const report of reports) incidents.report(report, nowMs);
      }),
    clear: (incidentClass, subject, atMs) =>
      once(() => {
        latestMs = Math.max(latestMs, atMs ?? 0);
        incidents.clear(incidentClass, subject, atMs ?? latestMs);
      }),
    incidents: () => once(() => incidents.open()),
    keptIncidents: ({ closedSinceMs } = {}) => once(() => incidents.kept(closedSinceMs)),
    changeIncident: (id, change) => once(() => incidents.change(id, change)),
    measure: (points) =>
      once(() => {
        for (const point of points) measures.add(onePoint(point));
      }),
    measured: ({ fromMs, toMs }) => once(() => measures.list(fromMs, toMs)),

    counts: () =>
      once(() => ({
        raw: raw.unsettled,
        parked: raw.parked,
        bells: bells.count,
        pending: outbox.count('pending'),
        delivered: outbox.count('delivered'),
        dead: outbox.count('dead'),
        withheld: outbox.count('withheld'),
        oldestPendingAtMs: outbox.oldestPendingAtMs,
        accounts: outbox.accounts,
      })),
    ledger: ({ orderReference, limit }) => once(() => outbox.list(orderReference, limit ?? Number.POSITIVE_INFINITY)),

    forget: (email, nowMs) =>
      at(nowMs, () => {
        const address = normalAddress(email);
        forgotten.add(address);
        return {
          messages: outbox.forget(address, nowMs),
          raw: raw.forget(address),
          bells: bells.forget(address),
          keys: states.keysOfSubject(address),
        };
      }),
    forgotten: (emails) => once(() => new Set(emails.filter((email) => isForgotten(normalAddress(email))))),
    digest: (email) => once(() => digestOf(hash, email)),
    purge: ({ rawMs, keptMs, limit }) =>
      once(() => {
        const keys = states.purge(keptMs, limit);
        for (const key of keys) incidents.stand(key, [], latestMs);
        incidents.purge(keptMs, limit);
        measures.purge(keptMs, limit);
        const { messages, bodies } = outbox.purge(keptMs, limit);
        return { raw: raw.purge(rawMs, limit), bodies, messages, states: keys.length };
      }),

    getMeta: (name) => once(() => meta.get(name) ?? null),
    setMeta: (name, value) => once(() => void meta.set(name, value)),
    close: async () => {
      isClosed = true;
    },
  };
}
