import { createSqlStore } from '../stores/sql/create-sql-store.js';
import type { Store } from '../stores/store.js';
import { openConnection } from './connection.js';
import type { DurableStorage } from './storage.js';

/**
 * The store inside a Durable Object; open it once, in the object's constructor. An instance that starts is the new
 * owner: what the evicted one had taken is free again, and a message that was in flight is marked ambiguous, so that
 * only the identical retry may follow.
 *
 * @throws {StoreUnavailableError} a later version of this package wrote the tables.
 * @example
 * const store = openDurableStore(ctx.storage);
 */
export function openDurableStore(storage: DurableStorage): Store {
  return createSqlStore(openConnection(storage));
}
