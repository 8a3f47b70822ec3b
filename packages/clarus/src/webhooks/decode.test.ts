import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decode } from './decode.js';

const automations = { '43': 'goods_out.completed', '44': 'stock_balance.updated', '45': 'robot.danced' };
const from = (body: unknown, automationId: string | null = '43') =>
  decode(typeof body === 'string' ? body : JSON.stringify(body), { automationId, automations });

const ORDER = {
  reference: 'SO-1',
  account_id: 7,
  warehouse: { id: '2', code: 'WH1' },
  address: { email_address: 'jane@example.org', phone_number: ' ', country_code: 'gb' },
};

describe('decode', () => {
  test.each([
    ['the root', { id: 3301, ...ORDER }],
    ['data', { id: 'delivery-9', data: { id: '3301', ...ORDER } }],
    ['data.attributes', { data: { id: '3301', type: 'goods_outs', attributes: ORDER } }],
    ['attributes', { id: 3301, attributes: ORDER }],
    ['a list of one', [{ id: 3301, ...ORDER }]],
  ])('reads an order wrapped in %s', (_, body) => {
    expect(from(body)).toMatchObject({
      resource: 'goods_out',
      event: 'completed',
      name: 'goods_out.completed',
      recordId: '3301',
      orderId: '3301',
      reference: 'SO-1',
      account: { id: '7', code: null },
      warehouse: { id: '2', code: 'WH1' },
      product: null,
      contact: { email: 'jane@example.org', phone: null, countryCode: 'GB' },
      record: ORDER,
    });
  });

  test('reads JSON:API relationships', () => {
    const relationships = {
      address: { data: { type: 'addresses', attributes: { email_address: 'jane@example.org' } } },
      account: { data: { id: 7, attributes: { code: 'ACME' } } },
    };
    expect(from({ data: { id: 1, attributes: { reference: 'SO-1' }, relationships } })).toMatchObject({
      account: { id: '7', code: 'ACME' },
      contact: { email: 'jane@example.org' },
      record: { id: 1, reference: 'SO-1', relationships },
    });
  });

  test('reads a flat recipient, and takes nobody else’s e-mail for it', () => {
    expect(from({ id: 1, recipient_email: 'jane@example.org' }).contact?.email).toBe('jane@example.org');
    expect(from({ id: 1, email: 'packer@example.org', user: { email_address: 'x@example.org' } }).contact).toBeNull();
  });

  test('reads the product of a stock event', () => {
    expect(from({ product: { id: 5, code: 'TEE' }, account: { id: 7 }, goods_out_id: 3301 }, '44')).toMatchObject({
      resource: 'stock_balance',
      recordId: null,
      orderId: '3301',
      product: { id: '5', code: 'TEE' },
    });
    expect(from({ sku: 'TEE' }, '44').product).toEqual({ id: null, code: 'TEE' });
  });

  test.each([
    ['an unmapped automation', { id: 1 }, '99', 'automation-unmapped', null],
    ['an automation named like a method', { id: 1 }, 'constructor', 'automation-unmapped', null],
    ['no automation', { id: 1 }, null, 'automation-unmapped', null],
    ['a resource of tomorrow', { id: 1 }, '45', 'resource-unknown', 'robot.danced'],
    ['text', '{', '43', 'body-not-json', 'goods_out.completed'],
    ['a number', '5', '43', 'body-not-one-record', 'goods_out.completed'],
    ['several records', [{ id: 1 }, { id: 2 }], '43', 'body-not-one-record', 'goods_out.completed'],
  ])('calls %s unknown, as a normal case', (_, body, automationId, reason, name) => {
    expect(from(body, automationId)).toMatchObject({ resource: 'unknown', event: null, reason, name });
  });

  const keys = [
    'data',
    'attributes',
    'relationships',
    'id',
    'reference',
    'address',
    'account',
    'email_address',
    '__proto__',
  ];
  const { odd } = fc.letrec((tie) => ({
    odd: fc.oneof(
      { maxDepth: 6 },
      fc.jsonValue({ maxDepth: 1 }),
      fc.array(tie('odd'), { maxLength: 2 }),
      fc.dictionary(fc.constantFrom(...keys), tie('odd'), { maxKeys: 5 }),
    ),
  }));
  const isText = (value: unknown) => value === null || (typeof value === 'string' && value.trim() !== '');

  test('makes an event of anything at all', () => {
    fc.assert(
      fc.property(
        fc.oneof(odd, fc.string()),
        fc.constantFrom('43', '44', '45', '99', '', null),
        (body, automationId) => {
          const event = from(body, automationId);
          const texts = [
            event.recordId,
            event.reference,
            event.orderId,
            event.contact?.email ?? null,
            event.account?.id ?? null,
          ];
          expect(texts.every(isText)).toBe(true);
          expect(event.resource === 'unknown').toBe(event.event === null);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
