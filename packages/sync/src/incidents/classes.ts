/** Every class of incident there is. The catalogue has an entry for each: the compiler sees to it. */
import type { FindingCode } from '@clarus-klaviyo/mapping';

/** What only sync can notice: the mapping sees data, sync sees the world around it. */
export type SyncIncidentClass =
  | 'alerts-undelivered'
  | 'catalogue-unavailable'
  | 'clarus-refuses-credentials'
  | 'clarus-unavailable'
  | 'dead-letter'
  | 'decide-failed'
  | 'dispatched-not-told'
  | 'klaviyo-dropped-silently'
  | 'klaviyo-refuses-key'
  | 'klaviyo-unavailable'
  | 'label-without-dispatch'
  | 'observation-unclaimed'
  | 'order-stuck'
  | 'record-unreadable'
  | 'return-lines-unknown'
  | 'sweep-failed'
  | 'webhook-not-understood'
  | 'webhook-silence';

/** A finding of the mapping becomes an incident under its own code. */
export type IncidentClass = FindingCode | SyncIncidentClass;

export type IncidentOwner = 'warehouse' | 'ecommerce' | 'integration';
export type IncidentSeverity = 'info' | 'warning' | 'error';
