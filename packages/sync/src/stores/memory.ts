import { StoreUnavailableError } from './errors.js';
import { BellQueue } from './memory/bells.js';
import { IncidentBook } from './memory/incidents.js';
import { Outbox } from './memory/outbox.js';
import { RawQueue } from './memory/raw.js';
import { decideFully, MESSAGE_KINDS } from './rules.js';
import type { Decision, StateRow, Store } from './store.js';

interface State {
  /** JSON: what comes out is never what was put in, so that nobody changes a stored state by accident. */
  readonly json: string;
  readonly wakeAtMs: number | null;
  readonly names: readonly string[];
}

/**
 * A store that lives as long as its process: for tests, demonstrations and trying things out. It keeps every
 * promise of the port but durability, and is simple rather than quick: taking walks everything that waits.
 *
 * @example
 * const store = createMemoryStore();
 * await store.receive([{ receivedAtMs: Date.now(), automationId: '43', headers: {}, body: '{}' }]);
 */
export function createMemoryStore(): Store {
  const raw = new RawQueue();
  const bells = new BellQueue();
  const outbox = new Outbox();
  const incidents = new IncidentBook();
  const states = new Map<string, State>();
  const meta = new Map<string, string>();
  let isClosed = false;

  /** Every method is one turn of the event loop: nothing can come between its steps. */
  async function once<T>(work: () => T): Promise<T> {
    if (isClosed) throw new StoreUnavailableError('closed');
    return work();
  }

  function onEach<T>(items: readonly T[], work: (item: T) => void): Promise<void> {
    return once(() => {
      for (const item of items) work(item);
    });
  }

  function load(key: string): StateRow | null {
    const state = states.get(key);
    return state === undefined ? null : { key, state: JSON.parse(state.json) };
  }

  function apply({ writes, messages }: Decision, nowMs: number): void {
    // What can fail (a state that is not JSON) fails here, before anything moves.
    const encoded = writes.map((write) => ({ ...write, json: JSON.stringify(write.state ?? null) }));
    const frozen = structuredClone(messages);
    for (const { key, json, wakeAtMs, names, findings } of encoded) {
      states.set(key, { json, wakeAtMs, names: [...names] });
      incidents.stand(key, findings, nowMs);
    }
    for (const message of frozen) outbox.enqueue(message, nowMs);
  }

  function wakes(): { readonly key: string; readonly atMs: number }[] {
    return [...states].flatMap(([key, { wakeAtMs: atMs }]) => (atMs === null ? [] : [{ key, atMs }]));
  }

  return {
    receive: (deliveries) => onEach(deliveries, (delivery) => raw.add(delivery)),
    takeRaw: (limit) => once(() => raw.take(limit)),
    settleRaw: (outcomes, nowMs) =>
      once(() => {
        for (const outcome of outcomes.filter(({ seq }) => raw.isTaken(seq))) {
          if (outcome.kind === 'understood') {
            for (const bell of outcome.bells) bells.ring(bell, nowMs);
            raw.forget(outcome.seq);
          } else {
            raw.park(outcome.seq);
            incidents.report(outcome.incident, nowMs);
          }
        }
      }),
    unpark: ({ automationId }) => once(() => raw.unpark(automationId)),

    ring: (rung, nowMs) => onEach(rung, (bell) => bells.ring(bell, nowMs)),
    takeBells: (nowMs, limit) => once(() => bells.take(nowMs, limit)),
    settleBells: (outcomes) => onEach(outcomes, (outcome) => bells.settle(outcome)),

    transact: (keys, nowMs, decide) => once(() => apply(decideFully(keys, load, decide), nowMs)),
    dueWakes: (nowMs, limit) =>
      once(() =>
        wakes()
          .filter(({ atMs }) => atMs <= nowMs)
          .sort((one, other) => one.atMs - other.atMs || (one.key < other.key ? -1 : 1))
          .slice(0, limit)
          .map(({ key }) => key),
      ),
    keysNamed: (name) =>
      once(() => [...states].flatMap(([key, { names }]) => (names.includes(name) ? [key] : [])).sort()),
    read: (key) => once(() => load(key)),

    takeMessages: (nowMs, limit, accounts, kinds = MESSAGE_KINDS) =>
      once(() => outbox.take(nowMs, limit, accounts, kinds, (incident) => incidents.report(incident, nowMs))),
    settleMessages: (outcomes) => onEach(outcomes, (outcome) => outbox.settle(outcome)),

    nextDueAt: () =>
      once(() => {
        const instants = [
          ...(raw.hasWaiting ? [0] : []),
          ...wakes().map(({ atMs }) => atMs),
          ...[bells.nextDueAtMs, outbox.nextDueAtMs].filter((atMs) => atMs !== null),
        ];
        return instants.length === 0 ? null : Math.min(...instants);
      }),

    report: (reports, nowMs) => onEach(reports, (report) => incidents.report(report, nowMs)),
    clear: (incidentClass, subject) => once(() => incidents.clear(incidentClass, subject)),
    incidents: () => once(() => incidents.list()),
    counts: () =>
      once(() => ({
        raw: raw.count(false),
        parked: raw.count(true),
        bells: bells.count,
        pending: outbox.count('pending'),
        delivered: outbox.count('delivered'),
        dead: outbox.count('dead'),
        withheld: outbox.count('withheld'),
        oldestPendingAtMs: outbox.oldestPendingAtMs,
      })),
    ledger: ({ orderReference, limit }) => once(() => outbox.list(orderReference, limit ?? Number.POSITIVE_INFINITY)),

    getMeta: (name) => once(() => meta.get(name) ?? null),
    setMeta: (name, value) => once(() => void meta.set(name, value)),
    close: async () => {
      isClosed = true;
    },
  };
}
