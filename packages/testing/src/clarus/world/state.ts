/** The tenant's tables, its clock, and the ringing of its automations. */
import type { Clock } from '../../clock.js';
import type {
  WorldAccount,
  WorldAutomation,
  WorldBalance,
  WorldCarrier,
  WorldExternalEntity,
  WorldLine,
  WorldOrder,
  WorldPackage,
  WorldProduct,
  WorldReceipt,
  WorldService,
  WorldShipment,
  WorldTask,
  WorldTransaction,
  WorldWarehouse,
} from './model.js';
import { createTable, type Table } from './table.js';

/** Something happened that automations may be registered for. */
export interface WorldEvent {
  readonly resource: string;
  readonly event: string;
  /** Id of the order, receipt, or balance (`product:account:warehouse`). */
  readonly recordId: string;
  readonly atMs: number;
  /** The affected record in full, as it is at that moment. */
  readonly record: Readonly<Record<string, unknown>>;
}

/** All tables of the made-up warehouse. */
export interface WorldState {
  readonly orders: Table<WorldOrder>;
  readonly lines: Table<WorldLine>;
  readonly shipments: Table<WorldShipment>;
  readonly packages: Table<WorldPackage>;
  readonly tasks: Table<WorldTask>;
  readonly transactions: Table<WorldTransaction>;
  readonly receipts: Table<WorldReceipt>;
  readonly products: Table<WorldProduct>;
  readonly carriers: Table<WorldCarrier>;
  readonly services: Table<WorldService>;
  readonly externalEntities: Table<WorldExternalEntity>;
  readonly balances: Map<string, WorldBalance>;
  readonly accounts: readonly WorldAccount[];
  readonly warehouses: readonly WorldWarehouse[];
  readonly automations: WorldAutomation[];
  /** The instant verbs happen at. */
  now(): number;
  nextId(kind: IdKind, wanted?: string): string;
  ring(event: Omit<WorldEvent, 'atMs'>): void;
  listen(listener: (event: WorldEvent) => void): void;
  /** Runs verbs at an earlier instant, ringing nothing: how the tenant came to be as it is. */
  inThePast(atMs: number, verbs: () => void): void;
}

export type IdKind =
  | 'order'
  | 'line'
  | 'shipment'
  | 'package'
  | 'task'
  | 'transaction'
  | 'receipt'
  | 'receiptLine'
  | 'entity'
  | 'product'
  | 'carrier'
  | 'service'
  | 'unit';

/** Where numbering starts, so that an id says what it is to whoever reads a log. */
const FIRST_IDS: Readonly<Record<IdKind, number>> = {
  order: 3_301,
  line: 60_001,
  shipment: 1_501,
  package: 48_001,
  task: 700_001,
  transaction: 904_001,
  receipt: 201,
  receiptLine: 2_001,
  entity: 501,
  product: 1_001,
  carrier: 51,
  service: 801,
  unit: 99_001,
};

export function createWorldState(
  clock: Clock,
  accounts: readonly WorldAccount[],
  warehouses: readonly WorldWarehouse[],
): WorldState {
  const nextIds = { ...FIRST_IDS };
  const listeners: ((event: WorldEvent) => void)[] = [];
  let pastMs: number | null = null;
  const now = (): number => pastMs ?? Math.floor(clock.now());
  return {
    orders: createTable((order) => order.reference),
    lines: createTable((line) => line.orderId),
    shipments: createTable((shipment) => shipment.orderId),
    packages: createTable((parcel) => parcel.shipmentId),
    tasks: createTable((task) => task.orderId),
    transactions: createTable((transaction) => transaction.orderId ?? ''),
    receipts: createTable((receipt) => receipt.reference),
    products: createTable((product) => product.code),
    carriers: createTable((carrier) => carrier.code),
    services: createTable((service) => service.carrierId),
    externalEntities: createTable((entity) => entity.type),
    balances: new Map(),
    accounts,
    warehouses,
    automations: [],
    now,
    nextId: (kind, wanted) => {
      if (wanted !== undefined) {
        if (/^\d+$/.test(wanted)) nextIds[kind] = Math.max(nextIds[kind], Number(wanted) + 1);
        return wanted;
      }
      const id = nextIds[kind];
      nextIds[kind] += 1;
      return String(id);
    },
    ring: (event) => {
      if (pastMs !== null) return;
      for (const listener of listeners) listener({ ...event, atMs: now() });
    },
    listen: (listener) => {
      listeners.push(listener);
    },
    inThePast: (atMs, verbs) => {
      const before = pastMs;
      pastMs = atMs;
      try {
        verbs();
      } finally {
        pastMs = before;
      }
    },
  };
}
