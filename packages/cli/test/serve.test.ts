import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runToEnd, type Service, startService } from './service.js';
import { CLIENT_SECRET, KLAVIYO_KEY, openTestShop, SECRET, TENANT, type TestShop, until } from './shop.js';

let shop: TestShop;
let service: Service | null = null;

beforeEach(async () => {
  shop = await openTestShop();
});

afterEach(async () => {
  await service?.stop('SIGKILL');
  service = null;
  await shop.close();
});

function ship(at: TestShop, reference: string, account?: string): string {
  const { world } = at.clarus;
  world.setStock('TEE-M', 100, account);
  const order = world.createOrder({
    reference,
    lines: [{ sku: 'TEE-M', quantity: 1 }],
    email: `${reference.toLowerCase()}@mail.shoppers.co.uk`,
    ...(account === undefined ? {} : { account }),
  });
  world.allocate(order.id);
  world.pick(order.id);
  const shipment = world.packShipment(order.id);
  world.label(shipment.id);
  world.dispatchShipment(shipment.id);
  return order.id;
}

async function post(
  to: Service,
  body: string,
  headers: Readonly<Record<string, string>> = {},
  path = `/webhooks/clarus/${SECRET}`,
): Promise<Response> {
  return fetch(`${to.url}${path}`, {
    method: 'POST',
    body,
    headers: { 'x-claruswms-subdomain': TENANT, 'x-claruswms-automation-id': '43', ...headers },
  });
}

async function deliverWebhooks(to: Service, from: TestShop, since = 0): Promise<void> {
  for (const job of from.clarus.jobs.slice(since)) {
    const answer = await fetch(`${to.url}/webhooks/clarus/${SECRET}`, {
      method: 'POST',
      headers: job.headers,
      body: job.body,
    });
    expect(answer.status).toBe(200);
  }
}

describe('serve', () => {
  test('a warehouse’s webhooks go in over HTTP, the right events come out over HTTP', async () => {
    service = await startService(shop.environment);
    ship(shop, 'SO-1');
    await deliverWebhooks(service, shop);
    await until(() => shop.klaviyo.accepted.length === 2);
    expect(shop.klaviyo.accepted.map((event) => event.metric)).toEqual(['Fulfilled Shipment', 'Fulfilled Order']);
    expect(shop.klaviyo.accepted[0]?.email).toBe('so-1@mail.shoppers.co.uk');
    const health = await (await fetch(`${service.url}/health`)).json();
    expect(health).toMatchObject({ status: 'ok', delivered: 2, dead: 0, backlog: { messages: 0 } });
  });

  test('what is wrong with a call is answered and logged, and neither secret nor address is ever printed', async () => {
    service = await startService(shop.environment);
    const order = JSON.stringify({
      data: { id: 1, reference: 'SO-1', address: { email_address: 'jo.private@mail.shoppers.co.uk' } },
    });
    expect((await post(service, order, {}, '/webhooks/clarus/a-wrong-secret-value')).status).toBe(401);
    expect((await post(service, order, { 'x-claruswms-subdomain': 'other' })).status).toBe(403);
    expect((await post(service, '{"data":')).status).toBe(400);
    const large = await post(service, JSON.stringify({ data: 'x'.repeat(2_000_000) })).catch(() => null);
    expect(large?.status ?? 413).toBe(413);
    expect((await post(service, order)).status).toBe(200);
    await until(() => service?.log.some((line) => line.event === 'webhook.accepted') === true);
    const refused = service.log.filter((line) => line.event === 'webhook.refused');
    expect(refused.map((line) => line['status'])).toEqual([401, 403, 400, 413]);
    const output = service.output();
    for (const secret of [SECRET, 'a-wrong-secret-value', CLIENT_SECRET, KLAVIYO_KEY, 'jo.private']) {
      expect(output).not.toContain(secret);
    }
  });

  test('SIGTERM stops it cleanly, and the next start goes on where it was', async () => {
    service = await startService(shop.environment);
    ship(shop, 'SO-1');
    await deliverWebhooks(service, shop);
    expect(await service.stop('SIGTERM')).toBe(0); // wherever it was: reading, deciding, sending
    service = await startService(shop.environment);
    await until(() => shop.klaviyo.accepted.length === 2);
  });

  test('a second process on the same file refuses to start', async () => {
    service = await startService(shop.environment);
    const second = await runToEnd({ ...shop.environment, PORT: '0' });
    expect(second.code).toBe(3);
    expect(second.output).toMatch(/another process/i);
  });

  test('what is personal is encrypted, a new key takes over beside the work, and without a key nothing is opened', async () => {
    const [first, second] = [1, 2].map((byte) => Buffer.alloc(32, byte).toString('base64'));
    const holds = async (text: string): Promise<boolean> => {
      const files = ['test.db', 'test.db-wal'].map((name) =>
        readFile(`${shop.folder}/${name}`).catch(() => Buffer.alloc(0)),
      );
      return (await Promise.all(files)).some((file) => file.includes(text));
    };
    service = await startService({ ...shop.environment, ENCRYPTION_KEYS: `a:${first}` });
    ship(shop, 'SO-1');
    await deliverWebhooks(service, shop);
    await until(() => shop.klaviyo.accepted.length === 2);
    expect(await holds('so-1@mail.shoppers.co.uk')).toBe(false);
    expect(await service.stop('SIGTERM')).toBe(0);

    service = await startService({ ...shop.environment, ENCRYPTION_KEYS: `b:${second},a:${first}` });
    const at = service;
    await until(() => at.log.some((line) => String(line['message']).startsWith('Everything is encrypted')));
    expect(await service.stop('SIGTERM')).toBe(0);
    service = await startService({ ...shop.environment, ENCRYPTION_KEYS: `b:${second}` });
    expect(await service.stop('SIGTERM')).toBe(0);
    service = null;
    const { code, output } = await runToEnd({ ...shop.environment, PORT: '0' });
    expect(code).toBe(3);
    expect(output).toContain('it is encrypted');
  });

  test('a port that is taken is said in one line, and exit code 1', async () => {
    service = await startService(shop.environment);
    const elsewhere = { ...shop.environment, DATABASE_URL: `${shop.folder}/second.db` };
    const { code, output } = await runToEnd({ ...elsewhere, PORT: new URL(service.url).port });
    expect(code).toBe(1);
    expect(output).toContain('cannot be listened on');
    expect(output).not.toContain('at Server.');
  });

  test('a wrong environment is one message that names every variable, and exit code 2', async () => {
    const { code, output } = await runToEnd({ PORT: 'x', CLARUS_WEBHOOK_SECRET: 'short' });
    expect(code).toBe(2);
    for (const name of ['PORT', 'CLARUS_CLIENT_ID', 'CLARUS_WEBHOOK_SECRET', 'CLARUS_AUTOMATIONS', 'KLAVIYO_API_KEY']) {
      expect(output).toContain(name);
    }
  });

  test('settings that cannot work together are named by their variables', async () => {
    const { code, output } = await runToEnd({ ...shop.environment, PORT: '0', KEEP_DAYS: '2' });
    expect(code).toBe(2);
    expect(output).toContain('KEEP_DAYS: at least 14');
  });

  test('an automation nobody mapped is kept, and told once a restart maps it', async () => {
    const { CLARUS_AUTOMATIONS: _mapped, ...rest } = shop.environment;
    service = await startService({ ...rest, CLARUS_AUTOMATIONS: '{"41":"goods_out.created"}' });
    ship(shop, 'SO-1');
    await deliverWebhooks(service, shop);
    const at = service;
    const parkedAt = async (url: string): Promise<number> => {
      const health = (await (await fetch(`${url}/health`)).json()) as { readonly parked: number };
      return health.parked;
    };
    await until(async () => (await parkedAt(at.url)) > 0);
    const health = await (await fetch(`${service.url}/health`)).json();
    expect(health).toMatchObject({ status: 'degraded', incidents: { 'webhook-not-understood': expect.any(Number) } });
    await service.stop('SIGTERM');
    service = await startService(shop.environment);
    await until(() => shop.klaviyo.accepted.length === 2);
    const mended = service;
    await until(async () => (await parkedAt(mended.url)) === 0);
  });

  test('one tenant, two brands: each brand’s orders go to its own Klaviyo account', async () => {
    const two = await openTestShop({
      accounts: [
        { id: '7', code: 'ACME' },
        { id: '8', code: 'BETA' },
      ],
      apiKeys: { pk_acme: 'acme', pk_beta: 'beta' },
    });
    const policy = { dispatchStrategy: 'shipment', stock: { catalog: 'none' } };
    const path = await two.writePolicy([
      { clarusAccount: 'ACME', klaviyoKeyEnv: 'KEY_ACME', policy },
      { clarusAccount: 'BETA', klaviyoKeyEnv: 'KEY_BETA', policy },
    ]);
    service = await startService({ ...two.environment, POLICY: path, KEY_ACME: 'pk_acme', KEY_BETA: 'pk_beta' });
    ship(two, 'SO-A', 'ACME');
    ship(two, 'SO-B', 'BETA');
    await deliverWebhooks(service, two);
    await until(() => two.klaviyo.accepted.length === 4);
    const orders = (name: string): readonly unknown[] =>
      two.klaviyo.account(name).events.map((event) => event.properties['OrderNumber']);
    expect(orders('acme')).toEqual(['SO-A', 'SO-A']);
    expect(orders('beta')).toEqual(['SO-B', 'SO-B']);
    await two.close();
  });
});
