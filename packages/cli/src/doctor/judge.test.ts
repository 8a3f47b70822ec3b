import { definePolicy, type PolicyInput } from '@clarus-klaviyo/mapping';
import { describe, expect, test } from 'vitest';
import type { Check } from './check.js';
import type { ClarusFacts, DoctorFacts, KlaviyoFacts, MachineFacts, OrderFacts, Outcome } from './facts.js';
import { diagnose } from './judge.js';

const OK: Outcome = { kind: 'ok' };
const failed = (code: string, status: number | null = null): Outcome => ({ kind: 'failed', code, status });

const order = (changes: Partial<OrderFacts> = {}): OrderFacts => ({
  account: { id: '7', code: 'BRAND' },
  statusCode: 'COMPLETED',
  strategy: null,
  hasEmail: true,
  hasShopReference: false,
  shipments: [{ statusCode: 'dispatched', parcels: 1, tracked: 1, withContents: 0 }],
  dispatchRecords: 1,
  placedRecords: 0,
  hasFractions: false,
  pickToDispatchMs: 3_600_000,
  skus: ['TEE-M'],
  ...changes,
});

const orders = (changes: Partial<OrderFacts> = {}, count = 6): readonly OrderFacts[] =>
  Array.from({ length: count }, () => order(changes));

const clarusFacts = (changes: Partial<ClarusFacts> = {}): ClarusFacts => ({
  access: OK,
  lists: { orders: OK, shipments: OK },
  offered: ['goods_outs.address.email_address', 'goods_outs.dispatch_strategy'],
  isIntrospectionOn: true,
  accounts: [{ id: '7', code: 'BRAND' }],
  automations: [],
  orders: orders(),
  receipts: [],
  idType: 'string',
  isPagingRight: true,
  tokenNames: ['access_token', 'expires_in'],
  ...changes,
});

const SCOPES = ['events', 'profiles', 'catalogs'].map((name) => `${name}:write`);
const ALL = [...SCOPES, 'catalogs:read', 'metrics:read', 'events:read', 'accounts:read'];

const account = (
  changes: Partial<KlaviyoFacts> = {},
  policy: PolicyInput = { dispatchStrategy: 'shipment' },
): KlaviyoFacts => ({
  name: 'brand',
  clarusAccount: '*',
  keyEnv: 'KLAVIYO_API_KEY',
  policy: definePolicy(policy),
  scopes: Object.fromEntries(ALL.map((scope) => [scope, OK])),
  isTestAccount: false,
  metrics: [],
  hasVariants: true,
  lookedUp: 1,
  unknownSkus: [],
  revision: '2026-07-15',
  ...changes,
});

const database: MachineFacts['database'] = { exists: true, isWritable: true, filesystem: 'local', freeBytes: 10 ** 10 };

const facts = (changes: Partial<DoctorFacts> = {}): DoctorFacts => ({
  problems: [],
  publicUrl: 'https://hooks.shop.example',
  hasHealthToken: true,
  hasAlerts: true,
  mapped: {},
  clarus: clarusFacts(),
  accounts: [account()],
  machine: { nodeVersion: '24.1.0', database },
  clockAheadMs: { 'clarus-api.com': 200 },
  ...changes,
});

function verdictOf(id: string, changes: Partial<DoctorFacts>): Check['verdict'] | null {
  return diagnose(facts(changes)).checks.find((check) => check.id === id)?.verdict ?? null;
}

test('every check that is not fine or unknown says what to do', () => {
  const everything = facts({
    problems: ['PORT must be a whole number.'],
    publicUrl: null,
    hasHealthToken: false,
    hasAlerts: false,
    mapped: { 1: 'goods_out.created' },
    clarus: clarusFacts({ lists: { tasks: failed('clarus_graphql', 200) }, offered: [] }),
    accounts: [
      account({ scopes: { 'events:write': failed('klaviyo_auth', 403) }, hasVariants: false, isTestAccount: true }, {}),
    ],
    machine: {
      nodeVersion: '18.0.0',
      database: { exists: false, isWritable: false, filesystem: 'memory', freeBytes: 1 },
    },
    clockAheadMs: { host: 900_000 },
  });
  const { checks } = diagnose(everything);
  const wrong = checks.filter(({ verdict }) => verdict === 'warning' || verdict === 'failure');
  expect(wrong.length).toBeGreaterThan(10);
  expect(wrong.filter(({ action }) => action === null)).toEqual([]);
  expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
});

describe('the dispatch strategy', () => {
  const strategy = (policy: PolicyInput, clarus: Partial<ClarusFacts> = {}) =>
    verdictOf('clarus-strategy-brand', { clarus: clarusFacts(clarus), accounts: [account({}, policy)] });

  test('stated and borne out by the orders is fine; contradicted by them is not', () => {
    expect(strategy({ dispatchStrategy: 'shipment' }, { orders: orders({ strategy: 'shipment' }) })).toBe('ok');
    expect(strategy({ dispatchStrategy: 'shipment' }, { orders: orders({ strategy: 'load' }) })).toBe('failure');
  });

  test('neither stated nor readable is a guess, and said to be', () => {
    expect(strategy({}, { offered: [] })).toBe('warning');
  });

  test('read as automatic with nothing said of what counts as shipped cannot work', () => {
    expect(strategy({}, { orders: orders({ strategy: 'auto_shipment' }) })).toBe('failure');
    expect(strategy({}, { orders: orders({ strategy: 'manual' }) })).toBe('ok');
  });

  test.each([
    ['no shipments where there should be some', { shipments: [] }, 'clarus-dispatch-brand'],
    [
      'a shipment status that does not count',
      { shipments: [{ statusCode: 'Gone', parcels: 1, tracked: 1, withContents: 0 }] },
      'clarus-shipment-status-brand',
    ],
    ['dispatch within a minute of the pick', { pickToDispatchMs: 10_000 }, 'clarus-early-brand'],
  ])('what the orders look like is held against it: %s', (_what, changes, id) => {
    expect(verdictOf(id, { clarus: clarusFacts({ orders: orders(changes) }) })).toBe('warning');
    expect(verdictOf('clarus-dispatch-brand', { clarus: clarusFacts({ orders: orders(changes, 2) }) })).toBe('unknown');
  });

  test('a status the policy counts as dispatched is fine, however it is written', () => {
    const accounts = [account({}, { dispatchStrategy: 'shipment', dispatchedStatuses: ['on its_way'] })];
    const shipments = [{ statusCode: 'On Its Way', parcels: 1, tracked: 1, withContents: 0 }];
    const clarus = clarusFacts({ orders: orders({ shipments }) });
    expect(verdictOf('clarus-dispatch-brand', { accounts, clarus })).toBe('ok');
  });
});

describe('the contents of a shipment', () => {
  test.each([
    [['packages.stocks.quantity', 'packages.stocks.product.code'], 'rung 1'],
    [['packages.storage_unit.id', 'tasks.storage_unit_from.id'], 'rung 2'],
    [['packages.storage_unit.id'], 'rung 3'],
  ])('%j is %s', (offered, rung) => {
    const { checks } = diagnose(facts({ clarus: clarusFacts({ offered }) }));
    expect(checks.find(({ id }) => id === 'clarus-contents')?.sentence).toContain(rung);
  });
});

describe('returns', () => {
  const receipts = (kind: string | null, count = 6) =>
    Array.from({ length: count }, (_none, index) => ({
      account: { id: '7', code: 'BRAND' },
      reference: `RMA-${index}`,
      kind,
    }));
  const returns = (policy: PolicyInput['returns'], clarus: Partial<ClarusFacts>) =>
    verdictOf('clarus-returns-brand', {
      clarus: clarusFacts(clarus),
      accounts: [account({}, { dispatchStrategy: 'shipment', ...(policy === undefined ? {} : { returns: policy }) })],
    });
  const offered = ['goods_in_receipts.goods_in_receipt_kind.code'];

  test('that Clarus marks and the policy does not know are pointed out; without either there is nothing to say', () => {
    expect(returns(undefined, { receipts: receipts('RETURN') })).toBe('warning');
    expect(returns(undefined, { receipts: receipts('GOODS_IN') })).toBe(null);
  });

  test('known by a kind that cannot be read are never found', () => {
    expect(returns({ kinds: ['Return'] }, { receipts: receipts('RETURN'), offered })).toBe('ok');
    expect(returns({ kinds: ['Return'] }, { receipts: receipts(null), offered: [] })).toBe('failure');
  });

  test('rules that match none of many receipts are doubtful', () => {
    expect(returns({ referencePattern: '^RMA-' }, { receipts: receipts(null) })).toBe('ok');
    expect(returns({ referencePattern: '^RET-' }, { receipts: receipts(null) })).toBe('warning');
    expect(returns({ referencePattern: '^RET-' }, { receipts: receipts(null, 2) })).toBe('ok');
  });
});

describe('Klaviyo', () => {
  const klaviyo = (id: string, changes: Partial<KlaviyoFacts>, policy?: PolicyInput) =>
    verdictOf(id, { accounts: [account(changes, policy)] });

  test('a retired revision is said once, not as missing scopes', () => {
    const scopes = Object.fromEntries(ALL.map((scope) => [scope, failed('klaviyo_gone', 410)]));
    const { checks } = diagnose(facts({ accounts: [account({ scopes })] }));
    expect(checks.filter(({ group }) => group === 'klaviyo').map(({ id }) => id)).toEqual(['klaviyo-revision-brand']);
  });

  test('a scope is missing when the key is refused, and not known when the call failed otherwise', () => {
    const id = 'klaviyo-scope-events-write-brand';
    const with_ = (outcome: Outcome) => ({ scopes: { ...account().scopes, 'events:write': outcome } });
    expect(klaviyo(id, with_(failed('klaviyo_auth', 403)))).toBe('failure');
    expect(klaviyo(id, with_(failed('klaviyo_unavailable', 503)))).toBe('unknown');
  });

  test('a metric of another integration under one of our names is a clash; our own is none', () => {
    const metrics = (integration: string | null) => ({ metrics: [{ name: 'Fulfilled Order', integration }] });
    expect(klaviyo('klaviyo-metric-fulfilled-order-brand', metrics('Shopify'))).toBe('warning');
    expect(klaviyo('klaviyo-metrics-brand', metrics('API'))).toBe('ok');
  });

  test('a catalogue the API cannot see makes stock a no-op, and it says so, with the shop that is likely behind it', () => {
    const metrics = [{ name: 'Placed Order', integration: 'Shopify' }];
    const { checks } = diagnose(facts({ accounts: [account({ hasVariants: false, metrics })] }));
    const check = checks.find(({ id }) => id === 'klaviyo-catalogue-brand');
    expect(check).toMatchObject({ verdict: 'warning', sentence: expect.stringContaining('Shopify') });
    expect(
      klaviyo(
        'klaviyo-catalogue-brand',
        { hasVariants: false },
        { dispatchStrategy: 'manual', stock: { catalog: 'synced' } },
      ),
    ).toBe('ok');
    expect(klaviyo('klaviyo-catalogue-brand', { unknownSkus: ['TEE-M'] })).toBe('warning');
  });
});

describe('this machine', () => {
  test.each([
    ['network', 'failure'],
    ['memory', 'failure'],
    ['layer', 'warning'],
    ['unknown', 'unknown'],
  ] as const)('a database on a %s file system: %s', (filesystem, verdict) => {
    const machine = { nodeVersion: '24.1.0', database: { ...database, filesystem } };
    expect(verdictOf('database-disk', { machine })).toBe(verdict);
  });

  test.each([
    [10_000, 'ok'],
    [-60_000, 'warning'],
    [600_000, 'failure'],
  ] as const)('a clock that is off by %i ms: %s', (ms, verdict) => {
    expect(verdictOf('clock', { clockAheadMs: { near: 0, far: ms } })).toBe(verdict);
  });

  test.each([
    ['22.12.9', 'failure'],
    ['22.13.0', 'ok'],
    ['23.0.0', 'ok'],
  ] as const)('Node %s: %s', (nodeVersion, verdict) => {
    expect(verdictOf('node', { machine: { nodeVersion, database } })).toBe(verdict);
  });
});

test('nothing that was not looked at is called fine', () => {
  const { checks, assumptions } = diagnose(facts({ clarus: null, accounts: [], clockAheadMs: {} }));
  const unknowns = checks.filter(({ verdict }) => verdict === 'unknown').map(({ id }) => id);
  expect(unknowns).toEqual(['clarus-access', 'klaviyo-access', 'automations', 'clock']);
  expect(assumptions).toEqual([]);
});
