/** The whole pipeline in one process on virtual time: real clients, real mapping, behaving fakes. */
import { createClarus } from '@clarus-klaviyo/clarus';
import { createKlaviyo } from '@clarus-klaviyo/klaviyo';
import { definePolicy, type Policy, type PolicyInput } from '@clarus-klaviyo/mapping';
import {
  type AccountConfig,
  type FakeClarus,
  type FakeKlaviyo,
  fakeClarus,
  fakeKlaviyo,
  type VirtualClock,
  virtualClock,
} from '@clarus-klaviyo/testing';
import { createMemoryStore, createSync, type Store, type Sync, type SyncConfig, type SyncEvent } from '../src/index.js';

export const SECRET = 'a-long-webhook-secret';
export const TENANT = 'acme';
export const START = '2026-03-02T09:00:00.000Z';

/** Automation id → what it stands for, in the fake and in sync alike. */
export const AUTOMATIONS: Readonly<Record<string, string>> = {
  '41': 'goods_out.created',
  '42': 'goods_out.updated',
  '43': 'goods_out.completed',
  '44': 'goods_out.cancelled',
  '45': 'stock_balance.updated',
  '46': 'goods_in.created',
  '47': 'goods_in.completed',
  '48': 'goods_in.cancelled',
};

export interface HarnessOptions {
  readonly profile?: 'documented' | 'generous';
  readonly policy?: PolicyInput;
  /** Instead of `policy`: with resolvers. */
  readonly accountPolicy?: Policy;
  /** Clarus accounts of the tenant. @default one, `BRAND` */
  readonly accounts?: readonly AccountConfig[];
  readonly store?: Store;
  readonly variants?: readonly string[];
  /** Hands webhooks to somebody else: a sender that loses, repeats and delays them. */
  readonly sendsNothing?: boolean;
  readonly config?: Partial<SyncConfig>;
  /** Between the Clarus client and the fake. */
  readonly clarusFetch?: (fetch: FakeClarus['fetch']) => FakeClarus['fetch'];
  /** Continues on another harness's vendors and clock, as a restarted process would. */
  readonly after?: Harness;
}

export interface Harness {
  readonly clock: VirtualClock;
  readonly clarus: FakeClarus;
  readonly klaviyo: FakeKlaviyo;
  readonly store: Store;
  readonly sync: Sync;
  readonly accounts: SyncConfig['accounts'];
  readonly events: readonly SyncEvent[];
  /** False: webhooks ring, and nobody hears. */
  hearsWebhooks: boolean;
  /** Runs every stage until nothing is due before `untilMs` from now, moving the clock to each next instant. */
  run(forMs?: number): Promise<void>;
  post(body: string, headers?: Readonly<Record<string, string>>, path?: string): Promise<Response>;
  /** Metric names Klaviyo recorded, in its order. */
  told(): readonly string[];
}

/** Adaptive pacing and token expiry need a clock that moves; the clients share the harness's. */
export async function startHarness(options: HarnessOptions = {}): Promise<Harness> {
  const clock = options.after?.clock ?? virtualClock(START);
  const clarus =
    options.after?.clarus ??
    fakeClarus({
      profile: options.profile ?? 'documented',
      subdomain: TENANT,
      clientId: 'id',
      clientSecret: 'secret',
      clock,
      ...(options.accounts === undefined ? {} : { accounts: options.accounts }),
      automations: Object.entries(AUTOMATIONS).map(([id, name]) => {
        const [resource = '', event = ''] = name.split('.');
        return { id, resource, event };
      }),
    });
  const klaviyo =
    options.after?.klaviyo ??
    fakeKlaviyo({ apiKeys: { pk_test: 'brand' }, clock, windows: 'off', variants: options.variants ?? [] });
  const store = options.store ?? createMemoryStore();
  const client = createClarus({
    subdomain: TENANT,
    clientId: 'id',
    clientSecret: 'secret',
    fetch: options.clarusFetch?.(clarus.fetch) ?? clarus.fetch,
    clock,
    retry: false,
  });
  await client.describe();
  const events: SyncEvent[] = [];
  const accounts: SyncConfig['accounts'] = [
    {
      name: 'brand',
      clarusAccount: '*',
      klaviyo: createKlaviyo({ apiKey: 'pk_test', fetch: klaviyo.fetch, clock }),
      policy: options.accountPolicy ?? definePolicy(options.policy ?? { dispatchStrategy: 'shipment' }),
    },
  ];
  const sync = createSync({
    tenant: TENANT,
    clarus: client,
    accounts,
    store,
    webhooks: { secrets: [SECRET], automations: AUTOMATIONS },
    clock,
    random: () => 0.5,
    timing: { groupCommitMs: 0 },
    onEvent: (event) => events.push(event),
    ...options.config,
  });

  await sync.health(); // the store's first start is now, not when the first work comes

  const post: Harness['post'] = async (body, headers = {}, path = `/webhooks/clarus/${SECRET}`) => {
    const sent = new Headers({ 'x-claruswms-subdomain': TENANT, 'content-type': 'application/json' });
    for (const [name, value] of Object.entries(headers)) sent.set(name, value);
    return sync.handler(new Request(`http://localhost${path}`, { method: 'POST', body, headers: sent }));
  };

  const harness: Harness = {
    clock,
    clarus,
    klaviyo,
    store,
    sync,
    accounts,
    events,
    hearsWebhooks: true,
    post,
    told: () => klaviyo.accepted.map((event) => event.metric),
    async run(forMs = 60_000) {
      const endMs = clock.now() + forMs;
      await webhooksAnswered();
      for (;;) {
        while ((await sync.tick()) > 0);
        const dueAtMs = await sync.nextDueAt();
        if (dueAtMs === null || dueAtMs > endMs || clock.now() >= endMs) break;
        // What is due and cannot be taken (a paused account) is tried again a little later.
        await clock.advance(Math.max(5_000, dueAtMs - clock.now()));
      }
      await clock.advance(Math.max(0, endMs - clock.now()));
    },
  };
  clarus.onWebhook((job) => {
    if (harness.hearsWebhooks && options.sendsNothing !== true) pending.push(post(job.body, job.headers));
  });
  return harness;
}

const pending: Promise<Response>[] = [];

/** Every webhook that rang so far was answered 2xx. */
export async function webhooksAnswered(): Promise<void> {
  const answers = await Promise.all(pending.splice(0));
  const refused = answers.filter((answer) => !answer.ok);
  if (refused.length > 0) throw new Error(`${refused.length} webhooks were refused: ${refused[0]?.status}`);
}

/** As a service runs: time goes on while an answer is awaited. */
export async function serve(harness: Harness, forMs: number): Promise<void> {
  const stop = new AbortController();
  const running = harness.sync.run({ signal: stop.signal });
  await harness.clock.advance(forMs);
  stop.abort();
  await harness.clock.advance(minutes(1));
  await running;
}

/** Looks rarely, so that hours of virtual time pass in seconds. */
export const PATIENT = { timing: { groupCommitMs: 0, pollMs: 15_000 } } as const;
/** One order of one line, packed, labelled and gone. */
export function ship(
  { clarus: { world } }: Pick<Harness, 'clarus'>,
  reference: string,
  planned: { readonly expectedDispatchAtMs?: number } = {},
): string {
  world.setStock('TEE-M', 1_000);
  const order = world.createOrder({
    ...planned,
    reference,
    lines: [{ sku: 'TEE-M', quantity: 1 }],
    email: `${reference.toLowerCase()}@mail.shoppers.co.uk`,
  });
  world.allocate(order.id);
  world.pick(order.id);
  const shipment = world.packShipment(order.id);
  world.label(shipment.id);
  world.dispatchShipment(shipment.id);
  return order.id;
}

const MINUTE_MS = 60_000;
export const minutes = (count: number): number => count * MINUTE_MS;
export const hours = (count: number): number => count * 60 * MINUTE_MS;
