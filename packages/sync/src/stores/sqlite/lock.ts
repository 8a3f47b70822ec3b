/**
 * One process owns a store. The lock is an open exclusive transaction on a small database beside the file,
 * so the operating system lets go of it when the process dies, however it dies: nothing is left to clean up.
 *
 * Why not `PRAGMA locking_mode = EXCLUSIVE` on the file itself: nobody could then look into a running store,
 * be it a person with a console or a backup. Should somebody delete the lock's file, the owner's epoch, checked
 * in every write, still stops the older of two owners.
 */
import { StoreOwnedError } from '../errors.js';
import type { Engine, OpenEngine } from './engine.js';
import { resultCodeOf, toStoreError } from './errors.js';

const SQLITE_BUSY = 5;

/** @throws {StoreOwnedError} another process, or this one, already holds it. */
export function takeLock(openEngine: OpenEngine, path: string): Engine {
  let lock: Engine | undefined;
  try {
    lock = openEngine(path, 0);
    // Nothing is ever written, so a journal on disk would be one more file that a crash leaves behind.
    lock.exec('PRAGMA journal_mode = MEMORY');
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock?.close();
    throw resultCodeOf(error) === SQLITE_BUSY ? new StoreOwnedError() : toStoreError(error);
  }
}
