// #region readme
import { createServer } from 'node:http';
import { createClarus } from '@clarus-klaviyo/clarus';
import { createKlaviyo } from '@clarus-klaviyo/klaviyo';
import { definePolicy } from '@clarus-klaviyo/mapping';
import { createSync } from '@clarus-klaviyo/sync';
import { openSqliteStore, toRequestListener } from '@clarus-klaviyo/sync/node';

const { CLARUS_CLIENT_ID: clientId = '', CLARUS_CLIENT_SECRET: clientSecret = '', KLAVIYO_API_KEY: apiKey = '' } = process.env;
const policy = definePolicy({ dispatchStrategy: 'shipment' });
const sync = createSync({
  tenant: 'acme',
  clarus: createClarus({ subdomain: 'acme', clientId, clientSecret }),
  accounts: [{ name: 'brand', clarusAccount: '*', klaviyo: createKlaviyo({ apiKey }), policy }],
  store: await openSqliteStore(process.env.DATABASE_URL ?? 'clarus-klaviyo.db'),
  webhooks: { secrets: ['a-long-random-secret'], automations: { '43': 'goods_out.completed' } },
});

const server = createServer(toRequestListener(sync.handler)).listen(process.env.PORT ?? 3000);
const stopping = new AbortController();
process.once('SIGTERM', () => stopping.abort());
await sync.run({ signal: stopping.signal }); // until it is stopped
server.close();
// #endregion readme
