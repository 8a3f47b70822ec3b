/** A file, opened with care by its one owner, as the connection that the tables are written against. */
import { realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { StoreUnavailableError } from '../errors.js';
import type { Connection } from '../sql/connection.js';
import { number, text } from '../sql/rows.js';
import type { Engine, OpenEngine } from './engine.js';
import { toStoreError } from './errors.js';
import { takeLock } from './lock.js';

export interface DatabaseSettings {
  readonly openEngine: OpenEngine;
  readonly path: string;
  readonly busyTimeoutMs: number;
  readonly maxBytes: number | null;
  readonly isChecked: boolean;
}

/** What can be done for a database, whoever writes to it. */
export interface Care {
  /** Copies the database into a file, which is there whole or not at all. @throws {StoreUnavailableError} */
  backup(path: string): Promise<void>;
  /** What is wrong with the file, a sentence each; nothing: it is sound. Takes as long as reading it a few times. */
  check(): readonly string[];
}

export interface Database extends Connection, Care {}

/** Marks the file as ours: "clkv". Another program's database is never migrated. */
const APPLICATION_ID = 0x63_6c_6b_76;

function pragma(engine: Engine, name: string): number {
  return number(engine.prepare(`PRAGMA ${name}`).get() ?? {}, name);
}

function configure(engine: Engine, maxBytes: number | null): void {
  engine.exec('PRAGMA foreign_keys = ON');
  engine.exec('PRAGMA journal_mode = WAL');
  engine.exec('PRAGMA synchronous = FULL');
  engine.exec('PRAGMA wal_autocheckpoint = 4000'); // 16 MB: pages that a backlog writes again and again are copied once
  engine.exec('PRAGMA secure_delete = ON'); // what is erased is overwritten
  engine.exec('PRAGMA temp_store = MEMORY'); // what is sorted or listed on the way never becomes a file of its own
  // 32 MiB: the upper levels of every index of a backlog of millions, so that one costs about what a small one does.
  engine.exec('PRAGMA cache_size = -32768');
  engine.exec('PRAGMA fullfsync = ON'); // on macOS a plain fsync does not reach the platter; elsewhere it says nothing
  if (maxBytes === null) return;
  const pages = Math.max(1, Math.floor(maxBytes / pragma(engine, 'page_size')));
  engine.exec(`PRAGMA max_page_count = ${pages}`);
}

function isEmpty(engine: Engine): boolean {
  return engine.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
}

function refuseForeign(engine: Engine): void {
  if (pragma(engine, 'application_id') === APPLICATION_ID || isEmpty(engine)) return;
  throw new StoreUnavailableError('foreign');
}

function markAsOurs(engine: Engine): void {
  if (pragma(engine, 'application_id') !== APPLICATION_ID) engine.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
}

function checkIntegrity(engine: Engine): void {
  const answer = engine.prepare('PRAGMA quick_check(1)').get() ?? {};
  if (text(answer, 'quick_check') !== 'ok') throw new StoreUnavailableError('corrupt');
}

/** Nobody but the owner of the process may read what it holds of people. */
const OWNER_ONLY = 0o600;

function careFor(engine: Engine): Care {
  return {
    async backup(path) {
      const partial = `${path}.partial`;
      rmSync(partial, { force: true });
      try {
        writeFileSync(partial, '', { mode: OWNER_ONLY, flag: 'wx' });
        if (engine.backup === undefined) engine.prepare('VACUUM INTO ?').run(partial);
        else await engine.backup(partial);
        renameSync(partial, path);
      } catch (error) {
        rmSync(partial, { force: true });
        throw toStoreError(error);
      }
    },
    check: () =>
      guarded(() => {
        const damage = engine.prepare('PRAGMA integrity_check(20)').all();
        const orphans = engine.prepare('PRAGMA foreign_key_check').all();
        return [
          ...damage.map((row) => text(row, 'integrity_check')).filter((line) => line !== 'ok'),
          ...orphans.slice(0, 20).map((row) => `A row of ${text(row, 'table')} belongs to one that is not there.`),
        ];
      }),
  };
}

/** Looks into a database that another process may own. @throws {StoreUnavailableError} it cannot be used, or is not ours. */
export function openForReading(openReader: OpenEngine, path: string, busyTimeoutMs: number): Care & { close(): void } {
  let engine: Engine | undefined;
  try {
    engine = openReader(path, busyTimeoutMs);
    if (isEmpty(engine)) throw new StoreUnavailableError('foreign');
    refuseForeign(engine);
    const reader = engine;
    return { ...careFor(reader), close: () => reader.close() };
  } catch (error) {
    engine?.close();
    throw toStoreError(error);
  }
}

/** The same file under two names has one lock. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path); // not there yet
  }
}

/** @throws {StoreOwnedError} the file has an owner. @throws {StoreUnavailableError} it cannot be used. */
export function openDatabase(settings: DatabaseSettings): Database {
  const { openEngine, busyTimeoutMs, maxBytes, isChecked } = settings;
  const path = realPath(settings.path);
  const lock = takeLock(openEngine, `${path}.lock`);
  let engine: Engine | undefined;
  try {
    engine = openEngine(path, busyTimeoutMs);
    refuseForeign(engine); // first: another program's file is not touched
    configure(engine, maxBytes);
    if (isChecked) checkIntegrity(engine);
    markAsOurs(engine);
    return ownDatabase(engine, lock);
  } catch (error) {
    engine?.close();
    lock.close();
    throw toStoreError(error);
  }
}

function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw toStoreError(error);
  }
}

function ownDatabase(engine: Engine, lock: Engine): Database {
  const begin = engine.prepare('BEGIN IMMEDIATE');
  const commit = engine.prepare('COMMIT');
  const rollback = engine.prepare('ROLLBACK');
  let isOpen = true;

  function transaction<T>(work: () => T): T {
    begin.run();
    try {
      const result = work();
      commit.run();
      return result;
    } catch (error) {
      // SQLite has already rolled back after some errors of the disk.
      if (engine.isInTransaction()) rollback.run();
      throw error;
    }
  }

  return {
    prepare: (sql) => engine.prepare(sql),
    exec: (sql) => engine.exec(sql),
    read: guarded,
    transaction: (work) => guarded(() => transaction(work)),
    // What was erased is overwritten in the pages (secure_delete); the log may still hold them as they were. Somebody
    // who reads meanwhile keeps it: then the next call does it.
    scrub: () => guarded(() => void engine.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()),
    ...careFor(engine),
    close() {
      if (!isOpen) return;
      isOpen = false;
      engine.close();
      lock.close(); // last, so that the next owner finds the file at rest
    },
  };
}
