/** Every Klaviyo metric there can be, as a marketer reads it: default names and switches come from the policy's own. */
import { DEFAULT_METRICS, OFF_BY_DEFAULT } from '../metric-names.js';
import type { MetricKind } from '../milestones.js';

export interface MetricReference {
  /** The mapping's own word: part of every id, and the key in a policy's `metrics` and `events`. */
  readonly kind: MetricKind;
  /** The metric's name in Klaviyo where the policy gives it none. */
  readonly name: string;
  readonly isOnByDefault: boolean;
  /** What it says, in one sentence. */
  readonly meaning: string;
  /** How often a customer can hear it. */
  readonly frequency: string;
  /** Its `unique_id` and `EventId`, with `{…}` for what differs. */
  readonly id: string;
}

interface Words {
  readonly meaning: string;
  readonly frequency: string;
  /** What its id ends in, after tenant, kind and order (or receipt). */
  readonly thing: string;
}

const WORDS: Readonly<Record<MetricKind, Words>> = {
  ShipmentLabelled: {
    meaning: 'A label was made for a shipment that has not left yet.',
    frequency: 'once per shipment',
    thing: '{shipment}',
  },
  ShipmentDispatched: {
    meaning: 'A shipment has left the warehouse, by what the policy counts as shipped.',
    frequency: 'once per shipment; with `perParcel` once per parcel, whose id then ends the id',
    thing: '{shipment}',
  },
  ShipmentUpdated: {
    meaning: 'What was said of a shipment is no longer so: tracking came or changed, or it did not leave after all.',
    frequency: 'once per change',
    thing: '{shipment}:{ordinal}',
  },
  ShipmentCollected: {
    meaning: 'The carrier has collected a shipment, or scanned it for the first time.',
    frequency: 'once per shipment, and not after a later step',
    thing: '{shipment}',
  },
  OutForDelivery: {
    meaning: 'The carrier has a shipment out for delivery.',
    frequency: 'once per shipment, and not after it was delivered',
    thing: '{shipment}',
  },
  Delivered: {
    meaning: 'The carrier has delivered a shipment.',
    frequency: 'once per shipment',
    thing: '{shipment}',
  },
  OrderPartlyFulfilled: {
    meaning:
      'A shipment has left and more of its order is to come: the same news as of the shipment, under a name of its own.',
    frequency: 'once per shipment that is not the last',
    thing: '{shipment}',
  },
  OrderFulfilled: {
    meaning: 'Everything of an order has left, or will not come, and each shipment was told.',
    frequency: 'once per order',
    thing: 'order',
  },
  OrderCancelled: {
    meaning: 'An order was cancelled and nothing of it has left.',
    frequency: 'once per order',
    thing: 'order',
  },
  LinesCancelled: {
    meaning: 'Part of an order will not come: cancelled, or short, after the rest has left.',
    frequency: 'once per change',
    thing: '{ordinal}',
  },
  OrderEdited: {
    meaning: 'An order is not what the customer knows: other items, made again, or not cancelled after all.',
    frequency: 'once per change',
    thing: '{ordinal}',
  },
  OrderDelayed: {
    meaning: 'The planned dispatch of an order has passed, and part of it has not left.',
    frequency: 'once per order',
    thing: 'order',
  },
  ReturnExpected: {
    meaning: 'The warehouse expects a return.',
    frequency: 'once per return',
    thing: 'receipt',
  },
  ReturnReceived: {
    meaning: 'A line of a return has come in.',
    frequency: 'once per line of the return',
    thing: '{line}',
  },
  ReturnAbandoned: {
    meaning: 'An expected return will not come, or has not come for long.',
    frequency: 'once per return',
    thing: 'receipt',
  },
};

export const METRICS: readonly MetricReference[] = (Object.keys(DEFAULT_METRICS) as MetricKind[]).map((kind) => {
  const { meaning, frequency, thing } = WORDS[kind];
  const about = kind.startsWith('Return') ? '{receipt}' : '{order}';
  return {
    kind,
    name: DEFAULT_METRICS[kind],
    isOnByDefault: !OFF_BY_DEFAULT.includes(kind),
    meaning,
    frequency,
    id: `{tenant}:${kind}:${about}:${thing}`,
  };
});
