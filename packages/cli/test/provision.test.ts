import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { type Ran, runCli } from './run-cli.js';
import { CLIENT_SECRET, openTestShop, SECRET, type TestShop, type TestShopOptions } from './shop.js';

const PUBLIC = ['--public-url', 'https://hooks.shop.example/'];
const EVENTS = ['--event', 'goods_out.completed', '--event', 'goods_out.cancelled'];

let shop: TestShop | null = null;

afterEach(async () => {
  await shop?.close();
  shop = null;
});

async function open(options: TestShopOptions = {}): Promise<TestShop> {
  shop = await openTestShop(options);
  shop.clarus.world.state.automations.splice(0);
  return shop;
}

/** The secret is in the URL that Clarus gets, and nowhere a person could read it. */
async function provision(at: TestShop, ...args: readonly string[]): Promise<Ran> {
  const ran = await runCli(['provision', ...args], {
    environment: { ...at.environment, CLARUS_AUTOMATIONS: '{}' },
    folder: at.folder,
  });
  for (const secret of [SECRET, CLIENT_SECRET]) expect(ran.out + ran.err).not.toContain(secret);
  return ran;
}

describe('provision', () => {
  test('shows what is missing and how to make it by hand, and makes nothing', async () => {
    const at = await open();
    const { code, out } = await provision(at, ...PUBLIC);
    expect(code).toBe(0);
    expect(out).toContain('create  goods_out.completed');
    expect(out).toMatch(/1\. Automations → New: name "clarus-klaviyo goods_out\.created/);
    expect(out).toContain('Nothing was changed. Add --yes to do it.');
    expect(at.clarus.world.state.automations).toEqual([]);
  });

  test('with --yes makes them, with the secret address, and prints the variable the service needs', async () => {
    const at = await open();
    const { code, out } = await provision(at, ...PUBLIC, ...EVENTS, '--destination-code', 'default', '--yes');
    expect(code).toBe(0);
    const made = at.clarus.world.state.automations;
    expect(made.map(({ resource, event, isEnabled }) => [`${resource}.${event}`, isEnabled])).toEqual([
      ['goods_out.completed', true],
      ['goods_out.cancelled', true],
    ]);
    expect(new Set(made.map(({ webhookUrl }) => webhookUrl))).toEqual(
      new Set([`https://hooks.shop.example/webhooks/clarus/${SECRET}`]),
    );
    const printed = /CLARUS_AUTOMATIONS='(.*)'/.exec(out)?.[1] ?? '';
    expect(JSON.parse(printed)).toEqual(
      Object.fromEntries(made.map(({ id, resource, event }) => [id, `${resource}.${event}`])),
    );
    const state = await readFile(join(at.folder, 'clarus-klaviyo.automations.json'), 'utf8');
    expect(state).not.toContain(SECRET);
  });

  test('run again it changes nothing; with another secret it replaces what rings the old address', async () => {
    const at = await open();
    const doIt = [...PUBLIC, ...EVENTS, '--destination-code', 'default', '--yes'];
    await provision(at, ...doIt);
    const before = at.clarus.world.state.automations.map(({ id }) => id);
    const again = await provision(at, ...doIt, '--json');
    expect(again.json()).toMatchObject({ dryRun: false, plan: { changes: 0 } });
    expect(at.clarus.world.state.automations.map(({ id }) => id)).toEqual(before);

    const rotated = await runCli(['provision', ...doIt, '--json'], {
      environment: { ...at.environment, CLARUS_WEBHOOK_SECRET: `another-long-secret,${SECRET}` },
      folder: at.folder,
    });
    expect(rotated.json()).toMatchObject({ plan: { automations: [{ kind: 'replace' }, { kind: 'replace' }] } });
    const urls = at.clarus.world.state.automations.map(({ webhookUrl }) => webhookUrl);
    expect(urls).toEqual(Array(2).fill('https://hooks.shop.example/webhooks/clarus/another-long-secret'));
    const mapped: { readonly CLARUS_AUTOMATIONS: string } = rotated.json();
    for (const id of before) expect(Object.keys(JSON.parse(mapped.CLARUS_AUTOMATIONS))).not.toContain(id);
  });

  test('what was made by hand under the plan’s names is found, and mapped', async () => {
    const at = await open();
    const { json } = await provision(at, ...PUBLIC, ...EVENTS, '--json');
    const { plan } = json<{ readonly plan: { readonly automations: readonly Record<'name' | 'event', string>[] } }>();
    for (const [index, { name, event }] of plan.automations.entries()) {
      const id = String(70 + index);
      const common = { isEnabled: true, integrationId: null, webhookUrl: null };
      at.clarus.world.state.automations.push({ id, name, resource: 'goods_out', event, ...common });
    }
    const { out } = await provision(at, ...PUBLIC, ...EVENTS);
    expect(out).toContain('Nothing to change.');
    expect(out).toContain(`CLARUS_AUTOMATIONS='{"70":"goods_out.completed","71":"goods_out.cancelled"}'`);
  });

  test('a destination code that Clarus refuses is an error that leads to the steps by hand', async () => {
    const at = await open({ destinationCode: 'told-by-consultant' });
    const { code, err } = await provision(at, ...PUBLIC, ...EVENTS, '--destination-code', 'guessed', '--yes');
    expect(code).toBe(1);
    expect(err).toContain('--destination-code');
    expect(err).toContain('by hand');
    expect(at.clarus.world.state.automations).toEqual([]);
  });

  test.each([
    [['--yes', ...PUBLIC], '--destination-code'],
    [[], '--public-url'],
    [['--public-url', 'http://hooks.shop.example'], 'https'],
    [['--public-url', 'https://10.0.0.5'], 'private'],
    [['--yes', '--dry-run', ...PUBLIC], '--dry-run'],
    [[...PUBLIC, '--event', 'shipped'], '--event'],
  ])('%j is a mistake of the caller’s, and named', async (args, named) => {
    const at = await open();
    const { code, err } = await provision(at, ...args);
    expect(code).toBe(2);
    expect(err).toContain(named);
  });
});
