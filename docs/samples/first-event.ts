import { createClarus } from '@clarus-klaviyo/clarus';
import { createKlaviyo } from '@clarus-klaviyo/klaviyo';
import { definePolicy } from '@clarus-klaviyo/mapping';
import { createMemoryStore, createSync } from '@clarus-klaviyo/sync';
import { fakeClarus, fakeKlaviyo } from '@clarus-klaviyo/testing';

// Both vendors, as fakes that behave: a warehouse that rings webhooks and answers GraphQL, a Klaviyo that counts.
const account = { subdomain: 'acme', clientId: 'id', clientSecret: 'secret' };
const automations = [{ id: '43', resource: 'goods_out', event: 'completed' }];
const warehouse = fakeClarus({ ...account, profile: 'generous', automations });
const done = new AbortController();
const klaviyo = fakeKlaviyo({ apiKeys: { pk_test: 'brand' } });

// #region sync
const sync = createSync({
  tenant: 'acme',
  clarus: createClarus({ ...account, fetch: warehouse.fetch }),
  accounts: [
    {
      name: 'brand',
      clarusAccount: '*',
      klaviyo: createKlaviyo({ apiKey: 'pk_test', fetch: klaviyo.fetch }),
      policy: definePolicy({ dispatchStrategy: 'shipment', waitForTracking: '0s' }),
    },
  ],
  store: createMemoryStore(),
  webhooks: { secrets: ['a-long-random-secret'], automations: { '43': 'goods_out.completed' } },
  onEvent: () => {
    if (klaviyo.accepted.length === 2) done.abort(); // both messages are there: that is all for today
  },
});
// #endregion sync

// A webhook is an HTTP request to `sync.handler`. Here it is handed over without a network.
const answers: Promise<Response>[] = [];
warehouse.onWebhook(({ body, headers }) => {
  const url = 'https://hooks.example/webhooks/clarus/a-long-random-secret';
  answers.push(sync.handler(new Request(url, { method: 'POST', body, headers })));
});
await sync.health(); // from here on, news is news

// #region warehouse
const { world } = warehouse;
world.setStock('TEE-NVY-M', 10);
const order = world.createOrder({
  reference: 'WEB-1001',
  email: 'ada@mail.shoppers.co.uk',
  lines: [{ sku: 'TEE-NVY-M', quantity: 2 }],
});
world.allocate(order.id);
world.pick(order.id);
const shipment = world.packShipment(order.id);
world.label(shipment.id); // a label is no departure: nobody is told
world.dispatchShipment(shipment.id); // it leaves, and Clarus rings
// #endregion warehouse

// Waits two quiet seconds for further rings, reads the order, decides, delivers.
await Promise.all(answers);
await sync.run({ signal: AbortSignal.any([done.signal, AbortSignal.timeout(20_000)]) });

// #region told
for (const { metric, properties } of klaviyo.accepted) {
  console.log(metric, properties['OrderNumber'], properties['EventId']);
}
// Fulfilled Shipment WEB-1001 acme:ShipmentDispatched:3301:1501
// Fulfilled Order WEB-1001 acme:OrderFulfilled:3301:order
// #endregion told
