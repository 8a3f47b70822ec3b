import { expect, test } from 'vitest';
import { definePolicy } from './policy.js';
import { PRESETS } from './presets.js';

test.each(Object.entries(PRESETS))('%s is a legal policy', (_, preset) => {
  const { metrics } = definePolicy(preset);
  expect(Object.values(preset.metrics ?? {}).every((name) => Object.values(metrics).includes(name))).toBe(true);
});

test("klaviyo-shopify sends the metrics and writes the properties of Klaviyo's own integration", () => {
  const { events, propertyStyle, metrics } = definePolicy(PRESETS['klaviyo-shopify']);
  expect([events.ShipmentLabelled, events.OrderPartlyFulfilled, propertyStyle]).toEqual([true, true, 'spaced']);
  expect(metrics.ShipmentLabelled).toBe('Confirmed Shipment');
});
