/** What each metric is good for, and what not: advice, where the mapping's own tables have the facts. */
import type { MetricKind } from '@clarus-klaviyo/mapping';

export const USES: Readonly<Record<MetricKind, string>> = {
  ShipmentLabelled: 'For “we are packing it”. A label is no departure: do not write that the parcel is on its way.',
  ShipmentDispatched:
    'The trigger of your “it is on its way” flow. `IsPartialShipment` and `IsFinalShipment` tell the parts of an order apart.',
  ShipmentUpdated:
    'For a new tracking number, and for “it has not left after all”. Filter on `Reason` and on `IsDispatched`.',
  ShipmentCollected: 'Mostly for segments and reports; customers have been told already.',
  OutForDelivery: 'For “today is the day”. Only with carrier data fed in.',
  Delivered: 'The trigger of care instructions and review requests. Only with carrier data fed in.',
  OrderPartlyFulfilled: 'For accounts whose flows already listen to this name.',
  OrderFulfilled:
    'The end of the order. Split on `FulfilmentStatus`: where it is `short`, `MissingItems` lists what will not come.',
  OrderCancelled: 'For “your order is cancelled”. It says nothing of money: the refund is the shop’s to tell.',
  LinesCancelled: 'For “these items will not come”.',
  OrderEdited: 'Only where the shop does not tell its customers of edits itself.',
  OrderDelayed: 'For an honest “it is late”.',
  ReturnExpected:
    'The moment to stop asking for a review. Usually the returns portal has mailed already. Needs a policy that says what a return is.',
  ReturnReceived:
    'For “we have your parcel”. It says nothing of the refund. Needs a policy that says what a return is.',
  ReturnAbandoned: 'Mostly for segments: the customer has kept it.',
};
