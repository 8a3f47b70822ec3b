/** Brings the tables to the version this package knows. The version is a row, since a Durable Object has no `user_version`. */
import { StoreUnavailableError } from '../errors.js';
import type { Connection } from './connection.js';
import { number } from './rows.js';
import { MIGRATIONS } from './schema.js';

/**
 * Call it within a transaction: then a file has all of a version or nothing of it.
 *
 * @throws {StoreUnavailableError} `too-new`: a later version of this package wrote the tables.
 */
export function migrate(
  connection: Pick<Connection, 'prepare' | 'exec'>,
  migrations: readonly string[] = MIGRATIONS,
): void {
  connection.exec(`
    CREATE TABLE IF NOT EXISTS schema_version (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      version INTEGER NOT NULL
    ) STRICT;
    INSERT OR IGNORE INTO schema_version (id, version) VALUES (1, 0);`);
  const row = connection.prepare('SELECT version FROM schema_version').get() ?? {};
  const version = number(row, 'version');
  if (version > migrations.length) throw new StoreUnavailableError('too-new');
  for (const migration of migrations.slice(version)) connection.exec(migration);
  connection.prepare('UPDATE schema_version SET version = ?').run(migrations.length);
}
