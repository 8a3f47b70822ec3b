/** The ledger beyond delivery: found, put back, thrown away; and what people stop and start. */
import { expect, test } from 'vitest';
import type { LedgerFilter, Store } from '../store.js';
import {
  ACCOUNT,
  aMessage,
  aStockMessage,
  enqueue,
  METRIC,
  NOON,
  type OpenStore,
  only,
  sendable,
  takeIds,
  takeMessage,
} from './builders.js';

const OTHER = 'Cancelled Order';
const EVENT_AT_MS = Date.UTC(2026, 2, 1, 11, 59);

async function endOf(store: Store, status: 'delivered' | 'dead', nowMs: number = NOON): Promise<number> {
  const { seq } = await takeMessage(store, nowMs);
  await store.settleMessages([
    status === 'dead' ? { kind: status, seq, atMs: nowMs, reason: 'refused' } : { kind: status, seq, atMs: nowMs },
  ]);
  return seq;
}

export function ledgerConformance(openStore: OpenStore): void {
  test('a message is found with everything the ledger knows of it', async () => {
    const store = await openStore();
    const outgoing = aMessage('a', { dueAtMs: NOON + 5 });
    await enqueue(store, [outgoing], NOON + 1);
    const found = only(await store.messages({ limit: 10 }));
    expect(found).toEqual({
      seq: found.seq,
      id: 'a',
      kind: 'event',
      lane: 'order:1',
      account: ACCOUNT,
      mode: 'live',
      status: 'pending',
      reason: null,
      orderReference: 'SO-1',
      enqueuedAtMs: NOON + 1,
      settledAtMs: null,
      metric: METRIC,
      eventAtMs: EVENT_AT_MS,
      because: outgoing.message.because,
      attempts: 0,
      dueAtMs: NOON + 5,
      message: outgoing.message,
    });
    expect(JSON.stringify(found.message?.body)).toBe(JSON.stringify(outgoing.message.body));
  });

  test('a state has no metric, and the time of its enqueuing', async () => {
    const store = await openStore();
    await enqueue(store, [aStockMessage('s')], NOON + 3);
    expect(await store.messages({ limit: 1 })).toMatchObject([{ kind: 'stock', metric: null, eventAtMs: NOON + 3 }]);
  });

  test('conditions of a filter hold together, and a page begins behind the last one', async () => {
    const store = await openStore();
    await enqueue(store, [
      aMessage('a', { lane: 'order:1' }),
      aMessage('b', { lane: 'order:2', metric: OTHER, orderReference: 'SO-2' }),
      aMessage('c', { lane: 'order:3', account: 'other' }),
      aMessage('d', { lane: 'order:4', mode: 'silent' }),
      aMessage('w', { lane: 'order:5', mode: 'withheld' }),
      aStockMessage('s'),
    ]);
    const ids = async (filter: Omit<LedgerFilter, 'limit'>, limit = 10): Promise<string> =>
      (await store.messages({ ...filter, limit })).map(({ id }) => id).join('');
    expect(await ids({})).toBe('abcdws');
    expect(await ids({}, 2)).toBe('ab');
    expect(await ids({ account: ACCOUNT })).toBe('abdws');
    expect(await ids({ kinds: ['stock', 'profile'] })).toBe('s');
    expect(await ids({ statuses: ['withheld', 'dead'] })).toBe('w');
    expect(await ids({ statuses: ['pending'], modes: ['silent', 'withheld'] })).toBe('d');
    expect(await ids({ reasons: ['shadow', 'late'] })).toBe('w');
    expect(await ids({ metric: OTHER })).toBe('b');
    expect(await ids({ orderReference: 'SO-1', account: 'other' })).toBe('c');
    expect(await ids({ orderReference: 'SO-2', metric: METRIC })).toBe('');
    expect(await ids({ ids: ['s', 'b', 'nowhere', 'b'] })).toBe('bs');
    expect(await ids({ ids: ['s', 'b', 'a'], kinds: ['event'] }, 1)).toBe('a');
    expect(await ids({ ids: [] })).toBe('');
    expect(await ids({ fromMs: EVENT_AT_MS, toMs: EVENT_AT_MS + 1 })).toBe('abcdw');
    expect(await ids({ fromMs: EVENT_AT_MS + 1 })).toBe('s');
    expect(await ids({ toMs: EVENT_AT_MS })).toBe('');
    const [, second] = await store.messages({ limit: 2 });
    expect(await ids({ afterSeq: second?.seq ?? 0 }, 2)).toBe('cd');
  });

  test('a dead message that is put back goes again as it was, as the last of its lane', async () => {
    const store = await openStore();
    await enqueue(store, [aMessage('a1', { expiresAtMs: NOON }), aMessage('a2')]);
    const seq = await endOf(store, 'dead');
    expect(await store.requeue([seq, 999], NOON + 10, { expiresAtMs: NOON + 99 })).toEqual([seq]);
    expect(await takeIds(store, NOON + 10)).toEqual(['a2']);
    const again = (await store.messages({ ids: ['a1'], limit: 1 }))[0];
    expect(again).toMatchObject({ status: 'pending', reason: null, settledAtMs: null, enqueuedAtMs: NOON + 10 });
    expect(again?.seq).toBeGreaterThan(seq);

    const a2 = (await store.messages({ ids: ['a2'], limit: 1 }))[0];
    await store.settleMessages([{ kind: 'delivered', seq: a2?.seq ?? 0, atMs: NOON + 11 }]);
    expect(await takeMessage(store, NOON + 11)).toMatchObject({
      message: sendable(aMessage('a1').message),
      attempts: 0,
      crashes: 0,
      isAmbiguous: false,
      expiresAtMs: NOON + 99,
    });
    expect(await store.counts()).toMatchObject({ pending: 1, dead: 0, delivered: 1 });
  });

  test('what was delivered is put back, its body byte for byte, whatever mode is wished', async () => {
    const store = await openStore();
    await enqueue(store, [aMessage('a')]);
    const seq = await endOf(store, 'delivered');
    expect(await store.requeue([seq], NOON + 1, { mode: 'silent', expiresAtMs: null })).toEqual([seq]);
    const { message } = await takeMessage(store, NOON + 1);
    const told = aMessage('a').message;
    expect(message).toEqual(sendable(told));
    expect(JSON.stringify(message.body)).toBe(JSON.stringify(told.body));
  });

  test('a dead message may become silent, which its body says too; a silent one never becomes live', async () => {
    const store = await openStore();
    await enqueue(store, [aMessage('a')]);
    const change = { mode: 'silent', expiresAtMs: null } as const;
    await store.requeue([await endOf(store, 'dead')], NOON + 1, change);
    const silent = only(await store.messages({ limit: 2 }));
    expect(silent).toMatchObject({
      mode: 'silent',
      message: { mode: 'silent', body: { data: { attributes: { unique_id: 'a', backfill: true } } } },
    });
    await store.requeue([await endOf(store, 'dead', NOON + 1)], NOON + 2, { ...change, mode: 'live' });
    expect((await takeMessage(store, NOON + 2)).message).toEqual(sendable(silent.message));
  });

  test('what is pending, was withheld by shadow, or was replaced by a later state is not put back', async () => {
    const store = await openStore();
    const lane = 'profile:x';
    await enqueue(store, [
      aMessage('pending'),
      aMessage('shadow', { mode: 'withheld' }),
      aMessage('p1', { lane, coalesces: true }),
      aMessage('p2', { lane, coalesces: true }),
    ]);
    const seqs = (await store.messages({ limit: 10 })).map(({ seq }) => seq);
    expect(await store.requeue(seqs, NOON, { mode: 'live', expiresAtMs: null })).toEqual([]);
    expect(await store.ledger({})).toMatchObject([
      { status: 'pending' },
      { status: 'withheld' },
      { status: 'superseded' },
      { status: 'pending' },
    ]);
  });

  test('a dead state is not put back once a later one was told', async () => {
    const store = await openStore();
    const lane = 'stock:7:S';
    await enqueue(store, [aMessage('v1', { lane, coalesces: true })]);
    const first = await endOf(store, 'dead');
    await enqueue(store, [aMessage('v2', { lane, coalesces: true })]);
    await endOf(store, 'delivered');
    expect(await store.requeue([first], NOON, { expiresAtMs: null })).toEqual([]);
  });

  test('what was withheld for another reason goes only in a mode that is said', async () => {
    const store = await openStore();
    const { message, ...outgoing } = aMessage('a', { mode: 'withheld' });
    const late = { ...message, because: { ...message.because, modeReason: 'late' } };
    await enqueue(store, [{ ...outgoing, message: late }]);
    const { seq } = only(await store.messages({ limit: 1 }));
    expect(await store.requeue([seq], NOON, { expiresAtMs: null })).toEqual([]);
    expect(await store.requeue([seq], NOON, { mode: 'live', expiresAtMs: null })).toEqual([seq]);
    expect(await takeMessage(store)).toMatchObject({ message: { id: 'a', mode: 'live' } });
  });

  test('what waits and is old is thrown away with a reason, except in flight; lanes move on', async () => {
    const store = await openStore();
    await enqueue(store, [
      aMessage('flying', { lane: 'order:9' }),
      aMessage('a1'),
      aMessage('b1', { lane: 'order:2', metric: OTHER }),
      aMessage('c1', { lane: 'order:3', account: 'other' }),
    ]);
    await store.takeMessages(NOON, 1, [ACCOUNT]);
    await enqueue(store, [aMessage('a2')], NOON + 10);
    const filter = { account: ACCOUNT, enqueuedBeforeMs: NOON + 10 };
    expect(await store.discard({ ...filter, metric: OTHER }, NOON + 20, 'discarded')).toBe(1);
    expect(await store.discard(filter, NOON + 20, 'discarded')).toBe(1);
    expect(await store.messages({ reasons: ['discarded'], limit: 9 })).toMatchObject([
      { id: 'a1', status: 'dead', settledAtMs: NOON + 20 },
      { id: 'b1', status: 'dead', settledAtMs: NOON + 20 },
    ]);
    expect(await takeIds(store, NOON + 20)).toEqual(['a2']);
  });

  test('a paused account sends nothing, is not waited for, and goes on where it stopped', async () => {
    const store = await openStore();
    const pause = { account: ACCOUNT, metric: null, sinceMs: NOON, by: 'ann', reason: 'wrong template' };
    await store.pause(pause);
    await enqueue(store, [aMessage('a1'), aMessage('a2'), aMessage('b', { account: 'other', dueAtMs: NOON + 7 })]);
    expect(await store.pauses()).toEqual([pause]);
    expect(await takeIds(store)).toEqual([]);
    expect(await store.nextDueAt()).toBe(NOON + 7);
    expect(await store.resume(ACCOUNT, null)).toBe(true);
    expect(await store.resume(ACCOUNT, null)).toBe(false);
    expect(await store.pauses()).toEqual([]);
    expect(await takeIds(store)).toEqual(['a1']);
  });

  test('a paused metric holds its own messages and those behind them, and nothing else', async () => {
    const store = await openStore();
    await enqueue(store, [
      aMessage('a1', { metric: OTHER }),
      aMessage('a2'),
      aMessage('b1', { lane: 'order:2' }),
      aMessage('c1', { lane: 'order:3', metric: OTHER, account: 'other' }),
      aStockMessage('s'),
    ]);
    await store.pause({ account: ACCOUNT, metric: OTHER, sinceMs: NOON, by: null, reason: null });
    expect(await takeIds(store)).toEqual(['b1', 's']);
    expect(await store.takeMessages(NOON, 9, ['other'])).toHaveLength(1);
    expect(await store.nextDueAt()).toBe(null);
    await store.resume(ACCOUNT, OTHER);
    expect(await takeIds(store)).toEqual(['a1']);
  });

  test('a second pause of the same replaces the first; an account and one of its metrics are paused apart', async () => {
    const store = await openStore();
    const pause = { account: ACCOUNT, metric: METRIC, sinceMs: NOON, by: 'ann', reason: null };
    await store.pause(pause);
    await store.pause({ ...pause, by: 'bob', sinceMs: NOON + 1 });
    await store.pause({ ...pause, metric: null });
    expect(await store.pauses()).toEqual([
      { ...pause, metric: null },
      { ...pause, by: 'bob', sinceMs: NOON + 1 },
    ]);
    await enqueue(store, [aMessage('a')]);
    await store.resume(ACCOUNT, null);
    expect(await takeIds(store)).toEqual([]);
    await store.resume(ACCOUNT, METRIC);
    expect(await takeIds(store)).toEqual(['a']);
  });
}
