import { describe, expect, test } from 'vitest';
import { virtualClock } from '../../clock.js';
import { WarehouseRefusal } from './rules.js';
import { createWorld } from './world.js';

function warehouse() {
  const clock = virtualClock('2026-03-02T09:00:00Z');
  const world = createWorld({ clock });
  world.addProduct({ sku: 'TEE', available: 10 });
  world.addProduct({ sku: 'CAP', available: 4 });
  const rung: string[] = [];
  world.onEvent(({ resource, event, recordId }) => rung.push(`${resource}.${event} ${recordId}`));
  const order = (lines = [{ sku: 'TEE', quantity: 3 }]) =>
    world.createOrder({ reference: 'SO-1', email: 'a@mail.invalid', lines }).id;
  const picked = (lines?: Parameters<typeof order>[0]) => {
    const id = order(lines);
    world.allocate(id);
    world.pick(id);
    return id;
  };
  const status = (id: string) => world.state.orders.get(id)?.status;
  const units = (id: string) =>
    world.state.lines.of(id).map(({ ordered, dispatched, shorted }) => [ordered, dispatched, shorted]);
  return { clock, world, rung, order, picked, status, units };
}

describe('the normal way', () => {
  test('from order to road, with the documented statuses and stock in the right place', () => {
    const { world, picked, status, units } = warehouse();
    const id = picked();
    expect(world.available('TEE')).toBe(7);
    const shipment = world.packShipment(id, { parcels: 2 });
    expect(shipment).toMatchObject({ status: 'Submitting', labelFilename: null });
    world.label(shipment.id);
    expect(shipment).toMatchObject({ status: 'Created', labelFilename: expect.stringContaining('label-') });
    expect(world.state.packages.of(shipment.id).map(({ trackingNumber }) => trackingNumber)).toEqual([
      expect.stringMatching(/^TRK/),
      expect.stringMatching(/^TRK/),
    ]);
    expect(units(id)).toEqual([[3, 0, 0]]);
    world.dispatchShipment(shipment.id);
    expect(status(id)).toBe('COMPLETED');
    expect(units(id)).toEqual([[3, 3, 0]]);
    expect(world.available('TEE')).toBe(7);
    const dispatched = world.state.tasks.of(id).filter(({ type }) => type === 'DISP');
    expect(dispatched).toMatchObject([{ status: 'COMPLETED', confirmedQuantity: 3, subtype: 'SHIPMENT' }]);
    expect(world.state.transactions.of(id).map(({ subtype }) => subtype)).toEqual(['PICK', 'DISP']);
  });

  test('an order is completed with its last shipment, and only updated by those before', () => {
    const { world, picked, rung, status } = warehouse();
    const id = picked([
      { sku: 'TEE', quantity: 2 },
      { sku: 'CAP', quantity: 1 },
    ]);
    const first = world.packShipment(id, { contents: [{ sku: 'TEE', quantity: 2 }] });
    const second = world.packShipment(id);
    rung.length = 0;
    world.dispatchShipment(first.id);
    expect(status(id)).toBe('PICK');
    expect(rung.filter((bell) => bell.startsWith('goods_out.'))).toEqual([`goods_out.updated ${id}`]);
    world.dispatchShipment(second.id);
    expect(rung.filter((bell) => bell.startsWith('goods_out.')).at(-1)).toBe(`goods_out.completed ${id}`);
  });

  test('what was not found is given up, and the rest completes the order short', () => {
    const { world, order, status, units } = warehouse();
    const id = order();
    world.allocate(id, { atMost: { TEE: 2 } });
    expect(status(id)).toBe('PART_ALLOCATED');
    world.pick(id);
    const shipment = world.packShipment(id);
    world.shortOrder(id);
    expect(status(id)).toBe('PICK');
    world.dispatchShipment(shipment.id);
    expect(status(id)).toBe('COMPLETED');
    expect(units(id)).toEqual([[3, 2, 1]]);
    expect(world.available('TEE')).toBe(8);
  });

  test('a voided label gives its units back to the packing desk', () => {
    const { world, picked } = warehouse();
    const id = picked();
    const first = world.packShipment(id);
    expect(() => world.packShipment(id, { contents: [{ sku: 'TEE', quantity: 1 }] })).toThrow(WarehouseRefusal);
    world.label(first.id);
    world.voidShipment(first.id);
    expect(first).toMatchObject({ status: 'cancelled', labelFilename: null });
    const second = world.packShipment(id);
    world.dispatchShipment(second.id);
    expect(() => world.dispatchShipment(first.id)).toThrow(WarehouseRefusal);
  });

  test('a dispatch can be taken back', () => {
    const { world, picked, status, units, rung } = warehouse();
    const id = picked();
    const shipment = world.packShipment(id);
    world.label(shipment.id);
    world.dispatchShipment(shipment.id);
    world.undispatchShipment(shipment.id);
    expect([status(id), shipment.status]).toEqual(['PICK', 'Created']);
    expect(units(id)).toEqual([[3, 0, 0]]);
    expect(rung.some((bell) => bell.startsWith('stock.undispatched'))).toBe(true);
    world.dispatchShipment(shipment.id);
    expect(status(id)).toBe('COMPLETED');
  });

  test('with auto_shipment the label is the dispatch; without shipments picked units can be completed', () => {
    const { world, status } = warehouse();
    const lines = [{ sku: 'TEE', quantity: 1 }];
    const auto = world.createOrder({ reference: 'A', lines, dispatchStrategy: 'auto_shipment' }).id;
    world.allocate(auto);
    world.pick(auto);
    world.label(world.packShipment(auto).id);
    expect(status(auto)).toBe('COMPLETED');
    const manual = world.createOrder({ reference: 'B', lines, dispatchStrategy: 'manual' }).id;
    world.allocate(manual);
    world.pick(manual);
    world.completeOrder(manual);
    expect(status(manual)).toBe('COMPLETED');
    expect(world.state.shipments.of(manual)).toEqual([]);
  });
});

describe('cancelling', () => {
  test('a pending order is deleted, and its last record goes with the bell', () => {
    const { world, order, status } = warehouse();
    const id = order();
    const records: unknown[] = [];
    world.onEvent(({ event, record }) => event === 'cancelled' && records.push(record));
    world.cancelOrder(id);
    expect(status(id)).toBeUndefined();
    expect(world.state.lines.of(id)).toEqual([]);
    expect(records).toMatchObject([
      { id: Number(id), goods_out_status: { code: 'CANCELLED' }, address: { email_address: 'a@mail.invalid' } },
    ]);
  });

  test('a started one is deallocated and keeps what was dispatched', () => {
    const { world, picked, status, units } = warehouse();
    const id = picked();
    world.dispatchShipment(world.packShipment(id, { contents: [{ sku: 'TEE', quantity: 1 }] }).id);
    world.cancelOrder(id);
    expect(status(id)).toBe('CANCELLED');
    expect(units(id)).toEqual([[3, 1, 0]]);
    expect(world.available('TEE')).toBe(9);
  });

  test('a completed one refuses, and a cancelled one does not leave', () => {
    const { world, picked } = warehouse();
    const done = picked();
    world.dispatchShipment(world.packShipment(done).id);
    expect(() => world.cancelOrder(done)).toThrow(WarehouseRefusal);
    const cancelled = picked([{ sku: 'CAP', quantity: 1 }]);
    const labelled = world.packShipment(cancelled);
    world.label(labelled.id);
    world.cancelOrder(cancelled);
    expect(labelled.status).toBe('Created');
    expect(() => world.dispatchShipment(labelled.id)).toThrow(WarehouseRefusal);
  });
});

describe('stock', () => {
  test('every adjustment rings its own bell and the balance’s', () => {
    const { world, rung } = warehouse();
    world.adjustStock('TEE', -4);
    world.setStock('TEE', 20);
    world.setStock('TEE', 20);
    expect(world.available('TEE')).toBe(20);
    expect(rung.map((bell) => bell.split(' ')[0])).toEqual([
      'stock.negatively_adjusted',
      'stock_balance.updated',
      'stock.positively_adjusted',
      'stock_balance.updated',
    ]);
    expect(() => world.adjustStock('TEE', -21)).toThrow(WarehouseRefusal);
  });

  test('a receipt is ordered until it is put away', () => {
    const { world } = warehouse();
    const receipt = world.createReceipt({ reference: 'GI-1', lines: [{ sku: 'CAP', quantity: 5 }] });
    expect(world.available('CAP')).toBe(4);
    world.completeReceipt(receipt.id);
    expect(world.available('CAP')).toBe(9);
    expect(() => world.completeReceipt(receipt.id)).toThrow(WarehouseRefusal);
  });
});

test('what happens in the past is dated then and rings nothing', () => {
  const { world, rung, clock } = warehouse();
  const yesterday = clock.now() - 24 * 3_600_000;
  world.inThePast(yesterday, () => {
    world.createOrder({ id: '77', reference: 'OLD', lines: [{ sku: 'TEE', quantity: 1 }] });
  });
  expect(world.state.orders.get('77')?.createdAtMs).toBe(yesterday);
  expect(rung).toEqual([]);
});
