import { describe, expect, test } from 'vitest';
import { virtualClock } from '../clock.js';
import { seededRandom } from '../random.js';
import type { BodyWrapping } from './automations.js';
import { fakeClarus } from './fake-clarus.js';
import { type WebhookSenderConfig, webhookSender } from './webhook-sender.js';

interface Received {
  readonly url: string;
  readonly automation: string | null;
  readonly body: unknown;
}

function setUp(config: Partial<WebhookSenderConfig> = {}, wrapping: BodyWrapping = 'data') {
  const clock = virtualClock('2026-07-06T08:00:00Z');
  const clarus = fakeClarus({
    subdomain: 'brand',
    clientId: 'id',
    clientSecret: 'secret',
    clock,
    wrapping,
    automations: [
      { id: '41', resource: 'goods_out', event: 'created' },
      { id: '51', resource: 'stock_balance', event: 'updated' },
    ],
  });
  const received: Received[] = [];
  let status = 200;
  const receiver: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const automation = request.headers.get('x-claruswms-automation-id');
    received.push({ url: request.url, automation, body: await request.json() });
    return new Response(null, { status });
  };
  const sender = webhookSender({ url: 'https://shop.invalid/webhooks/clarus', fetch: receiver, clock, ...config });
  sender.attach(clarus);
  const order = (reference: string) =>
    clarus.world.createOrder({ reference, email: 'a@mail.invalid', lines: [{ sku: 'TEE', quantity: 2 }] });
  return {
    clock,
    clarus,
    sender,
    received,
    order,
    answerWith: (next: number) => {
      status = next;
    },
  };
}

describe('webhooks', () => {
  test('carry the documented headers and the whole record', async () => {
    const { clarus, sender, received, order } = setUp({ secret: 's3cret' });
    const { id } = order('SO-1');
    await sender.idle();
    expect(clarus.jobs[0]?.headers).toEqual({
      'content-type': 'application/json',
      'X-ClarusWMS-Domain': 'https://brand.claruswms.test',
      'X-ClarusWMS-API-Domain': 'https://brand.api.claruswms.test',
      'X-ClarusWMS-Subdomain': 'brand',
      'X-ClarusWMS-Automation-ID': '41',
    });
    expect(received).toHaveLength(1);
    expect(received[0]).toMatchObject({
      url: 'https://shop.invalid/webhooks/clarus/s3cret',
      automation: '41',
      body: {
        data: {
          id: Number(id),
          reference: 'SO-1',
          account_id: 7,
          goods_out_status: { code: 'PENDING' },
          address: { email_address: 'a@mail.invalid', country_code: 'GB' },
          lines: [{ product: { code: 'TEE' }, order_quantity: 2, dispatch_quantity: 0 }],
        },
      },
    });
  });

  test('ring only for registered automations', async () => {
    const { clarus, sender, received, order } = setUp();
    const { id } = order('SO-1');
    clarus.world.allocate(id);
    clarus.world.pick(id);
    await sender.idle();
    expect(received.map(({ automation }) => automation)).toEqual(['41', '51']);
    expect(received[1]?.body).toMatchObject({
      data: { product: { code: 'TEE' }, account: { code: 'BRAND' }, warehouse: { code: 'WH1' }, available: 998 },
    });
  });

  test.each([
    ['root', (id: number) => ({ id, reference: 'SO-1' })],
    ['data.attributes', (id: number) => ({ data: { id, attributes: { reference: 'SO-1' } } })],
  ] as const)('can be wrapped as %s', async (wrapping, shape) => {
    const { sender, received, order } = setUp({}, wrapping);
    const { id } = order('SO-1');
    await sender.idle();
    expect(received[0]?.body).toMatchObject(shape(Number(id)));
  });

  test('are sent twice, late, overtaken or not at all, by seeded dice', async () => {
    const rates = { duplicates: 0.2, outOfOrder: 0.2, late: 0.1, lost: 0.1 };
    const run = async () => {
      const { clock, sender, received, order } = setUp({ rates, random: seededRandom(3) });
      for (let index = 0; index < 200; index += 1) order(`SO-${index}`);
      await clock.advance(30 * 60_000);
      await sender.idle();
      const references = received.map(({ body }) => JSON.stringify(body).match(/SO-\d+/)?.[0] ?? '');
      return { references, lost: sender.lost.length, deliveries: sender.deliveries };
    };
    const { references, lost, deliveries } = await run();
    expect(lost).toBeGreaterThan(5);
    expect(new Set(references).size).toBe(200 - lost);
    expect(references.length).toBeGreaterThan(210 - lost);
    expect(references).not.toEqual([...references].sort((a, b) => Number(a.slice(3)) - Number(b.slice(3))));
    expect(deliveries.some(({ job, atMs }) => atMs - job.rangAtMs > 60_000)).toBe(true);
    expect((await run()).references).toEqual(references);
  });

  test('are not retried, but those without a 2xx are known and can be sent again', async () => {
    const { sender, received, order, answerWith } = setUp();
    answerWith(503);
    order('SO-1');
    await sender.idle();
    expect(received).toHaveLength(1);
    expect(sender.unanswered()).toHaveLength(1);
    answerWith(200);
    await sender.resend(sender.unanswered());
    expect(sender.unanswered()).toEqual([]);
    expect(sender.deliveries.map(({ status }) => status)).toEqual([503, 200]);
  });

  test('a receiver that is down counts as no answer', async () => {
    const { sender, order } = setUp({ fetch: () => Promise.reject(new TypeError('fetch failed')) });
    order('SO-1');
    await sender.idle();
    expect(sender.deliveries).toMatchObject([{ status: null }]);
    expect(sender.unanswered()).toHaveLength(1);
  });
});
