// A client's program: written against what npm gives, compiled with each TypeScript we say we support, and run.
import { createClarus } from '@clarus-klaviyo/clarus';
import { authenticate, decode } from '@clarus-klaviyo/clarus/webhooks';
import { createKlaviyo, KlaviyoError } from '@clarus-klaviyo/klaviyo';
import { definePolicy, PolicyError } from '@clarus-klaviyo/mapping';
import { createMemoryStore, createSync, type Sync, type SyncEvent } from '@clarus-klaviyo/sync';
import { createDurableSync, type DurableStorage } from '@clarus-klaviyo/sync/durable-object';
import { openSqliteStore, toRequestListener } from '@clarus-klaviyo/sync/node';
import { fakeClarus, fakeKlaviyo } from '@clarus-klaviyo/testing';
import { readEnvironment, type ServeSettings } from 'clarus-klaviyo/environment';

const clarusFake = fakeClarus({ subdomain: 'acme', clientId: 'id', clientSecret: 'secret' });
const klaviyoFake = fakeKlaviyo({ apiKeys: { pk_test: 'brand' } });
const events: SyncEvent[] = [];
const config = {
  tenant: 'acme',
  clarus: createClarus({ subdomain: 'acme', clientId: 'id', clientSecret: 'secret', fetch: clarusFake.fetch }),
  accounts: [
    {
      name: 'brand',
      clarusAccount: '*',
      klaviyo: createKlaviyo({ apiKey: 'pk_test', fetch: klaviyoFake.fetch }),
      policy: definePolicy({ dispatchStrategy: 'shipment', stock: { catalog: 'none' } }),
    },
  ],
  webhooks: { secrets: ['a-long-random-secret'], automations: { '43': 'goods_out.completed' } },
  onEvent: (event: SyncEvent) => events.push(event),
};
const sync: Sync = createSync({ ...config, store: createMemoryStore() });
const request = new Request('http://localhost/webhooks/clarus/a-long-random-secret', {
  method: 'POST',
  headers: { 'x-claruswms-automation-id': '43', 'x-claruswms-subdomain': 'acme' },
  body: '{"data":{"id":1,"reference":"SO-1"}}',
});
const { status } = await sync.handler(request);
if (status !== 200 || events.length !== 1) throw new Error(`answered ${status}`);

try {
  definePolicy({ dispatchStrategy: 'auto' });
} catch (error) {
  if (!(error instanceof PolicyError)) throw error;
}

/** Not called: only its types are of interest here. */
export async function others(storage: DurableStorage): Promise<unknown> {
  const settings: ServeSettings = readEnvironment({});
  const store = await openSqliteStore(settings.databasePath);
  const verdict = await authenticate(request, { secret: 'a-long-random-secret', tenant: 'acme' });
  const event = decode('{}', { automationId: '43', automations: config.webhooks.automations });
  return [
    store,
    verdict,
    event,
    createDurableSync({ ...config, storage }),
    toRequestListener(sync.handler),
    KlaviyoError,
  ];
}
console.log('ready');
