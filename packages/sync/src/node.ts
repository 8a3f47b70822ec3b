/** What needs Node: the SQLite store, and a bridge from `node:http` to the web-standard handler. */
export { toRequestListener } from './node/listener.js';
export { StoreOwnedError, type StoreTrouble, StoreUnavailableError } from './stores/errors.js';
export { openSqliteStore, type SqliteStoreOptions } from './stores/sqlite.js';
