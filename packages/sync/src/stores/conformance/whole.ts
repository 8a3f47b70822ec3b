/** What holds across all queues. */
import { expect, test } from 'vitest';
import { StoreUnavailableError } from '../errors.js';
import { aBell, aMessage, aRaw, aWrite, enqueue, NOON, type OpenStore, only, takeMessage, writes } from './builders.js';

export function wholeConformance(openStore: OpenStore): void {
  test('the next instant is the earliest of any queue; nothing waits: null; a webhook waits: at once', async () => {
    const store = await openStore();
    expect(await store.nextDueAt()).toBe(null);
    await store.transact([], NOON, writes(aWrite('order:1', { wakeAtMs: NOON + 30_000 })));
    expect(await store.nextDueAt()).toBe(NOON + 30_000);
    await enqueue(store, [aMessage('a', { dueAtMs: NOON + 20_000 })]);
    expect(await store.nextDueAt()).toBe(NOON + 20_000);
    await store.ring([aBell('order:1')], NOON);
    expect(await store.nextDueAt()).toBe(NOON + 2_000);
    await store.receive([aRaw('{}')]);
    expect(await store.nextDueAt()).toBe(0);
    only(await store.takeRaw(1));
    expect(await store.nextDueAt()).toBe(NOON + 2_000);
  });

  test('what is in flight is not waited for', async () => {
    const store = await openStore();
    await enqueue(store, [aMessage('a1'), aMessage('a2')]);
    await takeMessage(store);
    await store.ring([aBell('order:1')], NOON);
    only(await store.takeBells(NOON + 2_000, 1));
    expect(await store.nextDueAt()).toBe(null);
  });

  test('a closed store refuses everything, and closing twice is harmless', async () => {
    const store = await openStore();
    await store.close();
    await store.close();
    await expect(store.receive([aRaw('{}')])).rejects.toBeInstanceOf(StoreUnavailableError);
    await expect(store.counts()).rejects.toMatchObject({ code: 'store_unavailable', reason: 'closed' });
  });
}
