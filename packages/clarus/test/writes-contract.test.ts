/** Every body a write operation can send is legal by Clarus's own schemas. The rest is listed in `undocumented.ts`. */
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { DIALECTS, PARTIAL_UPDATES } from '../src/undocumented.js';
import {
  adjustStockDown,
  cancelOrder,
  cancelShipment,
  createAutomation,
  createCustomer,
  createOrder,
  createProduct,
  createReceipt,
  createShipment,
  deleteAutomation,
  deleteCustomer,
  deleteOrder,
  deleteProduct,
  deleteReceipt,
  deleteShipment,
  holdStock,
  moveStock,
  receiveReceipt,
  releaseStock,
  revertReceipt,
  runAutomation,
  shortOrderLines,
  submitShipment,
  transferStock,
  updateAutomation,
  updateCustomer,
  updateOrder,
  updateProduct,
  updateReceipt,
  updateShipment,
  type Writer,
} from '../src/writes.js';
import { restClarus, writtenAnswer } from './support/rest-clarus.js';

const ADDRESS = {
  name: 'Recipient',
  line1: '1 High Street',
  line2: 'Flat 2',
  town: 'Leeds',
  county: 'West Yorkshire',
  line5: 'x',
  postcode: 'LS1 1AA',
  countryCode: 'GB',
  email: 'a@example.org',
  phone: '+441130000000',
};
const AT = '2026-03-02T12:00:00Z';
const LINE_CHANGES = {
  add: [{ productId: '9', quantity: 1.5 }],
  update: [{ id: '5', quantity: 3, attributes: { alt_line_note: 'n' } }, { id: '6' }],
  remove: ['7'],
};

const WRITES: Readonly<Record<string, (writer: Writer) => Promise<unknown>>> = {
  'POST /api/goods_outs': (writer) =>
    createOrder(writer, {
      reference: 'SO-1',
      accountId: '7',
      expectedDispatchAt: AT,
      warehouseId: '2',
      carrierId: '5',
      carrierServiceId: '8',
      customerId: '42',
      shopReference: '#1001',
      address: ADDRESS,
      lines: [{ productId: '1024', quantity: 2, attributes: { alt_line_reference: 'l-1' } }],
      attributes: { dispatch_strategy: 'shipment', string1: 's', boolean1: true },
    }),
  'PATCH /api/goods_outs/{id}': (writer) =>
    updateOrder(writer, '3301', { carrierId: '5', expectedDispatchAt: AT, address: ADDRESS, lines: LINE_CHANGES }),
  'POST /api/goods_outs/{id}/cancel': (writer) => cancelOrder(writer, '3301'),
  'DELETE /api/goods_outs/{id}': (writer) => deleteOrder(writer, '3301'),
  'POST /api/goods_out_processes/short_order_lines': (writer) =>
    shortOrderLines(writer, { orderIds: ['1', '2'], description: 'out of stock', reasonCodeId: '5' }),
  'POST /api/shipments': (writer) =>
    createShipment(writer, {
      orderId: '3301',
      reference: 'SH-1',
      carrierId: '5',
      carrierServiceId: '8',
      trackingNumber: '1Z',
      address: ADDRESS,
      parcels: [{ reference: 'P1', weightKg: 1.2, heightCm: 10, lengthCm: 20, widthCm: 30 }, {}],
      attributes: { string1: 's' },
    }),
  'PATCH /api/shipments/{id}': (writer) => updateShipment(writer, '31', { carrierServiceId: '9' }),
  'POST /api/shipments/{id}/submit': (writer) => submitShipment(writer, '31'),
  'POST /api/shipments/{id}/cancel': (writer) => cancelShipment(writer, '31'),
  'DELETE /api/shipments/{id}': (writer) => deleteShipment(writer, '31'),
  'POST /api/stocks/hold': (writer) =>
    holdStock(writer, { stockIds: ['1'], description: 'quality check', reasonCodeId: '1' }),
  'POST /api/stocks/offhold': (writer) => releaseStock(writer, { stockIds: ['1'], description: 'checked' }),
  'POST /api/stocks/{id}/negative_adjustment': (writer) => adjustStockDown(writer, '1', { quantity: 0.5 }),
  'POST /api/stocks/{id}/move': (writer) =>
    moveStock(writer, '1', { quantity: 1, toLocationId: '3', reasonCodeId: '2' }),
  'POST /api/stocks/{id}/transfer': (writer) => transferStock(writer, '1', { quantity: 1, toAccountId: '3' }),
  'POST /api/products': (writer) =>
    createProduct(writer, {
      code: 'TEE',
      description: 'Tee',
      stockUnitTypeId: '1',
      barcode: '5012345678901',
      longDescription: 'A tee',
      attributes: { country_of_manufacture: 'GB' },
    }),
  'PATCH /api/products/{id}': (writer) => updateProduct(writer, '1', { barcode: '5012345678901' }),
  'DELETE /api/products/{id}': (writer) => deleteProduct(writer, '1'),
  'POST /api/goods_in_receipts': (writer) =>
    createReceipt(writer, {
      accountId: '7',
      warehouseId: '2',
      reference: 'RMA-1',
      expectedArrivalAt: AT,
      supplierId: '3',
      notes: 'n',
      address: ADDRESS,
      lines: [{ productId: '1024', expectedQuantity: 1 }],
    }),
  'PATCH /api/goods_in_receipts/{id}': (writer) =>
    updateReceipt(writer, '1', { notes: 'n', lines: { update: [{ id: '5', expectedQuantity: 2 }], remove: ['6'] } }),
  'POST /api/goods_in_receipts/{id}/receive': (writer) => receiveReceipt(writer, '1'),
  'POST /api/goods_in_receipts/{id}/revert': (writer) => revertReceipt(writer, '1'),
  'DELETE /api/goods_in_receipts/{id}': (writer) => deleteReceipt(writer, '1'),
  'POST /api/automations': (writer) =>
    createAutomation(writer, {
      name: 'a',
      resourceName: 'goods_in',
      event: 'completed',
      conditions: [{ code: 'goods_in_receipt_kind_id', operator: 'eq', value: '2', sourcePath: 'data.kind_id' }],
      webhook: { url: 'https://hooks.example.org/x', destinationCode: 'told-by-consultant' },
    }),
  'PATCH /api/automations/{id}': (writer) => updateAutomation(writer, '43', { isEnabled: true, name: 'b' }),
  'DELETE /api/automations/{id}': (writer) => deleteAutomation(writer, '43'),
  'POST /api/automations/{id}/run': (writer) => runAutomation(writer, '43'),
  'POST /api/customers': (writer) =>
    createCustomer(writer, {
      code: 'C1',
      name: 'Retail',
      externalReference: 'crm-1',
      attributes: { address: { name: 'HQ', postcode: 'M1 1AA' } },
    }),
  'PATCH /api/customers/{id}': (writer) => updateCustomer(writer, '42', { name: 'Retail Ltd' }),
  'DELETE /api/customers/{id}': (writer) => deleteCustomer(writer, '42'),
};

async function sentBy(write: (writer: Writer) => Promise<unknown>, dialect = {}) {
  const { clarus, calls } = restClarus(
    ({ method }) => (method === 'DELETE' ? new Response(null, { status: 204 }) : writtenAnswer()),
    { dialect },
  );
  await write(clarus);
  const [call, ...more] = calls;
  if (call === undefined || more.length > 0) throw new Error('one call was expected');
  return call;
}

describe('each write is the call it says', () => {
  test.each(Object.entries(WRITES))('%s', async (operation, write) => {
    const call = await sentBy(write);
    const [method, path = ''] = operation.split(' ');
    expect(call.method).toBe(method);
    expect(call.path).toMatch(new RegExp(`^${path.replace('{id}', '\\d+')}$`));
  });
});

test('an order is sent in full as Clarus documents it', async () => {
  const { body } = await sentBy((writer) =>
    createOrder(writer, {
      reference: 'SO-1',
      accountId: '7',
      expectedDispatchAt: AT,
      shopReference: '#1001',
      address: { name: 'Recipient', town: 'Leeds', email: 'a@example.org' },
      lines: [{ productId: '1024', quantity: 2 }],
    }),
  );
  expect(body).toEqual({
    data: {
      type: 'goods_outs',
      attributes: {
        goods_out_type: 'sales_order',
        account_id: 7,
        reference: 'SO-1',
        expected_date_of_dispatch: AT,
        external_system_reference1: '#1001',
        lines_changes: [{ type: 'ADD', attributes: { product_id: 1024, order_quantity: 2 } }],
      },
      relationships: {
        address: {
          data: {
            type: 'addresses',
            attributes: { name: 'Recipient', address_3: 'Leeds', email_address: 'a@example.org' },
          },
        },
      },
    },
  });
});

test('lines go in the words of the dialect, and only one of two words is sent', async () => {
  const update = (writer: Writer) => updateOrder(writer, '1', { lines: LINE_CHANGES });
  const types = z.looseObject({
    data: z.looseObject({ attributes: z.looseObject({ lines_changes: z.array(z.looseObject({ type: z.string() })) }) }),
  });
  const sent = async (dialect: object) =>
    types.parse((await sentBy(update, dialect)).body).data.attributes.lines_changes.map(({ type }) => type);
  expect(await sent({})).toEqual(['DESTROY', 'UPDATE', 'UPDATE', 'ADD']);
  expect(await sent({ removal: 'REMOVE' })).toEqual(['REMOVE', 'UPDATE', 'UPDATE', 'ADD']);

  const ship = (writer: Writer) => createShipment(writer, { orderId: '1', parcels: [{ weightKg: 1 }] });
  expect((await sentBy(ship)).text).toContain('"packages":[{"weight":1}]');
  const { text } = await sentBy(ship, { parcels: 'packages_changes' });
  expect(text).toContain('"packages_changes":[{"type":"ADD","attributes":{"weight":1}}]');
  expect(text).not.toContain('"packages":');
});

test.each([
  ['accountId', (writer: Writer) => updateOrder(writer, '1', { accountId: 'ACME' })],
  ['productId', (writer: Writer) => updateOrder(writer, '1', { lines: { add: [{ productId: '', quantity: 1 }] } })],
  ['quantity', (writer: Writer) => adjustStockDown(writer, '1', { quantity: 0 })],
  ['stockIds', (writer: Writer) => holdStock(writer, { stockIds: [], description: 'd' })],
  ['orderIds', (writer: Writer) => shortOrderLines(writer, { orderIds: [], description: 'd' })],
  ['id', (writer: Writer) => cancelOrder(writer, '../users')],
])('a wrong %s is refused before anything is sent', async (name, write) => {
  const { clarus, calls } = restClarus(() => writtenAnswer());
  await expect(write(clarus)).rejects.toThrow(RangeError);
  await expect(write(clarus)).rejects.toThrow(name);
  expect(calls).toEqual([]);
});

const file = process.env['CLARUS_OPENAPI'];

interface Operation {
  readonly requestBody?: { readonly content: Record<string, { readonly schema: object }> };
}

describe.skipIf(file === undefined)('by the API document (set CLARUS_OPENAPI to check)', () => {
  const document = file === undefined ? {} : JSON.parse(readFileSync(file, 'utf8'));
  /** What this package leaves out on purpose: an update may name only what changes. */
  const withoutRequired = (schema: unknown): unknown => {
    if (Array.isArray(schema)) return schema.map(withoutRequired);
    if (typeof schema !== 'object' || schema === null) return schema;
    const { required: _, ...rest } = schema as Record<string, unknown>;
    return Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, withoutRequired(value)]));
  };
  const validatorFor = (operation: string, isPartial: boolean) => {
    const [method = '', path = ''] = operation.split(' ');
    const found: Operation = document.paths[path][method.toLowerCase()];
    const schema = found.requestBody?.content['application/json']?.schema;
    if (schema === undefined) return null;
    // OpenAPI 3.0's `exclusiveMinimum: true` is a number in JSON Schema.
    const text = JSON.stringify({ ...schema, components: document.components })
      .replaceAll(/"minimum":(\d+),"exclusiveMinimum":true/g, '"exclusiveMinimum":$1')
      .replaceAll(/"exclusiveMinimum":true,"minimum":(\d+)/g, '"exclusiveMinimum":$1');
    const ajv = new Ajv({ strict: false, allErrors: true });
    addFormats.default(ajv);
    const parsed = JSON.parse(text);
    return ajv.compile(closed(isPartial ? withoutRequired(parsed) : parsed));
  };
  /** Our own names must be the document's: a property it does not know would be ignored in silence. */
  const closed = (schema: unknown): object => {
    if (Array.isArray(schema)) return schema.map(closed);
    if (typeof schema !== 'object' || schema === null) return schema as never;
    const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
    return 'properties' in schema && !('additionalProperties' in schema) && !('components' in schema)
      ? { ...inner, additionalProperties: false }
      : inner;
  };

  test.each(Object.entries(WRITES))('%s is legal', async (operation, write) => {
    const { body } = await sentBy(write);
    const isPartial = PARTIAL_UPDATES.operations.includes(operation);
    const validate = validatorFor(operation, isPartial);
    if (validate === null) expect(body).toBeUndefined();
    else expect(validate(body) ? [] : validate.errors).toEqual([]);
  });

  test('what the schemas do not know of is only sent when asked for, and listed', () => {
    expect(DIALECTS.map(({ word }) => word)).toEqual(['REMOVE', 'packages_changes']);
    expect([...DIALECTS, PARTIAL_UPDATES].every(({ source }) => source.startsWith('Reference'))).toBe(true);
  });
});
