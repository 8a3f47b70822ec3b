/** What customers must have heard when the day is over: read off the plan, apart from any mapping. */
import { less, type PlannedOrder, type Units } from './plan.js';
import { type StockPlan, total } from './stock-plan.js';

/** Kinds of message a plan can expect. */
export type ExpectedKind = 'ShipmentDispatched' | 'OrderFulfilled' | 'OrderCancelled' | 'LinesCancelled';

/** One message somebody should hear. */
export interface ExpectedEvent {
  /** Its `unique_id`: `tenant:kind:order:thing`. */
  readonly id: string;
  readonly kind: ExpectedKind;
  readonly orderId: string;
  readonly orderNumber: string;
  readonly email: string;
  /** Keys of the steps that must have happened before: none of them, and it is early. */
  readonly after: readonly string[];
  /** The latest of those steps, as planned. */
  readonly notBeforeMs: number;
  /** What it is about, for events that list items at all. */
  readonly contents: Units;
  /** Of an `OrderFulfilled`. */
  readonly fulfilment: 'full' | 'short' | null;
  /** The record is deleted: without its cancel webhook nobody can know. */
  readonly isRecordGone: boolean;
}

/** What a customer's profile should say at the end. */
export interface ExpectedFlags {
  readonly email: string;
  /** The order they cancelled, or the rest of which was cancelled. */
  readonly cancelled: { readonly orderId: string; readonly orderNumber: string } | null;
  /** Orders still half way when the day ends. */
  readonly partlyShippedOrderIds: readonly string[];
}

/** What customers should have heard by the end of a day, read off its plan. */
export interface DayExpectations {
  readonly events: readonly ExpectedEvent[];
  readonly flags: readonly ExpectedFlags[];
  /** SKU → units that can be sold, for every SKU whose stock moved. */
  readonly stock: ReadonlyMap<string, number>;
}

/** Names of steps, shared by the plan's expectations and the timeline. */
export const stepKeys = {
  leave: (shipmentId: string): string => `leave:${shipmentId}`,
  cancel: (orderId: string): string => `cancel:${orderId}`,
  short: (orderId: string): string => `short:${orderId}`,
};

export function expectationsOf(tenant: string, orders: readonly PlannedOrder[], stock: StockPlan): DayExpectations {
  return {
    events: orders.flatMap((order) => eventsOf(tenant, order)),
    flags: flagsOf(orders),
    stock: stock.closing,
  };
}

interface Step {
  readonly key: string;
  readonly atMs: number;
}

function eventsOf(tenant: string, order: PlannedOrder): readonly ExpectedEvent[] {
  const left = order.shipments.flatMap((shipment) => {
    const { id, leaveAtMs, contents } = shipment;
    return leaveAtMs === null ? [] : [{ id, contents, step: { key: stepKeys.leave(id), atMs: leaveAtMs } }];
  });
  const shipped = total(left.map(({ contents }) => contents));
  const rest = less(order.ordered, shipped);
  const expect = (
    kind: ExpectedKind,
    thing: string,
    contents: Units,
    steps: readonly Step[],
    fulfilment: ExpectedEvent['fulfilment'] = null,
  ): ExpectedEvent => ({
    id: `${tenant}:${kind}:${order.id}:${thing}`,
    kind,
    orderId: order.id,
    orderNumber: order.reference,
    email: order.customer.email,
    after: steps.map(({ key }) => key),
    notBeforeMs: Math.max(...steps.map(({ atMs }) => atMs)),
    contents,
    fulfilment,
    isRecordGone: order.shape === 'deleted',
  });

  const shipments = left.map(({ id, contents, step }) => expect('ShipmentDispatched', id, contents, [step]));
  const leaving = left.map(({ step }) => step);
  const cancelling = order.cancelAtMs === null ? [] : [{ key: stepKeys.cancel(order.id), atMs: order.cancelAtMs }];
  const shorting = order.shortAtMs === null ? [] : [{ key: stepKeys.short(order.id), atMs: order.shortAtMs }];
  const ending = [...cancelling, ...shorting];

  if (left.length === 0) {
    return cancelling.length > 0 ? [expect('OrderCancelled', 'order', order.ordered, cancelling)] : [];
  }
  const isClosed = ending.length > 0 || Object.keys(rest).length === 0;
  if (!isClosed) return shipments;
  const isShort = Object.keys(rest).length > 0;
  const fulfilled = expect('OrderFulfilled', 'order', shipped, [...leaving, ...ending], isShort ? 'short' : 'full');
  return isShort ? [...shipments, expect('LinesCancelled', '1', rest, ending), fulfilled] : [...shipments, fulfilled];
}

function flagsOf(orders: readonly PlannedOrder[]): readonly ExpectedFlags[] {
  const byEmail = new Map<string, ExpectedFlags>();
  for (const order of orders) {
    const { email } = order.customer;
    const before = byEmail.get(email);
    const isCancelled = order.cancelAtMs !== null;
    byEmail.set(email, {
      email,
      cancelled: isCancelled ? { orderId: order.id, orderNumber: order.reference } : (before?.cancelled ?? null),
      partlyShippedOrderIds: [
        ...(before?.partlyShippedOrderIds ?? []),
        ...(order.shape === 'half-open' ? [order.id] : []),
      ],
    });
  }
  return [...byEmail.values()];
}
