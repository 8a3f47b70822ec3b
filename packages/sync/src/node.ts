/** What needs Node: the SQLite store, and a bridge from `node:http` to the web-standard handler. */
export { toRequestListener } from './node/listener.js';
export type { Cipher } from './stores/cipher.js';
export { StoreKeyError, StoreOwnedError, type StoreTrouble, StoreUnavailableError } from './stores/errors.js';
export type { SqlStore } from './stores/sql/create-sql-store.js';
export type { Rotation } from './stores/sql/personal.js';
export { type CipherConfig, type CipherKey, createCipher } from './stores/sqlite/cipher.js';
export {
  inspectSqliteStore,
  openSqliteStore,
  type SqliteInspection,
  type SqliteStore,
  type SqliteStoreOptions,
} from './stores/sqlite.js';
