import type { Clock } from '../../clock.js';
import { cancelOrder, shortAndComplete, shortOrder } from './closing.js';
import type {
  DispatchStrategy,
  WorldAutomation,
  WorldExternalEntity,
  WorldOrder,
  WorldReceipt,
  WorldShipment,
} from './model.js';
import {
  type AllocateOptions,
  allocate,
  carrierOf,
  createOrder,
  type NewOrder,
  type OrderChanges,
  pickOrder,
  serviceOf,
  updateOrder,
} from './orders.js';
import {
  cancelReceipt,
  completeReceipt,
  createReceipt,
  type NewReceipt,
  receiveUnits,
  shortReceipt,
} from './receipts.js';
import { accountOf } from './rules.js';
import {
  completeOrder,
  dispatchShipment,
  type LabelOptions,
  labelShipment,
  type NewShipment,
  packShipment,
  undispatchShipment,
  voidShipment,
} from './shipping.js';
import { createWorldState, type WorldEvent, type WorldState } from './state.js';
import { addProduct, adjustStock, balanceOf, type NewProduct, setStock } from './stock.js';

/** A Clarus account of the made-up warehouse: a brand, and how it completes dispatches. */
export interface AccountConfig {
  readonly id: string;
  readonly code: string;
  readonly name?: string;
  /** Of orders that state none. @default 'shipment' */
  readonly dispatchStrategy?: DispatchStrategy;
}

/** How the made-up warehouse begins. */
export interface WorldConfig {
  readonly clock: Clock;
  /** @default one account, `BRAND` */
  readonly accounts?: readonly AccountConfig[];
  readonly automations?: readonly Pick<WorldAutomation, 'id' | 'resource' | 'event'>[];
}

/**
 * The warehouse: verbs that keep Clarus's rules, and ring the automations registered for what happened.
 * Every verb throws a {@link WarehouseRefusal} where Clarus would answer 422.
 */
export interface ClarusWorld {
  readonly state: WorldState;
  createOrder(order: NewOrder): WorldOrder;
  updateOrder(orderId: string, changes: OrderChanges): void;
  allocate(orderId: string, options?: AllocateOptions): void;
  /** Confirms all pick tasks. */
  pick(orderId: string): void;
  packShipment(orderId: string, shipment?: NewShipment): WorldShipment;
  label(shipmentId: string, options?: LabelOptions): void;
  dispatchShipment(shipmentId: string): void;
  undispatchShipment(shipmentId: string): void;
  voidShipment(shipmentId: string): void;
  /** Dispatches picked units that are in no shipment. */
  completeOrder(orderId: string): void;
  shortOrder(orderId: string): void;
  shortAndComplete(orderId: string): void;
  cancelOrder(orderId: string): void;
  addProduct(product: NewProduct): void;
  addCarrier(carrier: {
    readonly code: string;
    readonly name: string;
    readonly services?: Readonly<Record<string, string>>;
  }): void;
  setStock(sku: string, available: number, account?: string): void;
  adjustStock(sku: string, delta: number, account?: string): void;
  /** Units of a SKU that can be sold. */
  available(sku: string, account?: string): number;
  createReceipt(receipt: NewReceipt): WorldReceipt;
  /** SKU → units that have come in now. */
  receiveUnits(receiptId: string, units: Readonly<Record<string, number>>): void;
  completeReceipt(receiptId: string): void;
  /** Completed with what has come. */
  shortReceipt(receiptId: string): void;
  cancelReceipt(receiptId: string): void;
  /** A sales channel named something Clarus did not know. */
  addExternalEntity(entity: Omit<WorldExternalEntity, 'id'>): WorldExternalEntity;
  /** Runs verbs at an earlier instant, ringing nothing. */
  inThePast(atMs: number, verbs: () => void): void;
  /** Called for everything that happens, whether an automation is registered for it or not. */
  onEvent(listener: (event: WorldEvent) => void): void;
}

const DEFAULT_ACCOUNTS: readonly AccountConfig[] = [{ id: '7', code: 'BRAND' }];

/** A warehouse of its own, without the API around it. */
export function createWorld({ clock, accounts = DEFAULT_ACCOUNTS, automations = [] }: WorldConfig): ClarusWorld {
  const state = createWorldState(
    clock,
    accounts.map(({ id, code, name = code, dispatchStrategy = 'shipment' }) => ({ id, code, name, dispatchStrategy })),
    [{ id: '2', code: 'WH1', name: 'Main Warehouse' }],
  );
  for (const { id, resource, event } of automations) {
    const name = `${resource} ${event}`;
    state.automations.push({ id, resource, event, name, isEnabled: true, integrationId: null, webhookUrl: null });
  }
  return {
    state,
    createOrder: (order) => createOrder(state, order),
    updateOrder: (orderId, changes) => updateOrder(state, orderId, changes),
    allocate: (orderId, options) => allocate(state, orderId, options),
    pick: (orderId) => {
      pickOrder(state, orderId);
      if (state.orders.get(orderId)?.dispatchStrategy === 'auto') completeOrder(state, orderId);
    },
    packShipment: (orderId, shipment) => packShipment(state, orderId, shipment),
    label: (shipmentId, options) => labelShipment(state, shipmentId, options),
    dispatchShipment: (shipmentId) => dispatchShipment(state, shipmentId),
    undispatchShipment: (shipmentId) => undispatchShipment(state, shipmentId),
    voidShipment: (shipmentId) => voidShipment(state, shipmentId),
    completeOrder: (orderId) => completeOrder(state, orderId),
    shortOrder: (orderId) => shortOrder(state, orderId),
    shortAndComplete: (orderId) => shortAndComplete(state, orderId),
    cancelOrder: (orderId) => cancelOrder(state, orderId),
    addProduct: (product) => {
      addProduct(state, product);
    },
    addCarrier: ({ code, name, services = {} }) => {
      const carrierId = carrierOf(state, code, name);
      for (const [serviceCode, serviceName] of Object.entries(services))
        serviceOf(state, carrierId, serviceCode, serviceName);
    },
    setStock: (sku, available, account) => setStock(state, sku, available, account),
    adjustStock: (sku, delta, account) => adjustStock(state, sku, delta, account),
    available: (sku, account) => {
      const product = state.products.of(sku)[0];
      return product === undefined ? 0 : balanceOf(state, product.id, accountOf(state, account).id).available;
    },
    createReceipt: (receipt) => createReceipt(state, receipt),
    receiveUnits: (receiptId, units) => receiveUnits(state, receiptId, units),
    completeReceipt: (receiptId) => completeReceipt(state, receiptId),
    shortReceipt: (receiptId) => shortReceipt(state, receiptId),
    cancelReceipt: (receiptId) => cancelReceipt(state, receiptId),
    addExternalEntity: (entity) => state.externalEntities.insert({ id: state.nextId('entity'), ...entity }),
    inThePast: (atMs, verbs) => state.inThePast(atMs, verbs),
    onEvent: (listener) => state.listen(listener),
  };
}
