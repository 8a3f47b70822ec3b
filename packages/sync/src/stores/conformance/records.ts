/** What is kept for people: incidents with their history, the trail of a key, measures. */
import { expect, test } from 'vitest';
import { ACCOUNT, aFinding, aMessage, anIncident, aWrite, enqueue, NOON, type OpenStore, writes } from './builders.js';

const HOUR_MS = 3_600_000;
const ID = `klaviyo-unavailable/${ACCOUNT}`;

export function recordConformance(openStore: OpenStore): void {
  test('an incident is kept after it closed, and says when and by what', async () => {
    const store = await openStore();
    await store.report([anIncident(), anIncident({ subject: 'other' })], NOON);
    await store.clear('klaviyo-unavailable', ACCOUNT, NOON + 5);
    await store.clear('klaviyo-unavailable', ACCOUNT, NOON + 50);
    expect(await store.incidents()).toMatchObject([{ subject: 'other' }]);
    expect(await store.keptIncidents()).toMatchObject([{ subject: 'other', closedAtMs: null, closedBy: null }]);
    expect(await store.keptIncidents({ closedSinceMs: NOON + 5 })).toEqual([
      {
        ...anIncident(),
        id: ID,
        firstSeenAtMs: NOON,
        lastSeenAtMs: NOON,
        count: 1,
        assignee: null,
        notes: [],
        closedAtMs: NOON + 5,
        closedBy: 'cleared',
        notifiedAtMs: null,
        escalatedAtMs: null,
      },
      expect.objectContaining({ subject: 'other' }),
    ]);
    expect(await store.keptIncidents({ closedSinceMs: NOON + 6 })).toHaveLength(1);
  });

  test('an incident closed without an instant closes at the latest one the store was told of', async () => {
    const store = await openStore();
    await store.report([anIncident()], NOON);
    await store.ring([], NOON + 60_000);
    await store.clear('klaviyo-unavailable');
    expect(await store.keptIncidents({ closedSinceMs: NOON })).toMatchObject([{ closedAtMs: NOON + 60_000 }]);
  });

  test('a finding that no key holds any more closes its incident at that moment', async () => {
    const store = await openStore();
    await store.transact([], NOON, writes(aWrite('order:1', { findings: [aFinding('SO-1')] })));
    await store.transact([], NOON + 9, writes(aWrite('order:1')));
    expect(await store.keptIncidents({ closedSinceMs: NOON })).toMatchObject([
      { id: 'identity-missing/SO-1', closedAtMs: NOON + 9, closedBy: 'cleared' },
    ]);
  });

  test('people assign an incident, note what they did, and resolve it; notified and escalated are remembered', async () => {
    const store = await openStore();
    await store.report([anIncident()], NOON);
    const note = (text: string) => ({ atMs: NOON + 1, by: 'ann', text });
    expect(await store.changeIncident(ID, { assignee: 'ann', note: note('looking'), notifiedAtMs: NOON + 1 })).toBe(
      true,
    );
    await store.changeIncident(ID, { note: note('key rotated'), escalatedAtMs: NOON + 2 });
    expect(await store.keptIncidents()).toMatchObject([
      {
        assignee: 'ann',
        notes: [note('looking'), note('key rotated')],
        notifiedAtMs: NOON + 1,
        escalatedAtMs: NOON + 2,
      },
    ]);
    await store.changeIncident(ID, { assignee: null, resolvedAtMs: NOON + 3 });
    await store.changeIncident(ID, { resolvedAtMs: NOON + 30 });
    expect(await store.incidents()).toEqual([]);
    expect(await store.keptIncidents({ closedSinceMs: 0 })).toMatchObject([
      { assignee: null, closedAtMs: NOON + 3, closedBy: 'resolved' },
    ]);
    expect(await store.changeIncident('klaviyo-unavailable/nobody', { assignee: 'ann' })).toBe(false);
    expect(await store.changeIncident('nothing', {})).toBe(false);
  });

  test('seen again after it was closed, an incident is open with its notes, and counts and alerts afresh', async () => {
    const store = await openStore();
    await store.report([anIncident(), anIncident()], NOON);
    const note = { atMs: NOON, by: null, text: 'last time it was the proxy' };
    await store.changeIncident(ID, {
      assignee: 'ann',
      note,
      notifiedAtMs: NOON,
      escalatedAtMs: NOON,
      resolvedAtMs: NOON,
    });
    await store.report([anIncident({ severity: 'warning' })], NOON + HOUR_MS);
    expect(await store.keptIncidents()).toMatchObject([
      {
        severity: 'warning',
        assignee: 'ann',
        notes: [note],
        count: 1,
        firstSeenAtMs: NOON + HOUR_MS,
        closedAtMs: null,
        closedBy: null,
        notifiedAtMs: null,
        escalatedAtMs: null,
      },
    ]);
  });

  test('a subject may hold any character, also the one that parts an id', async () => {
    const store = await openStore();
    await store.report([anIncident({ class: 'sku-unmapped', subject: 'A/B/"C"' })], NOON);
    expect(await store.changeIncident('sku-unmapped/A/B/"C"', { assignee: 'ann' })).toBe(true);
    expect(await store.incidents()).toMatchObject([{ subject: 'A/B/"C"' }]);
  });

  test('a trail moves with its state: in order, or not at all', async () => {
    const store = await openStore();
    const entry = (kind: string) => ({
      atMs: NOON,
      kind,
      detail: { status: 'COMPLETED', shipments: 2, ok: true, why: null },
    });
    await store.transact([], NOON, writes(aWrite('order:1', { trail: [entry('webhook'), entry('read')] })));
    await store.transact([], NOON, writes(aWrite('order:1', { trail: [entry('evidence')] }), aWrite('order:2')));
    const failed = store.transact([], NOON, writes(aWrite('order:1', { trail: [entry('never')], state: 1n })));
    await expect(failed).rejects.toThrow(TypeError);
    expect(await store.trail('order:1')).toEqual([entry('webhook'), entry('read'), entry('evidence')]);
    expect(await store.trail('order:2')).toEqual([]);
    expect(await store.trail('order:3')).toEqual([]);
  });

  test('of a long trail the latest 200 are kept', async () => {
    const store = await openStore();
    const entries = Array.from({ length: 150 }, (_, index) => ({ atMs: index, kind: 'read', detail: {} }));
    await store.transact([], NOON, writes(aWrite('order:1', { trail: entries })));
    const more = entries.map((entry) => ({ ...entry, atMs: entry.atMs + 150 }));
    await store.transact([], NOON, writes(aWrite('order:1', { trail: more })));
    const trail = await store.trail('order:1');
    expect([trail.length, trail[0]?.atMs, trail.at(-1)?.atMs]).toEqual([200, 100, 299]);
  });

  test('measures of an hour are one: how many, their sum, the largest and the last', async () => {
    const store = await openStore();
    await store.measure([
      { name: 'b', atMs: NOON, value: 5 },
      { name: 'a', atMs: NOON + 10, value: 3 },
      { name: 'a', atMs: NOON, value: 9 },
    ]);
    await store.measure([
      { name: 'a', atMs: NOON + HOUR_MS - 1, value: 4 },
      { name: 'a', atMs: NOON + HOUR_MS, value: 1 },
    ]);
    const inFirstHour = { name: 'a', hourMs: NOON, count: 3, sum: 16, max: 9, last: 4 };
    const b = { name: 'b', hourMs: NOON, count: 1, sum: 5, max: 5, last: 5 };
    const inSecondHour = { name: 'a', hourMs: NOON + HOUR_MS, count: 1, sum: 1, max: 1, last: 1 };
    expect(await store.measured({ fromMs: NOON, toMs: NOON + 2 * HOUR_MS })).toEqual([inFirstHour, inSecondHour, b]);
    expect(await store.measured({ fromMs: NOON, toMs: NOON + HOUR_MS })).toEqual([inFirstHour, b]);
    expect(await store.measured({ fromMs: NOON + 1, toMs: NOON + HOUR_MS })).toEqual([]);
  });

  test('the store measures what it receives, by the hour it was received in', async () => {
    const store = await openStore();
    const received = (receivedAtMs: number) => ({ receivedAtMs, automationId: '43', headers: {}, body: '{}' });
    await store.receive([received(NOON), received(NOON + HOUR_MS - 1), received(NOON + HOUR_MS)]);
    await store.receive([received(NOON + 5)]);
    const measured = await store.measured({ fromMs: NOON, toMs: NOON + 2 * HOUR_MS });
    expect(measured.map(({ name, hourMs, sum }) => [name, hourMs, sum])).toEqual([
      ['webhooks', NOON, 3],
      ['webhooks', NOON + HOUR_MS, 1],
    ]);
  });

  test('the store measures what it settles: how many went and died, and how long live ones took', async () => {
    const store = await openStore();
    await enqueue(store, [
      aMessage('a', { lane: 'order:1' }),
      aMessage('b', { lane: 'order:2' }),
      aMessage('c', { lane: 'order:3' }),
      aMessage('expired', { lane: 'order:4', expiresAtMs: NOON }),
      aMessage('history', { lane: 'order:5', mode: 'silent' }),
    ]);
    const [a, b, c, history] = await store.takeMessages(NOON + 1, 9, [ACCOUNT]);
    await store.settleMessages([
      { kind: 'delivered', seq: a?.seq ?? 0, atMs: NOON + 100 },
      { kind: 'delivered', seq: b?.seq ?? 0, atMs: NOON + 300 },
      { kind: 'delivered', seq: history?.seq ?? 0, atMs: NOON + 300 },
      { kind: 'dead', seq: c?.seq ?? 0, atMs: NOON + 200, reason: 'refused' },
      { kind: 'dead', seq: c?.seq ?? 0, atMs: NOON + 200, reason: 'twice' },
    ]);
    expect(await store.measured({ fromMs: NOON, toMs: NOON + 1 })).toEqual([
      { name: `dead:${ACCOUNT}`, hourMs: NOON, count: 2, sum: 2, max: 1, last: 1 },
      { name: `delivered:${ACCOUNT}`, hourMs: NOON, count: 3, sum: 3, max: 1, last: 1 },
      { name: `lag-ms:${ACCOUNT}`, hourMs: NOON, count: 2, sum: 400, max: 300, last: 300 },
      { name: `silent:${ACCOUNT}`, hourMs: NOON, count: 1, sum: 1, max: 1, last: 1 },
    ]);
  });
}
