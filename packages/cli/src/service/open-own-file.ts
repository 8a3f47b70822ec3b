/** Without a running service: the database file itself, opened with the settings `serve` would use. */
import { existsSync } from 'node:fs';
import { UsageError } from '../command/errors.js';
import type { Io } from '../command/io.js';
import { readEnvironment } from '../serve/environment.js';
import type { OpenedOperations } from './open-operations.js';

/**
 * @throws {UsageError} there is no such file: an empty one would answer "nothing was ever seen".
 * @throws {StoreUnavailableError} a service owns it: ask that one.
 */
export async function openOwnFile(io: Io): Promise<OpenedOperations> {
  const settings = readEnvironment(io.environment);
  if (!existsSync(settings.databasePath)) {
    throw new UsageError(
      'DATABASE_URL: there is no such file here. Name the file the service writes, or ask the service: --url or CLARUS_KLAVIYO_URL.',
      'DATABASE_URL',
    );
  }
  const { buildSync } = await import('../serve/build-sync.js');
  const { sync, close } = await buildSync(settings, () => undefined).catch(explained);
  return { operations: sync, isOwnFile: true, close };
}

/** The usual reason is no fault at all: the service runs. */
function explained(error: unknown): never {
  if (error instanceof Error && 'reason' in error && error.reason === 'owned') throw new OwnedFileError();
  throw error;
}

class OwnedFileError extends Error {
  override readonly name = 'OwnedFileError';
  readonly code = 'store_unavailable';

  constructor() {
    super(
      'DATABASE_URL: another process owns it, most likely the service. Ask that one: --url or CLARUS_KLAVIYO_URL, with CLARUS_KLAVIYO_TOKEN.',
    );
  }
}
