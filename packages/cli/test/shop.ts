/** A tenant and a Klaviyo account behind HTTP, for tests that run `serve` as a process. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PolicyInput } from '@clarus-klaviyo/mapping';
import {
  type AccountConfig,
  type FakeClarus,
  type FakeKlaviyo,
  fakeClarus,
  fakeKlaviyo,
} from '@clarus-klaviyo/testing';
import { serveFake } from '@clarus-klaviyo/testing/node';

export const SECRET = 'a-long-webhook-secret';
export const TENANT = 'acme';
export const CLIENT_SECRET = 'client-secret-value';
export const KLAVIYO_KEY = 'pk_secret_value';

const AUTOMATIONS: Readonly<Record<string, string>> = {
  '41': 'goods_out.created',
  '42': 'goods_out.updated',
  '43': 'goods_out.completed',
  '44': 'goods_out.cancelled',
};

export interface TestShop {
  readonly clarus: FakeClarus;
  readonly klaviyo: FakeKlaviyo;
  /** A temporary folder that goes with the shop. */
  readonly folder: string;
  /** What `serve` needs to work for this shop. */
  readonly environment: Readonly<Record<string, string>>;
  writePolicy(policy: unknown): Promise<string>;
  close(): Promise<void>;
}

export interface TestShopOptions {
  readonly profile?: 'documented' | 'generous';
  readonly accounts?: readonly AccountConfig[];
  readonly apiKeys?: Readonly<Record<string, string>>;
  /** The only one a webhook automation may have. */
  readonly destinationCode?: string;
  /** Key → what it may do in Klaviyo. */
  readonly scopes?: Readonly<Record<string, readonly string[]>>;
  readonly policy?: PolicyInput;
}

export async function openTestShop(options: TestShopOptions = {}): Promise<TestShop> {
  const clarus = fakeClarus({
    profile: options.profile ?? 'documented',
    subdomain: TENANT,
    clientId: 'client',
    clientSecret: CLIENT_SECRET,
    automations: Object.entries(AUTOMATIONS).map(([id, name]) => {
      const [resource = '', event = ''] = name.split('.');
      return { id, resource, event };
    }),
    ...(options.accounts === undefined ? {} : { accounts: options.accounts }),
    ...(options.destinationCode === undefined ? {} : { destinationCode: options.destinationCode }),
  });
  const klaviyo = fakeKlaviyo({
    apiKeys: options.apiKeys ?? { [KLAVIYO_KEY]: 'brand' },
    ...(options.scopes === undefined ? {} : { scopes: options.scopes }),
  });
  const [clarusServer, klaviyoServer] = await Promise.all([serveFake(clarus), serveFake(klaviyo)]);
  const folder = await mkdtemp(join(tmpdir(), 'clarus-klaviyo-test-'));
  const writePolicy = async (policy: unknown): Promise<string> => {
    const path = join(folder, 'policy.json');
    await writeFile(path, JSON.stringify(policy));
    return path;
  };
  const policy = options.policy ?? { dispatchStrategy: 'shipment', stock: { catalog: 'none' } };
  return {
    clarus,
    klaviyo,
    folder,
    writePolicy,
    environment: {
      CLARUS_BASE_URL: clarusServer.url,
      CLARUS_CLIENT_ID: 'client',
      CLARUS_CLIENT_SECRET: CLIENT_SECRET,
      CLARUS_SUBDOMAIN: TENANT,
      CLARUS_WEBHOOK_SECRET: SECRET,
      CLARUS_AUTOMATIONS: JSON.stringify(AUTOMATIONS),
      KLAVIYO_BASE_URL: klaviyoServer.url,
      KLAVIYO_API_KEY: KLAVIYO_KEY,
      DATABASE_URL: join(folder, 'test.db'),
      POLICY: await writePolicy(policy),
    },
    async close() {
      await Promise.all([clarusServer.close(), klaviyoServer.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Resolves when `isDone` says so; the test's own timeout is the limit. */
export async function until(isDone: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isDone())) await new Promise((resolve) => setTimeout(resolve, 20));
}
