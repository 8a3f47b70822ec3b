/**
 * The GraphQL roots: filters and node fields exactly as Clarus documents them, plus, in the generous
 * profile, what tenants plausibly also offer.
 */
import type { JsonObject } from '../json.js';
import { askedValues, type FilterInput, type FilterValue } from './filters.js';
import { ukDate, ukTimestamp } from './timestamps.js';
import type { WorldBalance, WorldLine, WorldOrder, WorldPackage, WorldShipment, WorldTask } from './world/model.js';
import { STATUS_NAMES } from './world/records.js';
import type { WorldState } from './world/state.js';
import type { Table } from './world/table.js';

/** `documented`: only what the specification shows. `generous`: also what tenants plausibly give. */
export type ClarusProfile = 'documented' | 'generous';

export interface RootFilter<T> {
  readonly input: FilterInput;
  readonly value: (row: T, state: WorldState) => FilterValue;
  readonly isGenerous?: true;
}

export interface Root<T> {
  readonly name: string;
  readonly filterType: string;
  readonly filters: Readonly<Record<string, RootFilter<T>>>;
  /** Node fields in GraphQL's own language. */
  readonly fields: string;
  readonly generousFields?: string;
  readonly extraArguments?: string;
  /** Candidates; every filter is applied to them afterwards. */
  readonly rows: (state: WorldState, filter: JsonObject) => readonly T[];
  readonly toNode: (row: T, state: WorldState) => JsonObject;
}

type Matches = (input: FilterInput, value: FilterValue, operators: unknown) => boolean;

/** A root whose row type only its own functions know. */
export interface AnyRoot {
  readonly name: string;
  readonly filterType: string;
  readonly fields: string;
  readonly generousFields: string;
  readonly extraArguments: string;
  readonly filters: readonly { readonly field: string; readonly input: FilterInput; readonly isGenerous: boolean }[];
  /** Matching rows, as functions that make their nodes: only a page of them is ever asked for. */
  select(state: WorldState, filter: JsonObject, matches: Matches): readonly (() => JsonObject)[];
}

export function root<T>(definition: Root<T>): AnyRoot {
  const { name, filterType, fields, generousFields = '', extraArguments = '', filters } = definition;
  return {
    name,
    filterType,
    fields,
    generousFields,
    extraArguments,
    filters: Object.entries(filters).map(([field, { input, isGenerous = false }]) => ({ field, input, isGenerous })),
    select: (state, filter, matches) => {
      const asked = Object.entries(filter).flatMap(([field, operators]) => {
        const known = filters[field];
        return known === undefined || operators === null ? [] : [{ ...known, operators }];
      });
      return definition
        .rows(state, filter)
        .filter((row) => asked.every(({ input, value, operators }) => matches(input, value(row, state), operators)))
        .map((row) => () => definition.toNode(row, state));
    },
  };
}

const goodsOuts: Root<WorldOrder> = {
  name: 'goods_outs',
  filterType: 'GoodsOutsFilterType',
  filters: {
    reference: { input: 'String', value: (order) => order.reference },
    goods_out_status_code: { input: 'String', value: (order) => order.status },
    account_id: { input: 'Id', value: (order) => order.accountId },
    warehouse_id: { input: 'Id', value: (order) => order.warehouseId },
    carrier_id: { input: 'Id', value: (order) => order.carrierId },
    expected_date_of_dispatch: { input: 'Datetime', value: (order) => order.expectedDispatchAtMs },
    id: { input: 'Id', value: (order) => order.id, isGenerous: true },
  },
  fields: `id: ID! reference: String! priority: Int expected_date_of_dispatch: String
    goods_out_status: StatusNode account: CodeNode warehouse: CodeNode carrier: CodeNode`,
  generousFields: `address: OrderAddress external_system_reference1: String external_system_reference2: String
    external_system_reference3: String dispatch_strategy: String goods_out_type: String`,
  rows: (state, filter) => {
    const ids = askedValues(filter, 'id');
    return ids === null ? byIndex(filter, 'reference', state.orders) : ids.flatMap((id) => state.orders.get(id) ?? []);
  },
  toNode: (order, state) => ({
    id: order.id,
    reference: order.reference,
    priority: 50,
    expected_date_of_dispatch: ukDate(order.expectedDispatchAtMs),
    goods_out_status: { code: order.status, name: STATUS_NAMES[order.status] },
    ...partiesOf(order, state),
    carrier: carrierNode(order.carrierId, state),
    address: {
      name: order.address.name,
      email_address: order.address.email,
      phone_number: order.address.phone,
      country_code: order.address.countryCode,
    },
    external_system_reference1: order.shopReference,
    external_system_reference2: null,
    external_system_reference3: null,
    dispatch_strategy: order.dispatchStrategy,
    goods_out_type: order.goodsOutType,
  }),
};

const goodsOutLines: Root<WorldLine> = {
  name: 'goods_out_lines',
  filterType: 'GoodsOutLineFilterType',
  filters: {
    goods_out_id: { input: 'Id', value: (line) => line.orderId },
    product_id: { input: 'Id', value: (line) => line.productId },
    account_id: { input: 'Id', value: (line, state) => state.orders.get(line.orderId)?.accountId ?? null },
    warehouse_id: { input: 'Id', value: (line, state) => state.orders.get(line.orderId)?.warehouseId ?? null },
    goods_out_status_code: { input: 'Code', value: (line, state) => state.orders.get(line.orderId)?.status ?? null },
    carrier_id: { input: 'Id', value: (line, state) => state.orders.get(line.orderId)?.carrierId ?? null },
    order_quantity: { input: 'Number', value: (line) => line.ordered },
    pick_quantity: { input: 'Number', value: (line) => line.picked },
    created_at: { input: 'Datetime', value: (line) => line.createdAtMs },
  },
  fields: `id: ID! order_quantity: Float allocated_quantity: Float pick_quantity: Float dispatch_quantity: Float
    short_status: String product: ProductNode goods_out: ReferenceNode carrier: IdNode`,
  rows: (state, filter) => byIndex(filter, 'goods_out_id', state.lines),
  toNode: (line, state) => ({
    id: line.id,
    order_quantity: line.ordered,
    allocated_quantity: line.allocated,
    pick_quantity: line.picked,
    dispatch_quantity: line.dispatched,
    short_status: line.shorted > 0 ? 'SHORT' : '',
    product: productNode(line.productId, state),
    goods_out: referenceNode(state.orders.get(line.orderId)),
    carrier: idNode(state.orders.get(line.orderId)?.carrierId ?? null),
  }),
};

const shipments: Root<WorldShipment> = {
  name: 'shipments',
  filterType: 'ShipmentFilterType',
  filters: {
    reference: { input: 'String', value: (shipment) => shipment.reference },
    status: { input: 'String', value: (shipment) => shipment.status },
    carrier_id: { input: 'Id', value: (shipment) => shipment.carrierId },
    warehouse_id: { input: 'Id', value: (shipment) => shipment.warehouseId },
    goods_out_id: { input: 'Id', value: (shipment) => shipment.orderId },
  },
  fields: `id: ID! reference: String name: String status: String delivery_notes: String collection_datetime: ISO8601DateTime
    label_filename: String packages_count: Int carrier: NamedNode carrier_service: NamedNode warehouse: NamedNode`,
  rows: (state, filter) => byIndex(filter, 'goods_out_id', state.shipments),
  toNode: (shipment, state) => ({
    id: shipment.id,
    reference: shipment.reference,
    name: null,
    status: shipment.status,
    delivery_notes: null,
    collection_datetime: timestamp(shipment.collectionAtMs),
    label_filename: shipment.labelFilename,
    packages_count: state.packages.of(shipment.id).length,
    carrier: carrierNode(shipment.carrierId, state),
    carrier_service: shipment.serviceId === null ? null : (state.services.get(shipment.serviceId) ?? null),
    warehouse: state.warehouses.find(({ id }) => id === shipment.warehouseId) ?? null,
  }),
};

const packages: Root<WorldPackage> = {
  name: 'packages',
  filterType: 'PackageFilterType',
  filters: {
    shipment_id: { input: 'Id', value: (parcel) => parcel.shipmentId },
    shipment_reference: {
      input: 'String',
      value: (parcel, state) => state.shipments.get(parcel.shipmentId)?.reference ?? null,
    },
    storage_unit_id: { input: 'Id', value: (parcel) => parcel.storageUnitId },
    storage_unit_type_code: { input: 'String', value: () => 'PARCEL' },
    tracking_number: { input: 'String', value: (parcel) => parcel.trackingNumber },
  },
  fields: 'id: ID! tracking_number: String shipment: ReferenceNode storage_unit_type: CodeNode',
  generousFields: 'storage_unit: IdNode',
  rows: (state, filter) => byIndex(filter, 'shipment_id', state.packages),
  toNode: (parcel, state) => ({
    id: parcel.id,
    tracking_number: parcel.trackingNumber,
    shipment: referenceNode(state.shipments.get(parcel.shipmentId)),
    storage_unit_type: { id: '12', code: 'PARCEL' },
    storage_unit: { id: parcel.storageUnitId },
  }),
};

const stockBalances: Root<WorldBalance> = {
  name: 'stock_balances',
  filterType: 'StockBalancesFilterType',
  filters: {
    product_id: { input: 'Id', value: (balance) => balance.productId },
    product_code: { input: 'String', value: (balance, state) => state.products.get(balance.productId)?.code ?? null },
    account_id: { input: 'Id', value: (balance) => balance.accountId },
    warehouse_id: { input: 'Id', value: (balance) => balance.warehouseId },
    available: { input: 'Number', value: (balance) => balance.available },
    allocated: { input: 'Number', value: (balance) => balance.allocated },
    picked: { input: 'Number', value: (balance) => balance.picked },
  },
  fields: `available: Float allocated: Float ordered: Float received: Float picked: Float
    product: ProductNode account: CodeNode warehouse: IdNode`,
  rows: (state) => [...state.balances.values()],
  toNode: (balance, state) => ({
    available: balance.available,
    allocated: balance.allocated,
    ordered: balance.ordered,
    received: balance.received,
    picked: balance.picked,
    product: productNode(balance.productId, state),
    ...partiesOf(balance, state),
  }),
};

const TASK_TYPE_IDS = { PICK: '3', DISP: '5', RCV: '1' } as const;

const tasks: Root<WorldTask> = {
  name: 'tasks',
  filterType: 'TaskFilterType',
  filters: {
    status: { input: 'String', value: (task) => task.status },
    subtype: { input: 'String', value: (task) => task.subtype },
    task_type_code: { input: 'String', value: (task) => task.type },
    account_id: { input: 'Id', value: (task) => task.accountId },
    warehouse_id: { input: 'Id', value: (task) => task.warehouseId },
    product_id: { input: 'Id', value: (task) => task.productId },
    location_from_id: { input: 'Id', value: () => null },
    location_to_id: { input: 'Id', value: () => null },
    user_id: { input: 'Id', value: () => null },
    goods_out_id: { input: 'Id', value: (task) => task.orderId },
    goods_in_receipt_line_id: { input: 'Id', value: (task) => task.receiptLineId },
    storage_unit_from_id: { input: 'Id', value: (task) => task.storageUnitFromId },
    load_id: { input: 'Id', value: () => null },
    assigned_at: { input: 'Datetime', value: (task) => task.createdAtMs },
    completed_at: { input: 'Datetime', value: (task) => task.completedAtMs },
    created_at: { input: 'Datetime', value: (task) => task.createdAtMs },
    priority: { input: 'Number', value: () => 50 },
    drop_sequence: { input: 'Number', value: () => null },
  },
  fields: `id: ID! status: String subtype: String start_quantity: Float confirmed_quantity: Float created_at: ISO8601DateTime
    account: CodeNode warehouse: CodeNode product: ProductNode task_type: CodeNode location_from: CodeNode location_to: CodeNode`,
  generousFields: 'completed_at: ISO8601DateTime storage_unit_from: IdNode goods_out: ReferenceNode',
  rows: (state, filter) => byIndex(filter, 'goods_out_id', state.tasks),
  toNode: (task, state) => ({
    id: task.id,
    status: task.status,
    subtype: task.subtype,
    start_quantity: task.startQuantity,
    confirmed_quantity: task.confirmedQuantity,
    created_at: ukTimestamp(task.createdAtMs),
    ...partiesOf(task, state),
    product: productNode(task.productId, state),
    task_type: { id: TASK_TYPE_IDS[task.type], code: task.type },
    location_from: { id: '318', code: task.type === 'PICK' ? 'AISLE-04-BAY-12' : 'PACK-STATION-02' },
    location_to: { id: '990', code: task.type === 'PICK' ? 'PACK-STATION-02' : 'DESPATCH' },
    completed_at: timestamp(task.completedAtMs),
    storage_unit_from: idNode(task.storageUnitFromId),
    goods_out: referenceNode(state.orders.get(task.orderId)),
  }),
};

export const ORDER_ROOTS: readonly AnyRoot[] = [
  root(goodsOuts),
  root(goodsOutLines),
  root(shipments),
  root(packages),
  root(stockBalances),
  root(tasks),
];

export function partiesOf(
  record: { readonly accountId: string; readonly warehouseId: string },
  state: WorldState,
): JsonObject {
  return {
    account: state.accounts.find(({ id }) => id === record.accountId) ?? null,
    warehouse: state.warehouses.find(({ id }) => id === record.warehouseId) ?? null,
  };
}

export function productNode(productId: string, state: WorldState): unknown {
  return state.products.get(productId) ?? null;
}

export function timestamp(epochMs: number | null): string | null {
  return epochMs === null ? null : ukTimestamp(epochMs);
}

function carrierNode(carrierId: string | null, state: WorldState): unknown {
  return carrierId === null ? null : (state.carriers.get(carrierId) ?? null);
}

function referenceNode(record: { readonly id: string; readonly reference: string } | undefined): unknown {
  return record === undefined ? null : { id: record.id, reference: record.reference };
}

function idNode(id: string | null): unknown {
  return id === null ? null : { id };
}

/** Rows whose indexed member has one of the values asked for, or all rows. */
export function byIndex<T>(filter: JsonObject, field: string, table: Table<T>): readonly T[] {
  const values = askedValues(filter, field);
  return values === null ? table.all : values.flatMap((value) => table.of(value));
}
