/** The plan as steps: what the warehouse does, and when. */
import type { ClarusWorld } from '../clarus/world/world.js';
import { seededRandom } from '../random.js';
import { CARRIERS, chooseCarrier, chooseLines, EMAIL_DOMAIN, GARMENTS, SOLD_OUT } from './catalogue.js';
import { stepKeys } from './expectations.js';
import { less, type PlannedOrder, type PlannedShipment, type Units } from './plan.js';
import { type StockPlan, total } from './stock-plan.js';

export interface PlannedStep {
  readonly key: string;
  readonly atMs: number;
  /** In plain words, without naming anybody. */
  readonly describe: string;
  readonly perform: (world: ClarusWorld) => void;
}

const HOUR = 3_600_000;
const MINUTE = 60_000;

/** In order of time; steps of one instant in the order of the plan. */
export function stepsOf(orders: readonly PlannedOrder[], stock: StockPlan): readonly PlannedStep[] {
  const moves = stock.moves.map(
    ({ sku, delta, atMs, reason }, index): PlannedStep => ({
      key: `stock:${index}`,
      atMs,
      describe: `${reason}: ${sku} ${delta > 0 ? '+' : ''}${delta}`,
      perform: (world) => world.adjustStock(sku, delta),
    }),
  );
  return [...orders.flatMap(orderSteps), ...moves].sort((left, right) => left.atMs - right.atMs);
}

function orderSteps(order: PlannedOrder): readonly PlannedStep[] {
  const { id, reference, customer, carrier, service, ordered, missing } = order;
  const step = (
    key: string,
    atMs: number | null,
    what: string,
    perform: PlannedStep['perform'],
  ): readonly PlannedStep[] => (atMs === null ? [] : [{ key, atMs, describe: `${reference} ${what}`, perform }]);
  return [
    ...step(`create:${id}`, order.createAtMs, 'ordered', (world) => {
      world.createOrder({ id, reference, lines: linesOf(ordered), ...customer, carrier, service });
    }),
    ...step(`allocate:${id}`, order.allocateAtMs, 'allocated', (world) =>
      world.allocate(id, { atMost: atMostOf(ordered, missing) }),
    ),
    ...step(`pick:${id}`, order.pickAtMs, 'picked', (world) => world.pick(id)),
    ...order.shipments.flatMap((shipment) => shipmentSteps(order, shipment)),
    ...step(stepKeys.cancel(id), order.cancelAtMs, 'cancelled', (world) => world.cancelOrder(id)),
    ...step(stepKeys.short(id), order.shortAtMs, 'shorted', (world) => world.shortOrder(id)),
  ];
}

function shipmentSteps({ id: orderId, reference }: PlannedOrder, shipment: PlannedShipment): readonly PlannedStep[] {
  const { id, contents, parcels } = shipment;
  const step = (
    key: string,
    atMs: number | null,
    what: string,
    perform: PlannedStep['perform'],
  ): readonly PlannedStep[] =>
    atMs === null ? [] : [{ key, atMs, describe: `${reference} shipment ${id} ${what}`, perform }];
  return [
    ...step(`pack:${id}`, shipment.packAtMs, 'packed', (world) => {
      world.packShipment(orderId, { id, parcels, contents: linesOf(contents) });
    }),
    ...step(`label:${id}`, shipment.labelAtMs, 'labelled', (world) => world.label(id)),
    ...step(`void:${id}`, shipment.voidAtMs, 'voided', (world) => world.voidShipment(id)),
    ...step(stepKeys.leave(id), shipment.leaveAtMs, 'left', (world) => world.dispatchShipment(id)),
  ];
}

/** Yesterday: products on the shelf, carriers, and orders that were done before anybody watched. */
export function historyOf(
  seed: number,
  count: number,
  startMs: number,
  stock: StockPlan,
): (world: ClarusWorld) => void {
  return (world) => {
    const random = seededRandom(seed ^ 0x5eed);
    const orders = Array.from({ length: count }, (_, index) => {
      const number = index + 1;
      return {
        id: String(2_001 + index),
        reference: `SO-${9_001 + index}`,
        lines: chooseLines(random, 1 + (index % 3), 1),
        email: `earlier.customer.${number}@${EMAIL_DOMAIN}`,
        name: `Earlier Customer ${number}`,
        ...chooseCarrier(random, 'GB'),
      };
    });
    const sold = total(
      orders.map(({ lines }) => Object.fromEntries(lines.map(({ sku, quantity }) => [sku, quantity]))),
    );
    world.inThePast(startMs - 30 * HOUR, () => {
      for (const carrier of CARRIERS) world.addCarrier(carrier);
      for (const { sku, description } of [...GARMENTS, ...SOLD_OUT]) {
        world.addProduct({ sku, description, available: (stock.opening.get(sku) ?? 0) + (sold[sku] ?? 0) });
      }
    });
    for (const [index, order] of orders.entries()) {
      const createdMs = startMs - 28 * HOUR + index * MINUTE;
      const at = (hours: number, verb: () => void): void => world.inThePast(createdMs + hours * HOUR, verb);
      at(0, () => world.createOrder(order));
      at(1, () => world.allocate(order.id));
      at(2, () => world.pick(order.id));
      at(3, () => world.label(world.packShipment(order.id, { id: String(12_001 + index) }).id));
      at(5, () => world.dispatchShipment(String(12_001 + index)));
    }
  };
}

function linesOf(units: Units): readonly { readonly sku: string; readonly quantity: number }[] {
  return Object.entries(units).map(([sku, quantity]) => ({ sku, quantity }));
}

function atMostOf(ordered: Units, missing: Units): Units {
  const found = less(ordered, missing);
  return Object.fromEntries(Object.keys(missing).map((sku) => [sku, found[sku] ?? 0]));
}
