/** The database file as it lies there, whoever owns it: what needs neither keys nor a service. */
import type { SqliteInspection } from '@clarus-klaviyo/sync/node';
import { UsageError } from '../command/errors.js';
import type { Io } from '../command/io.js';
import { inspectEnvironment } from '../serve/environment.js';

const NAME = 'DATABASE_URL';

/**
 * @throws {UsageError} `DATABASE_URL` names no file, or another program's.
 * @throws {StoreUnavailableError} it cannot be read, or cannot be written where the copy is to be.
 */
export async function withOwnFile<Result>(
  io: Io,
  look: (file: { readonly path: string; readonly inspection: SqliteInspection }) => Promise<Result>,
): Promise<Result> {
  const { settings, problems } = inspectEnvironment(io.environment);
  const problem = problems.find((sentence) => sentence.startsWith(NAME));
  if (problem !== undefined) throw new UsageError(problem, NAME);
  const { inspectSqliteStore } = await import('@clarus-klaviyo/sync/node');
  const path = settings.databasePath;
  const inspection = await inspectSqliteStore(path).catch(explained);
  try {
    return await look({ path, inspection });
  } finally {
    await inspection.close();
  }
}

const SENTENCES: Readonly<Record<string, string>> = {
  unreachable: 'there is no such file here. Run this where the service runs, and name the file that it writes.',
  foreign: 'that is no store of this program. Name the file that the service writes.',
};

function explained(error: unknown): never {
  const reason = error instanceof Error && 'reason' in error ? String(error.reason) : '';
  const sentence = SENTENCES[reason];
  if (sentence === undefined) throw error;
  throw new UsageError(`${NAME}: ${sentence}`, NAME);
}
