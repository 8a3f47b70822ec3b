/** People: found by their address, forgotten for ever, and what is old goes. */
import { expect, test } from 'vitest';
import {
  ACCOUNT,
  aBell,
  aMessage,
  anIncident,
  aRaw,
  aStockMessage,
  aWrite,
  EMAIL,
  enqueue,
  NOON,
  type OpenStore,
  only,
  takeBell,
  takeIds,
  takeMessage,
  writes,
} from './builders.js';

const SPELT_OTHERWISE = ` ${EMAIL.toUpperCase()} `;
const OTHER = 'other@shop.example';
const NOTHING = { messages: 0, raw: 0, bells: 0, keys: [] };

export function privacyConformance(openStore: OpenStore): void {
  test('forgetting erases every body that names the address, and tells which states still do', async () => {
    const store = await openStore();
    await store.receive([aRaw('{"email":"one"}'), aRaw('{"email":"two"}')]);
    const [one, two] = await store.takeRaw(2);
    const bells = [aBell('order:1', { hint: { contact: { email: EMAIL } }, subjects: [EMAIL] })];
    await store.settleRaw(
      [
        { kind: 'understood', seq: one?.seq ?? 0, bells, subjects: [SPELT_OTHERWISE] },
        { kind: 'understood', seq: two?.seq ?? 0, bells: [], subjects: [OTHER] },
      ],
      NOON,
    );
    await store.transact([], NOON, () => ({
      writes: [
        aWrite('order:2', { subjects: [EMAIL, OTHER] }),
        aWrite('order:1', { subjects: [SPELT_OTHERWISE] }),
        aWrite('order:3', { subjects: [OTHER] }),
      ],
      messages: [aMessage('a'), aMessage('b', { lane: 'order:2', email: OTHER }), aStockMessage('s')],
    }));
    expect(await store.forget(SPELT_OTHERWISE, NOON)).toEqual({
      messages: 1,
      raw: 1,
      bells: 1,
      keys: ['order:1', 'order:2'],
    });
    expect(await store.messages({ limit: 9 })).toMatchObject([
      { id: 'a', message: null },
      { id: 'b', message: { id: 'b' } },
      { id: 's', message: { id: 's' } },
    ]);

    await store.transact(
      [],
      NOON,
      writes(aWrite('order:1', { subjects: [] }), aWrite('order:2', { subjects: [OTHER] })),
    );
    expect(await store.forget(EMAIL, NOON)).toEqual(NOTHING);
  });

  test('a message that waits for somebody who was forgotten is withheld, and its lane moves on', async () => {
    const store = await openStore();
    await enqueue(store, [aMessage('a1'), aMessage('a2', { email: OTHER })]);
    await store.forget(EMAIL, NOON + 5);
    expect(await store.ledger({})).toMatchObject([
      { id: 'a1', status: 'withheld', reason: 'forgotten', settledAtMs: NOON + 5 },
      { id: 'a2', status: 'pending' },
    ]);
    expect(await takeIds(store)).toEqual(['a2']);
  });

  test('a message in flight is settled as ever, but is never sent again', async () => {
    const store = await openStore();
    await enqueue(store, [aMessage('a'), aMessage('b', { lane: 'order:2' })]);
    const [a, b] = await store.takeMessages(NOON, 9, [ACCOUNT]);
    expect(await store.forget(EMAIL, NOON + 5)).toMatchObject({ messages: 2 });
    await store.settleMessages([
      { kind: 'delivered', seq: a?.seq ?? 0, atMs: NOON + 6 },
      { kind: 'pending', seq: b?.seq ?? 0, dueAtMs: NOON + 7, attempts: 0, isAmbiguous: true, reason: 'timeout' },
    ]);
    expect(await store.messages({ limit: 9 })).toMatchObject([
      { id: 'a', status: 'delivered', message: null },
      { id: 'b', status: 'withheld', reason: 'forgotten', settledAtMs: NOON + 6 },
    ]);
    expect(await store.nextDueAt()).toBe(null);
  });

  test('whatever is enqueued for somebody who was forgotten is withheld without a body, and cannot be put back', async () => {
    const store = await openStore();
    await store.forget(SPELT_OTHERWISE, NOON);
    await enqueue(store, [aMessage('a'), aMessage('b', { email: OTHER })]);
    const [a, b] = await store.messages({ limit: 9 });
    expect(a).toMatchObject({ id: 'a', status: 'withheld', reason: 'forgotten', message: null });
    expect(b).toMatchObject({ id: 'b', status: 'pending' });
    expect(await store.requeue([a?.seq ?? 0], NOON, { mode: 'live', expiresAtMs: null })).toEqual([]);
    expect(await store.forgotten([EMAIL, OTHER, SPELT_OTHERWISE])).toEqual(new Set([EMAIL, SPELT_OTHERWISE]));
  });

  test('a bell keeps ringing without its hint, whether it waits or is being read, or rings only now', async () => {
    const store = await openStore();
    const named = { hint: { contact: { email: EMAIL } }, subjects: [EMAIL] };
    await store.ring([aBell('order:1', named), aBell('order:2', named)], NOON);
    const [reading] = await store.takeBells(NOON + 2_000, 1);
    expect(await store.forget(EMAIL, NOON)).toEqual({ ...NOTHING, bells: 2 });
    await store.settleBells([
      { kind: 'retry', key: reading?.key ?? '', read: reading?.read ?? 0, dueAtMs: NOON + 2_000 },
    ]);
    await store.ring([aBell('order:3', named)], NOON);
    const taken = await store.takeBells(NOON + 2_000, 9);
    expect(taken.map(({ key, hint }) => [key, hint])).toEqual([
      ['order:1', {}],
      ['order:2', {}],
      ['order:3', {}],
    ]);
  });

  test('a webhook that nobody understood goes whole when it names the address; one still to be read is erased then', async () => {
    const store = await openStore();
    await store.receive([aRaw(`{"to":"${EMAIL}"}`), aRaw('{}'), aRaw('{}')]);
    const [parked, kept] = await store.takeRaw(2);
    await store.settleRaw(
      [parked, kept].map((raw) => ({ kind: 'parked', seq: raw?.seq ?? 0, reason: 'unknown', incident: anIncident() })),
      NOON,
    );
    expect(await store.forget(EMAIL, NOON)).toEqual({ ...NOTHING, raw: 1 });
    expect(await store.counts()).toMatchObject({ parked: 1, raw: 1 });

    const late = only(await store.takeRaw(1));
    await store.settleRaw([{ kind: 'understood', seq: late.seq, bells: [], subjects: [EMAIL] }], NOON);
    expect(await store.forget(EMAIL, NOON)).toEqual(NOTHING);
  });

  test('what is old goes: settled webhooks, settled messages, closed states with their trail; the rest stays', async () => {
    const store = await openStore();
    await store.receive([aRaw('understood'), aRaw('parked'), aRaw('waits')]);
    const [understood, parked] = await store.takeRaw(2);
    await store.settleRaw(
      [
        { kind: 'understood', seq: understood?.seq ?? 0, bells: [] },
        { kind: 'parked', seq: parked?.seq ?? 0, reason: 'unknown', incident: anIncident() },
      ],
      NOON,
    );
    const trail = [{ atMs: NOON, kind: 'read', detail: {} }];
    await store.transact([], NOON, () => ({
      writes: [aWrite('order:1', { isClosed: true, names: ['n'], trail }), aWrite('order:2', { trail, names: ['n'] })],
      messages: [aMessage('gone'), aMessage('w', { mode: 'withheld' }), aMessage('waits')],
    }));
    const { seq } = await takeMessage(store);
    await store.settleMessages([{ kind: 'delivered', seq, atMs: NOON }]);

    const nothing = { raw: 0, bodies: 0, messages: 0, states: 0 };
    expect(await store.purge({ rawMs: NOON, keptMs: NOON, limit: 10 })).toEqual(nothing);
    expect(await store.purge({ rawMs: NOON + 1, keptMs: NOON + 1, limit: 10 })).toEqual({
      raw: 2,
      bodies: 2,
      messages: 2,
      states: 1,
    });
    expect(await store.purge({ rawMs: NOON + 1, keptMs: NOON + 1, limit: 10 })).toEqual(nothing);
    expect(await store.counts()).toMatchObject({ raw: 1, parked: 0, delivered: 0, withheld: 0, pending: 1 });
    expect(await store.read('order:1')).toBe(null);
    expect(await store.trail('order:1')).toEqual([]);
    expect(await store.keysNamed('n')).toEqual(['order:2']);
    expect(await store.trail('order:2')).toEqual(trail);
    expect(await takeIds(store)).toEqual(['waits']);
  });

  test('an id that was purged is never enqueued again', async () => {
    const store = await openStore();
    await enqueue(store, [aMessage('a')]);
    const { seq } = await takeMessage(store);
    await store.settleMessages([{ kind: 'delivered', seq, atMs: NOON }]);
    await store.purge({ rawMs: 0, keptMs: NOON + 1, limit: 10 });
    expect(await store.ledger({})).toEqual([]);
    await enqueue(store, [aMessage('a'), aMessage('b')]);
    expect(await takeIds(store)).toEqual(['b']);
  });

  test('one purge takes no more of each than it was told to, the oldest first', async () => {
    const store = await openStore();
    for (const index of [1, 2, 3]) {
      await store.receive([aRaw(`${index}`)]);
      const raw = only(await store.takeRaw(1));
      await store.settleRaw([{ kind: 'understood', seq: raw.seq, bells: [] }], NOON);
      await store.transact([], NOON + index, () => ({
        writes: [aWrite(`order:${index}`, { isClosed: true })],
        messages: [aMessage(`m${index}`, { mode: 'withheld' })],
      }));
    }
    const before = { rawMs: NOON + 9, keptMs: NOON + 9, limit: 2 };
    expect(await store.purge(before)).toEqual({ raw: 2, bodies: 2, messages: 2, states: 2 });
    expect(await store.messages({ limit: 9 })).toMatchObject([{ id: 'm3' }]);
    expect(await store.read('order:3')).not.toBe(null);
    expect(await store.purge(before)).toEqual({ raw: 1, bodies: 1, messages: 1, states: 1 });
  });

  test('old measures and closed incidents go too; what is open stays', async () => {
    const store = await openStore();
    await store.measure([
      { name: 'a', atMs: NOON, value: 1 },
      { name: 'a', atMs: NOON + 3_600_000, value: 1 },
    ]);
    await store.report([anIncident(), anIncident({ subject: 'open' })], NOON);
    await store.clear('klaviyo-unavailable', ACCOUNT, NOON);
    await store.purge({ rawMs: 0, keptMs: NOON + 1, limit: 10 });
    expect(await store.measured({ fromMs: 0, toMs: NOON + 9_999_999 })).toMatchObject([{ hourMs: NOON + 3_600_000 }]);
    expect(await store.keptIncidents({ closedSinceMs: 0 })).toMatchObject([{ subject: 'open' }]);
  });

  test('a bell that was forgotten still asks for its read', async () => {
    const store = await openStore();
    await store.ring([aBell('order:1', { subjects: [EMAIL], hint: { contact: { email: EMAIL } } })], NOON);
    await store.forget(EMAIL, NOON);
    await store.ring([aBell('order:1', { hint: { reference: 'SO-1' } })], NOON);
    expect(await takeBell(store, NOON + 2_000)).toMatchObject({ hint: { reference: 'SO-1' } });
  });

  test('a digest stands for one address, whatever its spelling, and is another store’s for nobody', async () => {
    const store = await openStore();
    const digest = await store.digest(EMAIL);
    expect(digest).toMatch(/^[0-9a-f]{32}$/);
    expect(await store.digest(SPELT_OTHERWISE)).toBe(digest);
    expect(await store.digest(OTHER)).not.toBe(digest);
    await store.forget(EMAIL, NOON);
    expect(await store.digest(EMAIL)).toBe(digest);
    const another = await openStore();
    expect(await another.digest(EMAIL)).not.toBe(digest);
  });
}
