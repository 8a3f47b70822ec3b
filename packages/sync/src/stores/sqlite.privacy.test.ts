import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, onTestFinished, test } from 'vitest';
import { aFile } from './__fixtures__/sqlite-files.js';
import type { Cipher } from './cipher.js';
import {
  aBell,
  aMessage,
  aRaw,
  aWrite,
  enqueue,
  NOON,
  only,
  takeIds,
  takeMessage,
  writes,
} from './conformance/builders.js';
import { storeConformance } from './conformance.js';
import { StoreKeyError } from './errors.js';
import type { SqlStore } from './sql/create-sql-store.js';
import { type CipherKey, createCipher } from './sqlite/cipher.js';
import { openSqliteStore, type SqliteStoreOptions } from './sqlite.js';

/** Found nowhere by chance. */
const EMAIL = 'ottilie.wildermuth@shop.example';

function aKey(id: string): CipherKey {
  return { id, key: randomBytes(32) };
}

function cipherOf(...keys: readonly [CipherKey, ...CipherKey[]]): Cipher {
  return createCipher({ keys });
}

async function open(path: string, options?: SqliteStoreOptions): Promise<SqlStore> {
  const store = await openSqliteStore(path, options);
  onTestFinished(() => store.close());
  return store;
}

/** Puts the address wherever one can be: webhooks at every stage, bells, reads, states, messages at every stage. */
async function fill(store: SqlStore): Promise<void> {
  const body = JSON.stringify({ email: EMAIL, padding: 'x'.repeat(6_000) }); // longer than a page
  await store.receive([aRaw(body), aRaw(body), aRaw(body)]);
  const [understood, parked] = await store.takeRaw(2);
  const named = { hint: { contact: { email: EMAIL } }, subjects: [EMAIL] };
  await store.settleRaw(
    [
      { kind: 'understood', seq: understood?.seq ?? 0, bells: [aBell('order:1', named)], subjects: [EMAIL] },
      {
        kind: 'parked',
        seq: parked?.seq ?? 0,
        reason: 'unknown',
        incident: { class: 'dead-letter', subject: '9', severity: 'error', owner: 'integration', detail: {} },
      },
    ],
    NOON,
  );
  await store.takeBells(NOON + 2_000, 1);
  await store.ring([aBell('order:1', named)], NOON);
  await store.transact([], NOON, () => ({
    writes: [aWrite('order:1', { state: { contact: EMAIL }, subjects: [EMAIL], names: ['reference:7:SO-1'] })],
    messages: [
      aMessage('a1', { email: EMAIL }),
      aMessage('a2', { email: EMAIL }),
      aMessage('b1', { lane: 'order:2', email: EMAIL }),
      aMessage('w', { mode: 'withheld', email: EMAIL }),
    ],
  }));
  const [a1] = await store.takeMessages(NOON, 2, ['brand']);
  await store.settleMessages([{ kind: 'delivered', seq: a1?.seq ?? 0, atMs: NOON }]);
}

/** Names of the store's files that hold the bytes, in whatever spelling a file could have them. */
function filesWith(path: string, wanted: string): string[] {
  const names = readdirSync(dirname(path));
  return names.filter((name) => readFileSync(join(dirname(path), name)).includes(wanted));
}

const key = aKey('first');
storeConformance('sqlite, encrypted', () => openSqliteStore(aFile(), { cipher: cipherOf(key) }));

describe('erasure', () => {
  test('after forget and one write of each state, no byte of the address is left in any file', async () => {
    const path = aFile();
    const store = await open(path);
    await fill(store);
    expect(filesWith(path, EMAIL)).not.toEqual([]);

    const { keys } = await store.forget(EMAIL, NOON);
    expect(keys).toEqual(['order:1']);
    await store.transact(keys, NOON, writes(aWrite('order:1', { state: { contact: null } })));
    const waiting = only(await store.takeRaw(10)); // it named somebody before anybody could know
    await store.settleRaw([{ kind: 'understood', seq: waiting.seq, bells: [], subjects: [EMAIL] }], NOON);
    await store.purge({ rawMs: 0, keptMs: 0, limit: 1 });
    expect(filesWith(path, EMAIL)).toEqual([]);
    await store.close();
    expect(filesWith(path, EMAIL)).toEqual([]);
  });

  test('after a purge no byte of what was old is left in any file', async () => {
    const path = aFile();
    const store = await open(path);
    await store.receive([aRaw(`{"email":"${EMAIL}"}`)]);
    await store.settleRaw([{ kind: 'understood', seq: only(await store.takeRaw(1)).seq, bells: [] }], NOON);
    await store.transact([], NOON, writes(aWrite('order:1', { state: { contact: EMAIL }, isClosed: true })));
    await enqueue(store, [aMessage('a', { email: EMAIL })]);
    await store.settleMessages([{ kind: 'delivered', seq: (await takeMessage(store)).seq, atMs: NOON }]);
    expect(filesWith(path, EMAIL)).not.toEqual([]);
    await store.purge({ rawMs: NOON + 1, keptMs: NOON + 1, limit: 100 });
    expect(filesWith(path, EMAIL)).toEqual([]);
  });

  test('what a forgotten address leaves behind outlives a restart, and is not its plain hash', async () => {
    const path = aFile();
    const first = await open(path);
    await first.forget(EMAIL, NOON);
    const digest = await first.digest(EMAIL);
    await first.close();
    const store = await open(path);
    expect(await store.digest(EMAIL)).toBe(digest);
    await enqueue(store, [aMessage('a', { email: EMAIL })]);
    expect(await takeIds(store)).toEqual([]);
    expect(await store.forgotten([EMAIL])).toEqual(new Set([EMAIL]));

    const otherPath = aFile();
    await (await open(otherPath)).forget(EMAIL, NOON);
    const hashIn = (file: string): unknown => {
      const visitor = new DatabaseSync(file, { readOnly: true });
      const row = visitor.prepare('SELECT hex(hash) AS hash FROM tombstones').get();
      visitor.close();
      return row?.hash;
    };
    expect(hashIn(path)).toHaveLength(32);
    expect(hashIn(path)).not.toBe(hashIn(otherPath));
  });

  test('a message in flight whose person was forgotten is withheld by the next owner', async () => {
    const path = aFile();
    const first = await open(path);
    await enqueue(first, [aMessage('a1', { email: EMAIL }), aMessage('a2', { email: 'other@shop.example' })]);
    await takeMessage(first);
    await first.forget(EMAIL, NOON);
    await first.close();
    const store = await open(path);
    expect(await takeIds(store)).toEqual(['a2']);
    expect(await store.messages({ ids: ['a1'], limit: 1 })).toMatchObject([
      { status: 'withheld', reason: 'forgotten', message: null },
    ]);
  });
});

describe('encryption', () => {
  test('with a cipher, nothing personal is ever written in plain', async () => {
    const path = aFile();
    const store = await open(path, { cipher: cipherOf(aKey('k')) });
    await fill(store);
    for (const part of [EMAIL, 'ottilie', 'wildermuth@']) expect(filesWith(path, part)).toEqual([]);
    expect(filesWith(path, 'reference:7:SO-1')).not.toEqual([]); // what is not personal is
  });

  test('a missing, an unknown or a wrong key is refused by its name, and changes nothing', async () => {
    const path = aFile();
    const [right, newer] = [aKey('right'), aKey('newer')];
    const first = await open(path, { cipher: cipherOf(right) });
    await fill(first);
    const before = await first.counts();
    await first.close();
    const content = readFileSync(path);

    const refused = async (options: SqliteStoreOptions): Promise<unknown> =>
      openSqliteStore(path, options).catch((error: unknown) => error);
    const missing = await refused({});
    expect(missing).toBeInstanceOf(StoreKeyError);
    expect(missing).toMatchObject({
      code: 'store_unavailable',
      reason: 'key-missing',
      keyId: 'right',
      retryable: false,
    });
    expect(String(missing)).toContain('"right"');
    expect(await refused({ cipher: cipherOf(newer) })).toMatchObject({ reason: 'key-unknown', keyId: 'right' });
    const impostor = cipherOf({ ...newer, id: 'right' });
    expect(await refused({ cipher: impostor })).toMatchObject({ reason: 'key-wrong', keyId: 'right' });
    expect(readFileSync(path).equals(content)).toBe(true);

    const store = await open(path, { cipher: cipherOf(newer, right) });
    expect(await store.counts()).toEqual(before);
    expect(await store.read('order:1')).toMatchObject({ state: { contact: EMAIL } });
  });

  test('rotation goes in small steps, across a restart, while the store is used; then the old key is needless', async () => {
    const path = aFile();
    const [older, newer] = [aKey('older'), aKey('newer')];
    const first = await open(path, { cipher: cipherOf(older) });
    await fill(first);
    await first.close();

    const both = cipherOf(newer, older);
    const second = await open(path, { cipher: both });
    expect(await second.rotate(2)).toMatchObject({ isDone: false });
    await enqueue(second, [aMessage('written meanwhile', { lane: 'order:3', email: EMAIL })]);
    await second.close();

    const third = await open(path, { cipher: both });
    let rows = 0;
    for (let isDone = false; !isDone; ) {
      const step = await third.rotate(2);
      ({ isDone } = step);
      rows += step.rows;
    }
    expect(rows).toBeGreaterThan(3);
    expect(await third.rotate(1_000)).toEqual({ rows: 0, isDone: true });
    const everything = await third.messages({ limit: 100 });
    await third.close();

    const store = await open(path, { cipher: cipherOf(newer) });
    expect(await store.messages({ limit: 100 })).toEqual(everything);
    expect(await store.read('order:1')).toMatchObject({ state: { contact: EMAIL } });
    expect(await store.takeRaw(10)).toHaveLength(1);
  });

  test('a key that was taken away too early is named by whatever still needs it; the rest works', async () => {
    const path = aFile();
    const [older, newer] = [aKey('older'), aKey('newer')];
    const first = await open(path, { cipher: cipherOf(older) });
    await first.transact([], NOON, writes(aWrite('order:1', { state: { contact: EMAIL } })));
    await first.close();
    await (await open(path, { cipher: cipherOf(newer, older) })).close();

    const store = await open(path, { cipher: cipherOf(newer) });
    await expect(store.read('order:1')).rejects.toMatchObject({ reason: 'key-unknown', keyId: 'older' });
    await expect(store.rotate(10)).rejects.toMatchObject({ reason: 'key-unknown', keyId: 'older' });
    await store.transact([], NOON, writes(aWrite('order:2', { state: { v: 2 } })));
    expect(await store.read('order:2')).toMatchObject({ state: { v: 2 } });
  });

  test('a store that was plain is encrypted by rotation, and its plain bytes are gone', async () => {
    const path = aFile();
    const plain = await open(path);
    await fill(plain);
    await plain.forget('nobody@shop.example', NOON);
    await plain.close();
    const store = await open(path, { cipher: cipherOf(aKey('k')) });
    expect(await store.read('order:1')).toMatchObject({ state: { contact: EMAIL } });
    while (!(await store.rotate(3)).isDone);
    expect(filesWith(path, EMAIL)).toEqual([]);
    expect(await store.forgotten(['nobody@shop.example'])).toEqual(new Set(['nobody@shop.example']));
    expect((await store.forget(EMAIL, NOON)).keys).toEqual(['order:1']);
  });

  test('what is encrypted in one row cannot be passed off as another’s', async () => {
    const path = aFile();
    const cipher = cipherOf(aKey('k'));
    const first = await open(path, { cipher });
    await first.transact([], NOON, writes(aWrite('order:1', { state: 1 }), aWrite('order:2', { state: 2 })));
    await first.close();
    const visitor = new DatabaseSync(path);
    visitor.exec('UPDATE personal SET data = (SELECT data FROM personal ORDER BY ref DESC LIMIT 1)');
    visitor.close();
    const store = await open(path, { cipher });
    await expect(store.read('order:1')).rejects.toMatchObject({ reason: 'key-wrong' });
    expect(await store.read('order:2')).toMatchObject({ state: 2 });
  });

  test('a key of another length, or two of one name, are refused before anything is opened', () => {
    expect(() => createCipher({ keys: [{ id: 'short', key: 'c2hvcnQ=' }] })).toThrow('"short" is not 32 bytes');
    expect(() => createCipher({ keys: [aKey('k'), aKey('k')] })).toThrow('same id');
    expect(createCipher({ keys: [{ id: 'k', key: randomBytes(32).toString('base64') }] }).keyId).toBe('k');
  });
});
