/** Names that other Klaviyo integrations use, to spread into a policy where flows and segments already know them. */
import type { PolicyInput } from './policy-types.js';

/** Names of the presets. */
export type PresetName = 'klaviyo-shopify' | 'shipstation';

/**
 * `klaviyo-shopify`: the metrics of Klaviyo's own Shopify integration, with properties written in words
 * (`Tracking Numbers`). A metric is its name *and* its integration, so where Shopify is connected as well these
 * stand beside its own under the same names: bind each flow to one of them (`metricNameClashes` tells).
 *
 * `shipstation`: words in the manner of Klaviyo's ShipStation integration, whose metrics are order statuses
 * (`Order Awaiting Shipment` is the one its help page names; the others follow it and were not checked, 2026-11).
 *
 * @see Klaviyo help, "Shopify data reference": Fulfilled Order, Fulfilled Partial Order, Confirmed Shipment …
 * @example
 * const policy = definePolicy({ ...PRESETS['klaviyo-shopify'], dispatchStrategy: 'shipment' });
 */
export const PRESETS: Readonly<Record<PresetName, PolicyInput>> = {
  'klaviyo-shopify': {
    propertyStyle: 'spaced',
    events: { ShipmentLabelled: true, OrderPartlyFulfilled: true },
    metrics: {
      ShipmentLabelled: 'Confirmed Shipment',
      OrderPartlyFulfilled: 'Fulfilled Partial Order',
      OrderFulfilled: 'Fulfilled Order',
      OrderCancelled: 'Cancelled Order',
      OutForDelivery: 'Marked Out for Delivery',
      Delivered: 'Delivered Shipment',
    },
  },
  shipstation: {
    metrics: {
      ShipmentLabelled: 'Shipment Label Created',
      ShipmentDispatched: 'Shipment Shipped',
      ShipmentUpdated: 'Shipment Updated',
      ShipmentCollected: 'Shipment Collected',
      OutForDelivery: 'Shipment Out for Delivery',
      Delivered: 'Shipment Delivered',
      OrderPartlyFulfilled: 'Order Partially Shipped',
      OrderFulfilled: 'Order Shipped',
      OrderCancelled: 'Order Cancelled',
      LinesCancelled: 'Order Items Cancelled',
      OrderEdited: 'Order Edited',
      OrderDelayed: 'Order Delayed',
      ReturnExpected: 'Return Requested',
      ReturnReceived: 'Return Received',
      ReturnAbandoned: 'Return Abandoned',
    },
  },
};
