/** SQLite's result codes, told apart once: what is trouble with the store, and what is a bug of ours. */
import { type StoreTrouble, StoreUnavailableError } from '../errors.js';

/** Primary result codes, https://www.sqlite.org/rescode.html. Any other is a bug and stays as it is. */
const TROUBLES: ReadonlyMap<number, StoreTrouble> = new Map([
  [5, 'locked'], // SQLITE_BUSY
  [6, 'locked'], // SQLITE_LOCKED
  [7, 'out-of-memory'], // SQLITE_NOMEM
  [8, 'read-only'], // SQLITE_READONLY
  [10, 'input-output'], // SQLITE_IOERR
  [11, 'corrupt'], // SQLITE_CORRUPT
  [13, 'full'], // SQLITE_FULL
  [14, 'unreachable'], // SQLITE_CANTOPEN
  [26, 'corrupt'], // SQLITE_NOTADB
]);

export function resultCodeOf(error: unknown): number | null {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return null;
  return error.errcode & 0xff; // the upper bytes only refine the primary code
}

/** What the file system itself says when a file is made or put into place. */
const FILE_TROUBLES: ReadonlyMap<string, StoreTrouble> = new Map([
  ['ENOENT', 'unreachable'],
  ['ENOTDIR', 'unreachable'],
  ['EISDIR', 'unreachable'],
  ['EACCES', 'unreachable'],
  ['EPERM', 'unreachable'],
  ['EROFS', 'read-only'],
  ['ENOSPC', 'full'],
  ['EIO', 'input-output'],
]);

function fileTroubleOf(error: unknown): StoreTrouble | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined;
  return FILE_TROUBLES.get(error.code);
}

export function toStoreError(error: unknown): unknown {
  const trouble = TROUBLES.get(resultCodeOf(error) ?? 0) ?? fileTroubleOf(error);
  return trouble === undefined ? error : new StoreUnavailableError(trouble);
}
