/** From order to pick: creating, allocating, picking, editing. */
import type { DispatchStrategy, WorldLine, WorldOrder } from './model.js';
import { orderPayload } from './records.js';
import { type AccountCode, accountOf, insist, orderOf, WarehouseRefusal } from './rules.js';
import type { WorldState } from './state.js';
import { balanceOfLine, book, productOf, ringBalance, ringStock } from './stock.js';

/** An order to be made in the made-up warehouse. */
export interface NewOrder {
  /** Digits only. @default the next free one */
  readonly id?: string;
  readonly reference: string;
  readonly account?: AccountCode;
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
  readonly email?: string | null;
  readonly name?: string;
  readonly phone?: string | null;
  /** @default 'GB' */
  readonly countryCode?: string;
  /** Carrier and service codes; unknown ones are added to the tenant. */
  readonly carrier?: string;
  readonly service?: string;
  /** @default the account's */
  readonly dispatchStrategy?: DispatchStrategy;
  readonly shopReference?: string;
  readonly goodsOutType?: WorldOrder['goodsOutType'];
  /** What the warehouse plans, and keeps to or not. @default in a day */
  readonly expectedDispatchAtMs?: number;
  /** Saved, but not ready: `DRAFT` instead of `PENDING`. */
  readonly isDraft?: boolean;
}

/** What is edited of an order. */
export interface OrderChanges {
  readonly email?: string | null;
  readonly name?: string;
  readonly countryCode?: string;
  readonly carrier?: string;
  readonly service?: string;
}

/** How much of an order is allocated. */
export interface AllocateOptions {
  /** Allocate no more than this many units of a SKU, though the balance says they are there. */
  readonly atMost?: Readonly<Record<string, number>>;
}

const DAY_MS = 24 * 3_600_000;

export function createOrder(state: WorldState, order: NewOrder): WorldOrder {
  if (order.id !== undefined && !/^\d+$/.test(order.id)) throw new RangeError('An order id has digits only');
  const account = accountOf(state, order.account);
  const nowMs = state.now();
  const carrierId = order.carrier === undefined ? null : carrierOf(state, order.carrier);
  const record = state.orders.insert({
    id: state.nextId('order', order.id),
    reference: order.reference,
    accountId: account.id,
    warehouseId: state.warehouses[0]?.id ?? '',
    goodsOutType: order.goodsOutType ?? 'sales_order',
    createdAtMs: nowMs,
    expectedDispatchAtMs: order.expectedDispatchAtMs ?? nowMs + DAY_MS,
    shopReference: order.shopReference ?? null,
    status: order.isDraft === true ? 'DRAFT' : 'PENDING',
    dispatchStrategy: order.dispatchStrategy ?? account.dispatchStrategy,
    carrierId,
    serviceId: order.service === undefined || carrierId === null ? null : serviceOf(state, carrierId, order.service),
    address: {
      name: order.name ?? 'A. Customer',
      email: order.email ?? null,
      phone: order.phone ?? null,
      countryCode: order.countryCode ?? 'GB',
    },
    completedAtMs: null,
  });
  for (const { sku, quantity } of order.lines) {
    if (!(quantity > 0)) throw new WarehouseRefusal('order_quantity_invalid', 'A line orders more than 0 units');
    state.lines.insert({
      id: state.nextId('line'),
      orderId: record.id,
      productId: productOf(state, sku, order.account).id,
      createdAtMs: nowMs,
      ordered: quantity,
      allocated: 0,
      picked: 0,
      dispatched: 0,
      shorted: 0,
    });
  }
  ringOrder(state, record, 'created');
  return record;
}

/** Reserves stock and makes pick tasks: `ALLOCATED`, or `PART_ALLOCATED` where stock is short. */
export function allocate(state: WorldState, orderId: string, { atMost = {} }: AllocateOptions = {}): void {
  const order = orderOf(state, orderId);
  insist(order, 'DRAFT', 'PENDING', 'PART_ALLOCATED');
  for (const line of state.lines.of(orderId)) {
    const balance = balanceOfLine(state, order, line);
    const sku = state.products.get(line.productId)?.code ?? '';
    const missing = line.ordered - line.shorted - line.allocated;
    const quantity = Math.max(0, Math.min(missing, balance.available, (atMost[sku] ?? missing) - line.allocated));
    if (quantity === 0) continue;
    line.allocated += quantity;
    balance.available -= quantity;
    balance.allocated += quantity;
    addTask(state, order, line, { type: 'PICK', subtype: 'standard', quantity, shipmentId: null, storageUnitId: null });
    ringBalance(state, balance);
  }
  const isFull = state.lines.of(orderId).every((line) => line.allocated + line.shorted >= line.ordered);
  order.status = isFull ? 'ALLOCATED' : 'PART_ALLOCATED';
  ringOrder(state, order, 'processed');
}

/** Confirms every pick task. With the strategy `auto`, picking is dispatching. */
export function pickOrder(state: WorldState, orderId: string): void {
  const order = orderOf(state, orderId);
  insist(order, 'ALLOCATED', 'PART_ALLOCATED', 'PICK');
  for (const line of state.lines.of(orderId)) {
    const quantity = line.allocated - line.picked;
    if (quantity <= 0) continue;
    const balance = balanceOfLine(state, order, line);
    line.picked += quantity;
    balance.allocated -= quantity;
    balance.picked += quantity;
    ringStock(state, balance, 'picked', book(state, balance, 'PICK', quantity, orderId), quantity);
  }
  for (const task of state.tasks.of(orderId)) {
    if (task.type !== 'PICK' || task.status !== 'AVAILABLE') continue;
    task.status = 'COMPLETED';
    task.confirmedQuantity = task.startQuantity;
    task.completedAtMs = state.now();
  }
  order.status = 'PICK';
  state.ring({
    resource: 'goods_out_pick_list',
    event: 'picked',
    recordId: orderId,
    record: { id: Number(orderId), reference: `PL-${order.reference}`, goods_outs: [orderPayload(state, order)] },
  });
}

export function updateOrder(state: WorldState, orderId: string, changes: OrderChanges): void {
  const order = orderOf(state, orderId);
  insist(order, 'DRAFT', 'PENDING', 'ALLOCATED', 'PART_ALLOCATED', 'PICK');
  const { email, name, countryCode, carrier, service } = changes;
  order.address = {
    ...order.address,
    ...(email === undefined ? {} : { email }),
    ...(name === undefined ? {} : { name }),
    ...(countryCode === undefined ? {} : { countryCode }),
  };
  if (carrier !== undefined) order.carrierId = carrierOf(state, carrier);
  if (service !== undefined && order.carrierId !== null) order.serviceId = serviceOf(state, order.carrierId, service);
  ringOrder(state, order, 'updated');
}

export function ringOrder(state: WorldState, order: WorldOrder, event: string): void {
  state.ring({ resource: 'goods_out', event, recordId: order.id, record: orderPayload(state, order) });
}

interface NewTask {
  readonly type: 'PICK' | 'DISP';
  readonly subtype: string;
  readonly quantity: number;
  readonly shipmentId: string | null;
  readonly storageUnitId: string | null;
}

export function addTask(state: WorldState, order: WorldOrder, line: WorldLine, task: NewTask): void {
  state.tasks.insert({
    id: state.nextId('task'),
    type: task.type,
    subtype: task.subtype,
    orderId: order.id,
    lineId: line.id,
    productId: line.productId,
    accountId: order.accountId,
    warehouseId: order.warehouseId,
    receiptLineId: null,
    shipmentId: task.shipmentId,
    storageUnitFromId: task.storageUnitId,
    startQuantity: task.quantity,
    createdAtMs: state.now(),
    status: 'AVAILABLE',
    confirmedQuantity: null,
    completedAtMs: null,
  });
}

export function carrierOf(state: WorldState, code: string, name: string = code): string {
  return (state.carriers.of(code)[0] ?? state.carriers.insert({ id: state.nextId('carrier'), code, name })).id;
}

export function serviceOf(state: WorldState, carrierId: string, code: string, name: string = code): string {
  const found = state.services.of(carrierId).find((service) => service.code === code);
  return (found ?? state.services.insert({ id: state.nextId('service'), carrierId, code, name })).id;
}
