/** The embedded default: one SQLite file, one process. Needs `node:sqlite`, so it is reached through `/node` only. */
import type { Cipher } from './cipher.js';
import { createSqlStore, type SqlStore } from './sql/create-sql-store.js';
import { openDatabase } from './sqlite/database.js';
import { openNodeEngine } from './sqlite/node-engine.js';

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
export async function openSqliteStore(path: string, options: SqliteStoreOptions = {}): Promise<SqlStore> {
  const { busyTimeoutMs = 250, maxBytes = null, isChecked = true, cipher } = options;
  const connection = openDatabase({ openEngine: openNodeEngine, path, busyTimeoutMs, maxBytes, isChecked });
  try {
    return createSqlStore(connection, cipher === undefined ? {} : { cipher });
  } catch (error) {
    connection.close();
    throw error;
  }
}
