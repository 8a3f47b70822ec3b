/** A Clarus tenant and a Klaviyo account behind HTTP, and a warehouse at work. */
import { type AddressInfo, createServer } from 'node:net';
import {
  type AccountConfig,
  type FakeClarus,
  type FakeKlaviyo,
  fakeClarus,
  fakeKlaviyo,
  seededRandom,
  type WebhookSender,
  webhookSender,
} from '@clarus-klaviyo/testing';
import { serveFake } from '@clarus-klaviyo/testing/node';

export const TENANT = 'acme';
export const SECRET = 'a-long-webhook-secret';
export const CLIENT_SECRET = 'client-secret-value';
export const KLAVIYO_KEY = 'pk_secret_value';
export const AUTOMATIONS: Readonly<Record<string, string>> = {
  '41': 'goods_out.created',
  '42': 'goods_out.updated',
  '43': 'goods_out.completed',
  '44': 'goods_out.cancelled',
};

export interface Shop {
  readonly clarus: FakeClarus;
  readonly klaviyo: FakeKlaviyo;
  readonly clarusUrl: string;
  readonly klaviyoUrl: string;
  close(): Promise<void>;
}

export interface ShopOptions {
  readonly accounts?: readonly AccountConfig[];
  /** @default one key, one account called `brand` */
  readonly apiKeys?: Readonly<Record<string, string>>;
}

export async function openShop({ accounts, apiKeys = { [KLAVIYO_KEY]: 'brand' } }: ShopOptions = {}): Promise<Shop> {
  const clarus = fakeClarus({
    subdomain: TENANT,
    clientId: 'client',
    clientSecret: CLIENT_SECRET,
    automations: Object.entries(AUTOMATIONS).map(([id, name]) => {
      const [resource = '', event = ''] = name.split('.');
      return { id, resource, event };
    }),
    ...(accounts === undefined ? {} : { accounts }),
  });
  const klaviyo = fakeKlaviyo({ apiKeys });
  const [clarusServer, klaviyoServer] = await Promise.all([serveFake(clarus), serveFake(klaviyo)]);
  return {
    clarus,
    klaviyo,
    clarusUrl: clarusServer.url,
    klaviyoUrl: klaviyoServer.url,
    async close() {
      await Promise.all([clarusServer.close(), klaviyoServer.close()]);
    },
  };
}

/** Rings the doorbell at `url` for whatever happens in the warehouse from now on. */
export function ringAt(shop: Shop, url: string, secret: string = SECRET): WebhookSender {
  const sender = webhookSender({ url, secret, random: seededRandom(2) });
  sender.attach(shop.clarus);
  return sender;
}

/** Ships an order in one parcel, or in two. Returns the ids of the events it must lead to. */
export function ship(shop: Shop, reference: string, { parcels = 1, account }: ShipOptions = {}): readonly string[] {
  const { world } = shop.clarus;
  world.setStock('TEE-M', 100_000, account);
  world.setStock('CAP-1', 100_000, account);
  const order = world.createOrder({
    reference,
    lines: [
      { sku: 'TEE-M', quantity: 2 },
      { sku: 'CAP-1', quantity: 1 },
    ],
    email: `${reference.toLowerCase()}@mail.shoppers.co.uk`,
    ...(account === undefined ? {} : { account }),
  });
  world.allocate(order.id);
  world.pick(order.id);
  const shipments =
    parcels === 1
      ? [world.packShipment(order.id)]
      : [
          world.packShipment(order.id, { contents: [{ sku: 'TEE-M', quantity: 2 }] }),
          world.packShipment(order.id, { contents: [{ sku: 'CAP-1', quantity: 1 }] }),
        ];
  const shipped = shipments.map((shipment) => {
    world.label(shipment.id);
    world.dispatchShipment(shipment.id);
    return `${TENANT}:ShipmentDispatched:${order.id}:${shipment.id}`;
  });
  return [...shipped, `${TENANT}:OrderFulfilled:${order.id}:order`];
}

/** A port nobody listens on now: what is restarted on it keeps its address. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export interface ShipOptions {
  readonly parcels?: 1 | 2;
  readonly account?: string;
}

/** Resolves when `isDone` says so; the test's own timeout is the limit. */
export async function until(isDone: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isDone())) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Ids told more than once, never, or unasked; and those submitted before their order's predecessor was accepted. */
export function judge(klaviyo: FakeKlaviyo, expected: readonly string[]): Readonly<Record<string, readonly string[]>> {
  const told = klaviyo.accepted.map(({ uniqueId }) => uniqueId);
  const submittedAt = new Map<string, number>();
  for (const request of klaviyo.requests) {
    for (const id of request.uniqueIds) if (!submittedAt.has(id)) submittedAt.set(id, request.arrivedAtMs);
  }
  const byOrder = Map.groupBy(klaviyo.accepted, (event) => String(event.properties['OrderId']));
  const outOfOrder = [...byOrder.values()].flatMap((events) =>
    events.filter(({ uniqueId, metric }, index) => {
      const before = events[index - 1];
      const isEarly = before !== undefined && (submittedAt.get(uniqueId) ?? 0) < before.acceptedAtMs;
      return isEarly || (metric === 'Fulfilled Order' && index < events.length - 1);
    }),
  );
  return {
    missing: expected.filter((id) => !told.includes(id)),
    doubled: told.filter((id, index) => told.indexOf(id) !== index),
    unasked: told.filter((id) => !expected.includes(id)),
    outOfOrder: outOfOrder.map(({ uniqueId }) => uniqueId),
  };
}

export const FLAWLESS: Readonly<Record<string, readonly string[]>> = {
  missing: [],
  doubled: [],
  unasked: [],
  outOfOrder: [],
};
