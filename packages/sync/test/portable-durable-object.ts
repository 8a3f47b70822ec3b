/**
 * What `/durable-object` promises. `scripts/check-runtimes.mjs` runs it inside a Durable Object of real workerd: the store
 * conformance suite over the object's own storage, and how the alarm is set.
 */
import { createClarus } from '@clarus-klaviyo/clarus';
import { createKlaviyo } from '@clarus-klaviyo/klaviyo';
import { definePolicy } from '@clarus-klaviyo/mapping';
import type { SyncEvent } from '@clarus-klaviyo/sync';
import {
  createDurableSync,
  type DurableStorage,
  type DurableSync,
  openDurableStore,
} from '@clarus-klaviyo/sync/durable-object';
import {
  type FakeClarus,
  type FakeKlaviyo,
  fakeClarus,
  fakeKlaviyo,
  type VirtualClock,
  virtualClock,
} from '@clarus-klaviyo/testing';
import { storeConformance } from '../src/stores/conformance.js';

type WholeStorage = DurableStorage & { deleteAll(): Promise<void> };

const SECRET = 'a-long-webhook-secret';
const AUTOMATIONS = { '41': 'goods_out.created', '43': 'goods_out.completed', '44': 'goods_out.cancelled' };
/** Ahead of any real clock: the platform must not fire the alarms, the cases do. */
const START = '2096-03-02T09:00:00.000Z';

let storage: WholeStorage | undefined;

/** Called by the object that the suite runs in, before any case. */
export function enter(context: { readonly storage: WholeStorage }): void {
  storage = context.storage;
}

/** The object's storage, emptied. */
async function emptyStorage(): Promise<WholeStorage> {
  if (storage === undefined) throw new Error('This suite runs inside a Durable Object.');
  await storage.deleteAlarm();
  await storage.deleteAll();
  return storage;
}

storeConformance('Durable Object', async () => openDurableStore(await emptyStorage()));

interface Scene {
  readonly storage: WholeStorage;
  readonly clock: VirtualClock;
  readonly clarus: FakeClarus;
  readonly klaviyo: FakeKlaviyo;
  readonly events: readonly SyncEvent[];
  /** A new instance of the object over the same storage, as after an eviction. */
  wake(): DurableSync;
  /** Fires alarms at their instants for so long; returns how many. */
  fireAlarms(object: DurableSync, forMs: number): Promise<number>;
  told(): readonly string[];
}

async function openScene(): Promise<Scene> {
  const empty = await emptyStorage();
  const clock = virtualClock(START);
  const automations = Object.entries(AUTOMATIONS).map(([id, name]) => {
    const [resource = '', event = ''] = name.split('.');
    return { id, resource, event };
  });
  const clarus = fakeClarus({ subdomain: 'acme', clientId: 'id', clientSecret: 'secret', clock, automations });
  const klaviyo = fakeKlaviyo({ apiKeys: { pk_test: 'brand' }, clock, windows: 'off' });
  const events: SyncEvent[] = [];
  return {
    storage: empty,
    clock,
    clarus,
    klaviyo,
    events,
    wake: () =>
      createDurableSync({
        storage: empty,
        tenant: 'acme',
        clarus: createClarus({
          subdomain: 'acme',
          clientId: 'id',
          clientSecret: 'secret',
          fetch: clarus.fetch,
          clock,
          retry: false,
        }),
        accounts: [
          {
            name: 'brand',
            clarusAccount: '*',
            klaviyo: createKlaviyo({ apiKey: 'pk_test', fetch: klaviyo.fetch, clock }),
            policy: definePolicy({ dispatchStrategy: 'shipment', stock: { catalog: 'none' } }),
          },
        ],
        webhooks: { secrets: [SECRET], automations: AUTOMATIONS },
        clock,
        random: () => 0.5,
        onEvent: (event) => events.push(event),
      }),
    async fireAlarms(object, forMs) {
      const untilMs = clock.now() + forMs;
      for (let fired = 0; ; fired += 1) {
        const atMs = await empty.getAlarm();
        if (atMs === null || atMs > untilMs) {
          await clock.advance(untilMs - clock.now());
          return fired;
        }
        await clock.advance(Math.max(0, atMs - clock.now()));
        await empty.deleteAlarm(); // as the platform does when it fires
        await object.alarm();
      }
    },
    told: () => klaviyo.accepted.map(({ metric }) => metric),
  };
}

/** Packs an order and hands its webhooks in. Returns what sends it off. */
async function packAndRing(scene: Scene, object: DurableSync, reference: string): Promise<() => void> {
  const { world } = scene.clarus;
  const since = scene.clarus.jobs.length;
  world.setStock('TEE', 1_000);
  const { id } = world.createOrder({
    reference,
    lines: [{ sku: 'TEE', quantity: 2 }],
    email: `${reference.toLowerCase()}@mail.shoppers.co.uk`,
  });
  world.allocate(id);
  world.pick(id);
  const shipment = world.packShipment(id);
  world.label(shipment.id);
  await ring(scene, object, since);
  return () => world.dispatchShipment(shipment.id);
}

async function shipAndRing(scene: Scene, object: DurableSync, reference: string): Promise<void> {
  const dispatch = await packAndRing(scene, object, reference);
  const since = scene.clarus.jobs.length;
  dispatch();
  await ring(scene, object, since);
}

/** Hands in every webhook that rang since there were so many. */
async function ring({ clarus }: Scene, object: DurableSync, since: number): Promise<void> {
  for (const { body, headers } of clarus.jobs.slice(since)) {
    const url = `https://object/webhooks/clarus/${SECRET}`;
    const { status } = await object.fetch(new Request(url, { method: 'POST', headers, body }));
    assertEqual(status, 200);
  }
}

function assertEqual(actual: unknown, expected: unknown): void {
  const [is, should] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (is !== should) throw new Error(`expected ${should}\n     got ${is}`);
}

const MINUTE_MS = 60_000;

export const cases: Readonly<Record<string, () => Promise<void>>> = {
  async 'sets no alarm for nothing, one for a webhook at once, and then the one that is due next'() {
    const scene = await openScene();
    const object = scene.wake();
    await object.fetch(new Request('https://object/health'));
    assertEqual(await scene.storage.getAlarm(), null);
    const rang = scene.clock.now();
    await shipAndRing(scene, object, 'SO-1');
    assertEqual(await scene.storage.getAlarm(), rang);
    assertEqual(await scene.fireAlarms(object, 1_000), 1);
    assertEqual(await scene.storage.getAlarm(), rang + 2_000); // the quiet period
  },

  async 'alarm by alarm, a webhook becomes its events, once each, and then it rests'() {
    const scene = await openScene();
    const object = scene.wake();
    await shipAndRing(scene, object, 'SO-1');
    await scene.fireAlarms(object, 20 * MINUTE_MS);
    assertEqual(scene.told(), ['Fulfilled Shipment', 'Fulfilled Order']);
    assertEqual(await scene.fireAlarms(object, 180 * MINUTE_MS), 0);
    assertEqual((await object.sync.health()).backlog, { webhooks: 0, reads: 0, messages: 0 });
  },

  async 'does no more in one alarm than its limits say, and goes on in the next'() {
    const scene = await openScene();
    const object = scene.wake();
    for (let count = 0; count < 100; count += 1) await shipAndRing(scene, object, `SO-${count}`);
    await object.alarm();
    await scene.clock.advance(10_000);
    await object.alarm();
    const first = scene.told().length;
    if (first < 50 || first > 150) throw new Error(`one alarm told ${first} of 200`);
    assertEqual(await scene.storage.getAlarm(), scene.clock.now());
    await scene.fireAlarms(object, 5 * MINUTE_MS);
    assertEqual(scene.told().length, 200);
  },

  async 'evicted between any two alarms and in the middle of one: nothing lost, nothing doubled, in order'() {
    const scene = await openScene();
    let object = scene.wake();
    for (const reference of ['SO-1', 'SO-2', 'SO-3']) await shipAndRing(scene, object, reference);
    const left: Promise<void>[] = [];
    for (let alarm = 0; alarm < 40; alarm += 1) {
      const atMs = await scene.storage.getAlarm();
      if (atMs === null) break;
      await scene.clock.advance(Math.max(0, atMs - scene.clock.now()));
      await scene.storage.deleteAlarm();
      const working = object.alarm();
      // Every other time the next instance starts while this one's calls are under way.
      if (alarm % 2 === 0) left.push(working);
      else await working;
      object = scene.wake();
      await object.fetch(new Request('https://object/nowhere'));
    }
    await Promise.all(left);
    await scene.fireAlarms(object, 30 * MINUTE_MS);
    const ids = scene.klaviyo.accepted.map(({ uniqueId }) => uniqueId);
    assertEqual([ids.length, new Set(ids).size], [6, 6]);
    for (const order of ['SO-1', 'SO-2', 'SO-3']) {
      const metrics = scene.klaviyo.accepted
        .filter(({ properties }) => properties['OrderNumber'] === order)
        .map(({ metric }) => metric);
      assertEqual(metrics, ['Fulfilled Shipment', 'Fulfilled Order']);
    }
  },

  async 'an alarm never throws; it rests longer each time while nothing can be done, and a webhook ends the rest'() {
    const scene = await openScene();
    const object = scene.wake();
    await shipAndRing(scene, object, 'SO-1');
    scene.storage.sql.exec('ALTER TABLE bells RENAME TO bells_away'); // every stage after the first now fails
    const rests: number[] = [];
    for (let alarm = 0; alarm < 7; alarm += 1) {
      await scene.storage.deleteAlarm();
      await object.alarm();
      rests.push(scene.events.filter(({ type }) => type === 'stage.failed').length);
    }
    if (rests.some((failures, index) => failures <= (rests[index - 1] ?? 0))) throw new Error('a failure was not told');
    scene.storage.sql.exec('ALTER TABLE bells_away RENAME TO bells');
    await shipAndRing(scene, object, 'SO-2');
    assertEqual(await scene.storage.getAlarm(), scene.clock.now());
    await scene.fireAlarms(object, 5 * MINUTE_MS);
    assertEqual(scene.told().length, 4);
  },

  async 'what is due and cannot be sent sets alarms further and further apart'() {
    const scene = await openScene();
    const object = scene.wake();
    scene.klaviyo.faults.plan({ chances: { 'server-error': 1 } });
    await shipAndRing(scene, object, 'SO-1');
    const alarms = await scene.fireAlarms(object, 30 * MINUTE_MS);
    if (alarms > 200) throw new Error(`${alarms} alarms in half an hour of an outage`);
    assertEqual(scene.told(), []);
    scene.klaviyo.faults.plan();
    await scene.fireAlarms(object, 30 * MINUTE_MS);
    assertEqual(scene.told(), ['Fulfilled Shipment', 'Fulfilled Order']);
  },

  async 'the sweep finds what no webhook told; one that fails is an incident, until one succeeds'() {
    const scene = await openScene();
    const object = scene.wake();
    await object.fetch(new Request('https://object/health')); // the first start
    await scene.clock.advance(MINUTE_MS);
    const dispatch = await packAndRing(scene, object, 'SO-1');
    await scene.fireAlarms(object, MINUTE_MS);
    dispatch();
    await scene.fireAlarms(object, 60 * MINUTE_MS);
    assertEqual(scene.told(), []);

    scene.clarus.faults.plan({ chances: { 'server-error': 1 } });
    await object.sweep();
    const { incidents } = await object.sync.health();
    if (incidents['sweep-failed'] === undefined)
      throw new Error(`a failed sweep is not among ${Object.keys(incidents)}`);
    scene.clarus.faults.plan();
    await scene.clock.advance(MINUTE_MS); // not sooner: a Clarus in trouble is left alone
    await object.sweep();
    assertEqual((await object.sync.health()).incidents, {});
    await scene.fireAlarms(object, 20 * MINUTE_MS);
    assertEqual(scene.told(), ['Fulfilled Shipment', 'Fulfilled Order']);
  },

  async 'tables of a later version are refused, not touched'() {
    const empty = await emptyStorage();
    openDurableStore(empty);
    empty.sql.exec('UPDATE schema_version SET version = 1000');
    try {
      openDurableStore(empty);
    } catch (error) {
      assertEqual(
        [(error as { code?: unknown }).code, (error as { reason?: unknown }).reason],
        ['store_unavailable', 'too-new'],
      );
      return;
    }
    throw new Error('it was opened');
  },
};
