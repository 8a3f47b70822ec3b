/** The fake's automations calls, held to Clarus's own document: what it takes and what it answers are legal there. */
import { readFileSync } from 'node:fs';
import { type FakeClarusConfig, fakeClarus } from '@clarus-klaviyo/testing';
import { Ajv, type ValidateFunction } from 'ajv';
import { describe, expect, test } from 'vitest';
import { createClarus } from '../src/index.js';
import { createAutomation, deleteAutomation, updateAutomation } from '../src/writes.js';

const CREDENTIALS = { subdomain: 'acme', clientId: 'id', clientSecret: 'secret' };
const EXISTING = { id: '43', resource: 'goods_out', event: 'completed' };

function tenant(config: Partial<FakeClarusConfig> = {}) {
  const fake = fakeClarus({ ...CREDENTIALS, automations: [EXISTING], ...config });
  return { fake, clarus: createClarus({ ...CREDENTIALS, fetch: fake.fetch, retry: false }) };
}

const NEW = {
  name: 'ours',
  resourceName: 'goods_out',
  event: 'cancelled',
  webhook: { url: 'https://hooks.example.org/secret', destinationCode: 'default' },
} as const;

describe('automations of the fake', () => {
  test('one that is made is listed, rings, and is gone once deleted', async () => {
    const { fake, clarus } = tenant();
    const { id } = await createAutomation(clarus, NEW);
    const listed: unknown[] = [];
    for await (const each of clarus.automations.list()) listed.push([each.id, each.name, each.isEnabled]);
    expect(listed).toEqual([
      ['43', 'goods_out completed', true],
      [id, 'ours', true],
    ]);
    expect(fake.world.state.automations.at(-1)?.webhookUrl).toBe('https://hooks.example.org/secret');
    fake.world.setStock('TEE', 5);
    const cancel = (reference: string): void => {
      fake.world.cancelOrder(fake.world.createOrder({ reference, lines: [{ sku: 'TEE', quantity: 1 }] }).id);
    };
    cancel('SO-1');
    expect(fake.jobs.map((job) => job.automationId)).toEqual([id]);
    await deleteAutomation(clarus, id);
    cancel('SO-2');
    expect(fake.jobs).toHaveLength(1);
  });

  test('one that is turned off does not ring, and can be turned on again', async () => {
    const { fake, clarus } = tenant();
    const { id } = await createAutomation(clarus, { ...NEW, event: 'created', isEnabled: false });
    fake.world.setStock('TEE', 5);
    const create = (reference: string) => fake.world.createOrder({ reference, lines: [{ sku: 'TEE', quantity: 1 }] });
    create('SO-1');
    expect(fake.jobs).toEqual([]);
    await updateAutomation(clarus, id, { isEnabled: true });
    create('SO-2');
    expect(fake.jobs.map((job) => job.event)).toEqual(['created']);
  });

  test('a tenant may know one destination code only', async () => {
    const { clarus } = tenant({ destinationCode: 'told-by-consultant' });
    await expect(createAutomation(clarus, NEW)).rejects.toMatchObject({ code: 'clarus_validation', status: 422 });
  });
});

const file = process.env['CLARUS_OPENAPI'];

const CHANGE = (type: string, attributes: object = {}) => ({ type, attributes });
const WEBHOOK = CHANGE('ADD', {
  destination_type: 'webhook',
  destination_code: 'default',
  parameters_changes: [CHANGE('ADD', { parameter_code: 'webhook_url', value: 'https://hooks.example.org' })],
});
const GOOD = { resource_name: 'goods_out', event: 'completed', enabled: true };

/** [what, method, attributes, its fate]. `rule`: legal by the schema, and refused by what the reference says in prose. */
const CASES: readonly (readonly [string, 'POST' | 'PATCH', unknown, 'taken' | 'schema' | 'rule'])[] = [
  ['a webhook', 'POST', { ...GOOD, name: 'n', actions_changes: [WEBHOOK] }, 'taken'],
  ['no actions', 'POST', GOOD, 'taken'],
  ['a condition', 'POST', { ...GOOD, conditions_changes: [CHANGE('ADD', { condition_code: 'account_id' })] }, 'taken'],
  ['no event', 'POST', { resource_name: 'goods_out', enabled: true }, 'schema'],
  ['enabled as a word', 'POST', { ...GOOD, enabled: 'true' }, 'schema'],
  ['an unknown resource', 'POST', { ...GOOD, resource_name: 'shipment' }, 'schema'],
  ['a name that is none', 'POST', { ...GOOD, name: 7 }, 'schema'],
  ['another kind of change', 'POST', { ...GOOD, actions_changes: [CHANGE('REMOVE')] }, 'schema'],
  ['changes that are none', 'POST', { ...GOOD, actions_changes: {} }, 'schema'],
  [
    'an unknown destination',
    'POST',
    { ...GOOD, actions_changes: [CHANGE('ADD', { destination_type: 'x' })] },
    'schema',
  ],
  ['no attributes', 'POST', undefined, 'schema'],
  ['an event of another resource', 'POST', { ...GOOD, event: 'dispatched' }, 'rule'],
  ['an update while creating', 'POST', { ...GOOD, conditions_changes: [CHANGE('UPDATE')] }, 'rule'],
  ['turning it off', 'PATCH', { enabled: false }, 'taken'],
  ['nulls for what stays', 'PATCH', { event: null, name: null, enabled: null }, 'taken'],
  ['enabled as a number', 'PATCH', { enabled: 1 }, 'schema'],
];

describe.skipIf(file === undefined)('by the API document (set CLARUS_OPENAPI to check)', () => {
  const document = file === undefined ? {} : JSON.parse(readFileSync(file, 'utf8'));
  const validator = (schema: object): ValidateFunction =>
    new Ajv({ strict: false }).compile({ ...schema, components: document.components });
  const pathOf = (method: string) =>
    document.paths[method === 'POST' ? '/api/automations' : '/api/automations/{id}'][method.toLowerCase()];

  test.each(CASES)('%s (%s)', async (_what, method, attributes, fate) => {
    const { fake } = tenant();
    const token = await fake.fetch('https://clarus.test/oauth/token', {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'client_credentials', client_id: 'id', client_secret: 'secret' }),
    });
    const { access_token } = await token.json();
    const body = JSON.parse(JSON.stringify({ data: { type: 'automations', attributes } }));
    const answer = await fake.fetch(`https://clarus.test/api/automations${method === 'POST' ? '' : '/43'}`, {
      method,
      headers: { authorization: `Bearer ${access_token}`, 'x-clarus-subdomain': 'acme' },
      body: JSON.stringify(body),
    });
    expect(answer.status).toBe(fate === 'taken' ? 200 : 422);

    const { requestBody, responses } = pathOf(method);
    expect(validator(requestBody.content['application/json'].schema)(body)).toBe(fate !== 'schema');
    const response = responses[answer.status].content ?? document.components.responses.UnprocessableEntity.content;
    expect(validator(response['application/json'].schema)(await answer.json())).toBe(true);
  });
});
