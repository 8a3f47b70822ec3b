import { expect, test } from 'vitest';
import { AUTOMATIONS, minutes, SECRET, startHarness } from './harness.js';

const order = JSON.stringify({ data: { id: 900, reference: 'SO-9', account_id: 7 } });

async function stored(harness: Awaited<ReturnType<typeof startHarness>>): Promise<number> {
  const { backlog, parked } = await harness.sync.health();
  return backlog.webhooks + parked;
}

test('a right call is stored and answered 200', async () => {
  const harness = await startHarness();
  const answer = await harness.post(order, { 'x-claruswms-automation-id': '43' });
  expect(answer.status).toBe(200);
  expect(await stored(harness)).toBe(1);
});

test('the secret may stand in a header instead of the path', async () => {
  const harness = await startHarness();
  const headers = { 'x-claruswms-automation-id': '43', 'x-webhook-secret': SECRET };
  expect((await harness.post(order, headers, '/webhooks/clarus')).status).toBe(200);
});

test.each([
  ['a wrong secret', 401, order, {}, '/webhooks/clarus/not-the-secret-at-all'],
  ['no secret', 401, order, {}, '/webhooks/clarus'],
  ['a wrong tenant', 403, order, { 'x-claruswms-subdomain': 'other' }, undefined],
  ['broken JSON', 400, '{"data":', {}, undefined],
  ['a body over the limit', 413, JSON.stringify({ data: 'x'.repeat(1_100_000) }), {}, undefined],
])('%s is refused with %i, logged by its reason, and not stored', async (_name, status, body, headers, path) => {
  const harness = await startHarness();
  const answer = await harness.post(body, headers, path);
  expect(answer.status).toBe(status);
  expect(await answer.text()).toBe('');
  expect(harness.events).toMatchObject([{ type: 'webhook.refused', status }]);
  expect(JSON.stringify(harness.events)).not.toContain(SECRET);
  expect(await stored(harness)).toBe(0);
});

test('only POST is taken', async () => {
  const harness = await startHarness();
  const answer = await harness.sync.handler(new Request(`http://localhost/webhooks/clarus/${SECRET}`));
  expect(answer.status).toBe(405);
  expect(answer.headers.get('allow')).toBe('POST');
});

test('other paths are nobody’s, however alike they look', async () => {
  const harness = await startHarness();
  for (const path of ['/', '/webhooks/claruswms', `/webhooks/clarus/${SECRET}/more`, '/healthy']) {
    expect((await harness.post(order, {}, path)).status).toBe(404);
  }
});

test('an automation nobody mapped: 200, stored, an incident; mapped later, it is replayed', async () => {
  const harness = await startHarness();
  const { world } = harness.clarus;
  world.setStock('TEE-M', 10);
  harness.hearsWebhooks = false;
  const { id } = world.createOrder({
    reference: 'SO-9',
    lines: [{ sku: 'TEE-M', quantity: 1 }],
    email: 'jo@mail.shoppers.co.uk',
  });
  world.allocate(id);
  world.pick(id);
  const shipment = world.packShipment(id);
  world.label(shipment.id);
  world.dispatchShipment(shipment.id);
  const rung = harness.clarus.jobs.filter((job) => job.event === 'completed').at(-1);
  if (rung === undefined) throw new Error('The world rang no completion');

  const answer = await harness.post(rung.body, { ...rung.headers, 'x-claruswms-automation-id': '99' });
  expect(answer.status).toBe(200);
  await harness.run(minutes(5));
  expect(harness.told()).toEqual([]);
  const health = await harness.sync.health();
  expect(health).toMatchObject({ status: 'degraded', parked: 1, incidents: { 'webhook-not-understood': 1 } });
  expect(harness.events).toContainEqual(expect.objectContaining({ type: 'webhook.parked', automationId: '99' }));

  const mended = await startHarness({
    after: harness,
    store: harness.store,
    config: { webhooks: { secrets: [SECRET], automations: { ...AUTOMATIONS, '99': 'goods_out.completed' } } },
  });
  expect(await mended.sync.replayParked({ automationId: '99' })).toBe(1);
  await mended.run(minutes(5));
  expect(mended.told()).toEqual(['Fulfilled Shipment', 'Fulfilled Order']);
  expect((await mended.sync.health()).incidents).not.toHaveProperty('webhook-not-understood');
});

test('health says what flows and what waits, and names nobody', async () => {
  const harness = await startHarness();
  const answer = await harness.sync.handler(new Request('http://localhost/health'));
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({
    status: 'ok',
    mode: 'live',
    liveFrom: '2026-03-02T09:00:00.000Z',
    backlog: { webhooks: 0, reads: 0, messages: 0 },
    oldestPendingSeconds: null,
    delivered: 0,
    withheld: 0,
    dead: 0,
    parked: 0,
    incidents: {},
    pauses: [],
    resting: [],
    lagSeconds: null,
  });
});
