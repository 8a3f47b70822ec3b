import { afterEach, describe, expect, test } from 'vitest';
import type { Check } from '../src/doctor/check.js';
import type { Diagnosis } from '../src/doctor/judge.js';
import { type Ran, runCli } from './run-cli.js';
import { CLIENT_SECRET, KLAVIYO_KEY, openTestShop, SECRET, type TestShop, type TestShopOptions } from './shop.js';

const PUBLIC_URL = 'https://hooks.shop.example';
const EMAIL = 'jo.private@mail.shoppers.co.uk';

let shop: TestShop | null = null;

afterEach(async () => {
  await shop?.close();
  shop = null;
});

async function open(options: TestShopOptions = {}): Promise<TestShop> {
  shop = await openTestShop(options);
  return shop;
}

/** Completed orders, so that there is something to look at. */
function shipSome({ clarus: { world } }: TestShop, count: number): void {
  world.setStock('TEE-M', 100);
  for (let index = 0; index < count; index += 1) {
    const order = world.createOrder({ reference: `SO-${index}`, email: EMAIL, lines: [{ sku: 'TEE-M', quantity: 1 }] });
    world.allocate(order.id);
    world.pick(order.id);
    const shipment = world.packShipment(order.id);
    world.label(shipment.id);
    world.dispatchShipment(shipment.id);
  }
}

/** No secret and nobody's address is ever printed, whatever is wrong. */
async function doctor(environment: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Ran> {
  const ran = await runCli(['doctor', ...args], { environment: { PUBLIC_URL, ...environment } });
  for (const secret of [SECRET, CLIENT_SECRET, KLAVIYO_KEY, EMAIL]) expect(ran.out + ran.err).not.toContain(secret);
  return ran;
}

async function diagnosisOf(
  environment: Readonly<Record<string, string>>,
): Promise<Diagnosis & { readonly code: number | null }> {
  const ran = await doctor(environment, '--json');
  return { ...ran.json<Diagnosis>(), code: ran.code };
}

function checkIn({ checks }: Diagnosis, id: string): Check | undefined {
  return checks.find((check) => check.id === id);
}

describe('doctor, against what tenants offer', () => {
  test('of a tenant that offers what is documented and no more, it says what customers will miss', async () => {
    const at = await open({ profile: 'documented' });
    shipSome(at, 6);
    const diagnosis = await diagnosisOf(at.environment);
    expect(checkIn(diagnosis, 'clarus-access')).toMatchObject({ verdict: 'ok' });
    expect(checkIn(diagnosis, 'clarus-email')).toMatchObject({ verdict: 'warning' });
    expect(checkIn(diagnosis, 'clarus-contents')).toMatchObject({
      verdict: 'warning',
      sentence: expect.stringContaining('rung 3'),
    });
    expect(checkIn(diagnosis, 'clarus-strategy-default')).toMatchObject({ verdict: 'ok' });
    expect(checkIn(diagnosis, 'klaviyo-scopes-default')).toMatchObject({ verdict: 'ok' });
    expect(diagnosis.checks.filter(({ verdict }) => verdict === 'failure')).toEqual([]);
    expect(diagnosis.code).toBe(0);
    const verdicts = Object.fromEntries(diagnosis.assumptions.map(({ id, verdict }) => [id, verdict]));
    expect(verdicts).toMatchObject({
      paths: 'confirmed',
      token: 'confirmed',
      introspection: 'confirmed',
      fields: 'not',
      paging: 'confirmed',
      email: 'not',
      tracking: 'confirmed',
      signature: 'not',
      'webhook-body': 'cannot tell',
    });
  });

  test('of a generous tenant it finds the better sources', async () => {
    const at = await open({ profile: 'generous' });
    shipSome(at, 6);
    const diagnosis = await diagnosisOf(at.environment);
    expect(checkIn(diagnosis, 'clarus-email')).toMatchObject({
      verdict: 'ok',
      sentence: expect.stringContaining('6 of 6'),
    });
    expect(checkIn(diagnosis, 'clarus-contents')).toMatchObject({ verdict: 'ok' });
    const verdicts = Object.fromEntries(diagnosis.assumptions.map(({ id, verdict }) => [id, verdict]));
    expect(verdicts).toMatchObject({
      fields: 'confirmed',
      email: 'confirmed',
      strategy: 'confirmed',
      contents: 'confirmed',
    });
  });

  test('in words it has a sign per check, what to do, and a count at the end', async () => {
    const at = await open();
    const { out, code } = await doctor(at.environment);
    expect(code).toBe(0);
    expect(out).toMatch(/✔ Clarus takes the credentials/);
    expect(out).toMatch(/! No automation that is on for [^→]*\n {6}→ clarus-klaviyo provision/);
    expect(out).toMatch(/\d+ failures?, \d+ warnings?, \d+ not known, \d+ fine\.\n$/);
  });

  test('it changes nothing anywhere', async () => {
    const at = await open();
    await doctor(at.environment);
    expect(at.klaviyo.accepted).toEqual([]);
    expect(at.klaviyo.account('brand').profiles.size).toBe(0);
    const wrote = at.clarus.requests.filter(({ path, method }) => path.startsWith('/api/') && method !== 'GET');
    expect(wrote).toEqual([]);
    expect(at.clarus.requests.every(({ query }) => !query?.startsWith('mutation'))).toBe(true);
  });
});

describe('doctor, when something is wrong', () => {
  test('a wrong Clarus secret is one failure that names the variables', async () => {
    const at = await open();
    const diagnosis = await diagnosisOf({ ...at.environment, CLARUS_CLIENT_SECRET: 'another' });
    expect(checkIn(diagnosis, 'clarus-access')).toMatchObject({
      verdict: 'failure',
      action: expect.stringContaining('CLARUS_CLIENT_SECRET'),
    });
    expect(diagnosis.code).toBe(1);
  });

  test('a wrong Klaviyo key is one failure, not seven missing scopes', async () => {
    const at = await open();
    const diagnosis = await diagnosisOf({ ...at.environment, KLAVIYO_API_KEY: 'pk_unknown' });
    const klaviyo = diagnosis.checks.filter(({ group }) => group === 'klaviyo');
    expect(klaviyo).toMatchObject([
      { id: 'klaviyo-access-default', verdict: 'failure', action: expect.stringContaining('KLAVIYO_API_KEY') },
    ]);
    expect(diagnosis.code).toBe(1);
  });

  test('a scope that is missing is named, with what it is for; one that stock alone needs only where stock is written', async () => {
    const scopes = { [KLAVIYO_KEY]: ['events:read', 'metrics:read', 'profiles:write', 'accounts:read'] };
    const at = await open({ scopes });
    const diagnosis = await diagnosisOf(at.environment);
    expect(checkIn(diagnosis, 'klaviyo-scope-events-write-default')).toMatchObject({
      verdict: 'failure',
      sentence: expect.stringContaining('events:write'),
      action: expect.stringContaining('KLAVIYO_API_KEY'),
    });
    expect(diagnosis.checks.filter(({ id }) => id.startsWith('klaviyo-scope-catalogs'))).toEqual([]);
    const stock = await at.writePolicy({ dispatchStrategy: 'shipment' });
    const withStock = await diagnosisOf({ ...at.environment, POLICY: stock });
    expect(checkIn(withStock, 'klaviyo-scope-catalogs-write-default')).toMatchObject({ verdict: 'failure' });
  });

  test('vendors that are down are unreachable, which has a code of its own', async () => {
    const at = await open();
    at.klaviyo.faults.plan({ chances: { 'server-error': 1 } });
    const diagnosis = await diagnosisOf({ ...at.environment, CLARUS_BASE_URL: 'http://127.0.0.1:1' });
    expect(checkIn(diagnosis, 'clarus-access')).toMatchObject({
      verdict: 'failure',
      action: expect.stringContaining('CLARUS_BASE_URL'),
    });
    expect(checkIn(diagnosis, 'klaviyo-access-default')).toMatchObject({ verdict: 'failure' });
    expect(diagnosis.code).toBe(3);
  });

  test('every mistake of the environment is a failure of its own, and what can still be asked is asked', async () => {
    const at = await open();
    const diagnosis = await diagnosisOf({
      ...at.environment,
      PORT: 'many',
      CLARUS_AUTOMATIONS: 'none',
      PUBLIC_URL: 'http://localhost',
    });
    expect(checkIn(diagnosis, 'environment-port')).toMatchObject({ verdict: 'failure' });
    expect(checkIn(diagnosis, 'environment-clarus-automations')).toMatchObject({ verdict: 'failure' });
    expect(checkIn(diagnosis, 'public-url')).toMatchObject({
      verdict: 'failure',
      sentence: expect.stringContaining('https'),
    });
    expect(checkIn(diagnosis, 'clarus-access')).toMatchObject({ verdict: 'ok' });
    expect(diagnosis.code).toBe(1);
  });

  test('automations: one that is off, one that means something else, one that is gone, one nobody mapped', async () => {
    const at = await open();
    const { automations } = at.clarus.world.state;
    const off = automations.find(({ id }) => id === '44');
    if (off !== undefined) off.isEnabled = false;
    const CLARUS_AUTOMATIONS = JSON.stringify({
      42: 'goods_out.created',
      44: 'goods_out.cancelled',
      99: 'goods_out.updated',
    });
    const diagnosis = await diagnosisOf({ ...at.environment, CLARUS_AUTOMATIONS });
    expect(checkIn(diagnosis, 'automation-off-44')).toMatchObject({ verdict: 'failure' });
    expect(checkIn(diagnosis, 'automation-other-42')).toMatchObject({ verdict: 'failure' });
    expect(checkIn(diagnosis, 'automation-gone-99')).toMatchObject({ verdict: 'warning' });
    expect(checkIn(diagnosis, 'automation-unmapped-goods_out.completed')).toMatchObject({ verdict: 'warning' });
    expect(checkIn(diagnosis, 'automations-missing')).toMatchObject({
      sentence: expect.stringContaining('goods_out.cancelled'),
    });
  });

  test('a brand that nobody speaks for, and one that nobody has', async () => {
    const at = await open({
      accounts: [
        { id: '7', code: 'ACME' },
        { id: '8', code: 'BETA' },
      ],
    });
    const POLICY = await at.writePolicy([{ clarusAccount: 'GAMMA', klaviyoKeyEnv: 'KLAVIYO_API_KEY', policy: {} }]);
    const diagnosis = await diagnosisOf({ ...at.environment, POLICY });
    expect(checkIn(diagnosis, 'clarus-account-GAMMA')).toMatchObject({
      verdict: 'failure',
      action: 'Use one of: ACME, BETA.',
    });
    expect(checkIn(diagnosis, 'clarus-accounts-unrouted')).toMatchObject({ verdict: 'warning' });
  });
});
