import type { MetricKind } from './milestones.js';

/** Klaviyo metric per milestone where the policy names none. Names are permanent in Klaviyo. */
export const DEFAULT_METRICS: Readonly<Record<MetricKind, string>> = {
  ShipmentLabelled: 'Confirmed Shipment',
  ShipmentDispatched: 'Fulfilled Shipment',
  ShipmentUpdated: 'Updated Shipment',
  ShipmentCollected: 'Collected Shipment',
  OutForDelivery: 'Marked Out for Delivery',
  Delivered: 'Delivered Shipment',
  OrderPartlyFulfilled: 'Fulfilled Partial Order',
  OrderFulfilled: 'Fulfilled Order',
  OrderCancelled: 'Cancelled Order',
  LinesCancelled: 'Cancelled Order Items',
  OrderEdited: 'Edited Order',
  OrderDelayed: 'Delayed Order',
  ReturnExpected: 'Requested Return',
  ReturnReceived: 'Received Return',
  ReturnAbandoned: 'Abandoned Return',
};

/** Sent only where the policy says so: they repeat, precede or second-guess what the others say. */
export const OFF_BY_DEFAULT: readonly MetricKind[] = [
  'ShipmentLabelled',
  'ShipmentCollected',
  'OrderPartlyFulfilled',
  'OrderEdited',
  'ReturnAbandoned',
];
