import { expect, test } from 'vitest';
import { anEntry } from '../reconcile/__fixtures__/entries.js';
import { NOON } from '../stores/conformance/builders.js';
import { LagMeter } from './lag.js';

test('each step’s median, 95th percentile and maximum, in seconds', () => {
  const meter = new LagMeter();
  for (let index = 1; index <= 100; index += 1) {
    const message = anEntry(`m${index}`, {
      eventAtMs: NOON - 10_000,
      enqueuedAtMs: NOON + 3_000,
      settledAtMs: NOON + 3_000 + index * 1_000,
    });
    meter.add({ ...message, because: { ...message.because, receivedAt: new Date(NOON).toISOString() } });
  }
  expect(meter.lag()).toEqual([
    { step: 'became true → heard of', median: 10, p95: 10, max: 10, count: 100 },
    { step: 'heard of → decided', median: 3, p95: 3, max: 3, count: 100 },
    { step: 'decided → accepted by Klaviyo', median: 50, p95: 95, max: 100, count: 100 },
    { step: 'became true → accepted by Klaviyo', median: 63, p95: 108, max: 113, count: 100 },
  ]);
});

test('nothing was told: there is no lag to speak of', () => {
  expect(new LagMeter().lag()).toEqual([]);
});
