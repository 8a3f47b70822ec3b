/** Several goods-outs of one shop order as one order, where customers know no other (design §5.6). */
import { deriveOrder, type OrderStatus } from './advance/derive-order.js';
import { initialOrder } from './advance/order-state.js';
import type { CodedRecord, OrderLine, OrderRecord, OrderView, Shipment } from './inputs.js';
import { instantMs } from './instants.js';
import type { Policy } from './policy-types.js';

/**
 * Puts the goods-outs of one shop order together: hand the result to `advance` as the view of an order whose
 * `orderId` is the shop reference. Everything the mapping counts (shipments, what is outstanding, when the order is
 * fulfilled or cancelled) then counts across them, with the same promises.
 *
 * Read them together, under one read number, and hand in all of them each time, cancelled ones too: one left out
 * would read as lines taken off the order. What one gave up and another sends instead is told as nothing at all;
 * what none sends is told as cancelled once `reissueGrace` has passed.
 *
 * A warehouse or carrier on which they differ is left out. Lines and shipments keep their ids, which are Clarus's.
 *
 * @example
 * const view = shopOrderView(reads, policy); // every OrderView with the shop reference '5550001'
 * const state = saved ?? initialOrder({ tenant: 'acme', orderId: '5550001' });
 */
export function shopOrderView(views: readonly [OrderView, ...(readonly OrderView[])], policy: Policy): OrderView {
  const [first, second] = views;
  if (second === undefined) return first;
  const members = views.map((view) => memberOf(view, policy)).sort((a, b) => (a.id < b.id ? -1 : 1));
  const open = members.filter(({ status }) => status === 'open');
  const [speaking = memberOf(first, policy)] = [
    ...open,
    ...members.filter(({ status }) => status === 'completed'),
    ...members,
  ];
  const orders = members.map(({ view }) => view.order);
  const order: OrderRecord = {
    ...speaking.view.order,
    reference: common(orders, ({ reference }) => reference) ?? speaking.view.order.shopReference ?? speaking.id,
    expectedDispatchAt: earliest(open.map(({ view }) => view.order.expectedDispatchAt)),
    warehouse: commonRecord(orders, ({ warehouse }) => warehouse),
    carrier: commonRecord(orders, ({ carrier }) => carrier),
    dispatchStrategy: common(orders, ({ dispatchStrategy }) => dispatchStrategy),
    contact: orders.find(({ contact }) => contact?.email)?.contact ?? speaking.view.order.contact,
  };
  return {
    order,
    lines: members.flatMap(({ lines }) => lines),
    shipments: members.flatMap(({ shipments }) => shipments),
    dispatches: members.flatMap(({ view }) => view.dispatches),
  };
}

interface Member {
  readonly id: string;
  readonly view: OrderView;
  readonly status: OrderStatus;
  readonly lines: readonly OrderLine[];
  readonly shipments: readonly Shipment[];
}

/** Whether a shipment has left is judged within its own goods-out, whose completion may imply it. */
function memberOf(view: OrderView, policy: Policy): Member {
  const read = <Value>(value: Value) => ({ read: 0, value });
  const { order, lines, shipments, dispatches } = view;
  const { facts } = initialOrder({ tenant: '', orderId: order.id });
  const derived = deriveOrder(
    {
      ...facts,
      order: read(order),
      lines: read(lines),
      shipments: read(shipments),
      dispatches: read(dispatches),
    },
    policy,
  );
  const status = derived?.status ?? 'open';
  const dispatched = new Set(derived?.candidates.filter((one) => one.isDispatched).map(({ id }) => id));
  const [statusCode = 'dispatched'] = policy.dispatchedStatuses;
  const closedAs = status === 'completed' || status === 'cancelled' ? status : undefined;
  return {
    id: order.id,
    view,
    status,
    lines: closedAs === undefined ? lines : lines.map((line) => ({ ...line, closedAs })),
    shipments: shipments.map((shipment) => (dispatched.has(shipment.id) ? { ...shipment, statusCode } : shipment)),
  };
}

/** What all of them say; null where they differ. */
function common<Value>(orders: readonly OrderRecord[], toValue: (order: OrderRecord) => Value): Value | null {
  const [first, ...others] = orders.map(toValue);
  return first !== undefined && others.every((one) => one === first) ? first : null;
}

function commonRecord(
  orders: readonly OrderRecord[],
  recordOf: (order: OrderRecord) => CodedRecord | null,
): CodedRecord | null {
  const [first] = orders;
  return common(orders, (order) => recordOf(order)?.id) === null || first === undefined ? null : recordOf(first);
}

function earliest(plans: readonly (string | null)[]): string | null {
  const dated = plans.flatMap((plan) => {
    const ms = instantMs(plan);
    return plan === null || ms === null ? [] : [{ plan, ms }];
  });
  return dated.sort((a, b) => a.ms - b.ms)[0]?.plan ?? null;
}
