/** Raw deliveries and bells: from what came to what should be read. */
import { expect, test } from 'vitest';
import type { Bell, RawOutcome } from '../store.js';
import { aBell, anIncident, aRaw, aSweepBell, NOON, type OpenStore, only, takeBell } from './builders.js';

function understood(seq: number, ...bells: Bell[]): RawOutcome {
  return { kind: 'understood', seq, bells };
}

function parked(seq: number): RawOutcome {
  return {
    kind: 'parked',
    seq,
    reason: 'unknown-automation',
    incident: anIncident({ class: 'webhook-not-understood' }),
  };
}

export function intakeConformance(openStore: OpenStore): void {
  test('webhooks come out as they went in, in the order of receiving, and each to one taker', async () => {
    const store = await openStore();
    await store.receive([aRaw('{"a":1}'), aRaw('not JSON', null)]);
    await store.receive([aRaw('üñï ✓')]);

    const first = await store.takeRaw(2);
    const second = await store.takeRaw(10);
    expect([...first, ...second].map(({ seq: _, ...raw }) => raw)).toEqual([
      aRaw('{"a":1}'),
      aRaw('not JSON', null),
      aRaw('üñï ✓'),
    ]);
    const seqs = [...first, ...second].map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.toSorted((one, other) => one - other));
    expect(await store.takeRaw(10)).toEqual([]);
    expect(await store.counts()).toMatchObject({ raw: 3 });
  });

  test('an understood webhook leaves the queue and rings its bells in the same step', async () => {
    const store = await openStore();
    await store.receive([aRaw('{}')]);
    const raw = only(await store.takeRaw(10));
    await store.settleRaw([understood(raw.seq, aBell('order:1'), aBell('order:2'))], NOON);

    expect(await store.counts()).toMatchObject({ raw: 0, parked: 0, bells: 2 });
    expect(await store.nextDueAt()).toBe(NOON + 2_000);
  });

  test('settling a webhook twice rings nothing the second time', async () => {
    const store = await openStore();
    await store.receive([aRaw('{}')]);
    const raw = only(await store.takeRaw(10));
    await store.settleRaw([understood(raw.seq)], NOON);
    await store.settleRaw([understood(raw.seq, aBell('order:1')), parked(raw.seq)], NOON);

    expect(await store.counts()).toMatchObject({ raw: 0, parked: 0, bells: 0 });
    expect(await store.incidents()).toEqual([]);
  });

  test('a parked webhook opens its incident, waits aside, and can be put back by its automation', async () => {
    const store = await openStore();
    await store.receive([aRaw('a', '43'), aRaw('b', '44'), aRaw('c', null)]);
    const taken = await store.takeRaw(10);
    await store.settleRaw(
      taken.map(({ seq }) => parked(seq)),
      NOON,
    );
    expect(await store.counts()).toMatchObject({ raw: 0, parked: 3 });
    expect(await store.incidents()).toMatchObject([{ class: 'webhook-not-understood', count: 3, lastSeenAtMs: NOON }]);
    expect(await store.takeRaw(10)).toEqual([]);
    expect(await store.nextDueAt()).toBe(null);

    expect(await store.unpark({ automationId: '44' })).toBe(1);
    expect(await store.takeRaw(10)).toMatchObject([{ body: 'b' }]);
    expect(await store.unpark({})).toBe(2);
    expect(await store.unpark({})).toBe(0);
    expect(await store.takeRaw(10)).toMatchObject([{ body: 'a' }, { body: 'c' }]);
  });

  test('a bell is due a quiet period after its last ring, but never later than the cap after its first', async () => {
    const store = await openStore();
    for (const atMs of [0, 1_500, 3_000]) await store.ring([aBell('order:1')], NOON + atMs);
    expect(await store.nextDueAt()).toBe(NOON + 5_000);
    expect(await store.takeBells(NOON + 4_999, 10)).toEqual([]);

    for (let atMs = 4_500; atMs < 10_000; atMs += 1_500) await store.ring([aBell('order:1')], NOON + atMs);
    expect(await store.nextDueAt()).toBe(NOON + 10_000);
    expect(await store.takeBells(NOON + 10_000, 10)).toMatchObject([{ key: 'order:1', firstRungAtMs: NOON }]);
    expect(await store.takeBells(NOON + 99_000, 10)).toEqual([]);
  });

  test('a sweep makes a bell due at once, and a webhook after it does not put it off', async () => {
    const store = await openStore();
    await store.ring([aBell('order:1')], NOON);
    await store.ring([aSweepBell('order:1')], NOON + 10);
    expect(await store.nextDueAt()).toBe(NOON + 10);
    await store.ring([aBell('order:1')], NOON + 20);
    expect(await store.nextDueAt()).toBe(NOON + 10);
  });

  test('rings of one key fold: hooks unite, the newest word of each hint stands, a webhook outweighs a sweep', async () => {
    const store = await openStore();
    const one = { hooks: ['goods_out.created'], hint: { reference: 'SO-1', contact: { email: 'a@shop.example' } } };
    const two = {
      hooks: ['goods_out.updated', 'goods_out.created'],
      hint: { reference: 'SO-2', contact: null, accountId: '7' },
    };
    await store.ring([aBell('order:1', one), aBell('order:1', two), aSweepBell('order:1')], NOON);

    expect(await takeBell(store, NOON)).toMatchObject({
      source: 'webhook',
      hooks: ['goods_out.created', 'goods_out.updated'],
      hint: { reference: 'SO-2', contact: { email: 'a@shop.example' }, accountId: '7' },
      attempts: 0,
    });
  });

  test('a long queue takes turns: an account’s backlog delays no other account’s bell, nor a sweep’s backlog a webhook', async () => {
    const store = await openStore();
    const many = (source: 'webhook' | 'sweep', clarusAccount: string | null) =>
      Array.from({ length: 30 }, (_, index) => aBell(`order:${source}-${index}`, { source, clarusAccount }));
    await store.ring([...many('sweep', null), ...many('webhook', '7')], NOON);
    await store.ring([aBell('order:of-8', { clarusAccount: '8' }), aBell('order:of-nobody')], NOON + 1);
    const taken = await store.takeBells(NOON + 60_000, 4);
    expect(taken.map(({ key }) => key)).toEqual(['order:sweep-0', 'order:webhook-0', 'order:of-8', 'order:of-nobody']);
    expect(await store.takeBells(NOON + 60_000, 100)).toHaveLength(58);
  });

  test('a bell of a sweep that a webhook rings too waits in the webhook’s queue', async () => {
    const store = await openStore();
    await store.ring(
      Array.from({ length: 9 }, (_, index) => aSweepBell(`order:${index}`)),
      NOON,
    );
    await store.ring([aBell('order:8', { clarusAccount: '7', quietMs: 0 })], NOON);
    const taken = await store.takeBells(NOON, 2);
    expect(taken.map(({ key }) => key).sort()).toEqual(['order:0', 'order:8']);
  });

  test('bells are taken by due time up to the limit, and reads are numbered upwards across all keys', async () => {
    const store = await openStore();
    await store.ring([aBell('order:late', { quietMs: 3_000 }), aBell('order:early'), aBell('stock:7:S')], NOON);
    const first = await store.takeBells(NOON + 60_000, 2);
    const second = await store.takeBells(NOON + 60_000, 2);
    expect([...first, ...second].map(({ key }) => key)).toEqual(['order:early', 'stock:7:S', 'order:late']);
    const reads = [...first, ...second].map(({ read }) => read);
    expect(new Set(reads).size).toBe(3);
    expect(reads).toEqual(reads.toSorted((one, other) => one - other));
  });

  test('a key has one read in flight: rung meanwhile, it is due again only once that read is answered', async () => {
    const store = await openStore();
    await store.ring([aSweepBell('order:1')], NOON);
    const first = await takeBell(store, NOON);
    await store.ring([aBell('order:1', { hint: { reference: 'SO-9' } })], NOON + 1);
    expect(await store.takeBells(NOON + 60_000, 10)).toEqual([]);
    expect(await store.nextDueAt()).toBe(null);
    expect(await store.counts()).toMatchObject({ bells: 1 });

    await store.settleBells([{ kind: 'answered', key: 'order:1', read: first.read }]);
    expect(await store.nextDueAt()).toBe(NOON + 2_001);
    const second = await takeBell(store, NOON + 2_001);
    expect(second).toMatchObject({ source: 'webhook', hint: { reference: 'SO-9' }, firstRungAtMs: NOON + 1 });
    expect(second.read).toBeGreaterThan(first.read);

    await store.settleBells([{ kind: 'answered', key: 'order:1', read: first.read }]);
    expect(await store.counts()).toMatchObject({ bells: 1 });
    await store.settleBells([{ kind: 'answered', key: 'order:1', read: second.read }]);
    expect(await store.counts()).toMatchObject({ bells: 0 });
  });

  test('a failed read waits until its retry, whatever rings meanwhile, and forgets nothing that rang', async () => {
    const store = await openStore();
    await store.ring([aBell('order:1', { hooks: ['a'], hint: { reference: 'SO-1' } })], NOON);
    const first = await takeBell(store, NOON + 2_000);
    await store.ring([aBell('order:1', { hooks: ['b'], hint: { accountId: '7' } })], NOON + 3_000);
    const dueAtMs = NOON + 60_000;
    await store.settleBells([{ kind: 'retry', key: 'order:1', read: first.read, dueAtMs }]);
    await store.ring([aBell('order:1', { hooks: ['c'] })], NOON + 4_000);

    expect(await store.nextDueAt()).toBe(dueAtMs);
    expect(await store.takeBells(dueAtMs - 1, 10)).toEqual([]);
    const second = await takeBell(store, dueAtMs);
    expect(second).toMatchObject({
      hooks: ['a', 'b', 'c'],
      hint: { reference: 'SO-1', accountId: '7' },
      firstRungAtMs: NOON,
      attempts: 1,
    });
    await store.settleBells([{ kind: 'answered', key: 'order:1', read: second.read }]);
    await store.ring([aSweepBell('order:1')], dueAtMs + 1);
    expect(await takeBell(store, dueAtMs + 1)).toMatchObject({ attempts: 0 });
  });
}
