/** What a customer believes after reading every message in order: the fold that promise (d) speaks of. */
import type { ItemQuantity, Milestone } from '../src/index.js';

export interface Belief {
  /** Shipments on their way, by id; `order`: the order as a whole, without any. */
  readonly shipments: ReadonlyMap<string, BelievedShipment>;
  readonly isFulfilled: boolean;
  readonly isCancelled: boolean;
  /** Units by SKU that will not come. */
  readonly cancelled: ReadonlyMap<string, number>;
}

interface BelievedShipment {
  readonly trackingNumbers: readonly string[];
  /** Null: not said. */
  readonly items: readonly ItemQuantity[] | null;
}

export function beliefOf(milestones: readonly Milestone[]): Belief {
  const shipments = new Map<string, BelievedShipment>();
  const cancelled = new Map<string, number>();
  let isFulfilled = false;
  let isCancelled = false;
  for (const one of milestones) {
    switch (one.kind) {
      case 'ShipmentDispatched':
        shipments.set(one.shipmentId ?? 'order', { trackingNumbers: numbersOf(one.parcels), items: one.items });
        break;
      case 'ShipmentUpdated': {
        const id = one.shipmentId ?? 'order';
        // A correction of a shipment nobody heard of gives the order-level message its name.
        const before = shipments.get(id) ?? shipments.get('order');
        if (!shipments.has(id)) shipments.delete('order');
        const isAnew = one.reason === 'dispatch-redone' || one.reason === 'contents-changed';
        const items = isAnew ? one.items : (before?.items ?? null);
        if (one.isDispatched) shipments.set(id, { trackingNumbers: numbersOf(one.parcels), items });
        else shipments.delete(id);
        break;
      }
      case 'OrderFulfilled':
        isFulfilled = true;
        break;
      case 'OrderCancelled':
      case 'LinesCancelled':
        isCancelled ||= one.kind === 'OrderCancelled';
        for (const { sku, quantity } of one.items) cancelled.set(sku, (cancelled.get(sku) ?? 0) + quantity);
        break;
      default:
    }
  }
  return { shipments, isFulfilled, isCancelled, cancelled };
}

function numbersOf(parcels: readonly { readonly trackingNumber: string | null }[]): readonly string[] {
  return parcels.flatMap(({ trackingNumber }) => trackingNumber ?? []).sort();
}
