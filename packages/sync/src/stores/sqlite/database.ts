/** One connection, opened with care, and the two ways to use it: a look, and a transaction of its owner. */
import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StoreOwnedError, StoreUnavailableError } from '../errors.js';
import { toStoreError } from './errors.js';
import { takeLock } from './lock.js';
import { number, text } from './rows.js';
import { APPLICATION_ID, MIGRATIONS } from './schema.js';

export interface DatabaseSettings {
  readonly path: string;
  readonly busyTimeoutMs: number;
  readonly maxBytes: number | null;
  readonly isChecked: boolean;
}

export interface Database {
  readonly connection: DatabaseSync;
  /** @throws {StoreUnavailableError} */
  read<T>(work: () => T): T;
  /** All of `work` or nothing; on disk when it returns. @throws {StoreUnavailableError} @throws {StoreOwnedError} */
  write<T>(work: () => T): T;
  close(): void;
}

function pragma(connection: DatabaseSync, name: string): number {
  return number(connection.prepare(`PRAGMA ${name}`).get() ?? {}, name);
}

function configure(connection: DatabaseSync, maxBytes: number | null): void {
  connection.exec('PRAGMA journal_mode = WAL');
  connection.exec('PRAGMA synchronous = FULL');
  connection.exec('PRAGMA fullfsync = ON'); // on macOS a plain fsync does not reach the platter; elsewhere it says nothing
  if (maxBytes === null) return;
  const pages = Math.max(1, Math.floor(maxBytes / pragma(connection, 'page_size')));
  connection.exec(`PRAGMA max_page_count = ${pages}`);
}

function isEmpty(connection: DatabaseSync): boolean {
  return connection.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
}

function refuseForeign(connection: DatabaseSync): void {
  if (pragma(connection, 'application_id') !== APPLICATION_ID && !isEmpty(connection)) {
    throw new StoreUnavailableError('foreign');
  }
  if (pragma(connection, 'user_version') > MIGRATIONS.length) throw new StoreUnavailableError('too-new');
}

function checkIntegrity(connection: DatabaseSync): void {
  const answer = connection.prepare('PRAGMA quick_check(1)').get() ?? {};
  if (text(answer, 'quick_check') !== 'ok') throw new StoreUnavailableError('corrupt');
}

function migrate(connection: DatabaseSync): void {
  for (const [index, migration] of MIGRATIONS.entries()) {
    if (index < pragma(connection, 'user_version')) continue;
    connection.exec(
      `BEGIN IMMEDIATE; ${migration} PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${index + 1}; COMMIT;`,
    );
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

function prepareFile(connection: DatabaseSync, { maxBytes, isChecked }: DatabaseSettings): void {
  refuseForeign(connection); // first: another program's file is not touched
  configure(connection, maxBytes);
  if (isChecked) checkIntegrity(connection);
  migrate(connection);
}

/** @throws {StoreOwnedError} the file has an owner. @throws {StoreUnavailableError} it cannot be used. */
export function openDatabase(settings: DatabaseSettings): Database {
  const path = realPath(settings.path);
  const lock = takeLock(`${path}.lock`);
  let connection: DatabaseSync | undefined;
  try {
    connection = new DatabaseSync(path, { timeout: settings.busyTimeoutMs, enableForeignKeyConstraints: true });
    prepareFile(connection, settings);
    return ownDatabase(connection, lock);
  } catch (error) {
    connection?.close();
    lock.close();
    throw toStoreError(error);
  }
}

function ownDatabase(connection: DatabaseSync, lock: DatabaseSync): Database {
  const begin = connection.prepare('BEGIN IMMEDIATE');
  const commit = connection.prepare('COMMIT');
  const rollback = connection.prepare('ROLLBACK');
  const selectEpoch = connection.prepare('SELECT epoch FROM owner');

  function transaction<T>(work: () => T): T {
    begin.run();
    try {
      const result = work();
      commit.run();
      return result;
    } catch (error) {
      // SQLite has already rolled back after some errors of the disk.
      if (connection.isTransaction) rollback.run();
      throw error;
    }
  }

  const epoch = transaction(() => {
    connection.exec('UPDATE owner SET epoch = epoch + 1');
    return number(selectEpoch.get() ?? {}, 'epoch');
  });

  function guarded<T>(work: () => T): T {
    if (!connection.isOpen) throw new StoreUnavailableError('closed');
    try {
      return work();
    } catch (error) {
      throw toStoreError(error);
    }
  }

  return {
    connection,
    read: guarded,
    write: (work) =>
      guarded(() =>
        transaction(() => {
          if (number(selectEpoch.get() ?? {}, 'epoch') !== epoch) throw new StoreOwnedError();
          return work();
        }),
      ),
    close() {
      if (!connection.isOpen) return;
      connection.close();
      lock.close(); // last, so that the next owner finds the file at rest
    },
  };
}
