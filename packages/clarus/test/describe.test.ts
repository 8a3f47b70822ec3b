import { describe, expect, test } from 'vitest';
import { clarusOver, operationsOf } from './support/client.js';
import { oneOrder, orderRow } from './support/rows.js';

const GENEROUS = [
  'goods_outs.address.name',
  'goods_outs.address.email_address',
  'goods_outs.address.phone_number',
  'goods_outs.address.country_code',
  'goods_outs.external_system_reference1',
  'goods_outs.dispatch_strategy',
  'goods_outs(id)',
  'goods_out_lines.product.description',
  'packages.storage_unit.id',
  'tasks.completed_at',
  'tasks.storage_unit_from.id',
];

describe('describe', () => {
  test('finds by introspection what a tenant offers beyond the documentation', async () => {
    const { clarus } = clarusOver(oneOrder(), { generous: true });
    const capabilities = await clarus.describe();
    expect(capabilities.by).toBe('introspection');
    expect(capabilities.offered.toSorted()).toEqual(GENEROUS.toSorted());
  });

  test('finds the same by trying where introspection is off', async () => {
    const { clarus } = clarusOver(oneOrder(), { generous: true, introspection: false });
    const capabilities = await clarus.describe();
    expect(capabilities.by).toBe('trial');
    expect(capabilities.offered.toSorted()).toEqual(GENEROUS.toSorted());
  });

  test('believes no filter that is taken and ignored', async () => {
    const { clarus } = clarusOver(oneOrder(), {
      generous: true,
      introspection: false,
      intercept: (query) =>
        query.includes('DescribeFilter')
          ? Response.json({ data: { goods_outs: { all: { edges: [{ node: { id: '1' } }] } } } })
          : undefined,
    });
    expect((await clarus.describe()).offered).not.toContain('goods_outs(id)');
  });

  test('does not take trouble for a no', async () => {
    const { clarus } = clarusOver(oneOrder(), {
      generous: true,
      intercept: () => new Response('<h1>Bad gateway</h1>', { status: 502 }),
      config: { retry: false },
    });
    await expect(clarus.describe()).rejects.toMatchObject({ code: 'clarus_unavailable', status: 502 });
  });

  test('lets views read the address, the times and the storage units from then on', async () => {
    const rows = {
      ...oneOrder(),
      goods_outs: [
        orderRow('1', {
          address: { name: 'A', email_address: 'a@example.org', phone_number: '', country_code: 'gb' },
          external_system_reference1: '#1001',
          dispatch_strategy: 'shipment',
        }),
      ],
    };
    const first = clarusOver(rows, { generous: true });
    const capabilities = await first.clarus.describe();

    const { clarus, server } = clarusOver(rows, {
      generous: true,
      config: { capabilities: JSON.parse(JSON.stringify(capabilities)) },
    });
    const view = await clarus.orders.view('1', { dispatchedSince: '2026-03-10T09:30:00Z' });
    expect(operationsOf(server)).toEqual(['ReadOrders', 'ReadPackages']); // by id: no reference needed
    expect(view?.order).toMatchObject({
      contact: { name: 'A', email: 'a@example.org', phone: null, countryCode: 'GB' },
      shopReference: '#1001',
      dispatchStrategy: 'shipment',
      type: null,
    });
    expect(view?.lines[0]?.productName).toBe('Tee');
    expect(view?.dispatches[0]).toMatchObject({
      at: '2026-03-10T10:00:00.000Z',
      notBefore: null,
      storageUnitId: 'su-41',
    });
    expect(view?.shipments[0]?.parcels[0]?.storageUnitId).toBe('su-41');
    expect(view?.order.extra).toEqual({});
  });
});
