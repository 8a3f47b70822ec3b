import { afterEach, expect, test } from 'vitest';
import { type Harness, hours, minutes, PATIENT, serve, ship, startHarness, webhooksAnswered } from './harness.js';

afterEach(webhooksAnswered);

const POLICY = { dispatchStrategy: 'shipment', stock: { catalog: 'none' } } as const;
const BOTH = ['Fulfilled Shipment', 'Fulfilled Order'];

async function startWithoutWebhooks(): Promise<Harness> {
  const harness = await startHarness({ policy: POLICY, profile: 'generous', sendsNothing: true, config: PATIENT });
  await harness.clock.advance(minutes(5));
  ship(harness, 'SO-1');
  return harness;
}

/** As Clarus retries them after its queue was stuck: the very same, days later. */
async function deliverAll(harness: Harness): Promise<void> {
  for (const { body, headers } of harness.clarus.jobs) expect((await harness.post(body, headers)).status).toBe(200);
}

test('webhooks come three days late: what the sweep told meanwhile is not told again', async () => {
  const harness = await startWithoutWebhooks();
  await serve(harness, hours(2));
  expect(harness.told()).toEqual(BOTH);
  await harness.clock.advance(hours(72));
  await deliverAll(harness);
  await serve(harness, minutes(30));
  expect(harness.told()).toEqual(BOTH);
}, 60_000);

test('webhooks come three days late and nobody told of it: it goes onto the timeline and starts no flow', async () => {
  const harness = await startWithoutWebhooks();
  await harness.clock.advance(hours(72));
  await deliverAll(harness);
  await serve(harness, minutes(30));
  expect(harness.told()).toEqual(BOTH);
  expect(harness.klaviyo.accepted.map(({ backfill }) => backfill)).toEqual([true, true]);
}, 60_000);
