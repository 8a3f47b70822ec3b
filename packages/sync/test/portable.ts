/** What the package promises, in Web standards only: `scripts/check-runtimes.mjs` runs it in every runtime. */
import { createClarus } from '@clarus-klaviyo/clarus';
import { createKlaviyo } from '@clarus-klaviyo/klaviyo';
import { definePolicy } from '@clarus-klaviyo/mapping';
import { createMemoryStore, createSync, type Sync, SyncConfigError } from '@clarus-klaviyo/sync';
import { type FakeClarus, type FakeKlaviyo, fakeClarus, fakeKlaviyo, virtualClock } from '@clarus-klaviyo/testing';

const SECRET = 'a-long-webhook-secret';
const AUTOMATIONS = { '42': 'goods_out.updated', '43': 'goods_out.completed', '44': 'goods_out.cancelled' };
const MINUTE_MS = 60_000;

interface Pipeline {
  readonly clarus: FakeClarus;
  readonly klaviyo: FakeKlaviyo;
  readonly sync: Sync;
  post(body: string, change?: { readonly secret?: string; readonly tenant?: string }): Promise<Response>;
  /** Lets everything happen that is due within this time. */
  run(forMs: number): Promise<void>;
  told(): readonly string[];
}

/** The pipeline over its memory store, with both vendors as `fetch` functions and time moving when told. */
async function startPipeline(): Promise<Pipeline> {
  const clock = virtualClock('2026-03-02T09:00:00.000Z');
  const automations = Object.entries(AUTOMATIONS).map(([id, name]) => {
    const [resource = '', event = ''] = name.split('.');
    return { id, resource, event };
  });
  const clarus = fakeClarus({ subdomain: 'acme', clientId: 'id', clientSecret: 'secret', clock, automations });
  const klaviyo = fakeKlaviyo({ apiKeys: { pk_test: 'brand' }, clock, windows: 'off' });
  const sync = createSync({
    tenant: 'acme',
    clarus: createClarus({ subdomain: 'acme', clientId: 'id', clientSecret: 'secret', fetch: clarus.fetch, clock }),
    accounts: [
      {
        name: 'brand',
        clarusAccount: '*',
        klaviyo: createKlaviyo({ apiKey: 'pk_test', fetch: klaviyo.fetch, clock }),
        policy: definePolicy({ dispatchStrategy: 'shipment', stock: { catalog: 'none' } }),
      },
    ],
    store: createMemoryStore(),
    webhooks: { secrets: [SECRET], automations: AUTOMATIONS },
    clock,
    random: () => 0.5,
    timing: { groupCommitMs: 0 },
  });
  await sync.health(); // the store's first start is now

  const post: Pipeline['post'] = (body, { secret = SECRET, tenant = 'acme' } = {}) => {
    const headers = { 'x-claruswms-subdomain': tenant, 'x-claruswms-automation-id': '43' };
    return sync.handler(new Request(`http://localhost/webhooks/clarus/${secret}`, { method: 'POST', headers, body }));
  };
  const rung: Promise<Response>[] = [];
  clarus.onWebhook(({ body, headers }) => {
    const request = new Request(`http://localhost/webhooks/clarus/${SECRET}`, { method: 'POST', headers, body });
    rung.push(sync.handler(request));
  });
  return {
    clarus,
    klaviyo,
    sync,
    post,
    told: () => klaviyo.accepted.map(({ metric }) => metric),
    async run(forMs) {
      const untilMs = clock.now() + forMs;
      const answers = await Promise.all(rung.splice(0));
      for (const { status } of answers) assertEqual(status, 200);
      while (clock.now() < untilMs) {
        while ((await sync.tick()) > 0);
        const dueAtMs = (await sync.nextDueAt()) ?? untilMs;
        await clock.advance(Math.min(Math.max(5_000, dueAtMs - clock.now()), untilMs - clock.now()));
      }
    },
  };
}

/** An order of two tees, picked, in one labelled shipment. Returns ids. */
function packed({ clarus: { world } }: Pipeline, reference: string): { orderId: string; shipmentId: string } {
  world.setStock('TEE', 100);
  const { id } = world.createOrder({
    reference,
    lines: [{ sku: 'TEE', quantity: 2 }],
    email: `${reference.toLowerCase()}@mail.shoppers.co.uk`,
  });
  world.allocate(id);
  world.pick(id);
  const shipment = world.packShipment(id);
  world.label(shipment.id);
  return { orderId: id, shipmentId: shipment.id };
}

function assertEqual(actual: unknown, expected: unknown): void {
  const [is, should] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (is !== should) throw new Error(`expected ${should}\n     got ${is}`);
}

export const cases: Readonly<Record<string, () => Promise<void> | void>> = {
  async 'turns a dispatch into its events, once each, and not before it happens'() {
    const pipeline = await startPipeline();
    const { shipmentId } = packed(pipeline, 'SO-1');
    await pipeline.run(10 * MINUTE_MS);
    assertEqual(pipeline.told(), []);
    pipeline.clarus.world.dispatchShipment(shipmentId);
    await pipeline.run(10 * MINUTE_MS);
    assertEqual(pipeline.told(), ['Fulfilled Shipment', 'Fulfilled Order']);
    await pipeline.sync.sweep();
    await pipeline.run(180 * MINUTE_MS);
    assertEqual(pipeline.told().length, 2);
    const [event] = pipeline.klaviyo.accepted;
    assertEqual([event?.properties['OrderNumber'], event?.properties['ItemCount']], ['SO-1', 2]);
  },

  async 'flags the customer of a cancelled order'() {
    const pipeline = await startPipeline();
    const { orderId } = packed(pipeline, 'SO-2');
    await pipeline.run(MINUTE_MS);
    pipeline.clarus.world.cancelOrder(orderId);
    await pipeline.run(20 * MINUTE_MS);
    assertEqual(pipeline.told(), ['Cancelled Order']);
    const shopper = pipeline.klaviyo.account('brand').profileByEmail('so-2@mail.shoppers.co.uk');
    assertEqual(shopper?.properties['Warehouse Last Cancelled Order'], 'SO-2');
  },

  async 'outlives an outage of Klaviyo and tells everything afterwards'() {
    const pipeline = await startPipeline();
    pipeline.klaviyo.faults.plan({ chances: { 'server-error': 0.5, 'reset-after': 0.5 } });
    for (const reference of ['SO-3', 'SO-4', 'SO-5']) {
      pipeline.clarus.world.dispatchShipment(packed(pipeline, reference).shipmentId);
    }
    await pipeline.run(30 * MINUTE_MS);
    assertEqual((await pipeline.sync.health()).delivered, 0);
    pipeline.klaviyo.faults.plan();
    await pipeline.run(30 * MINUTE_MS);
    const ids = pipeline.klaviyo.account('brand').events.map(({ uniqueId }) => uniqueId);
    assertEqual([ids.length, new Set(ids).size], [6, 6]);
    const { delivered, dead } = await pipeline.sync.health();
    assertEqual([delivered, dead], [6, 0]);
  },

  async 'answers a webhook by what it is: 200 once stored, else the reason’s status'() {
    const pipeline = await startPipeline();
    const body = '{"data":{"id":900,"reference":"SO-9"}}';
    assertEqual((await pipeline.post(body)).status, 200);
    assertEqual((await pipeline.sync.health()).backlog.webhooks, 1);
    const refused = [
      pipeline.post(body, { secret: 'not-the-secret-at-all' }),
      pipeline.post(body, { tenant: 'other' }),
      pipeline.post('{"data":'),
      pipeline.post(`"${'x'.repeat(1_100_000)}"`),
      pipeline.sync.handler(new Request(`http://localhost/webhooks/clarus/${SECRET}`)),
      pipeline.sync.handler(new Request('http://localhost/nowhere', { method: 'POST', body })),
    ];
    assertEqual(
      (await Promise.all(refused)).map(({ status }) => status),
      [401, 403, 400, 413, 405, 404],
    );
    assertEqual((await pipeline.sync.health()).backlog.webhooks, 1);
  },

  async 'tells its health over HTTP'() {
    const pipeline = await startPipeline();
    const answer = await pipeline.sync.handler(new Request('http://localhost/health'));
    const health = await answer.json();
    assertEqual([answer.status, health.delivered, health.dead], [200, 0, 0]);
  },

  'refuses a configuration that cannot work'() {
    const clarus = createClarus({ subdomain: 'acme', token: async () => 'mine' });
    const webhooks = { secrets: [SECRET], automations: AUTOMATIONS };
    try {
      createSync({ tenant: 'acme', clarus, accounts: [], store: createMemoryStore(), webhooks });
    } catch (error) {
      if (error instanceof SyncConfigError) return;
      throw error;
    }
    throw new Error('accepted no account at all');
  },
};
