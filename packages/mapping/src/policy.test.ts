import { describe, expect, test } from 'vitest';
import { CARRIERS } from './carriers.js';
import { PolicyError } from './errors.js';
import { definePolicy } from './policy.js';
import type { PolicyInput } from './policy-types.js';

function mistakesOf(input: unknown): readonly string[] {
  try {
    definePolicy(input as PolicyInput); // what a JSON file may hold
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return error.mistakes.map(({ path, message }) => `${path}: ${message}`);
  }
  return [];
}

describe('definePolicy', () => {
  test('fills in every default', () => {
    expect(definePolicy()).toEqual({
      dispatchStrategy: null,
      shippedWhen: null,
      dispatchedStatuses: ['dispatched'],
      waitForTrackingMs: 7_200_000,
      noShipmentGraceMs: 900_000,
      reissueGraceMs: 600_000,
      updateGraceMs: 600_000,
      delayGraceMs: 86_400_000,
      ageLimitMs: {
        ShipmentLabelled: 259_200_000,
        ShipmentDispatched: 259_200_000,
        ShipmentUpdated: 259_200_000,
        ShipmentCollected: 259_200_000,
        OutForDelivery: 259_200_000,
        Delivered: 259_200_000,
        OrderFulfilled: 259_200_000,
        OrderCancelled: 259_200_000,
        LinesCancelled: 259_200_000,
        OrderEdited: 259_200_000,
        OrderDelayed: 259_200_000,
        ReturnExpected: 259_200_000,
        ReturnReceived: 259_200_000,
        ReturnAbandoned: 259_200_000,
        StockChanged: 259_200_000,
        ProfileChanged: 259_200_000,
      },
      metrics: {
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
      },
      events: {
        ShipmentLabelled: false,
        ShipmentDispatched: true,
        ShipmentUpdated: true,
        ShipmentCollected: false,
        OutForDelivery: true,
        Delivered: true,
        OrderPartlyFulfilled: false,
        OrderFulfilled: true,
        OrderCancelled: true,
        LinesCancelled: true,
        OrderEdited: false,
        OrderDelayed: true,
        ReturnExpected: true,
        ReturnReceived: true,
        ReturnAbandoned: false,
      },
      perParcel: false,
      propertyStyle: 'pascal',
      statuses: { completed: ['COMPLETED'], cancelled: ['CANCELLED'] },
      identity: { phone: false, ignoredEmailDomains: [], ignoredEmails: [] },
      carriers: {},
      flags: {
        enabled: true,
        prefix: 'Warehouse ',
        names: {
          lastCancelledOrder: 'Last Cancelled Order',
          lastCancelledAt: 'Last Cancelled At',
          hasPartlyShippedOrder: 'Has Partly Shipped Order',
          lastReturnedOrder: 'Last Returned Order',
          lastReturnedAt: 'Last Returned At',
          openReturns: 'Open Returns',
          lastDispatchedOrder: 'Last Dispatched Order',
          lastDispatchedAt: 'Last Dispatched At',
        },
        lastDispatched: false,
      },
      returns: {
        automations: [],
        kinds: [],
        referencePattern: null,
        orderReference: 'reference',
        orderReferencePattern: null,
        abandonAfterMs: 2_592_000_000,
      },
      stock: {
        catalog: 'custom',
        restockHoldMs: 60_000,
        restockHoldCapMs: 300_000,
        safetyStock: 0,
        warehouses: null,
        sellable: 'available',
      },
      resolvers: {},
    });
  });

  test.each([
    ['manual', 'dispatched'],
    ['shipment', 'dispatched'],
    ['load', 'departed'],
  ] as const)('strategy %s counts as shipped when %s', (dispatchStrategy, shippedWhen) => {
    expect(definePolicy({ dispatchStrategy }).shippedWhen).toBe(shippedWhen);
  });

  test.each(['auto', 'auto_shipment'] as const)('refuses %s without a choice, or with one that is none', (strategy) => {
    for (const input of [{ dispatchStrategy: strategy }, { dispatchStrategy: strategy, shippedWhen: 'dispatched' }]) {
      expect(mistakesOf(input)).toEqual([expect.stringContaining('completes an order when its label is made')]);
    }
    expect(definePolicy({ dispatchStrategy: strategy, shippedWhen: 'atLabel' }).shippedWhen).toBe('atLabel');
  });

  test('reads durations in seconds, minutes, hours and days', () => {
    const policy = definePolicy({
      waitForTracking: '90s',
      noShipmentGrace: '10m',
      reissueGrace: '0s',
      ageLimits: { OrderCancelled: '3d' },
    });
    expect([policy.waitForTrackingMs, policy.noShipmentGraceMs, policy.reissueGraceMs]).toEqual([90_000, 600_000, 0]);
    expect(policy.ageLimitMs.OrderCancelled).toBe(259_200_000);
  });

  test('names every mistake at once, each with its path and what to do', () => {
    expect(
      mistakesOf({
        dispatchStrategy: 'sometimes',
        shippedWhen: 'soon',
        waitForTracking: '2 hours',
        ageLimits: { OrderCancelled: '0s' },
        metrics: { OrderFulfilled: '', Returned: 'X' },
        carriers: { DPD: { trackingUrl: 'http://dpd' } },
        stock: { safetyStock: -1, catalog: 'shopify' },
        events: { Delivered: 'yes' },
        returns: { referencePattern: '(', orderReferencePattern: '^RMA' },
        colour: 'red',
      }),
    ).toEqual([
      'dispatchStrategy: Choose one of: manual, shipment, load, auto, auto_shipment.',
      "waitForTracking: Give a duration such as '90s', '10m', '2h' or '3d'.",
      "ageLimits.OrderCancelled: Give an age limit longer than nothing, e.g. '3d'.",
      'metrics.OrderFulfilled: Give a text that is not empty.',
      expect.stringMatching(/^metrics: Remove or correct "Returned": known here are ShipmentLabelled, /),
      'events.Delivered: Give true or false.',
      'carriers.DPD.trackingUrl: Give an https address that contains {trackingNumber}.',
      "returns.referencePattern: Give a regular expression such as '^RMA-'.",
      "returns.orderReferencePattern: Put the order's reference in a group, e.g. '^RMA-(.+)$'.",
      'stock.catalog: Choose one of: custom, synced, none.',
      'stock.safetyStock: Give 0 or more units.',
      expect.stringMatching(/^: Remove or correct "colour": known here are dispatchStrategy, /),
      expect.stringMatching(/^shippedWhen: Choose one of: dispatched, /),
    ]);
  });

  test('checks collection times down to the clock', () => {
    const collectionTimes = { timeZone: 'Mars/Olympus', carriers: { DPD: { mon: '25:00', someday: '10:00' } } };
    expect(mistakesOf({ shippedWhen: { collectionTimes } })).toEqual([
      "shippedWhen.collectionTimes.timeZone: Give an IANA time zone such as 'Europe/London'.",
      "shippedWhen.collectionTimes.carriers.DPD.mon: Give a local time such as '17:30'.",
      expect.stringMatching(/^shippedWhen\.collectionTimes\.carriers\.DPD: Remove or correct "someday"/),
    ]);
  });

  test('refuses two milestones under one metric, two spellings of one carrier, a cap below its hold', () => {
    expect(
      mistakesOf({
        metrics: { OrderCancelled: 'Fulfilled Order' },
        carriers: { 'Royal Mail': {}, ROYAL_MAIL: {} },
        stock: { restockHold: '10m' },
      }),
    ).toEqual([
      'metrics.OrderCancelled: Choose another name: OrderFulfilled is called "Fulfilled Order" too.',
      'carriers.ROYAL_MAIL: Remove one: it is the same carrier as "Royal Mail", case and spaces aside.',
      'stock.restockHoldCap: Give at least as long as stock.restockHold.',
    ]);
  });

  test('refuses what is no policy at all, and says so in one message', () => {
    expect(mistakesOf(null)).toEqual([': Give an object.']);
    expect(() => definePolicy({ waitForTracking: 'x' })).toThrow(
      "The policy cannot be used. Correct these and start again:\n- waitForTracking: Give a duration such as '90s', '10m', '2h' or '3d'.",
    );
  });

  test('takes the table of carriers as it is', () => {
    expect(mistakesOf({ carriers: CARRIERS })).toEqual([]);
  });
});
