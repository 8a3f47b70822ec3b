/** A Durable Object's storage as the connection that the store's tables are written against. */
import { type StoreTrouble, StoreUnavailableError } from '../stores/errors.js';
import type { Connection, Row, Statement } from '../stores/sql/connection.js';
import { migrate } from '../stores/sql/migrate.js';
import type { DurableStorage } from './storage.js';

/** The storage names SQLite's result code at the end of a message, and nowhere else. Any other error is a bug. */
const TROUBLES: Readonly<Record<string, StoreTrouble>> = {
  SQLITE_FULL: 'full',
  SQLITE_NOMEM: 'out-of-memory',
  SQLITE_IOERR: 'input-output',
  SQLITE_CORRUPT: 'corrupt',
};

function toStoreError(error: unknown): unknown {
  const code = error instanceof Error ? /\bSQLITE_[A-Z]+/.exec(error.message)?.[0] : undefined;
  const trouble = TROUBLES[code ?? ''];
  return trouble === undefined ? error : new StoreUnavailableError(trouble);
}

function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw toStoreError(error);
  }
}

/** A blob comes back as an ArrayBuffer; the tables know bytes as every other SQLite hands them over. */
function toRow(row: Record<string, unknown>): Row {
  for (const [column, value] of Object.entries(row)) {
    if (value instanceof ArrayBuffer) row[column] = new Uint8Array(value);
  }
  return row;
}

/**
 * Brings the object's tables to this version and hands them over. Who owns them needs no lock and no epoch: the
 * platform runs one instance of an object, and what an earlier one still tries to write fails.
 *
 * @throws {StoreUnavailableError} `too-new`: a later version of this package was deployed before and wrote the tables.
 */
export function openConnection(storage: DurableStorage): Connection {
  const { sql } = storage;
  // A cursor runs its statement as it is read: unread, an UPDATE … RETURNING would stop at its first row.
  const run = (statement: string, values: readonly unknown[]): Row[] =>
    sql
      .exec(statement, ...values)
      .toArray()
      .map(toRow);
  const tables = {
    prepare: (statement: string): Statement => ({
      get: (...values) => run(statement, values)[0],
      all: (...values) => run(statement, values),
      run: (...values) => void run(statement, values),
    }),
    exec: (statements: string): void => void sql.exec(statements).toArray(),
  };
  guarded(() => storage.transactionSync(() => migrate(tables)));
  return {
    ...tables,
    read: guarded,
    // Confirmed on several disks before any answer leaves the object: its output gate holds them back until then.
    transaction: (work) => guarded(() => storage.transactionSync(work)),
    // Not in our hands: the platform keeps what was erased for its 30 days of point-in-time recovery.
    scrub: () => undefined,
    close: () => undefined,
  };
}
