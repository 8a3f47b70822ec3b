/** Every command that asks a service, against a real one: its own process, its own database, both vendors over HTTP. */
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RepairPlan } from '@clarus-klaviyo/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Ran, runCli } from './run-cli.js';
import { type Service, startService } from './service.js';
import { CLIENT_SECRET, KLAVIYO_KEY, openTestShop, SECRET, type TestShop, until } from './shop.js';

const TOKEN = 'a-token-for-page-and-api';
const EMAIL = 'jo.private@mail.shoppers.co.uk';

let shop: TestShop;
let service: Service;

/** Nothing secret, and nobody's address, whatever is asked. */
async function ask(...args: readonly string[]): Promise<Ran> {
  const environment = { CLARUS_KLAVIYO_URL: service.url, CLARUS_KLAVIYO_TOKEN: TOKEN };
  const ran = await runCli(args, { environment, folder: shop.folder });
  for (const secret of [TOKEN, SECRET, CLIENT_SECRET, KLAVIYO_KEY, EMAIL])
    expect(ran.out + ran.err).not.toContain(secret);
  return ran;
}

function ship(reference: string): void {
  const { world } = shop.clarus;
  const order = world.createOrder({ reference, email: EMAIL, lines: [{ sku: 'TEE-M', quantity: 1 }] });
  world.allocate(order.id);
  world.pick(order.id);
  const shipment = world.packShipment(order.id);
  world.label(shipment.id);
  world.dispatchShipment(shipment.id);
}

async function deliverWebhooks(since: number): Promise<void> {
  for (const job of shop.clarus.jobs.slice(since)) {
    await fetch(`${service.url}/webhooks/clarus/${SECRET}`, { method: 'POST', headers: job.headers, body: job.body });
  }
}

/** Ships, rings, and waits until Klaviyo has both events. */
async function tell(reference: string): Promise<void> {
  const [rung, told] = [shop.clarus.jobs.length, shop.klaviyo.accepted.length];
  ship(reference);
  await deliverWebhooks(rung);
  await until(() => shop.klaviyo.accepted.length === told + 2);
}

beforeAll(async () => {
  shop = await openTestShop({ profile: 'generous' });
  service = await startService({ ...shop.environment, HEALTH_TOKEN: TOKEN });
  shop.clarus.world.setStock('TEE-M', 100);
  await tell('SO-1');
}, 60_000);

test('backup copies the file of a service that works, check finds it sound, and both say what is wrong', async () => {
  const path = shop.environment.DATABASE_URL ?? '';
  const run = (database: string, ...args: readonly string[]): Promise<Ran> =>
    runCli(args, { environment: { DATABASE_URL: database }, folder: shop.folder });
  const copy = join(shop.folder, 'copy.db');
  expect(await run(path, 'backup', '--to', copy, '--json')).toMatchObject({ code: 0 });
  expect((await stat(copy)).mode & 0o777).toBe(0o600);
  expect(await run(copy, 'check')).toMatchObject({ code: 0, out: 'The database file is sound.\n' });
  expect(JSON.parse((await run(path, 'check', '--json')).out)).toEqual({ isSound: true, damage: [] });
  const nowhere = await run(path, 'backup', '--to', join(shop.folder, 'nowhere', 'copy.db'));
  expect([nowhere.code, nowhere.err]).toEqual([2, expect.stringContaining('--to: no file can be made there')]);
  expect(await run(path, 'backup', '--to', path)).toMatchObject({ code: 2 });
  const missing = await run(join(shop.folder, 'missing.db'), 'check');
  expect([missing.code, missing.err]).toEqual([2, expect.stringContaining('DATABASE_URL: there is no such file')]);
  const damaged = join(shop.folder, 'damaged.db');
  const bytes = await readFile(copy);
  await writeFile(damaged, bytes.fill(0xff, bytes.length / 2));
  expect((await run(damaged, 'check')).code).not.toBe(0);
});

afterAll(async () => {
  await service?.stop('SIGKILL');
  await shop?.close();
});

describe('asking a service', () => {
  test('status: work flows, nothing is paused', async () => {
    const { code, out } = await ask('status');
    expect(out).toContain('Nothing is paused.');
    expect(code).toBe(0);
  });

  test('explain tells an order from ring to delivery, with the customer masked', async () => {
    const { code, out } = await ask('explain', 'SO-1');
    expect(code).toBe(0);
    expect(out).toContain('Order SO-1');
    expect(out).toContain('Fulfilled Shipment');
    expect(out).toMatch(/customer {2}\S*…/);
    expect(await ask('explain', 'SO-404')).toMatchObject({ code: 1, out: expect.stringContaining('SO-404') });
  });

  test('--json is one document, and the same facts', async () => {
    const { out } = await ask('explain', 'SO-1', '--json');
    expect(JSON.parse(out)).toMatchObject({ reference: 'SO-1', orders: [{ reference: 'SO-1' }] });
    for (const command of [['status'], ['incidents'], ['pause'], ['replay'], ['audit'], ['backfill', '--from', '1d']]) {
      const ran = await ask(...command, '--json');
      expect(() => JSON.parse(ran.out), command.join(' ')).not.toThrow();
      expect(ran.err).toBe('');
    }
  });

  test('pause shows its plan, then stops an account; resume sends what waited', async () => {
    const plan = await ask('pause', '--account', 'default', '--reason', 'flow rebuilt');
    expect(plan).toMatchObject({ code: 0, out: expect.stringContaining('Nothing was changed. Add --yes to do it.') });
    expect((await ask('pause')).out).toBe('Nothing is paused.\n');

    await ask('pause', '--account', 'default', '--reason', 'flow rebuilt', '--by', 'dana', '--yes');
    expect((await ask('pause')).out).toMatch(/default {2}everything {2}since .* {2}by dana: flow rebuilt/);
    const [rung, told] = [shop.clarus.jobs.length, shop.klaviyo.accepted.length];
    ship('SO-2');
    await deliverWebhooks(rung);
    await until(async () => (await ask('explain', 'SO-2')).code === 0);
    expect(shop.klaviyo.accepted).toHaveLength(told);

    expect((await ask('resume', '--account', 'default', '--yes')).out).toContain('Resumed.');
    await until(() => shop.klaviyo.accepted.length === told + 2);
  }, 60_000);

  test('reconcile finds nothing where nothing is wrong, and what Klaviyo lost where it lost something', async () => {
    const clean = await ask('reconcile', '--from', '1d', '--json');
    expect(clean.json()).toMatchObject({ counts: { missing: 0, extra: 0, different: 0 } });
    expect(clean.code).toBe(0);
    const account = shop.klaviyo.account('brand');
    const lost = account.events[0];
    account.forgetEvent(lost?.uniqueId ?? '');
    const csv = join(shop.folder, 'differences.csv');
    const plan = join(shop.folder, 'plan.json');
    // Right after the telling it may still be on its way: not yet due, and no difference.
    const found = await ask('reconcile', '--from', '1d', '--csv', csv, '--plan', plan, '--json');
    expect(found.json()).toMatchObject({ differences: [{ eventId: lost?.uniqueId }] });
    const [header, row] = (await readFile(csv, 'utf8')).split('\r\n');
    expect(header).toContain('Status in Clarus');
    expect(row).toContain('SO-1');
    const written: RepairPlan = JSON.parse(await readFile(plan, 'utf8'));
    expect(written).toMatchObject({ from: expect.any(String), to: expect.any(String), steps: expect.any(Array) });

    const shown = await ask('repair', '--plan', plan);
    expect(shown.code).toBe(0);
    expect((await ask('repair', '--plan', plan, '--yes', '--json')).json()).toMatchObject({
      resent: expect.any(Number),
    });
  }, 60_000);

  test('a plan that somebody broke is refused, and the member named', async () => {
    const path = join(shop.folder, 'broken.json');
    await writeFile(path, JSON.stringify({ from: 'x', to: 'y', steps: [{ kind: 'resend', account: 'default' }] }));
    expect(await ask('repair', '--plan', path, '--yes')).toMatchObject({
      code: 2,
      err: expect.stringContaining('steps[0].eventId'),
    });
  });

  test('sample sends one event per metric to an address of yours', async () => {
    const told = shop.klaviyo.accepted.length;
    const plan = await ask('sample', '--to', 'you@shoppers.co.uk', '--metric', 'Fulfilled Order');
    expect(plan.out).toContain('Would send one live event of “Fulfilled Order”');
    const { code } = await ask('sample', '--to', 'you@shoppers.co.uk', '--metric', 'Fulfilled Order', '--yes');
    expect(code).toBe(0);
    await until(() => shop.klaviyo.accepted.length === told + 1);
    expect(shop.klaviyo.accepted.at(-1)).toMatchObject({ metric: 'Fulfilled Order', email: 'you@shoppers.co.uk' });
  });

  test('incidents: an automation nobody mapped is one, can be taken, and replayed once mended', async () => {
    const headers = { 'x-claruswms-subdomain': 'acme', 'x-claruswms-automation-id': '99' };
    await fetch(`${service.url}/webhooks/clarus/${SECRET}`, { method: 'POST', headers, body: '{"data":{"id":1}}' });
    type Listed = readonly { readonly id: string; readonly class: string }[];
    let found: Listed = [];
    await until(async () => {
      found = (await ask('incidents', '--class', 'webhook-not-understood', '--json')).json<Listed>();
      return found.length > 0;
    });
    const id = found[0]?.id ?? '';
    expect((await ask('incidents', 'assign', id, '--to', 'dana')).out).toContain('taken by dana');
    expect((await ask('incidents', 'note', id, '--text', 'asked the consultant', '--by', 'dana')).out).toContain(
      'dana: asked the consultant',
    );
    expect((await ask('replay', '--parked')).out).toMatch(/parked +1 webhook/);
    expect((await ask('incidents', 'resolve', id, '--by', 'dana', '--json')).json()).toMatchObject({
      closedBy: 'resolved',
    });
    expect(await ask('incidents', 'note', 'no-such', '--text', 'x')).toMatchObject({
      code: 2,
      err: expect.stringContaining('id'),
    });
  }, 60_000);

  test('forget takes the address from standard input, erases, and prints it nowhere', async () => {
    const environment = { CLARUS_KLAVIYO_URL: service.url, CLARUS_KLAVIYO_TOKEN: TOKEN };
    const plan = await runCli(['forget', '--email', '-'], { environment, input: `${EMAIL}\n` });
    expect(plan).toMatchObject({ code: 0, out: expect.stringContaining('Add --yes') });
    const done = await runCli(['forget', '--email', '-', '--yes'], { environment, input: `${EMAIL}\n` });
    expect(done).toMatchObject({ code: 0, out: expect.stringMatching(/^Erased: \d+ messages?/) });
    expect(plan.out + done.out + done.err).not.toContain(EMAIL);
  });
});

describe('when the service cannot be asked', () => {
  test('a wrong token, a wrong address and a service that is not there each say what to do', async () => {
    const run = (url: string, token: string) =>
      runCli(['status'], { environment: { CLARUS_KLAVIYO_URL: url, CLARUS_KLAVIYO_TOKEN: token } });
    expect(await run(service.url, 'another-token-entirely')).toMatchObject({
      code: 2,
      err: expect.stringContaining('CLARUS_KLAVIYO_TOKEN'),
    });
    expect(await run('http://127.0.0.1:1', TOKEN)).toMatchObject({
      code: 3,
      err: expect.stringContaining('cannot be reached'),
    });
    expect(await run(`${service.url}/elsewhere`, TOKEN)).toMatchObject({
      code: 2,
      err: expect.stringContaining('CLARUS_KLAVIYO_URL'),
    });
  });

  test('without an address and while a service runs, the file is said to be owned', async () => {
    const { code, err } = await runCli(['explain', 'SO-1'], { environment: shop.environment });
    expect(code).toBe(3);
    expect(err).toMatch(/another process owns it/i);
    expect(err).toContain('CLARUS_KLAVIYO_URL');
  });

  test('a file that is not there is not made, and not taken for an empty one', async () => {
    const environment = { ...shop.environment, DATABASE_URL: join(shop.folder, 'elsewhere.db') };
    expect(await runCli(['explain', 'SO-1'], { environment })).toMatchObject({
      code: 2,
      err: expect.stringContaining('DATABASE_URL'),
    });
  });
});

describe('without a service', () => {
  test('a command opens the file itself, and what it queues goes out when the service runs', async () => {
    const own = await openTestShop({ profile: 'generous' });
    const first = await startService(own.environment);
    await first.stop('SIGTERM');
    const paused = await runCli(['pause', '--account', 'default', '--yes'], { environment: own.environment });
    expect(paused).toMatchObject({ code: 0, out: expect.stringContaining('default') });
    expect((await runCli(['pause'], { environment: own.environment })).out).toContain('everything');
    await own.close();
  }, 60_000);
});
