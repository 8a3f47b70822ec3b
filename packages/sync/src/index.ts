export type { Alert, AlertSink, AlertsConfig, Digest } from './alerts/alert.js';
export { type Clock, type Random, systemClock, systemRandom } from './clock.js';
export {
  DEFAULT_CADENCE,
  DEFAULT_TIMING,
  type LinksConfig,
  type PageConfig,
  type SweepCadence,
  type SyncAccount,
  type SyncConfig,
  type SyncTiming,
  type WebhookConfig,
} from './config.js';
export { createSync, type RunOptions, type Sync } from './create-sync.js';
export type { DeliveryPolicy } from './deliver/after-delivery.js';
export { ObservationError, SyncConfigError, SyncRequestError } from './errors.js';
export type { OnEvent, SyncEvent } from './events.js';
export type { Health } from './health/health.js';
export type { CatalogueLookUp } from './hydrate/catalogue.js';
export { INCIDENT_CATALOGUE, type IncidentEntry } from './incidents/catalogue.js';
export type { IncidentClass, IncidentOwner, IncidentSeverity, SyncIncidentClass } from './incidents/classes.js';
export type * from './operations.js';
export type * from './ports.js';
export { DEFAULT_RETENTION, type Retention } from './privacy/retention.js';
export type { ObservationInput, ObservedOrder } from './receive/observation.js';
export type { Observed } from './receive/observe.js';
export { toCsv, toJson } from './reconcile/to-csv.js';
export type { Cipher } from './stores/cipher.js';
export { StoreKeyError, StoreOwnedError, type StoreTrouble, StoreUnavailableError } from './stores/errors.js';
export { createMemoryStore } from './stores/memory.js';
export type * from './stores/store.js';
export type { SweepKind } from './sweep/kinds.js';
export type { OpenHours } from './sweep/open-hours.js';
