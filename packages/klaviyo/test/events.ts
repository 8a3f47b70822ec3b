import type { EventCreateBody, EventProfile } from '../src/index.js';

/** A small event; everything that matters can be said. */
export function anEvent(
  uniqueId: string | null = 'tenant:ShipmentDispatched:1001:1',
  { email = 'pat@shop.example.org', backfill }: { readonly email?: string; readonly backfill?: boolean } = {},
  profile: Partial<EventProfile['attributes']> = {},
): EventCreateBody {
  return {
    data: {
      type: 'event',
      attributes: {
        properties: { OrderId: '1001' },
        time: '2026-07-20T10:00:00+00:00',
        ...(uniqueId === null ? {} : { unique_id: uniqueId }),
        ...(backfill === undefined ? {} : { backfill }),
        metric: { data: { type: 'metric', attributes: { name: 'Shipment Dispatched' } } },
        profile: { data: { type: 'profile', attributes: { email, ...profile } } },
      },
    },
  };
}
