/** What each metric means to somebody who builds flows: everything else on its page is read off the mapping. */
import type { MetricKind } from '@clarus-klaviyo/mapping';

export interface MetricMeaning {
  /** When it is sent, one sentence. */
  readonly when: string;
  /** How often at most. */
  readonly once: string;
  /** What it is good for, and what not. */
  readonly use: string;
}

export const METRIC_MEANINGS: Readonly<Record<MetricKind, MetricMeaning>> = {
  ShipmentLabelled: {
    when: 'A label was made for a shipment that has not left yet.',
    once: 'Once per shipment; never after `Fulfilled Shipment` of the same shipment.',
    use: 'For “we are packing it”. A label is no departure: do not write that the parcel is on its way.',
  },
  ShipmentDispatched: {
    when: 'A shipment has left the warehouse, by the proof your policy asks for.',
    once: 'Once per shipment: an order of three shipments sends it three times, each with its own items.',
    use: 'The trigger of your “it is on its way” flow. `IsPartialShipment` and `IsFinalShipment` tell the parts apart.',
  },
  ShipmentUpdated: {
    when: 'What an earlier message said of a shipment is no longer so.',
    once: 'Once per correction; `Reason` says which.',
    use: 'For a new tracking number, and for “it has not left after all”. Filter on `Reason`, and on `IsDispatched`.',
  },
  ShipmentCollected: {
    when: 'The carrier says that it has the parcel.',
    once: 'Once per shipment.',
    use: 'Mostly for segments and reports; customers have been told already.',
  },
  OutForDelivery: {
    when: 'The carrier says that the parcel is on the van.',
    once: 'Once per shipment; never after `Delivered Shipment`.',
    use: 'For “today is the day”. Only with carrier data fed in.',
  },
  Delivered: {
    when: 'The carrier says that the parcel was delivered.',
    once: 'Once per shipment.',
    use: 'The trigger for care instructions and review requests. Only with carrier data fed in.',
  },
  OrderPartlyFulfilled: {
    when: 'A shipment has left, and more of the order is to come.',
    once: 'Once per shipment that is not the last.',
    use: 'A second message beside `Fulfilled Shipment`, for accounts whose flows already listen to this name.',
  },
  OrderFulfilled: {
    when: 'Every unit of the order has left or will not come, and each shipment was told.',
    once: 'Once per order.',
    use: 'The end of the order. `FulfilmentStatus` is `full` or `short`; `MissingItems` lists what will not come.',
  },
  OrderCancelled: {
    when: 'The order was cancelled, or picked to nothing, before anything of it left.',
    once: 'Once per order.',
    use: 'For “your order is cancelled”. It says nothing of money: the refund is the shop’s to tell.',
  },
  LinesCancelled: {
    when: 'Something has left, and the rest was cancelled or could not be found.',
    once: 'Once per such change.',
    use: 'For “these items will not come”. `Reason` is `cancelled` or `short`.',
  },
  OrderEdited: {
    when: 'The units of an open order were changed, or it was cancelled and made again under its reference.',
    once: 'Once per change.',
    use: 'Only where the shop does not tell its customers of edits itself.',
  },
  OrderDelayed: {
    when: 'The planned dispatch has passed by `delayGrace`, and units have not left.',
    once: 'Once per order.',
    use: 'For an honest “it is late”. Exclude people with `Warehouse Last Cancelled Order` of the same order.',
  },
  ReturnExpected: {
    when: 'The warehouse expects a return.',
    once: 'Once per return.',
    use: 'The moment to stop asking for a review. Usually the returns portal has mailed already.',
  },
  ReturnReceived: {
    when: 'A line of a return has come in.',
    once: 'Once per line of a return; the last says `IsFinalLine`.',
    use: 'For “we have your parcel”. It says nothing of the refund.',
  },
  ReturnAbandoned: {
    when: 'An expected return was cancelled, closed without a unit, or has not come for long.',
    once: 'Once per return.',
    use: 'Mostly for segments: the customer has kept it.',
  },
};
