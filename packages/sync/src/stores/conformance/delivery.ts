/** The outbox: who may be taken, in which order, and what becomes of it. */
import { expect, test } from 'vitest';
import {
  ACCOUNT,
  aMessage,
  aStockMessage,
  enqueue,
  idsOf,
  NOON,
  type OpenStore,
  sendable,
  takeIds,
  takeMessage,
} from './builders.js';

const AMBIGUOUS = { kind: 'pending', attempts: 0, isAmbiguous: true, reason: 'timeout' } as const;
const REFUSED = { kind: 'pending', attempts: 1, isAmbiguous: false, reason: 'klaviyo_request' } as const;

export function deliveryConformance(openStore: OpenStore): void {
  test('a taken message is what was decided, byte for byte', async () => {
    const store = await openStore();
    const outgoing = aMessage('a', { expiresAtMs: NOON + 9 });
    await enqueue(store, [outgoing], NOON + 1);
    const taken = await takeMessage(store, NOON + 2);
    expect(taken).toEqual({
      seq: taken.seq,
      message: sendable(outgoing.message),
      account: ACCOUNT,
      orderReference: 'SO-1',
      enqueuedAtMs: NOON + 1,
      attempts: 0,
      crashes: 0,
      isAmbiguous: false,
      expiresAtMs: NOON + 9,
      heardAfterMs: 60_000,
      decidedAfterMs: 1,
    });
    expect(JSON.stringify(taken.message.body)).toBe(JSON.stringify(outgoing.message.body));
  });

  test('an id that is in the ledger is never enqueued again, whatever became of it', async () => {
    const store = await openStore();
    await enqueue(store, [aMessage('a'), aMessage('a', { lane: 'order:2' })]);
    const taken = await takeMessage(store);
    await enqueue(store, [aMessage('a')]);
    await store.settleMessages([{ kind: 'delivered', seq: taken.seq, atMs: NOON }]);
    await enqueue(store, [aMessage('a', { coalesces: true })]);
    expect(await takeIds(store)).toEqual([]);
    expect(await store.ledger({})).toHaveLength(1);
  });

  test('only the head of a lane is taken; the next follows once it is delivered or dead', async () => {
    const store = await openStore();
    await enqueue(store, [aMessage('a1'), aMessage('b1', { lane: 'order:2' }), aMessage('a2'), aMessage('a3')]);
    const [a1, b1] = await store.takeMessages(NOON, 100, [ACCOUNT]);
    expect([a1?.message.id, b1?.message.id]).toEqual(['a1', 'b1']);
    expect(await takeIds(store)).toEqual([]);

    await store.settleMessages([{ kind: 'delivered', seq: a1?.seq ?? 0, atMs: NOON + 1 }]);
    const a2 = await takeMessage(store);
    expect(a2.message.id).toBe('a2');
    await store.settleMessages([{ kind: 'dead', seq: a2.seq, atMs: NOON + 2, reason: 'klaviyo_request 400' }]);
    expect(await takeIds(store)).toEqual(['a3']);
    expect(await store.ledger({})).toMatchObject([
      { id: 'a1', status: 'delivered', reason: null, settledAtMs: NOON + 1 },
      { id: 'b1', status: 'pending', settledAtMs: null },
      { id: 'a2', status: 'dead', reason: 'klaviyo_request 400', settledAtMs: NOON + 2 },
      { id: 'a3', status: 'pending' },
    ]);
  });

  test.each([
    ['without an answer', AMBIGUOUS],
    ['refused for its own fault', REFUSED],
  ])('a message put back %s keeps its lane until it is settled for good', async (_, outcome) => {
    const store = await openStore();
    await enqueue(store, [aMessage('a1'), aMessage('a2')]);
    const first = await takeMessage(store);
    await store.settleMessages([{ ...outcome, seq: first.seq, dueAtMs: NOON + 50 }]);
    expect(await store.nextDueAt()).toBe(NOON + 50);
    expect(await takeIds(store, NOON + 49)).toEqual([]);

    const again = await takeMessage(store, NOON + 50);
    expect(again).toEqual({ ...first, attempts: outcome.attempts, isAmbiguous: outcome.isAmbiguous });
    expect(await store.ledger({})).toMatchObject([{ status: 'pending', reason: outcome.reason }, {}]);
    await store.settleMessages([{ kind: 'delivered', seq: first.seq, atMs: NOON + 51 }]);
    expect(await takeIds(store, NOON + 51)).toEqual(['a2']);
  });

  test('an outcome for a message that is not in flight changes nothing', async () => {
    const store = await openStore();
    await enqueue(store, [aMessage('a1'), aMessage('a2')]);
    const a1 = await takeMessage(store);
    await store.settleMessages([
      { kind: 'delivered', seq: a1.seq, atMs: NOON },
      { kind: 'dead', seq: a1.seq, atMs: NOON + 1, reason: 'twice' },
      { kind: 'delivered', seq: a1.seq + 1, atMs: NOON },
      { kind: 'delivered', seq: 999, atMs: NOON },
    ]);
    expect(await store.ledger({})).toMatchObject([{ status: 'delivered', settledAtMs: NOON }, { status: 'pending' }]);
    expect(await takeIds(store)).toEqual(['a2']);
  });

  test('live goes before silent, the older before the newer, and no more than asked for', async () => {
    const store = await openStore();
    await enqueue(store, [
      aMessage('s1', { lane: 'order:1', mode: 'silent' }),
      aMessage('l1', { lane: 'order:2' }),
      aMessage('s2', { lane: 'order:3', mode: 'silent' }),
      aMessage('l2', { lane: 'order:4' }),
    ]);
    expect(await takeIds(store, NOON, 3)).toEqual(['l1', 'l2', 's1']);
    expect(await takeIds(store, NOON, 3)).toEqual(['s2']);
  });

  test('a sender may ask for one mode alone', async () => {
    const store = await openStore();
    await enqueue(store, [
      aMessage('s1', { lane: 'order:1', mode: 'silent' }),
      aMessage('l1', { lane: 'order:2' }),
      aMessage('l2', { lane: 'order:1' }),
    ]);
    expect(idsOf(await store.takeMessages(NOON, 10, [ACCOUNT], ['event'], ['live']))).toEqual(['l1']);
    expect(idsOf(await store.takeMessages(NOON, 10, [ACCOUNT], ['event'], ['silent']))).toEqual(['s1']);
    expect(idsOf(await store.takeMessages(NOON, 10, [ACCOUNT], ['event'], []))).toEqual([]);
  });

  test('a message waits for its instant, and its lane with it', async () => {
    const store = await openStore();
    await enqueue(store, [aMessage('a1', { dueAtMs: NOON + 10 }), aMessage('a2')]);
    expect(await takeIds(store, NOON + 9)).toEqual([]);
    expect(await store.nextDueAt()).toBe(NOON + 10);
    expect(await takeIds(store, NOON + 10)).toEqual(['a1']);
  });

  test('a message is not taken early when the clock was set back after it had become due', async () => {
    const store = await openStore();
    await enqueue(store, [
      aMessage('a', { dueAtMs: NOON + 10 }),
      aMessage('b', { lane: 'order:2', dueAtMs: NOON + 20 }),
    ]);
    expect(await takeIds(store, NOON + 30, 1)).toEqual(['a']);
    expect(await takeIds(store, NOON + 15)).toEqual([]);
    expect(await store.nextDueAt()).toBe(NOON + 20);
    expect(await takeIds(store, NOON + 20)).toEqual(['b']);
  });

  test('only messages of the accounts asked for are taken; lanes of two accounts do not hold each other up', async () => {
    const store = await openStore();
    await enqueue(store, [aMessage('a'), aMessage('b', { account: 'other' }), aMessage('c', { account: 'third' })]);
    expect(idsOf(await store.takeMessages(NOON, 10, []))).toEqual([]);
    expect(idsOf(await store.takeMessages(NOON, 10, ['other']))).toEqual(['b']);
    expect(idsOf(await store.takeMessages(NOON, 10, ['third', ACCOUNT, 'other']))).toEqual(['a', 'c']);
  });

  test('only messages of the kinds asked for are taken; left out, every kind is', async () => {
    const store = await openStore();
    await enqueue(store, [aStockMessage('s'), aMessage('a'), aStockMessage('t', 'stock:other')]);
    expect(idsOf(await store.takeMessages(NOON, 10, [ACCOUNT], ['profile']))).toEqual([]);
    expect(idsOf(await store.takeMessages(NOON, 1, [ACCOUNT], ['stock']))).toEqual(['s']);
    expect(idsOf(await store.takeMessages(NOON, 10, [ACCOUNT]))).toEqual(['a', 't']);
  });

  test('a newer message replaces those of its lane that wait, and only where both are states', async () => {
    const store = await openStore();
    const lane = 'profile:x';
    await enqueue(store, [aMessage('p1', { lane, coalesces: true }), aMessage('p2', { lane, coalesces: true })]);
    await enqueue(store, [aMessage('event', { lane }), aMessage('p3', { lane, coalesces: true })], NOON + 5);
    await enqueue(store, [aMessage('elsewhere', { lane, account: 'other', coalesces: true })], NOON + 6);
    expect(await store.ledger({})).toMatchObject([
      { id: 'p1', status: 'superseded', settledAtMs: NOON },
      { id: 'p2', status: 'superseded', settledAtMs: NOON + 5 },
      { id: 'event', status: 'pending' },
      { id: 'p3', status: 'pending' },
      { id: 'elsewhere', status: 'pending' },
    ]);
    expect(await takeIds(store)).toEqual(['event']);
  });

  test('a message in flight is never replaced, nor one that may have arrived: the newest waits behind it', async () => {
    const store = await openStore();
    const lane = 'stock:7:S';
    await enqueue(store, [aMessage('v1', { lane, coalesces: true })]);
    const v1 = await takeMessage(store);
    await enqueue(store, [aMessage('v2', { lane, coalesces: true })]);
    await store.settleMessages([{ ...AMBIGUOUS, seq: v1.seq, dueAtMs: NOON + 10 }]);
    await enqueue(store, [aMessage('v3', { lane, coalesces: true })]);
    expect(await takeIds(store)).toEqual([]);

    expect((await takeMessage(store, NOON + 10)).message.id).toBe('v1');
    await store.settleMessages([{ kind: 'delivered', seq: v1.seq, atMs: NOON + 11 }]);
    expect(await takeIds(store, NOON + 11)).toEqual(['v3']);
    expect(await store.ledger({})).toMatchObject([{}, { id: 'v2', status: 'superseded' }, {}]);
  });

  test('a refused message that waits for its retry is replaced by a newer one', async () => {
    const store = await openStore();
    const lane = 'stock:7:S';
    await enqueue(store, [aMessage('v1', { lane, coalesces: true })]);
    const v1 = await takeMessage(store);
    await store.settleMessages([{ ...REFUSED, seq: v1.seq, dueAtMs: NOON + 10 }]);
    await enqueue(store, [aMessage('v2', { lane, coalesces: true })]);
    expect(await takeIds(store)).toEqual(['v2']);
    expect(await store.ledger({})).toMatchObject([{ status: 'superseded', reason: null }, { status: 'pending' }]);
  });

  test('a withheld message is recorded as settled, is never taken, and holds up and replaces nothing', async () => {
    const store = await openStore();
    await enqueue(store, [
      aMessage('a', { coalesces: true }),
      aMessage('w', { mode: 'withheld', coalesces: true }),
      aMessage('b'),
    ]);
    expect(await takeIds(store)).toEqual(['a']);
    expect(await store.ledger({})).toMatchObject([
      { id: 'a', status: 'pending' },
      { id: 'w', status: 'withheld', reason: 'shadow', settledAtMs: NOON },
      { id: 'b', status: 'pending' },
    ]);
    expect(await store.counts()).toMatchObject({ withheld: 1, pending: 2 });
  });

  test('a message past its last moment dies instead of going, says so, and its lane moves on in the same take', async () => {
    const store = await openStore();
    await enqueue(store, [aMessage('old', { expiresAtMs: NOON + 10 }), aMessage('next')]);
    expect(await takeIds(store, NOON + 11)).toEqual(['next']);
    expect(await store.ledger({})).toMatchObject([
      { id: 'old', status: 'dead', reason: 'expired', settledAtMs: NOON + 11 },
      { id: 'next', status: 'pending' },
    ]);
    expect(await store.incidents()).toEqual([
      {
        class: 'dead-letter',
        subject: 'SO-1',
        severity: 'error',
        owner: 'integration',
        detail: { message: 'old', reason: 'expired' },
        firstSeenAtMs: NOON + 11,
        lastSeenAtMs: NOON + 11,
        count: 1,
      },
    ]);
  });

  test('a message at its very last moment still goes', async () => {
    const store = await openStore();
    await enqueue(store, [aMessage('a', { expiresAtMs: NOON })]);
    expect(await takeIds(store)).toEqual(['a']);
  });

  test('counts say how many wait, went, died and were withheld, and since when the oldest waits', async () => {
    const store = await openStore();
    expect(await store.counts()).toEqual({
      raw: 0,
      parked: 0,
      bells: 0,
      pending: 0,
      delivered: 0,
      dead: 0,
      withheld: 0,
      oldestPendingAtMs: null,
      accounts: [],
    });
    await enqueue(store, [aMessage('a'), aMessage('b', { lane: 'order:2' })], NOON);
    await enqueue(store, [aMessage('c', { lane: 'order:3' }), aMessage('w', { mode: 'withheld' })], NOON + 5);
    const [a, b] = await store.takeMessages(NOON + 5, 10, [ACCOUNT]);
    await store.settleMessages([
      { kind: 'delivered', seq: a?.seq ?? 0, atMs: NOON + 6 },
      { kind: 'dead', seq: b?.seq ?? 0, atMs: NOON + 6, reason: 'klaviyo_request 400' },
    ]);
    expect(await store.counts()).toMatchObject({
      pending: 1,
      delivered: 1,
      dead: 1,
      withheld: 1,
      oldestPendingAtMs: NOON + 5,
      accounts: [{ account: ACCOUNT, pending: 1, oldestPendingAtMs: NOON + 5 }],
    });
  });

  test('the ledger is read in the order of telling: of one order, and of the latest', async () => {
    const store = await openStore();
    await enqueue(store, [
      aMessage('a'),
      aMessage('b', { orderReference: 'SO-2' }),
      aMessage('c', { orderReference: null }),
      aMessage('d'),
    ]);
    const idsIn = async (filter: { orderReference?: string; limit?: number }): Promise<string[]> =>
      (await store.ledger(filter)).map(({ id }) => id);
    expect(await idsIn({})).toEqual(['a', 'b', 'c', 'd']);
    expect(await idsIn({ limit: 2 })).toEqual(['c', 'd']);
    expect(await idsIn({ orderReference: 'SO-1' })).toEqual(['a', 'd']);
    expect(await idsIn({ orderReference: 'SO-1', limit: 1 })).toEqual(['d']);
    expect((await store.ledger({ limit: 1 }))[0]).toEqual({
      seq: 4,
      id: 'd',
      kind: 'event',
      lane: 'order:1',
      account: ACCOUNT,
      mode: 'live',
      status: 'pending',
      reason: null,
      orderReference: 'SO-1',
      enqueuedAtMs: NOON,
      settledAtMs: null,
    });
  });
}
