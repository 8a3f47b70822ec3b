import type { Rows } from './tiny-clarus.js';

/** The wire's form of one order with its parts. */
export function orderRow(id: string, overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id,
    reference: `SO-${id}`,
    priority: 1,
    expected_date_of_dispatch: '2026-03-11',
    goods_out_status: { code: 'PICK', name: 'Picking' },
    account: { id: '7', code: 'ACME' },
    warehouse: { id: '2', code: 'WH1' },
    carrier: { id: '5', code: 'DPD' },
    ...overrides,
  };
}

export function lineRow(id: string, orderId: string, overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id,
    _goods_out_id: orderId,
    order_quantity: 2,
    allocated_quantity: 2,
    pick_quantity: 2,
    dispatch_quantity: 0,
    short_status: '',
    product: { id: `p-${id}`, code: `SKU-${id}`, description: 'Tee' },
    goods_out: { id: orderId, reference: `SO-${orderId}` },
    carrier: { id: '5' },
    ...overrides,
  };
}

export function shipmentRow(
  id: string,
  orderId: string,
  overrides: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    id,
    _goods_out_id: orderId,
    reference: `SH-${id}`,
    name: null,
    status: 'Created',
    delivery_notes: null,
    collection_datetime: '2026-03-10T15:00:00+01:00',
    label_filename: `label-${id}.pdf`,
    packages_count: 1,
    carrier: { id: '5', code: 'DPD', name: 'DPD' },
    carrier_service: { id: '8', code: 'NEXT', name: 'Next Day' },
    warehouse: { id: '2', code: 'WH1', name: 'Main' },
    ...overrides,
  };
}

export function packageRow(id: string, shipmentId: string, tracking: string | null): Record<string, unknown> {
  return {
    id,
    tracking_number: tracking,
    shipment: { id: shipmentId, reference: `SH-${shipmentId}` },
    storage_unit_type: { id: '12', code: 'CARTON' },
    storage_unit: { id: `su-${id}` },
  };
}

/** A dispatch task completed at `completedAt`; open when null. */
export function dispatchTaskRow(
  id: string,
  orderId: string,
  completedAt: string | null,
  overrides: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    id,
    _goods_out_id: orderId,
    status: completedAt === null ? 'AVAILABLE' : 'COMPLETED',
    subtype: 'SHIPMENT',
    start_quantity: 2,
    confirmed_quantity: completedAt === null ? null : 2,
    created_at: '2026-03-10T08:00:00Z',
    completed_at: completedAt,
    account: { id: '7', code: 'ACME' },
    warehouse: { id: '2', code: 'WH1' },
    product: { id: 'p-1', code: 'SKU-1' },
    task_type: { id: '9', code: 'DISP' },
    location_from: null,
    location_to: null,
    storage_unit_from: { id: 'su-41' },
    ...overrides,
  };
}

export function transactionRow(id: string, orderId: string, subtype: string): Record<string, unknown> {
  return {
    id,
    _goods_out_id: orderId,
    subtype,
    category: subtype,
    quantity: 2,
    created_at: '2026-03-10T09:00:00Z',
    product: { id: 'p-1', code: 'SKU-1' },
    account: { id: '7', code: 'ACME' },
    location_from: null,
    location_to: null,
    completing_user: { id: '210' },
  };
}

/** One order of everything. */
export function oneOrder(): Rows {
  return {
    goods_outs: [orderRow('1')],
    goods_out_lines: [lineRow('1', '1')],
    shipments: [shipmentRow('31', '1')],
    packages: [packageRow('41', '31', '1Z999')],
    tasks: [dispatchTaskRow('51', '1', '2026-03-10T10:00:00Z')],
    transactions: [transactionRow('61', '1', 'PICK')],
  };
}
