/** The embedded default: one SQLite file, one process. Needs `node:sqlite`, so it is reached through `/node` only. */
import type { Cipher } from './cipher.js';
import { StoreUnavailableError } from './errors.js';
import { createSqlStore, type SqlStore } from './sql/create-sql-store.js';
import { openDatabase, openForReading } from './sqlite/database.js';
import { openNodeEngine, openNodeReader } from './sqlite/node-engine.js';

/** A store that is looked into from outside: by a backup's schedule, or by a person. */
export interface SqliteInspection {
  /** As `SqliteStore.backup`. @throws {StoreUnavailableError} there is no room, or no such folder. */
  backup(path: string): Promise<void>;
  /** As `SqliteStore.check`. The process that owns the store goes on working meanwhile. */
  check(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/**
 * Opens the store in `path` for reading, whether a service owns it or not.
 *
 * @throws {StoreUnavailableError} there is no such file, it cannot be read, or it is not a store.
 * @example
 * const inspection = await inspectSqliteStore('clarus-klaviyo.db');
 * await inspection.backup('backups/monday.db');
 * await inspection.close();
 */
export async function inspectSqliteStore(
  path: string,
  { busyTimeoutMs = 5_000 }: Pick<SqliteStoreOptions, 'busyTimeoutMs'> = {},
): Promise<SqliteInspection> {
  const database = openForReading(openNodeReader, path, busyTimeoutMs);
  return {
    backup: (to) => database.backup(to),
    check: async () => database.check(),
    close: async () => database.close(),
  };
}

/** How the file is opened. */
export interface SqliteStoreOptions {
  /** How long to wait for another program's lock, e.g. a backup's. The process stands still meanwhile. @default 250 */
  readonly busyTimeoutMs?: number;
  /** The file grows no further than this; then the store is `full`, and the disk is not. @default no limit */
  readonly maxBytes?: number;
  /** Look for damage before use: takes about as long as reading the file once. @default true */
  readonly isChecked?: boolean;
  /** Encrypts what is personal: see `createCipher`. @default nothing is encrypted */
  readonly cipher?: Cipher;
}

export interface SqliteStore extends SqlStore {
  /**
   * Copies the store into a file while it goes on working; the copy is of one moment, and is put into place whole.
   * Opened like any store, it takes up where that moment was: what was in flight then is ambiguous. It holds whom it
   * held, also those who are forgotten later, so let backups age out. Only the process's own user may read it.
   *
   * @throws {StoreUnavailableError} there is no room, or no such folder. Nothing was put into place.
   */
  backup(path: string): Promise<void>;
  /** What is wrong with the file, a sentence each; nothing: it is sound. The process stands still meanwhile. */
  check(): Promise<readonly string[]>;
}

/**
 * Opens the store in `path`, creating it if it is not there; its folder must be. Beside it appear SQLite's own
 * `-wal` and `-shm`, and `.lock`, which stays and is held only while a process owns the store. What an owner
 * that died had taken is free again: a message that was in flight is marked ambiguous and counts one crash more.
 *
 * A commit is on disk when its promise resolves (WAL, `synchronous = FULL`). Keep the file on a local disk:
 * SQLite's locks are not reliable on network file systems.
 *
 * @throws {StoreOwnedError} another process owns it; trying again helps once that one has ended.
 * @throws {StoreUnavailableError} the file cannot be opened, is damaged, read-only, or not ours.
 * @example
 * const store = await openSqliteStore('clarus-klaviyo.db');
 */
export async function openSqliteStore(path: string, options: SqliteStoreOptions = {}): Promise<SqliteStore> {
  const { busyTimeoutMs = 250, maxBytes = null, isChecked = true, cipher } = options;
  const database = openDatabase({ openEngine: openNodeEngine, path, busyTimeoutMs, maxBytes, isChecked });
  try {
    const store = createSqlStore(database, cipher === undefined ? {} : { cipher });
    let isClosed = false;
    const whileOpen = async <T>(work: () => T | Promise<T>): Promise<T> => {
      if (isClosed) throw new StoreUnavailableError('closed');
      return work();
    };
    return {
      ...store,
      backup: (to) => whileOpen(() => database.backup(to)),
      check: () => whileOpen(() => database.check()),
      close: () => {
        isClosed = true;
        return store.close();
      },
    };
  } catch (error) {
    database.close();
    throw error;
  }
}
