import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, onTestFinished, test } from 'vitest';
import { aFile, aFolder } from './__fixtures__/sqlite-files.js';
import { runFixture } from './__fixtures__/sqlite-process.js';
import {
  ACCOUNT,
  aBell,
  aFinding,
  aMessage,
  aRaw,
  aWrite,
  enqueue,
  NOON,
  only,
  takeBell,
  takeIds,
  takeMessage,
} from './conformance/builders.js';
import { StoreOwnedError, StoreUnavailableError } from './errors.js';
import type { Statement } from './sql/connection.js';
import { createSqlStore } from './sql/create-sql-store.js';
import { migrate } from './sql/migrate.js';
import { MIGRATIONS } from './sql/schema.js';
import { openDatabase } from './sqlite/database.js';
import type { OpenEngine } from './sqlite/engine.js';
import { openNodeEngine } from './sqlite/node-engine.js';
import { inspectSqliteStore, openSqliteStore, type SqliteStore, type SqliteStoreOptions } from './sqlite.js';
import type { TakenMessage } from './store.js';

async function open(path: string, options?: SqliteStoreOptions): Promise<SqliteStore> {
  const store = await openSqliteStore(path, options);
  onTestFinished(() => store.close());
  return store;
}

async function reopen(store: SqliteStore, path: string): Promise<SqliteStore> {
  await store.close();
  return open(path);
}

/** Another program at the same file, e.g. a person with a console. */
function visit(path: string): DatabaseSync {
  const visitor = new DatabaseSync(path);
  onTestFinished(() => {
    if (visitor.isOpen) visitor.close();
  });
  return visitor;
}

function toStatement(visitor: DatabaseSync, sql: string): Statement {
  const statement = visitor.prepare(sql);
  return {
    get: (...values) => statement.get(...values),
    all: (...values) => statement.all(...values),
    run: (...values) => void statement.run(...values),
  };
}

describe('reopening', () => {
  test('everything is still there: queues, states, names, incidents, counts, values', async () => {
    const path = aFile();
    const store = await open(path);
    await store.receive([aRaw('a'), aRaw('b')]);
    const [raw] = await store.takeRaw(1);
    await store.settleRaw([{ kind: 'understood', seq: raw?.seq ?? 0, bells: [aBell('order:1')] }], NOON);
    await store.transact([], NOON, () => ({
      writes: [aWrite('order:1', { names: ['n'], wakeAtMs: NOON + 7, findings: [aFinding('SO-1')] })],
      messages: [aMessage('a'), aMessage('b'), aMessage('w', { mode: 'withheld' })],
    }));
    await store.setMeta('liveFrom', 'then');
    const look = async (from: SqliteStore): Promise<unknown> => [
      await from.counts(),
      await from.nextDueAt(),
      await from.incidents(),
      await from.ledger({}),
      await from.read('order:1'),
      await from.keysNamed('n'),
      await from.dueWakes(NOON + 7, 10),
      await from.getMeta('liveFrom'),
    ];
    const before = await look(store);

    const again = await reopen(store, path);
    expect(await look(again)).toEqual(before);
    expect(await again.takeRaw(10)).toMatchObject([{ body: 'b' }]);
    expect(await takeIds(again)).toEqual(['a']);
  });

  test('what the last owner had taken is free: webhook, read, and message, which is now ambiguous', async () => {
    const path = aFile();
    const store = await open(path);
    await store.receive([aRaw('a')]);
    await store.ring([aBell('order:1', { hooks: ['x'] })], NOON);
    await enqueue(store, [aMessage('a'), aMessage('b')]);
    only(await store.takeRaw(1));
    const read = await takeBell(store, NOON + 2_000);
    await store.ring([aBell('order:1', { hooks: ['y'] })], NOON + 2_001);
    const message = await takeMessage(store);

    const again = await reopen(store, path);
    expect(await again.counts()).toMatchObject({ raw: 1, bells: 1, pending: 2, oldestPendingAtMs: NOON });
    expect(await again.takeRaw(1)).toMatchObject([{ body: 'a' }]);
    const secondRead = await takeBell(again, NOON + 2_000);
    expect(secondRead).toMatchObject({ hooks: ['x', 'y'], firstRungAtMs: NOON, attempts: 0 });
    expect(secondRead.read).toBeGreaterThan(read.read);
    expect(await takeMessage(again)).toEqual({ ...message, crashes: 1, isAmbiguous: true });
  });

  test('an ambiguous message of a dead owner is not replaced by a newer one', async () => {
    const path = aFile();
    const store = await open(path);
    await enqueue(store, [aMessage('v1', { coalesces: true })]);
    await takeMessage(store);
    const again = await reopen(store, path);
    await enqueue(again, [aMessage('v2', { coalesces: true })]);
    expect(await takeIds(again)).toEqual(['v1']);
  });

  test('a message that was in flight at twenty crashes is dead, says so, and its lane moves on', async () => {
    const path = aFile();
    let store = await open(path);
    await enqueue(store, [aMessage('poison'), aMessage('next')]);
    for (let crash = 0; crash < 20; crash += 1) {
      expect(await takeMessage(store)).toMatchObject({ message: { id: 'poison' }, crashes: crash });
      store = await reopen(store, path);
    }
    expect(await takeIds(store)).toEqual(['next']);
    expect(await store.ledger({ limit: 2 })).toMatchObject([{ status: 'dead', reason: 'quarantined' }, {}]);
    expect(await store.incidents()).toMatchObject([{ class: 'dead-letter', detail: { reason: 'quarantined' } }]);
  });
});

describe('ownership', () => {
  test('a second owner is refused, in this process, in another, and under another name of the file', async () => {
    const path = aFile();
    const store = await open(path);
    const alias = join(aFolder(), 'alias.db');
    symlinkSync(path, alias);
    await expect(openSqliteStore(path)).rejects.toBeInstanceOf(StoreOwnedError);
    await expect(openSqliteStore(alias)).rejects.toMatchObject({ code: 'store_unavailable', reason: 'owned' });
    expect(runFixture('sqlite-try.ts', [path]).stdout).toBe('StoreOwnedError owned\n');

    await store.close();
    expect(runFixture('sqlite-try.ts', [path]).stdout).toBe('written\n');
    expect(await (await open(path)).getMeta('visitor')).toBe('was here');
  });

  test('an owner that was replaced may not write any more', async () => {
    const path = aFile();
    const first = await open(path);
    rmSync(`${path}.lock`); // the mistake the epoch is there for
    const second = await open(path);
    await expect(first.receive([aRaw('a')])).rejects.toBeInstanceOf(StoreOwnedError);
    await expect(first.takeMessages(NOON, 1, [ACCOUNT])).rejects.toBeInstanceOf(StoreOwnedError);
    await second.receive([aRaw('b')]);
    expect(await second.takeRaw(10)).toMatchObject([{ body: 'b' }]);
  });

  test('others may look into a store that is at work', async () => {
    const path = aFile();
    const store = await open(path);
    await store.setMeta('liveFrom', 'then');
    const visitor = visit(path);
    expect(visitor.prepare('SELECT value FROM meta').get()).toEqual({ value: 'then' });
  });
});

describe('trouble', () => {
  test('a lock held by another program is told as locked; nothing is half-written, and later it works', async () => {
    const path = aFile();
    const store = await open(path, { busyTimeoutMs: 1 });
    const visitor = visit(path);
    visitor.exec('BEGIN IMMEDIATE');
    await expect(store.receive([aRaw('a')])).rejects.toMatchObject({ reason: 'locked', retryable: true });
    visitor.exec('ROLLBACK');
    await store.receive([aRaw('b')]);
    expect(await store.takeRaw(10)).toMatchObject([{ body: 'b' }]);
  });

  test('a full store refuses the whole group it has no room for, keeps the rest, and says so without quoting it', async () => {
    const path = aFile();
    const store = await open(path, { maxBytes: 400_000 });
    await store.receive([aRaw('small')]);
    const error = await store
      .receive([aRaw('also small'), aRaw('x'.repeat(500_000))])
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StoreUnavailableError);
    expect(error).toMatchObject({ reason: 'full', retryable: true });
    expect(error).not.toHaveProperty('cause');
    expect(await store.counts()).toMatchObject({ raw: 1 });
    await store.receive([aRaw('small too')]);
    expect(await store.takeRaw(10)).toMatchObject([{ body: 'small' }, { body: 'small too' }]);
  });

  test('a file that may only be read is refused as read-only', () => {
    const path = aFile();
    expect(runFixture('sqlite-try.ts', [path]).stdout).toBe('written\n');
    chmodSync(path, 0o444);
    chmodSync(`${path}.lock`, 0o666);
    chmodSync(dirname(path), 0o777);
    expect(runFixture('sqlite-try.ts', [path, 'nobody']).stdout).toBe('StoreUnavailableError read-only\n');
  });

  test('a folder that is not there is told as unreachable', async () => {
    await expect(openSqliteStore(join(aFolder(), 'nowhere', 'store.db'))).rejects.toMatchObject({
      reason: 'unreachable',
    });
  });

  test('a file that is no database is told as corrupt, and is left as it was', async () => {
    const path = aFile();
    const content = 'date;order;amount\n'.repeat(500);
    writeFileSync(path, content);
    await expect(openSqliteStore(path)).rejects.toMatchObject({ reason: 'corrupt', retryable: false });
    expect(readFileSync(path, 'utf8')).toBe(content);
  });

  test('a damaged file is found when it is opened', async () => {
    const path = aFile();
    const store = await open(path);
    await store.receive(Array.from({ length: 400 }, (_, index) => aRaw(`delivery ${index}`)));
    await store.close();
    const bytes = readFileSync(path);
    bytes.fill(0xa5, Math.floor(bytes.length / 2), Math.floor(bytes.length / 2) + 4_096);
    writeFileSync(path, bytes);
    await expect(openSqliteStore(path)).rejects.toMatchObject({ reason: 'corrupt' });
  });

  test('another program’s database is refused as foreign, and no table is added to it', async () => {
    const path = aFile();
    const other = visit(path);
    other.exec('CREATE TABLE customers (name TEXT)');
    await expect(openSqliteStore(path)).rejects.toMatchObject({ reason: 'foreign' });
    expect(other.prepare('SELECT name FROM sqlite_schema').all()).toEqual([{ name: 'customers' }]);
  });

  test('a file of a newer version is refused, since its tables may mean something else', async () => {
    const path = aFile();
    await (await open(path)).close();
    visit(path).exec(`UPDATE schema_version SET version = ${MIGRATIONS.length + 1}`);
    await expect(openSqliteStore(path)).rejects.toMatchObject({ reason: 'too-new' });
  });

  test('a version that brings a migration finds everything an older one wrote', async () => {
    const path = aFile();
    const store = await open(path);
    await store.setMeta('liveFrom', 'then');
    await enqueue(store, [aMessage('a')]);
    await store.close();
    const visitor = visit(path);
    const connection = {
      prepare: (sql: string) => toStatement(visitor, sql),
      exec: (sql: string) => visitor.exec(sql),
    };
    const second = `ALTER TABLE messages ADD COLUMN weight REAL NOT NULL DEFAULT 1; UPDATE messages SET weight = 2;`;
    migrate(connection, [...MIGRATIONS, second]);
    migrate(connection, [...MIGRATIONS, second]); // once is enough
    expect(visitor.prepare('SELECT id, weight FROM messages').all()).toEqual([{ id: 'a', weight: 2 }]);
    expect(visitor.prepare('SELECT version FROM schema_version').get()).toEqual({ version: MIGRATIONS.length + 1 });
    expect(() => migrate(connection)).toThrow('newer version');
  });

  test('a failed opening lets go of the file', async () => {
    const path = aFile();
    writeFileSync(path, 'no database, but long enough to be looked at as one'.repeat(100));
    await expect(openSqliteStore(path)).rejects.toMatchObject({ reason: 'corrupt' });
    rmSync(path);
    const store = await open(path);
    expect(await store.nextDueAt()).toBe(null);
  });
});

describe('care', () => {
  test('a backup is the store at one moment, while the store goes on', async () => {
    const [path, copy] = [aFile(), aFile()];
    const store = await open(path);
    const many = Array.from({ length: 3_000 }, (_, index) => aMessage(`m${index}`, { lane: `order:${index}` }));
    await enqueue(store, many);
    await store.takeMessages(NOON, 1, [ACCOUNT]);
    const finished = store.backup(copy);
    await enqueue(store, [aMessage('meanwhile')]);
    await finished;
    await enqueue(store, [aMessage('afterwards')]);

    const restored = await open(copy);
    expect(await restored.check()).toEqual([]);
    const ids = (await restored.ledger({})).map(({ id }) => id);
    expect(ids.slice(0, 3_000)).toEqual(many.map(({ message }) => message.id));
    expect(ids).not.toContain('afterwards');
    expect(await takeMessageOf(restored)).toMatchObject({ message: { id: 'm0' }, isAmbiguous: true, crashes: 1 });
    expect(readdirSync(dirname(copy)).filter((name) => name.includes('partial'))).toEqual([]);
  });

  test('a second backup replaces the first; one that cannot be written leaves it, and says why', async () => {
    const [path, copy] = [aFile(), aFile()];
    const store = await open(path);
    await store.backup(copy);
    await store.setMeta('liveFrom', 'then');
    await store.backup(copy);
    const restored = await open(copy);
    expect(await restored.getMeta('liveFrom')).toBe('then');
    await expect(store.backup(join(aFolder(), 'nowhere', 'copy.db'))).rejects.toMatchObject({ reason: 'unreachable' });
    expect(await store.getMeta('liveFrom')).toBe('then');
  });

  test('a store that a service owns is copied and checked from outside, by nobody but its user', async () => {
    const [path, copy] = [aFile(), aFile()];
    const owner = await open(path);
    await enqueue(owner, [aMessage('m1')]);
    const inspection = await inspectSqliteStore(path);
    expect(await inspection.check()).toEqual([]);
    await inspection.backup(copy);
    await inspection.close();
    await enqueue(owner, [aMessage('m2')]);
    expect((await owner.ledger({})).map(({ id }) => id)).toEqual(['m1', 'm2']);
    expect((await (await open(copy)).ledger({})).map(({ id }) => id)).toEqual(['m1']);
    expect(statSync(copy).mode & 0o777).toBe(0o600);
  });

  test('a file that is not there is not made by looking, and a stranger’s is not called a store', async () => {
    const [nothing, foreign] = [aFile(), aFile()];
    await expect(inspectSqliteStore(nothing)).rejects.toMatchObject({ reason: 'unreachable' });
    expect(existsSync(nothing)).toBe(false);
    const theirs = new DatabaseSync(foreign);
    theirs.exec('CREATE TABLE theirs (id INTEGER)');
    theirs.close();
    await expect(inspectSqliteStore(foreign)).rejects.toMatchObject({ reason: 'foreign' });
  });

  test('where the engine cannot copy beside its work (Node before 22.16, Bun), the backup is as whole', async () => {
    const [path, copy] = [aFile(), aFile()];
    await (await open(path)).close();
    const openEngine: OpenEngine = (file, busyTimeoutMs) => {
      const { backup: _backup, ...engine } = openNodeEngine(file, busyTimeoutMs);
      return engine;
    };
    const database = openDatabase({ openEngine, path, busyTimeoutMs: 250, maxBytes: null, isChecked: true });
    const store = createSqlStore(database);
    await enqueue(store, [aMessage('m1')]);
    await database.backup(copy);
    await enqueue(store, [aMessage('m2')]);
    await store.close();
    const restored = await open(copy);
    expect(await restored.check()).toEqual([]);
    expect((await restored.ledger({})).map(({ id }) => id)).toEqual(['m1']);
    expect(statSync(copy).mode & 0o777).toBe(0o600);
  });

  test('damage is told in sentences, while the store is still open', async () => {
    const path = aFile();
    const store = await open(path);
    expect(await store.check()).toEqual([]);
    const visitor = visit(path);
    visitor.exec(`PRAGMA foreign_keys = OFF; INSERT INTO names (name, key) VALUES ('n', 'nowhere')`);
    expect(await store.check()).toEqual(['A row of names belongs to one that is not there.']);
  });

  test('a closed store is neither copied nor checked', async () => {
    const store = await open(aFile());
    await store.close();
    await expect(store.backup(aFile())).rejects.toMatchObject({ reason: 'closed' });
    await expect(store.check()).rejects.toMatchObject({ reason: 'closed' });
  });
});

/** Of the many heads, the first. */
async function takeMessageOf(store: SqliteStore): Promise<TakenMessage> {
  return only(await store.takeMessages(NOON, 1, [ACCOUNT]));
}
