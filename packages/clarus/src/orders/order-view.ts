import type { Parcel } from '../shipments/parcel.js';
import type { Shipment } from '../shipments/shipment.js';
import type { Transaction } from '../transactions/transaction.js';
import type { OrderLine } from './line.js';
import type { Order } from './order.js';

/** A shipment with its parcels. */
export interface OrderShipment extends Shipment {
  readonly parcels: readonly Parcel[];
}

/** A dispatch that the warehouse confirmed. */
export interface DispatchRecord {
  /** The task's id; for a transaction `transaction-` and its id. */
  readonly id: string;
  readonly sku: string;
  /** Units confirmed. */
  readonly quantity: number;
  /** When it was confirmed, where Clarus says so: ISO 8601 in UTC. */
  readonly at: string | null;
  /** Known to have been confirmed at or after this instant: the `dispatchedSince` that was asked with. */
  readonly notBefore: string | null;
  /** Null where the tenant does not offer it. */
  readonly storageUnitId: string | null;
  /** A completed DISP task, or, for an order without any, a dispatch transaction. */
  readonly source: 'task' | 'transaction';
}

/** An order with everything that hangs on it, read together: its status is never newer than its lines. */
export interface OrderView {
  readonly order: Order;
  readonly lines: readonly OrderLine[];
  readonly shipments: readonly OrderShipment[];
  readonly dispatches: readonly DispatchRecord[];
  /** Every stock movement of the order that is not archived. */
  readonly transactions: readonly Transaction[];
}
