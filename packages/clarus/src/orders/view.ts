import type { ClarusContext } from '../context.js';
import {
  ClarusGraphQLError,
  ClarusInconsistentReadError,
  ClarusRequestError,
  ClarusValidationError,
} from '../errors.js';
import { Gathering, gatherAll } from '../gather.js';
import { offers } from '../resource.js';
import { PACKAGES, type Parcel } from '../shipments/parcel.js';
import { toDispatches } from './dispatches.js';
import { judgeReading, type Reading, type Target } from './judge-reading.js';
import { ORDER_LINES } from './line.js';
import type { Order } from './order.js';
import type { OrderView } from './order-view.js';
import { ORDER_ID_FILTER, readOrders } from './read-orders.js';

/** What is known of an order before it is read. */
export interface ViewOptions {
  /**
   * An instant (ISO 8601 with its zone). Dispatches that Clarus's own time filter finds completed at or after it get
   * it as `notBefore`: the documented way to date one, since a task does not say when it was completed.
   */
  readonly dispatchedSince?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** An order to view. With its reference one request less is needed. */
export interface OrderToView {
  readonly id: string;
  readonly reference?: string | undefined;
}

/** Readings of one order until it must be believed or given up. */
const MAX_READINGS = 5;
/** Ids in one `in` filter. */
const SHIPMENTS_PER_FILTER = 100;

/**
 * Reads orders with lines, shipments, parcels, dispatches and transactions. Null: Clarus no longer has the order.
 *
 * Orders cannot be asked for by id (unless `describe()` found otherwise), so without a reference it is learnt from the
 * order's lines. An order that has no lines and comes without a reference is therefore not found: it reads as null,
 * like a deleted one.
 *
 * @throws {ClarusInconsistentReadError} Clarus kept contradicting itself about one of the orders.
 * @throws {RangeError} `dispatchedSince` is no instant.
 */
export async function viewOrders(
  context: ClarusContext,
  wanted: readonly OrderToView[],
  { dispatchedSince, signal }: ViewOptions = {},
): Promise<Map<string, OrderView | null>> {
  const references = new Map<string, string | null>();
  for (const { id, reference } of wanted) references.set(id, reference ?? references.get(id) ?? null);
  const orders = [...references].map(([id, reference]) => toTarget(id, reference));
  const since = dispatchedSince === undefined ? null : toInstant(dispatchedSince);

  const chunks: Target[][] = [];
  while (orders.length > 0) chunks.push(orders.splice(0, context.ordersPerRequest));
  const failed = new AbortController();
  const either = signal === undefined ? failed.signal : AbortSignal.any([signal, failed.signal]);
  try {
    const views = await Promise.all(chunks.map((chunk) => viewChunk(context, chunk, since, either)));
    const byId = new Map(views.flatMap((view) => [...view]));
    return new Map([...references.keys()].map((id) => [id, byId.get(id) ?? null]));
  } catch (error) {
    failed.abort(error); // the other chunks' answers would be thrown away
    throw error;
  }
}

async function viewChunk(
  context: ClarusContext,
  targets: readonly Target[],
  since: string | null,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, OrderView>> {
  try {
    return await viewTogether(context, targets, since, signal);
  } catch (error) {
    if (targets.length === 1 || !isRefusal(error)) throw error;
    const views = new Map<string, OrderView>();
    for (const target of targets) {
      for (const [id, view] of await viewTogether(context, [target], since, signal)) views.set(id, view);
    }
    context.ordersPerRequest = 1; // only now: it was the size that Clarus refused, not one of the orders
    return views;
  }
}

/** Was the request itself refused, as one that is too large or too complex would be? */
function isRefusal(error: unknown): boolean {
  return (
    (error instanceof ClarusGraphQLError && !error.retryable) ||
    error instanceof ClarusValidationError ||
    error instanceof ClarusRequestError
  );
}

async function viewTogether(
  context: ClarusContext,
  targets: readonly Target[],
  since: string | null,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, OrderView>> {
  const sound: { readonly order: Order; readonly reading: Reading }[] = [];
  let left = await withReferences(context, targets, signal);
  for (let readings = 0; left.length > 0; readings++) {
    if (readings === MAX_READINGS) throw inconsistent(left[0]?.id, `not settled after ${MAX_READINGS} readings`);
    const again: Target[] = [];
    const round = await readOrders(context, left, since, signal);
    for (const { target, reading } of round) {
      const judgement = judgeReading(target, reading);
      switch (judgement.kind) {
        case 'sound':
          sound.push({ order: judgement.order, reading });
          break;
        case 'gone':
          break;
        case 'again':
          again.push(judgement.target);
          break;
        case 'contradiction':
          throw inconsistent(target.id, judgement.problem);
      }
    }
    left = again;
  }
  const shipmentIds = new Set(sound.flatMap(({ reading }) => reading.shipments.map((shipment) => shipment.id)));
  const parcels = await readParcels(context, [...shipmentIds], signal);
  return new Map(sound.map(({ order, reading }) => [order.id, toView(order, reading, parcels, since)]));
}

/** Adds the references that are missing, and leaves out orders that nothing in Clarus names. */
async function withReferences(
  context: ClarusContext,
  targets: readonly Target[],
  signal: AbortSignal,
): Promise<readonly Target[]> {
  if (offers(context.capabilities, ORDER_ID_FILTER)) return targets;
  const searches = targets
    .filter((target) => target.reference === null)
    .map(({ id }, index) => ({
      id,
      lines: new Gathering(ORDER_LINES, {
        alias: `lines_${index}`,
        filter: { goods_out_id: { eq: id } },
        until: (line) => line.orderReference !== null,
      }),
    }));
  await gatherAll(
    context,
    'FindOrderReferences',
    searches.map(({ lines }) => lines),
    signal,
  );
  const learnt = new Map(
    searches.map(({ id, lines }) => [
      id,
      lines.records.find((line) => line.orderId === id && line.orderReference !== null)?.orderReference ?? null,
    ]),
  );
  return targets.flatMap((target) => {
    const reference = target.reference ?? learnt.get(target.id) ?? null;
    return reference === null ? [] : [{ ...target, reference }];
  });
}

/** Parcels name their shipment, so those of all orders are read together. */
async function readParcels(
  context: ClarusContext,
  shipmentIds: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string | null, readonly Parcel[]>> {
  const gatherings: Gathering<Parcel>[] = [];
  for (let from = 0; from < shipmentIds.length; from += SHIPMENTS_PER_FILTER) {
    const ids = shipmentIds.slice(from, from + SHIPMENTS_PER_FILTER);
    gatherings.push(
      new Gathering(PACKAGES, {
        alias: `packages_${gatherings.length}`,
        filter: { shipment_id: { in: ids } },
        pageSize: 100,
      }),
    );
  }
  await gatherAll(context, 'ReadPackages', gatherings, signal);
  return Map.groupBy(
    gatherings.flatMap((gathering) => gathering.records),
    (parcel) => parcel.shipmentId,
  );
}

function toView(
  order: Order,
  reading: Reading,
  parcels: ReadonlyMap<string | null, readonly Parcel[]>,
  since: string | null,
): OrderView {
  return {
    order,
    lines: reading.lines,
    shipments: reading.shipments.map((shipment) => ({ ...shipment, parcels: parcels.get(shipment.id) ?? [] })),
    dispatches: toDispatches({ ...reading, since }),
    transactions: reading.transactions,
  };
}

function toTarget(id: string, reference: string | null): Target {
  return { id, reference, orderAfter: undefined, wasCompleted: false, wasContradictory: false };
}

function toInstant(text: string): string {
  const atMs = Date.parse(text);
  if (Number.isNaN(atMs)) throw new RangeError('dispatchedSince must be an ISO 8601 instant');
  return new Date(atMs).toISOString();
}

function inconsistent(id: string | undefined, problem: string): ClarusInconsistentReadError {
  return new ClarusInconsistentReadError(`Clarus contradicts itself about order ${id}: ${problem}`);
}
