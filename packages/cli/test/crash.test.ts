import { type FakeKlaviyo, seededRandom, type WebhookJob } from '@clarus-klaviyo/testing';
import { expect, test } from 'vitest';
import { type Service, startService } from './service.js';
import { openTestShop, SECRET, type TestShop, until } from './shop.js';

/** `npm run test:crash` for more of them. */
const KILLS = Number(process.env['CRASH_KILLS'] ?? 8);
const SEED = Number(process.env['CRASH_SEED'] ?? 20_260_302);
const WEBHOOKS = 2_000;
const PATIENCE_MS = 120_000 + KILLS * 10_000;

/** Orders of one or two shipments, played through the warehouse a little at a time. */
function* warehouseWork(shop: TestShop, webhooks: number): Generator<void, readonly string[]> {
  const { world } = shop.clarus;
  const expected: string[] = [];
  world.setStock('TEE-M', 100_000);
  world.setStock('CAP-1', 100_000);
  for (let index = 0; shop.clarus.jobs.length < webhooks; index += 1) {
    const isSplit = index % 3 === 0;
    const order = world.createOrder({
      reference: `SO-${index}`,
      lines: [
        { sku: 'TEE-M', quantity: 2 },
        { sku: 'CAP-1', quantity: 1 },
      ],
      email: `shopper-${index}@mail.shoppers.co.uk`,
    });
    yield;
    world.allocate(order.id);
    world.pick(order.id);
    yield;
    const contents = [[{ sku: 'TEE-M', quantity: 2 }], [{ sku: 'CAP-1', quantity: 1 }]];
    const shipments = isSplit
      ? contents.map((units) => world.packShipment(order.id, { contents: units }))
      : [world.packShipment(order.id)];
    for (const shipment of shipments) {
      world.label(shipment.id);
      world.dispatchShipment(shipment.id);
      expected.push(`acme:ShipmentDispatched:${order.id}:${shipment.id}`);
      yield;
    }
    expected.push(`acme:OrderFulfilled:${order.id}:order`);
  }
  return expected;
}

/** A predecessor is accepted before its successor is first submitted. */
function outOfOrder(klaviyo: FakeKlaviyo): readonly string[] {
  const firstSubmittedAt = new Map<string, number>();
  for (const request of klaviyo.requests) {
    for (const id of request.uniqueIds) {
      if (!firstSubmittedAt.has(id)) firstSubmittedAt.set(id, request.arrivedAtMs);
    }
  }
  const byOrder = Map.groupBy(klaviyo.accepted, (event) => String(event.properties['OrderId']));
  return [...byOrder.values()].flatMap((events) =>
    events.flatMap((event, index) => {
      const before = events[index - 1];
      const submittedAt = firstSubmittedAt.get(event.uniqueId) ?? 0;
      const isLast = event.metric !== 'Fulfilled Order' || index === events.length - 1;
      const isAfter = before === undefined || submittedAt >= before.acceptedAtMs;
      return isAfter && isLast ? [] : [event.uniqueId];
    }),
  );
}

test(
  `killed ${KILLS} times while ${WEBHOOKS} webhooks arrive: every event exactly once, each order’s in order`,
  async () => {
    const random = seededRandom(SEED);
    const shop = await openTestShop();
    const unanswered = new Set<WebhookJob>();
    shop.clarus.onWebhook((job) => unanswered.add(job));
    let service: Service = await startService(shop.environment);
    let kills = 0;

    const post = async (job: WebhookJob): Promise<void> => {
      const answer = await fetch(`${service.url}/webhooks/clarus/${SECRET}`, {
        method: 'POST',
        headers: job.headers,
        body: job.body,
      }).catch(() => null); // it was killed: sent again later
      await answer?.arrayBuffer().catch(() => null);
      if (answer?.ok === true) unanswered.delete(job);
    };
    const postAll = async (): Promise<void> => {
      const jobs = [...unanswered].values();
      const worker = async (): Promise<void> => {
        for (const job of jobs) await post(job);
      };
      await Promise.all(Array.from({ length: 8 }, worker));
    };

    const work = warehouseWork(shop, WEBHOOKS);
    let step = work.next();
    let killAt = 0;
    const chooseKill = (): void => {
      killAt = shop.clarus.jobs.length + 20 + Math.floor(random() * ((2 * WEBHOOKS) / KILLS - 40));
    };
    chooseKill();
    while (step.done !== true) {
      for (let count = 0; count < 12 && step.done !== true; count += 1) step = work.next();
      const posting = postAll();
      if (kills < KILLS && shop.clarus.jobs.length >= killAt) {
        // Somewhere in the middle of what it is doing: receiving, reading, deciding or sending.
        await new Promise((resolve) => setTimeout(resolve, random() * 2_500));
        await service.stop('SIGKILL');
        kills += 1;
        await posting;
        service = await startService(shop.environment);
        chooseKill();
      }
      await posting;
    }
    while (kills < KILLS) {
      await new Promise((resolve) => setTimeout(resolve, random() * 400));
      await service.stop('SIGKILL');
      kills += 1;
      service = await startService(shop.environment);
    }
    await until(async () => {
      await postAll();
      return unanswered.size === 0;
    });
    const expected = step.value;
    await until(() => shop.klaviyo.accepted.length >= expected.length);
    await until(async () => {
      const health = (await (await fetch(`${service.url}/health`)).json()) as {
        readonly backlog: Readonly<Record<string, number>>;
      };
      return Object.values(health.backlog).every((count) => count === 0);
    });
    expect(await service.stop('SIGTERM')).toBe(0);

    expect(shop.clarus.jobs.length).toBeGreaterThanOrEqual(WEBHOOKS);
    const counts = new Map<string, number>();
    for (const { uniqueId } of shop.klaviyo.accepted) counts.set(uniqueId, (counts.get(uniqueId) ?? 0) + 1);
    expect([...counts.keys()].sort()).toEqual([...expected].sort());
    expect([...counts].filter(([, count]) => count !== 1)).toEqual([]);
    expect(outOfOrder(shop.klaviyo)).toEqual([]);
    await shop.close();
  },
  PATIENCE_MS,
);
