/** The demo's shop: both vendors' fakes behind HTTP, the service in between, and its webhooks. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClarus } from '@clarus-klaviyo/clarus';
import { createKlaviyo } from '@clarus-klaviyo/klaviyo';
import { definePolicy } from '@clarus-klaviyo/mapping';
import { CARRIERS } from '@clarus-klaviyo/mapping/carriers';
import { createSync, type Sync } from '@clarus-klaviyo/sync';
import { openSqliteStore, toRequestListener } from '@clarus-klaviyo/sync/node';
import {
  type Clock,
  type Day,
  type FakeClarus,
  type FakeKlaviyo,
  fakeClarus,
  fakeKlaviyo,
  seededRandom,
  type WebhookSender,
  webhookSender,
} from '@clarus-klaviyo/testing';
import { serveFake } from '@clarus-klaviyo/testing/node';

const TENANT = 'brand';
const CREDENTIALS = { clientId: 'demo-client', clientSecret: 'demo-client-secret' };
const WEBHOOK_SECRET = 'demo-webhook-secret';
const KLAVIYO_KEY = 'pk_demo';

const AUTOMATIONS: Readonly<Record<string, string>> = {
  '41': 'goods_out.created',
  '42': 'goods_out.updated',
  '43': 'goods_out.completed',
  '44': 'goods_out.cancelled',
  '45': 'stock_balance.updated',
};

export interface Shop {
  readonly clarus: FakeClarus;
  readonly klaviyo: FakeKlaviyo;
  readonly sender: WebhookSender;
  readonly sync: Sync;
  /** Stops the service and both vendors, and throws the database away. */
  close(): Promise<void>;
}

export interface ShopConfig {
  readonly day: Day;
  readonly seed: number;
  /** The day's clock, `factor` times faster than real time. */
  readonly clock: Clock;
  readonly factor: number;
}

function automationsOf(): readonly { readonly id: string; readonly resource: string; readonly event: string }[] {
  return Object.entries(AUTOMATIONS).map(([id, name]) => {
    const [resource = '', event = ''] = name.split('.');
    return { id, resource, event };
  });
}

/** Klaviyo's minute of full windows is real; its moods are those of a bad day. */
function moodyKlaviyo({ day, seed, clock, factor }: ShopConfig): FakeKlaviyo {
  return fakeKlaviyo({
    apiKeys: { [KLAVIYO_KEY]: TENANT },
    clock,
    windows: { scale: factor, phaseMs: 370 },
    variants: day.skus,
    random: seededRandom(seed + 1),
    faults: {
      chances: {
        'rate-limited': 0.002,
        'server-error': 0.02,
        'reset-before': 0.01,
        'reset-after': 0.01,
        malformed: 0.005,
      },
    },
  });
}

export async function openShop(config: ShopConfig): Promise<Shop> {
  const { day, seed, clock, factor } = config;
  const clarus = fakeClarus({
    ...CREDENTIALS,
    subdomain: TENANT,
    profile: day.profile,
    clock,
    automations: automationsOf(),
  });
  const klaviyo = moodyKlaviyo(config);
  day.history(clarus.world);
  const clarusServer = await serveFake(clarus);
  const klaviyoServer = await serveFake(klaviyo);
  const folder = await mkdtemp(join(tmpdir(), 'clarus-klaviyo-demo-'));
  const store = await openSqliteStore(join(folder, 'demo.db'));

  const clarusClient = createClarus({ ...CREDENTIALS, subdomain: TENANT, baseUrl: clarusServer.url });
  await clarusClient.describe();
  const sync = createSync({
    tenant: TENANT,
    clarus: clarusClient,
    accounts: [
      {
        name: TENANT,
        clarusAccount: '*',
        klaviyo: createKlaviyo({ apiKey: KLAVIYO_KEY, baseUrl: klaviyoServer.url }),
        policy: definePolicy({ dispatchStrategy: 'shipment', carriers: CARRIERS }),
      },
    ],
    store,
    webhooks: { secrets: [WEBHOOK_SECRET], automations: AUTOMATIONS },
    clock,
    // Waits that protect this machine and Klaviyo are meant in real time, whatever the day's clock shows.
    timing: {
      pollMs: 25 * factor,
      groupCommitMs: 2 * factor,
      bulkAfterMs: 8_000 * factor,
      cadence: { dispatches: 20 * 60_000, orders: 20 * 60_000, balances: 20 * 60_000, receipts: 0, mappings: 0 },
    },
  });
  const server = createServer(toRequestListener(sync.handler));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  const sender = webhookSender({
    url: `http://127.0.0.1:${port}/webhooks/clarus`,
    secret: WEBHOOK_SECRET,
    clock,
    random: seededRandom(seed + 2),
    rates: { duplicates: 0.08, outOfOrder: 0.1, late: 0.04, lost: 0.03 },
  });
  sender.attach(clarus);

  const stopping = new AbortController();
  const running = sync.run({ signal: stopping.signal });
  return {
    clarus,
    klaviyo,
    sender,
    sync,
    async close() {
      stopping.abort();
      await running;
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await store.close();
      await Promise.all([clarusServer.close(), klaviyoServer.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
