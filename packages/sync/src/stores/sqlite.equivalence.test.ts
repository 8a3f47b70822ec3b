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

const METRICS = ['Fulfilled Shipment', 'Cancelled Order'] as const;
const EMAILS = ['a@shop.example', 'b@shop.example', 'nobody@shop.example'] as const;

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
    subjects: fc.subarray(['a@shop.example', 'B@shop.example']),
    clarusAccount: fc.constantFrom('7', '8', null),
  })
  .map(({ key, ...change }) => aBell(key, change));

const message = fc
  .record({
    id: fc.nat({ max: 200 }).map((id) => `m${id}`),
    lane: fc.constantFrom('order:1', 'profile:x'),
    mode: fc.constantFrom('live', 'live', 'silent', 'withheld'),
    metric: fc.constantFrom(...METRICS),
    email: fc.constantFrom('a@shop.example', ' A@Shop.example', 'b@shop.example'),
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
    subjects: fc.subarray(['A@shop.example', 'b@shop.example']),
    isClosed: fc.boolean(),
    trail: fc.array(
      fc.record({ atMs: fc.constant(NOON), kind: fc.constantFrom('read', 'webhook'), detail: fc.constant({ n: 1 }) }),
      { maxLength: 2 },
    ),
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
  fc
    .tuple(fc.nat(), fc.boolean(), fc.array(bell, { maxLength: 2 }), fc.subarray([...EMAILS]))
    .map(([pick, isUnderstood, bells, subjects]) => ({
      name: 'settleRaw',
      run: (store: Store, { nowMs, taken }: Turn) => {
        const seq = recent(taken.raw, pick) ?? 99;
        const outcome: RawOutcome = isUnderstood
          ? { kind: 'understood', seq, bells, subjects }
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
  fc.tuple(fc.constantFrom(undefined, 'SO-1'), fc.option(delayMs)).map(([subject, delay]) => ({
    name: 'clear',
    run: (store: Store, { nowMs }: Turn) =>
      delay === null
        ? store.clear('identity-missing', subject)
        : store.clear('identity-missing', subject, nowMs + delay),
  })),
  fc
    .record(
      {
        assignee: fc.constantFrom('ann', null),
        note: fc.constant({ atMs: NOON, by: 'ann', text: 'looked at it' }),
        resolvedAtMs: fc.constant(NOON + 1),
        notifiedAtMs: fc.constant(NOON + 2),
        escalatedAtMs: fc.constant(NOON + 3),
      },
      { requiredKeys: [] },
    )
    .map((change) => ({
      name: 'changeIncident',
      run: (store: Store) => store.changeIncident('identity-missing/SO-1', change),
    })),
  fc
    .array(
      fc.record({ name: fc.constantFrom('a', 'b'), atMs: delayMs.map((delay) => NOON + delay * 3_000), value: small }),
    )
    .map((points) => ({ name: 'measure', run: (store: Store) => store.measure(points) })),
);

const operations: fc.Arbitrary<Named> = fc.oneof(
  fc.tuple(fc.constantFrom(ACCOUNT, 'other'), fc.option(fc.constantFrom(...METRICS))).map(([account, metric]) => ({
    name: 'pause',
    run: (store: Store, { nowMs }: Turn) => store.pause({ account, metric, sinceMs: nowMs, by: null, reason: 'wait' }),
  })),
  fc.tuple(fc.constantFrom(ACCOUNT, 'other'), fc.option(fc.constantFrom(...METRICS))).map(([account, metric]) => ({
    name: 'resume',
    run: (store: Store) => store.resume(account, metric),
  })),
  fc
    .tuple(fc.array(fc.nat({ max: 30 }), { maxLength: 4 }), fc.constantFrom(undefined, 'live', 'silent'), fc.boolean())
    .map(([seqs, mode, expires]) => ({
      name: 'requeue',
      run: (store: Store, { nowMs }: Turn) =>
        store.requeue(seqs, nowMs, { ...(mode && { mode }), expiresAtMs: expires ? nowMs + 3_000 : null }),
    })),
  fc.tuple(fc.constantFrom(undefined, ...METRICS), delayMs).map(([metric, delay]) => ({
    name: 'discard',
    run: (store: Store, { nowMs }: Turn) =>
      store.discard({ account: ACCOUNT, enqueuedBeforeMs: nowMs + delay, ...(metric && { metric }) }, nowMs, 'old'),
  })),
  fc.constantFrom(...EMAILS, ' A@SHOP.example').map((email) => ({
    name: 'forget',
    run: (store: Store, { nowMs }: Turn) => store.forget(email, nowMs),
  })),
  fc.tuple(delayMs, delayMs, small).map(([raw, kept, count]) => ({
    name: 'purge',
    run: (store: Store, { nowMs }: Turn) => store.purge({ rawMs: nowMs + raw, keptMs: nowMs + kept, limit: count }),
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
  { weight: 1, arbitrary: operations },
);

const SOME = { account: ACCOUNT, kinds: ['event'], metric: METRICS[0] } as const;

function laterOf(dueAtMs: number | null, nowMs: number): number | null {
  return dueAtMs === null ? null : Math.max(dueAtMs, nowMs);
}

interface Times {
  readonly nowMs: number;
  /** The clock may have been put back since. */
  readonly latestMs: number;
}

/** Everything a store shows without being changed by it. */
async function view(store: Store, { nowMs, latestMs }: Times): Promise<unknown> {
  return {
    counts: await store.counts(),
    // What is due is due: which of the instants that were ever reached a store names is its own business.
    nextDueAt: laterOf(await store.nextDueAt(), latestMs),
    incidents: await store.incidents(),
    ledger: await store.ledger({}),
    ofOrder: await store.ledger({ orderReference: 'SO-1', limit: 2 }),
    wakes: await store.dueWakes(nowMs, 2),
    named: await store.keysNamed('n'),
    states: [await store.read('order:1'), await store.read('order:2'), await store.read('order:9')],
    trail: await store.trail('order:1'),
    kept: await store.keptIncidents({ closedSinceMs: 0 }),
    messages: await store.messages({ limit: 100 }),
    some: await store.messages({
      ...SOME,
      statuses: ['dead', 'withheld'],
      reasons: ['expired', 'forgotten'],
      limit: 2,
    }),
    told: await store.messages({ ...SOME, orderReference: 'SO-1', modes: ['live'], fromMs: NOON - 60_000, limit: 2 }),
    byIds: await store.messages({ ids: ['m1', 'm2', 'm3', 'm1'], afterSeq: 1, toMs: NOON, limit: 2 }),
    pauses: await store.pauses(),
    measured: await store.measured({ fromMs: 0, toMs: NOON + 99_000_000 }),
    forgotten: await store.forgotten([...EMAILS]),
  };
}

const RUNS = Number(process.env.STORE_RUNS ?? 30);

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
        let latestMs = NOON;
        try {
          for (const [{ name, run }, stepMs] of sequence) {
            nowMs += stepMs;
            latestMs = Math.max(latestMs, nowMs);
            const expected = await run(model, { nowMs, taken: inModel });
            expect([name, await run(store, { nowMs, taken: inStore })]).toEqual([name, expected]);
            const times = { nowMs, latestMs };
            expect(await view(store, times)).toEqual(await view(model, times));
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
