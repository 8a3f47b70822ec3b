/** The memory store is the model: whatever is done to both, both must answer alike. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aFile } from './__fixtures__/sqlite-files.js';
import { ACCOUNT, aBell, aFinding, aMessage, anIncident, aRaw, aWrite, NOON } from './conformance/builders.js';
import { createMemoryStore } from './memory.js';
import { openSqliteStore } from './sqlite.js';
import type { BellOutcome, MessageOutcome, RawOutcome, Store, TakenBell } from './store.js';

/** What was taken, settled or not; the same for both stores as long as they answer alike. */
interface Taken {
  raw: number[];
  bells: TakenBell[];
  messages: number[];
}

/** One of the last few; settled ones stay listed, so some outcomes are repetitions. */
function recent<T>(taken: readonly T[], pick: number): T | undefined {
  return taken.at(-1 - (pick % 4));
}

interface Turn {
  readonly nowMs: number;
  readonly taken: Taken;
}

interface Named {
  readonly name: string;
  readonly run: (store: Store, turn: Turn) => Promise<unknown>;
}

const small = fc.nat({ max: 3 });
const limit = fc.constantFrom(0, 1, 3, 10);
const delayMs = fc.constantFrom(-2_000, 0, 0, 1_500, 3_000);
const keys = fc.constantFrom('order:1', 'order:2', 'stock:7:S');
const accounts = fc.constantFrom([ACCOUNT], ['other'], [ACCOUNT, 'other'], [ACCOUNT, 'other'], []);

const bell = fc
  .record({
    key: keys,
    source: fc.constantFrom('webhook', 'sweep', 'manual'),
    hooks: fc.subarray(['a', 'b', 'c']),
    hint: fc.dictionary(fc.constantFrom('reference', 'contact'), fc.option(fc.string({ maxLength: 3 }))),
    quietMs: fc.constantFrom(0, 2_000),
    capMs: fc.constantFrom(0, 3_000),
  })
  .map(({ key, ...change }) => aBell(key, change));

const message = fc
  .record({
    id: fc.nat({ max: 200 }).map((id) => `m${id}`),
    lane: fc.constantFrom('order:1', 'profile:x'),
    mode: fc.constantFrom('live', 'live', 'silent', 'withheld'),
    account: fc.constantFrom(ACCOUNT, ACCOUNT, 'other'),
    orderReference: fc.constantFrom('SO-1', 'SO-2', null),
    coalesces: fc.constantFrom(true, true, false),
    dueAtMs: delayMs.map((delay) => NOON + delay),
    expiresAtMs: fc.constantFrom(null, null, NOON + 10_000),
  })
  .map(({ id, ...change }) => aMessage(id, change));

const finding = fc
  .record({ subject: fc.constantFrom('SO-1', 'DPD'), severity: fc.constantFrom('info', 'error'), tries: small })
  .map(({ subject, severity, tries }) => aFinding(subject, { severity, detail: { tries } }));

const write = fc
  .record({
    key: keys,
    state: fc.jsonValue({ maxDepth: 2 }),
    wakeAtMs: fc.option(delayMs.map((delay) => NOON + delay)),
    names: fc.subarray(['n', 'm']),
    findings: fc.array(finding, { maxLength: 2 }),
  })
  .map(({ key, ...change }) => aWrite(key, change));

const intake: fc.Arbitrary<Named> = fc.oneof(
  fc.array(fc.tuple(fc.string(), fc.constantFrom('43', null)), { maxLength: 3 }).map((bodies) => ({
    name: 'receive',
    run: (store: Store) => store.receive(bodies.map(([body, automationId]) => aRaw(body, automationId))),
  })),
  limit.map((count) => ({
    name: 'takeRaw',
    run: async (store: Store, { taken }: Turn) => {
      const raw = await store.takeRaw(count);
      taken.raw.push(...raw.map(({ seq }) => seq));
      return raw;
    },
  })),
  fc.tuple(fc.nat(), fc.boolean(), fc.array(bell, { maxLength: 2 })).map(([pick, isUnderstood, bells]) => ({
    name: 'settleRaw',
    run: (store: Store, { nowMs, taken }: Turn) => {
      const seq = recent(taken.raw, pick) ?? 99;
      const outcome: RawOutcome = isUnderstood
        ? { kind: 'understood', seq, bells }
        : { kind: 'parked', seq, reason: 'unknown', incident: anIncident({ class: 'webhook-not-understood' }) };
      return store.settleRaw([outcome], nowMs);
    },
  })),
  fc.constantFrom({}, { automationId: '43' }).map((filter) => ({
    name: 'unpark',
    run: (store: Store) => store.unpark(filter),
  })),
  fc.array(bell, { maxLength: 3 }).map((bells) => ({
    name: 'ring',
    run: (store: Store, { nowMs }: Turn) => store.ring(bells, nowMs),
  })),
  limit.map((count) => ({
    name: 'takeBells',
    run: async (store: Store, { nowMs, taken }: Turn) => {
      const bells = await store.takeBells(nowMs, count);
      taken.bells.push(...bells);
      return bells;
    },
  })),
  fc.tuple(fc.nat(), fc.option(delayMs)).map(([pick, retryMs]) => ({
    name: 'settleBells',
    run: async (store: Store, { nowMs, taken }: Turn) => {
      const one = recent(taken.bells, pick);
      if (one === undefined) return;
      const { key, read } = one;
      const outcome: BellOutcome =
        retryMs === null ? { kind: 'answered', key, read } : { kind: 'retry', key, read, dueAtMs: nowMs + retryMs };
      await store.settleBells([outcome]);
    },
  })),
);

const decisions: fc.Arbitrary<Named> = fc.oneof(
  fc.tuple(fc.array(write, { maxLength: 2 }), fc.array(message, { maxLength: 4 })).map(([writes, messages]) => ({
    name: 'transact',
    run: (store: Store, { nowMs }: Turn) =>
      store.transact(['order:1'], nowMs, (rows) =>
        rows.has('order:2') ? { writes, messages } : { needs: ['order:2'] },
      ),
  })),
  fc.array(write, { minLength: 1, maxLength: 2 }).map((writes) => ({
    name: 'transact that fails',
    run: (store: Store, { nowMs }: Turn) =>
      store
        .transact([], nowMs, () => ({ writes: [...writes, aWrite('order:9', { state: 1n })], messages: [] }))
        .catch((error: unknown) => error instanceof TypeError),
  })),
  finding.map((found) => ({
    name: 'report',
    run: (store: Store, { nowMs }: Turn) =>
      store.report([anIncident({ class: found.code, subject: found.subject })], nowMs),
  })),
  fc.constantFrom(undefined, 'SO-1').map((subject) => ({
    name: 'clear',
    run: (store: Store) => store.clear('identity-missing', subject),
  })),
);

const delivery: fc.Arbitrary<Named> = fc.oneof(
  fc.tuple(limit, accounts).map(([count, names]) => ({
    name: 'takeMessages',
    run: async (store: Store, { nowMs, taken }: Turn) => {
      const messages = await store.takeMessages(nowMs, count, names);
      taken.messages.push(...messages.map(({ seq }) => seq));
      return messages;
    },
  })),
  fc
    .record({
      pick: fc.nat(),
      kind: fc.constantFrom('delivered', 'pending', 'dead'),
      isAmbiguous: fc.boolean(),
      delay: delayMs,
    })
    .map(({ pick, kind, isAmbiguous, delay }) => ({
      name: 'settleMessages',
      run: (store: Store, { nowMs, taken }: Turn) => {
        const seq = recent(taken.messages, pick) ?? 99;
        const outcome: MessageOutcome =
          kind === 'delivered'
            ? { kind, seq, atMs: nowMs }
            : kind === 'dead'
              ? { kind, seq, atMs: nowMs, reason: 'refused' }
              : { kind, seq, dueAtMs: nowMs + delay, attempts: 1, isAmbiguous, reason: 'timeout' };
        return store.settleMessages([outcome]);
      },
    })),
);

const commands: fc.Arbitrary<Named> = fc.oneof(
  { weight: 2, arbitrary: intake },
  { weight: 1, arbitrary: decisions },
  { weight: 2, arbitrary: delivery },
);

/** Everything a store shows without being changed by it. */
async function view(store: Store, nowMs: number): Promise<unknown> {
  return {
    counts: await store.counts(),
    nextDueAt: await store.nextDueAt(),
    incidents: await store.incidents(),
    ledger: await store.ledger({}),
    ofOrder: await store.ledger({ orderReference: 'SO-1', limit: 2 }),
    wakes: await store.dueWakes(nowMs, 2),
    named: await store.keysNamed('n'),
    states: [await store.read('order:1'), await store.read('order:2'), await store.read('order:9')],
  };
}

const RUNS = Number(process.env.STORE_RUNS ?? 60);

test(
  'SQLite answers every sequence of calls as memory does',
  async () => {
    const turns = fc.array(fc.tuple(commands, delayMs), { maxLength: 60, size: 'max' });
    await fc.assert(
      fc.asyncProperty(turns, async (sequence) => {
        const model = createMemoryStore();
        const store = await openSqliteStore(aFile());
        const inModel: Taken = { raw: [], bells: [], messages: [] };
        const inStore: Taken = { raw: [], bells: [], messages: [] };
        let nowMs = NOON;
        try {
          for (const [{ name, run }, stepMs] of sequence) {
            nowMs += stepMs;
            const expected = await run(model, { nowMs, taken: inModel });
            expect([name, await run(store, { nowMs, taken: inStore })]).toEqual([name, expected]);
            expect(await view(store, nowMs)).toEqual(await view(model, nowMs));
          }
        } finally {
          await store.close();
        }
      }),
      { numRuns: RUNS, ...(process.env.STORE_SEED === undefined ? {} : { seed: Number(process.env.STORE_SEED) }) },
    );
  },
  RUNS * 1_000,
);
