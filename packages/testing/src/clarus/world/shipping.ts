/** From the packing desk to the road: shipments, labels, dispatch, and its reversal. */
import type { WorldLine, WorldOrder, WorldShipment, WorldTask } from './model.js';
import { addTask, carrierOf, ringOrder, serviceOf } from './orders.js';
import { insist, orderOf, shipmentOf, WarehouseRefusal } from './rules.js';
import type { WorldState } from './state.js';
import { balanceOfLine, book, productOf, ringStock } from './stock.js';

/** A shipment to be packed there. */
export interface NewShipment {
  /** Digits only. @default the next free one */
  readonly id?: string;
  readonly reference?: string;
  /** @default 1 */
  readonly parcels?: number;
  /** Units that go into it. @default everything picked and not packed yet */
  readonly contents?: readonly { readonly sku: string; readonly quantity: number }[];
  readonly carrier?: string;
  readonly service?: string;
}

/** Packs picked units into parcels of a new shipment: `Submitting`, no label yet. */
export function packShipment(state: WorldState, orderId: string, shipment: NewShipment = {}): WorldShipment {
  const order = orderOf(state, orderId);
  insist(order, 'PICK');
  const parcels = shipment.parcels ?? 1;
  const wanted = contentsOf(state, orderId, shipment.contents);
  const carrierId = shipment.carrier === undefined ? order.carrierId : carrierOf(state, shipment.carrier);
  const hasService = shipment.service !== undefined && carrierId !== null;
  const id = state.nextId('shipment', shipment.id);
  const record = state.shipments.insert({
    id,
    orderId,
    reference: shipment.reference ?? `SHP-${id}`,
    warehouseId: order.warehouseId,
    carrierId,
    serviceId: hasService ? serviceOf(state, carrierId, shipment.service ?? '') : order.serviceId,
    status: 'Submitting',
    // A planned time, filled in before anything moves: it proves nothing.
    collectionAtMs: order.createdAtMs + 60_000,
    labelFilename: null,
    dispatchedAtMs: null,
  });
  const units: string[] = [];
  for (let index = 0; index < parcels; index += 1) {
    const storageUnitId = state.nextId('unit');
    units.push(storageUnitId);
    state.packages.insert({ id: state.nextId('package'), shipmentId: id, storageUnitId, trackingNumber: null });
  }
  const subtype = order.dispatchStrategy === 'auto_shipment' ? 'AUTO_SHIPMENT' : 'SHIPMENT';
  for (const [index, { line, quantity }] of wanted.entries()) {
    const storageUnitId = units[index % units.length] ?? null;
    addTask(state, order, line, { type: 'DISP', subtype, quantity, shipmentId: id, storageUnitId });
  }
  return record;
}

/** What a label brings: a tracking number, or none yet. */
export interface LabelOptions {
  /** One per parcel. @default made up from the parcel's id */
  readonly trackingNumbers?: readonly (string | null)[];
}

/** The carrier confirmed the booking: label, tracking, `Created`. With `auto_shipment` that dispatches it. */
export function labelShipment(state: WorldState, shipmentId: string, { trackingNumbers }: LabelOptions = {}): void {
  const shipment = shipmentOf(state, shipmentId);
  if (shipment.status === 'cancelled')
    throw new WarehouseRefusal('shipment_cancelled', `Shipment ${shipmentId} is void`);
  for (const [index, parcel] of state.packages.of(shipmentId).entries()) {
    const given = trackingNumbers?.[index];
    parcel.trackingNumber = given === undefined ? `TRK${parcel.id.padStart(10, '0')}GB` : given;
  }
  shipment.labelFilename = `label-${shipment.reference}.pdf`;
  if (shipment.status !== 'Submitting') return; // the label of a shipment that left without one
  shipment.status = 'Created';
  if (orderOf(state, shipment.orderId).dispatchStrategy === 'auto_shipment') dispatchShipment(state, shipmentId);
}

/** The warehouse confirms that it has gone. Completes the order when nothing is left to go. */
export function dispatchShipment(state: WorldState, shipmentId: string): void {
  const shipment = shipmentOf(state, shipmentId);
  const order = orderOf(state, shipment.orderId);
  insist(order, 'PICK');
  if (shipment.status !== 'Created' && shipment.status !== 'Submitting') {
    throw new WarehouseRefusal('shipment_status_invalid', `Shipment ${shipmentId} is ${shipment.status}`);
  }
  shipment.status = 'dispatched';
  shipment.dispatchedAtMs = state.now();
  for (const task of dispatchTasks(state, shipment, 'AVAILABLE')) confirmDispatch(state, order, task);
  afterDispatch(state, order);
}

/** Dispatches picked units that are in no shipment: the strategies `manual` and `auto`, or a load. */
export function completeOrder(state: WorldState, orderId: string): void {
  const order = orderOf(state, orderId);
  insist(order, 'PICK');
  for (const { line, quantity } of contentsOf(state, orderId, undefined)) {
    addTask(state, order, line, { type: 'DISP', subtype: 'MANUAL', quantity, shipmentId: null, storageUnitId: null });
  }
  for (const task of state.tasks.of(orderId)) {
    const isLoose = task.type === 'DISP' && task.shipmentId === null && task.status === 'AVAILABLE';
    if (isLoose) confirmDispatch(state, order, task);
  }
  afterDispatch(state, order);
}

/** Voids the label; its units can be packed again. A dispatched shipment must be un-dispatched first. */
export function voidShipment(state: WorldState, shipmentId: string): void {
  const shipment = shipmentOf(state, shipmentId);
  if (shipment.status === 'dispatched' || shipment.status === 'cancelled') {
    throw new WarehouseRefusal('shipment_status_invalid', `Shipment ${shipmentId} is ${shipment.status}`);
  }
  shipment.status = 'cancelled';
  shipment.labelFilename = null;
  for (const parcel of state.packages.of(shipmentId)) parcel.trackingNumber = null;
  for (const task of dispatchTasks(state, shipment, 'AVAILABLE')) task.status = 'CANCELLED';
}

/** Takes a dispatch back: tasks are open again, the order is being picked again. */
export function undispatchShipment(state: WorldState, shipmentId: string): void {
  const shipment = shipmentOf(state, shipmentId);
  const order = orderOf(state, shipment.orderId);
  if (shipment.status !== 'dispatched') {
    throw new WarehouseRefusal('shipment_status_invalid', `Shipment ${shipmentId} is ${shipment.status}`);
  }
  insist(order, 'PICK', 'COMPLETED');
  shipment.status = shipment.labelFilename === null ? 'Submitting' : 'Created';
  shipment.dispatchedAtMs = null;
  for (const task of dispatchTasks(state, shipment, 'COMPLETED')) {
    const line = state.lines.get(task.lineId);
    if (line === undefined) continue;
    const balance = balanceOfLine(state, order, line);
    line.dispatched -= task.startQuantity;
    balance.picked += task.startQuantity;
    task.status = 'AVAILABLE';
    task.confirmedQuantity = null;
    task.completedAtMs = null;
    const id = book(state, balance, 'UNDISP', task.startQuantity, order.id);
    ringStock(state, balance, 'undispatched', id, task.startQuantity);
  }
  order.status = 'PICK';
  order.completedAtMs = null;
  ringOrder(state, order, 'updated');
}

/** Completed once each unit went or was given up. */
export function afterDispatch(state: WorldState, order: WorldOrder): void {
  const isClosed = state.lines.of(order.id).every((line) => line.dispatched + line.shorted >= line.ordered);
  if (isClosed) {
    order.status = 'COMPLETED';
    order.completedAtMs = state.now();
  }
  ringOrder(state, order, isClosed ? 'completed' : 'updated');
}

function confirmDispatch(state: WorldState, order: WorldOrder, task: WorldTask): void {
  const line = state.lines.get(task.lineId);
  if (line === undefined) return;
  const balance = balanceOfLine(state, order, line);
  task.status = 'COMPLETED';
  task.confirmedQuantity = task.startQuantity;
  task.completedAtMs = state.now();
  line.dispatched += task.startQuantity;
  balance.picked -= task.startQuantity;
  ringStock(
    state,
    balance,
    'dispatched',
    book(state, balance, 'DISP', task.startQuantity, order.id),
    task.startQuantity,
  );
}

function dispatchTasks(state: WorldState, shipment: WorldShipment, status: WorldTask['status']): readonly WorldTask[] {
  return state.tasks.of(shipment.orderId).filter((task) => task.shipmentId === shipment.id && task.status === status);
}

interface LineQuantity {
  readonly line: WorldLine;
  readonly quantity: number;
}

/** Picked units not packed yet, or as many of them as were asked for. */
function contentsOf(state: WorldState, orderId: string, wanted: NewShipment['contents']): readonly LineQuantity[] {
  const free = state.lines.of(orderId).map((line) => ({ line, quantity: line.picked - packedUnits(state, line) }));
  if (wanted === undefined) return free.filter(({ quantity }) => quantity > 0);
  return wanted.flatMap(({ sku, quantity }) => {
    const product = productOf(state, sku);
    let left = quantity;
    const taken = free
      .filter(({ line }) => line.productId === product.id)
      .map((part) => {
        const units = Math.min(part.quantity, left);
        left -= units;
        return { line: part.line, quantity: units };
      });
    if (left > 0) throw new WarehouseRefusal('not_enough_stocks_for_packing', `${left} units of ${sku} are not picked`);
    return taken.filter((part) => part.quantity > 0);
  });
}

function packedUnits(state: WorldState, line: WorldLine): number {
  return state.tasks
    .of(line.orderId)
    .filter((task) => task.type === 'DISP' && task.lineId === line.id && task.status !== 'CANCELLED')
    .reduce((sum, task) => sum + task.startQuantity, 0);
}
