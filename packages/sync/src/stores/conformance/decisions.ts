/** `transact`: state, names, findings and messages move together, or not at all; and what time wakes. */
import { expect, test } from 'vitest';
import type { Decide, StateRow } from '../store.js';
import {
  ACCOUNT,
  aFinding,
  aMessage,
  anIncident,
  aWrite,
  enqueue,
  NOON,
  type OpenStore,
  takeIds,
  writes,
} from './builders.js';

export function decisionConformance(openStore: OpenStore): void {
  test('a decision and its messages land together', async () => {
    const store = await openStore();
    await store.transact(['order:1'], NOON, (rows) => {
      expect([...rows]).toEqual([['order:1', null]]);
      return {
        writes: [aWrite('order:1', { state: { told: ['a', null] }, wakeAtMs: NOON + 5, names: ['reference:7:SO-1'] })],
        messages: [aMessage('a')],
      };
    });
    expect(await store.read('order:1')).toEqual({ key: 'order:1', state: { told: ['a', null] } });
    expect(await store.keysNamed('reference:7:SO-1')).toEqual(['order:1']);
    expect(await store.nextDueAt()).toBe(NOON);
    expect(await takeIds(store)).toEqual(['a']);
  });

  test('a decision that throws moves nothing, and its error comes through as it is', async () => {
    const store = await openStore();
    await store.transact(['order:1'], NOON, writes(aWrite('order:1', { state: { v: 1 } })));
    const bug = new Error('half-way');
    const decide: Decide = (rows) => {
      Object.assign(rows.get('order:1')?.state ?? {}, { v: 2 });
      throw bug;
    };
    await expect(store.transact(['order:1'], NOON, decide)).rejects.toBe(bug);
    expect(await store.read('order:1')).toEqual({ key: 'order:1', state: { v: 1 } });
  });

  test('a decision of which one part cannot be stored moves no part', async () => {
    const store = await openStore();
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    await expect(
      store.transact([], NOON, () => ({
        writes: [
          aWrite('order:1', { names: ['n'], findings: [aFinding('SO-1')], wakeAtMs: NOON }),
          aWrite('order:2', { state: circular }),
        ],
        messages: [aMessage('a')],
      })),
    ).rejects.toThrow();

    expect(await store.read('order:1')).toBe(null);
    expect(await store.keysNamed('n')).toEqual([]);
    expect(await store.incidents()).toEqual([]);
    expect(await store.nextDueAt()).toBe(null);
    expect(await store.ledger({})).toEqual([]);
  });

  test('a decision may ask for more keys and is run again, with fresh rows', async () => {
    const store = await openStore();
    await store.transact([], NOON, writes(aWrite('order:1'), aWrite('profile:brand:x', { state: { n: 1 } })));
    const seen: (readonly (readonly [string, StateRow | null])[])[] = [];
    await store.transact(['order:1'], NOON, (rows) => {
      seen.push(structuredClone([...rows]));
      Object.assign(rows.get('order:1')?.state ?? {}, { dirty: true });
      return rows.has('profile:brand:x') ? { writes: [], messages: [] } : { needs: ['profile:brand:x', 'order:2'] };
    });
    const row = { key: 'order:1', state: { v: 1 } };
    expect(seen).toEqual([
      [['order:1', row]],
      [
        ['order:1', row],
        ['profile:brand:x', { key: 'profile:brand:x', state: { n: 1 } }],
        ['order:2', null],
      ],
    ]);
  });

  test('a decision that asks for what it has is a bug, not an endless loop', async () => {
    const store = await openStore();
    await expect(store.transact(['order:1'], NOON, () => ({ needs: ['order:1'] }))).rejects.toThrow('never end');
  });

  test('what was read out of the store cannot change what is in it', async () => {
    const store = await openStore();
    await store.transact([], NOON, writes(aWrite('order:1', { state: { v: 1 } })));
    Object.assign((await store.read('order:1'))?.state ?? {}, { v: 2 });
    expect(await store.read('order:1')).toEqual({ key: 'order:1', state: { v: 1 } });
  });

  test('look-up names are those of the last write, and several keys may share one', async () => {
    const store = await openStore();
    await store.transact(
      [],
      NOON,
      writes(aWrite('order:2', { names: ['n', 'm'] }), aWrite('order:1', { names: ['n', 'n'] })),
    );
    expect(await store.keysNamed('n')).toEqual(['order:1', 'order:2']);
    await store.transact([], NOON, writes(aWrite('order:2', { names: ['m'] })));
    expect(await store.keysNamed('n')).toEqual(['order:1']);
    expect(await store.keysNamed('m')).toEqual(['order:2']);
  });

  test('a key is woken from its instant on, until a write moves it', async () => {
    const store = await openStore();
    await store.transact(
      [],
      NOON,
      writes(aWrite('b', { wakeAtMs: NOON + 20 }), aWrite('a', { wakeAtMs: NOON + 30 }), aWrite('c')),
    );
    expect(await store.nextDueAt()).toBe(NOON + 20);
    expect(await store.dueWakes(NOON + 19, 10)).toEqual([]);
    expect(await store.dueWakes(NOON + 30, 10)).toEqual(['b', 'a']);
    expect(await store.dueWakes(NOON + 30, 1)).toEqual(['b']);

    await store.transact([], NOON, writes(aWrite('b', { wakeAtMs: null })));
    expect(await store.dueWakes(NOON + 30, 10)).toEqual(['a']);
    expect(await store.nextDueAt()).toBe(NOON + 30);
  });

  test('a finding opens an incident; while it stands only its last sight moves; gone, it closes', async () => {
    const store = await openStore();
    const finding = aFinding('SO-1', { detail: { tries: 1 } });
    await store.transact([], NOON, writes(aWrite('order:1', { findings: [finding, finding] })));
    await store.transact(
      [],
      NOON + 10,
      writes(aWrite('order:1', { findings: [aFinding('SO-1', { severity: 'error', detail: { tries: 2 } })] })),
    );
    expect(await store.incidents()).toEqual([
      {
        class: 'identity-missing',
        subject: 'SO-1',
        severity: 'error',
        owner: 'ecommerce',
        detail: { tries: 2 },
        firstSeenAtMs: NOON,
        lastSeenAtMs: NOON + 10,
        count: 1,
      },
    ]);
    await store.transact([], NOON + 20, writes(aWrite('order:1')));
    expect(await store.incidents()).toEqual([]);
  });

  test('a finding two keys share counts each, and closes only when both have let go', async () => {
    const store = await openStore();
    const findings = [aFinding('DPD', { code: 'ship-method-unmapped' })];
    await store.transact([], NOON, writes(aWrite('order:1', { findings }), aWrite('order:2', { findings })));
    expect(await store.incidents()).toMatchObject([{ subject: 'DPD', count: 2 }]);
    await store.transact([], NOON, writes(aWrite('order:1')));
    expect(await store.incidents()).toMatchObject([{ subject: 'DPD', count: 2 }]);
    await store.transact([], NOON, writes(aWrite('order:2')));
    expect(await store.incidents()).toEqual([]);
  });

  test('an incident somebody closed opens again when its finding still stands at the next look', async () => {
    const store = await openStore();
    const write = writes(aWrite('order:1', { findings: [aFinding('SO-1')] }));
    await store.transact([], NOON, write);
    await store.clear('identity-missing', 'SO-1');
    expect(await store.incidents()).toEqual([]);
    await store.transact([], NOON + 10, write);
    expect(await store.incidents()).toMatchObject([{ firstSeenAtMs: NOON + 10, count: 1 }]);
  });

  test('a reported incident counts every report and closes by class and subject, or by class', async () => {
    const store = await openStore();
    await store.report([anIncident(), anIncident({ subject: 'other' }), anIncident({ class: 'sweep-failed' })], NOON);
    await store.report([anIncident({ detail: { status: 500 } })], NOON + 10);
    expect(await store.incidents()).toMatchObject([
      { subject: 'brand', count: 2, detail: { status: 500 }, firstSeenAtMs: NOON, lastSeenAtMs: NOON + 10 },
      { subject: 'other', count: 1 },
      { class: 'sweep-failed', count: 1 },
    ]);
    await store.clear('klaviyo-unavailable', 'other');
    expect(await store.incidents()).toMatchObject([{ subject: 'brand' }, { class: 'sweep-failed' }]);
    await store.clear('klaviyo-unavailable');
    await store.clear('nothing-of-the-kind');
    expect(await store.incidents()).toMatchObject([{ class: 'sweep-failed' }]);
  });

  test('what is told, what goes onto timelines only and what is withheld is measured apart', async () => {
    const store = await openStore();
    const later = NOON + 2_000;
    await enqueue(store, [
      aMessage('live', { lane: 'order:1' }),
      aMessage('silent', { lane: 'order:2', mode: 'silent' }),
      aMessage('withheld', { lane: 'order:3', mode: 'withheld' }),
    ]);
    const taken = await store.takeMessages(later, 10, [ACCOUNT]);
    await store.settleMessages(taken.map(({ seq }) => ({ kind: 'delivered', seq, atMs: later })));
    const measured = await store.measured({ fromMs: NOON, toMs: NOON + 3_600_000 });
    expect(measured.map(({ name, count, sum, max }) => [name, count, sum, max])).toEqual([
      [`delivered:${ACCOUNT}`, 2, 2, 1],
      [`lag-ms:${ACCOUNT}`, 1, 2_000, 2_000],
      [`silent:${ACCOUNT}`, 1, 1, 1],
      [`withheld:${ACCOUNT}`, 1, 1, 1],
    ]);
  });

  test('small named values are kept and replaced', async () => {
    const store = await openStore();
    expect(await store.getMeta('liveFrom')).toBe(null);
    await store.setMeta('liveFrom', 'a');
    await store.setMeta('liveFrom', 'b');
    expect(await store.getMeta('liveFrom')).toBe('b');
  });
}
