import { describe, expect, test } from 'vitest';
import { ClarusInconsistentReadError } from '../src/index.js';
import { clarusOver, operationsOf } from './support/client.js';
import {
  dispatchTaskRow,
  lineRow,
  oneOrder,
  orderRow,
  packageRow,
  shipmentRow,
  transactionRow,
} from './support/rows.js';

describe('orders.view', () => {
  test('with the reference reads everything in one request and the parcels in a second', async () => {
    const { clarus, server } = clarusOver(oneOrder());
    const view = await clarus.orders.view('1', { reference: 'SO-1', dispatchedSince: '2026-03-10T09:30:00Z' });

    expect(operationsOf(server)).toEqual(['ReadOrders', 'ReadPackages']);
    expect(view).toEqual({
      order: {
        id: '1',
        reference: 'SO-1',
        statusCode: 'PICK',
        statusName: 'Picking',
        priority: 1,
        expectedDispatchAt: '2026-03-11',
        account: { id: '7', code: 'ACME', name: null },
        warehouse: { id: '2', code: 'WH1', name: null },
        carrier: { id: '5', code: 'DPD', name: null },
        dispatchStrategy: null,
        type: null,
        shopReference: null,
        customer: null,
        contact: null,
        extra: {},
      },
      lines: [
        {
          id: '1',
          productId: 'p-1',
          sku: 'SKU-1',
          productName: null,
          ordered: 2,
          allocated: 2,
          picked: 2,
          dispatched: 0,
          shortStatus: null,
          orderId: '1',
          orderReference: 'SO-1',
          carrierId: '5',
          extra: {},
        },
      ],
      shipments: [
        {
          id: '31',
          reference: 'SH-31',
          name: null,
          statusCode: 'Created',
          deliveryNotes: null,
          plannedCollectionAt: '2026-03-10T14:00:00.000Z',
          labelFilename: 'label-31.pdf',
          hasLabel: true,
          parcelCount: 1,
          orderId: null,
          carrier: { id: '5', code: 'DPD', name: 'DPD' },
          service: { id: '8', code: 'NEXT', name: 'Next Day' },
          warehouse: { id: '2', code: 'WH1', name: 'Main' },
          extra: {},
          parcels: [
            {
              id: '41',
              trackingNumber: '1Z999',
              shipmentId: '31',
              shipmentReference: 'SH-31',
              storageUnitTypeCode: 'CARTON',
              storageUnitId: null,
              contents: null,
              extra: {},
            },
          ],
        },
      ],
      dispatches: [
        {
          id: '51',
          sku: 'SKU-1',
          quantity: 2,
          at: null,
          notBefore: '2026-03-10T09:30:00.000Z',
          storageUnitId: null,
          source: 'task',
        },
      ],
      transactions: [expect.objectContaining({ id: '61', subtype: 'PICK', createdAt: '2026-03-10T09:00:00.000Z' })],
    });
  });

  test('learns an unknown reference from the lines, then reads all at once', async () => {
    const { clarus, server } = clarusOver(oneOrder());
    expect((await clarus.orders.view('1'))?.order.reference).toBe('SO-1');
    expect(operationsOf(server)).toEqual(['FindOrderReferences', 'ReadOrders', 'ReadPackages']);
  });

  test('picks the order by id among those that share its reference, wherever it is listed', async () => {
    const twins = Array.from({ length: 70 }, (_, index) => orderRow(`t${index}`, { reference: 'SO-1' }));
    const { clarus, server } = clarusOver({ ...oneOrder(), goods_outs: [...twins, orderRow('1')] });
    expect((await clarus.orders.view('1', { reference: 'SO-1' }))?.order.id).toBe('1');
    // Found on the second page, after the lines were read: so all of it is read again from that page.
    expect(operationsOf(server)).toEqual(['ReadOrders', 'ReadOrders', 'ReadOrders', 'ReadPackages']);
  });

  test('never shows a completed order with the quantities of a moment before', async () => {
    let isDispatched = false;
    const rows = oneOrder();
    const { clarus, server } = clarusOver(rows, {
      onResolve: (root) => {
        // The warehouse completes the order just before each status is read for the first time…
        if (root === 'goods_outs' && !isDispatched) server.rows['goods_outs'] = [orderRow('1', COMPLETED)];
        // …and its quantities only become readable after the first reading's lines.
        if (root === 'shipments' && !isDispatched) {
          isDispatched = true;
          server.rows['goods_out_lines'] = [lineRow('1', '1', { dispatch_quantity: 2 })];
        }
      },
    });
    const view = await clarus.orders.view('1', { reference: 'SO-1' });
    expect([view?.order.statusCode, view?.lines[0]?.dispatched]).toEqual(['COMPLETED', 2]);
  });

  test('believes a completed order that looks short once it has looked twice', async () => {
    const { clarus, server } = clarusOver({
      ...oneOrder(),
      goods_outs: [orderRow('1', COMPLETED)],
      goods_out_lines: [lineRow('1', '1', { dispatch_quantity: 1 })],
    });
    expect((await clarus.orders.view('1', { reference: 'SO-1' }))?.lines[0]?.dispatched).toBe(1);
    expect(operationsOf(server)).toEqual(['ReadOrders', 'ReadOrders', 'ReadPackages']);
  });

  test('is null for an order that is gone, with its reference and without', async () => {
    const { clarus } = clarusOver({});
    expect(await clarus.orders.view('1', { reference: 'SO-1' })).toBeNull();
    expect(await clarus.orders.view('1')).toBeNull();
  });

  test('is null for an order without lines when no reference was given, though the order exists', async () => {
    const { clarus } = clarusOver({ goods_outs: [orderRow('1')] });
    expect(await clarus.orders.view('1')).toBeNull();
    expect((await clarus.orders.view('1', { reference: 'SO-1' }))?.order.id).toBe('1');
  });

  test('follows an order that was given another reference', async () => {
    const { clarus } = clarusOver(oneOrder());
    expect((await clarus.orders.view('1', { reference: 'SO-OLD' }))?.order.reference).toBe('SO-1');
  });

  test('refuses to call an order gone whose lines are still listed', async () => {
    const { clarus } = clarusOver({ ...oneOrder(), goods_outs: [] });
    await expect(clarus.orders.view('1', { reference: 'SO-1' })).rejects.toThrow(ClarusInconsistentReadError);
  });

  test('pages every part to its end, beyond fifty lines and fifty tasks', async () => {
    const many = Array.from({ length: 120 }, (_, index) => String(1000 + index));
    const { clarus } = clarusOver({
      ...oneOrder(),
      goods_out_lines: many.map((id) => lineRow(id, '1')),
      tasks: many.map((id) => dispatchTaskRow(id, '1', '2026-03-10T10:00:00Z')),
    });
    const view = await clarus.orders.view('1', { reference: 'SO-1' });
    expect(view?.lines.map((line) => line.id)).toEqual(many);
    expect(view?.dispatches.map((dispatch) => dispatch.id)).toEqual(many);
  });

  test('dates only the dispatches that Clarus found completed since', async () => {
    const { clarus } = clarusOver({
      ...oneOrder(),
      tasks: [
        dispatchTaskRow('old', '1', '2026-03-09T10:00:00Z'),
        dispatchTaskRow('new', '1', '2026-03-10T10:00:00Z'),
        dispatchTaskRow('open', '1', null),
      ],
    });
    const view = await clarus.orders.view('1', { reference: 'SO-1', dispatchedSince: '2026-03-10T00:00:00Z' });
    expect(view?.dispatches.map(({ id, notBefore }) => [id, notBefore])).toEqual([
      ['new', '2026-03-10T00:00:00.000Z'],
      ['old', null],
    ]);
  });

  test('takes dispatch transactions for an order that has no dispatch task', async () => {
    const { clarus } = clarusOver({
      ...oneOrder(),
      tasks: [],
      transactions: [transactionRow('61', '1', 'PICK'), transactionRow('62', '1', 'DISP')],
    });
    const view = await clarus.orders.view('1', { reference: 'SO-1' });
    expect(view?.dispatches).toEqual([
      {
        id: 'transaction-62',
        sku: 'SKU-1',
        quantity: 2,
        at: '2026-03-10T09:00:00.000Z',
        notBefore: null,
        storageUnitId: null,
        source: 'transaction',
      },
    ]);
  });

  test('stops when the caller aborts, with the caller’s reason', async () => {
    const { clarus } = clarusOver(oneOrder());
    const reason = new Error('changed my mind');
    await expect(clarus.orders.view('1', { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});

describe('orders.viewMany', () => {
  const ids = Array.from({ length: 45 }, (_, index) => String(index + 1));
  const world = {
    goods_outs: ids.map((id) => orderRow(id)),
    goods_out_lines: ids.map((id) => lineRow(`l${id}`, id)),
    shipments: ids.map((id) => shipmentRow(`s${id}`, id)),
    packages: ids.map((id) => packageRow(`k${id}`, `s${id}`, `T${id}`)),
  };
  const wanted = ids.map((id) => ({ id, reference: `SO-${id}` }));

  test('reads twenty orders to a request and gives each its own parts', async () => {
    const { clarus, server } = clarusOver(world);
    const views = await clarus.orders.viewMany([...wanted, { id: 'gone', reference: 'SO-gone' }]);
    expect(operationsOf(server).toSorted()).toEqual([...Array(3).fill('ReadOrders'), ...Array(3).fill('ReadPackages')]);
    expect(views.get('gone')).toBeNull();
    for (const id of ids) {
      const view = views.get(id);
      expect(view?.lines.map((line) => line.id)).toEqual([`l${id}`]);
      expect(view?.shipments[0]?.parcels[0]?.trackingNumber).toBe(`T${id}`);
    }
  });

  test('falls back to one order each where Clarus refuses many, and remembers it', async () => {
    const { clarus, server } = clarusOver(world, {
      intercept: (query) =>
        query.includes('order_1:') ? Response.json({ errors: [{ message: 'too complex' }] }) : undefined,
    });
    const views = await clarus.orders.viewMany(wanted.slice(0, 3));
    expect([...views.values()].every((view) => view !== null)).toBe(true);
    expect(operationsOf(server).filter((name) => name === 'ReadOrders')).toHaveLength(1 + 3);
    await clarus.orders.viewMany(wanted.slice(3, 5));
    expect(operationsOf(server).filter((name) => name === 'ReadOrders')).toHaveLength(1 + 3 + 2);
  });

  test('asks for an order once that is named twice, with the reference either gave', async () => {
    const { clarus, server } = clarusOver(oneOrder());
    const views = await clarus.orders.viewMany([{ id: '1', reference: 'SO-1' }, { id: '1' }]);
    expect(views.size).toBe(1);
    expect(operationsOf(server)).toEqual(['ReadOrders', 'ReadPackages']);
  });
});

const COMPLETED = { goods_out_status: { code: 'COMPLETED', name: 'Completed' } };
