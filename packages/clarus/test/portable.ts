/** What the package promises, in Web standards only: `scripts/check-runtimes.mjs` runs it in every runtime. */
import { type Clarus, ClarusAuthError, ClarusError, createClarus, type Fetch } from '@clarus-klaviyo/clarus';
import { authenticate, decode } from '@clarus-klaviyo/clarus/webhooks';
import { type FakeClarus, fakeClarus, type VirtualClock, virtualClock } from '@clarus-klaviyo/testing';

const SECRET = 'a-long-and-random-secret';
const AUTOMATIONS = { '43': 'goods_out.completed' };

function connect(clientSecret = 'secret'): {
  readonly clarus: Clarus;
  readonly server: FakeClarus;
  readonly clock: VirtualClock;
} {
  const clock = virtualClock('2026-03-02T09:00:00Z', { movesWhenSleptOn: true });
  const server = fakeClarus({ subdomain: 'acme', clientId: 'id', clientSecret: 'secret', clock });
  const fetch: Fetch = (input, init) => server.fetch(input, init);
  const clarus = createClarus({ subdomain: 'acme', clientId: 'id', clientSecret, fetch, clock, random: () => 0.5 });
  return { clarus, server, clock };
}

function pathsOf({ requests }: FakeClarus): readonly string[] {
  return requests.map(({ path }) => path);
}

function aCall(body: string, { secret = SECRET, tenant = 'acme' } = {}): Request {
  const headers = { 'x-claruswms-subdomain': tenant, 'x-claruswms-automation-id': '43' };
  return new Request(`https://shop.example/hooks/${secret}`, { method: 'POST', headers, body });
}

function assertEqual(actual: unknown, expected: unknown): void {
  const [is, should] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (is !== should) throw new Error(`expected ${should}\n     got ${is}`);
}

export const cases: Readonly<Record<string, () => Promise<void> | void>> = {
  async 'signs in once and pages through a list as it is consumed'() {
    const { clarus, server } = connect();
    for (let index = 0; index < 7; index += 1) {
      server.world.createOrder({ reference: `SO-${index}`, lines: [{ sku: 'TEE', quantity: 1 }] });
    }
    const references: string[] = [];
    for await (const order of clarus.orders.list({ pageSize: 3 })) references.push(order.reference);
    assertEqual(
      [...references].sort(),
      [0, 1, 2, 3, 4, 5, 6].map((index) => `SO-${index}`),
    );
    assertEqual(pathsOf(server), ['/oauth/token', '/graphql', '/graphql', '/graphql']);
  },

  async 'reads an order with its lines, shipments and parcels'() {
    const { clarus, server } = connect();
    const { world } = server;
    world.setStock('TEE', 5);
    const { id } = world.createOrder({ reference: 'SO-1', lines: [{ sku: 'TEE', quantity: 2 }] });
    world.allocate(id);
    world.pick(id);
    const shipment = world.packShipment(id);
    world.label(shipment.id);
    world.dispatchShipment(shipment.id);
    const view = await clarus.orders.view(id, { reference: 'SO-1' });
    assertEqual(
      view?.lines.map(({ sku, ordered, dispatched }) => [sku, ordered, dispatched]),
      [['TEE', 2, 2]],
    );
    assertEqual(
      view?.shipments.map(({ statusCode, parcels }) => [statusCode?.toLowerCase(), parcels.length]),
      [['dispatched', 1]],
    );
    assertEqual(await clarus.orders.view('404', { reference: 'SO-404' }), null);
  },

  async 'gets a new token after a 401, waits as a 429 asks, and goes on'() {
    const { clarus, server, clock } = connect();
    server.world.createOrder({ reference: 'SO-1', lines: [{ sku: 'TEE', quantity: 1 }] });
    await clarus.orders.list().first();
    server.revokeTokens();
    server.faults.plan({ path: '/graphql', script: [{ kind: 'rate-limited' }] });
    assertEqual((await clarus.orders.list().first())?.reference, 'SO-1');
    assertEqual(
      server.requests.map(({ status }) => status),
      [200, 200, 429, 401, 200, 200],
    );
    if (clock.sleptMs.length !== 1) throw new Error(`slept ${clock.sleptMs.join(', ')}`);
  },

  async 'says that credentials were refused, and not which'() {
    const { clarus } = connect('quite-wrong');
    const error = await clarus.orders
      .list()
      .first()
      .catch((reason: unknown) => reason);
    if (!ClarusError.is(error) || !(error instanceof ClarusAuthError)) throw new Error(`got ${String(error)}`);
    assertEqual([error.code, error.retryable], ['clarus_auth', false]);
    if (`${error.stack} ${JSON.stringify(error)}`.includes('quite-wrong')) throw new Error('an error holds a secret');
  },

  async 'authenticates a webhook by secret and tenant, and decodes it'() {
    const options = { secret: ['older-long-secret', SECRET], tenant: 'acme', automations: AUTOMATIONS };
    const verdict = await authenticate(aCall('{"data":{"id":7,"reference":"SO-7 é"}}'), options);
    if (verdict.kind !== 'accepted') throw new Error(`refused: ${verdict.reason}`);
    const event = decode(verdict.rawBody, { automationId: verdict.automationId, automations: AUTOMATIONS });
    assertEqual(
      [event.resource, event.recordId, event.reference, verdict.event],
      ['goods_out', '7', 'SO-7 é', 'goods_out.completed'],
    );
    const refusals = [
      aCall('{}', { secret: 'wrong' }),
      aCall('{}', { tenant: 'other' }),
      aCall('{'),
      aCall(`"${'x'.repeat(100)}"`),
      new Request(`https://shop.example/hooks/${SECRET}`),
    ];
    const statuses: unknown[] = [];
    for (const request of refusals) {
      const refusal = await authenticate(request, { ...options, maxBodyBytes: 64 });
      statuses.push(refusal.kind === 'refused' ? refusal.status : refusal.kind);
    }
    assertEqual(statuses, [401, 403, 400, 413, 405]);
  },
};
