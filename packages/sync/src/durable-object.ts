/** For Cloudflare: a Durable Object as the store and the scheduler. Web standards, and the object's own storage. */
export { type AlarmLimits, DEFAULT_ALARM_LIMITS } from './durable-object/alarm-limits.js';
export { createDurableSync, type DurableSync, type DurableSyncConfig } from './durable-object/create-durable-sync.js';
export { openDurableStore } from './durable-object/open-store.js';
export type { DurableSql, DurableStorage } from './durable-object/storage.js';
export { type StoreTrouble, StoreUnavailableError } from './stores/errors.js';
