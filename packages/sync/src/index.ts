export { type Clock, type Random, systemClock, systemRandom } from './clock.js';
export {
  DEFAULT_TIMING,
  type SyncAccount,
  type SyncConfig,
  type SyncTiming,
  type WebhookConfig,
} from './config.js';
export { createSync, type RunOptions, type Sync } from './create-sync.js';
export type { DeliveryPolicy } from './deliver/after-delivery.js';
export { SyncConfigError, SyncRequestError } from './errors.js';
export type { OnEvent, SyncEvent } from './events.js';
export type { Health } from './health/health.js';
export { INCIDENT_CATALOGUE, type IncidentEntry } from './incidents/catalogue.js';
export type { IncidentClass, IncidentOwner, IncidentSeverity, SyncIncidentClass } from './incidents/classes.js';
export type * from './operations.js';
export type { ClarusPort, KlaviyoPort, ListedBalance, ListedLine, ListedOrder } from './ports.js';
export { StoreOwnedError, type StoreTrouble, StoreUnavailableError } from './stores/errors.js';
export { createMemoryStore } from './stores/memory.js';
export type * from './stores/store.js';
