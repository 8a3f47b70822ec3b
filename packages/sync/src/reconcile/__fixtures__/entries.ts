/** Messages as the ledger has them, and events as Klaviyo does: each with the members a test is about. */
import { aMessage, NOON } from '../../stores/conformance/builders.js';
import type { LedgerMessage } from '../../stores/store.js';
import type { Recorded } from '../compare.js';

export const HOUR_MS = 3_600_000;

export function anEntry(id: string, change: Partial<LedgerMessage> = {}): LedgerMessage {
  const { message } = aMessage(id, { lane: 'order:acme:7' });
  const { mode = 'live', status = 'delivered' } = change;
  return {
    seq: 1,
    id,
    kind: 'event',
    lane: message.lane,
    account: 'brand',
    mode,
    status,
    reason: null,
    orderReference: 'SO-7',
    enqueuedAtMs: NOON,
    settledAtMs: status === 'pending' ? null : NOON + 1_000,
    metric: 'Fulfilled Shipment',
    eventAtMs: NOON - 60_000,
    because: message.because,
    attempts: 0,
    dueAtMs: NOON,
    message,
    ...change,
  };
}

export function aRecord(eventId: string | null, change: Partial<Recorded> = {}): Recorded {
  const { message } = aMessage(eventId ?? 'none');
  const properties = message.kind === 'event' ? message.body.data.attributes.properties : {};
  return { eventId, metric: 'Fulfilled Shipment', atMs: NOON - 60_000, properties, ...change };
}
