import type { GoodsOutAttributes, GoodsOutLineChange } from '../operations.generated.js';
import {
  addressBeside,
  type CallOptions,
  given,
  type LineChanges,
  lineChanges,
  optionalWireId,
  type PostalAddress,
  positive,
  type Writer,
  type Written,
  wireId,
  writtenBy,
  writtenTo,
} from './writer.js';

/** Any other documented attribute of an order, in Clarus's own names. */
export type OrderAttributes = Partial<Omit<GoodsOutAttributes, 'lines_changes'>>;
/** Any other documented attribute of a line, in Clarus's own names. */
export type OrderLineAttributes = NonNullable<GoodsOutLineChange['attributes']>;

/** A line of a new order. */
export interface NewOrderLine {
  readonly productId: string;
  /** Above zero; decimals are allowed. */
  readonly quantity: number;
  readonly attributes?: OrderLineAttributes;
}

/** A line as it is to be from now on, by its id. */
export interface ChangedOrderLine {
  readonly quantity?: number;
  readonly attributes?: OrderLineAttributes;
}

/** An order to be made. `reference` is what finds it again. */
export interface NewOrder {
  /** At most 50 characters. Clarus does not say that it must be unique: see {@link createOnce}. */
  readonly reference: string;
  /** The stock owner, not the shopper. */
  readonly accountId: string;
  /** ISO 8601 with its zone. */
  readonly expectedDispatchAt: string;
  /** @default 'sales_order' */
  readonly type?: GoodsOutAttributes['goods_out_type'];
  readonly warehouseId?: string;
  readonly carrierId?: string;
  readonly carrierServiceId?: string;
  readonly customerId?: string;
  /** `external_system_reference1`: by convention the shop's own id. */
  readonly shopReference?: string;
  readonly address?: PostalAddress;
  readonly lines: readonly NewOrderLine[];
  readonly attributes?: OrderAttributes;
}

/** What is left out stays as it is. */
export type OrderChanges = Partial<Omit<NewOrder, 'lines'>> & {
  readonly lines?: LineChanges<NewOrderLine, ChangedOrderLine>;
};

/**
 * Creates an order. Sent at most once: after an error that `mayHaveHappened`, look for it with `findByReference`, or let
 * `createOnce` do both.
 *
 * @throws {ClarusValidationError} with the field Clarus complains about.
 * @throws {RangeError} an id that is no whole number, a quantity that is not above zero.
 * @see Clarus reference, `POST /api/goods_outs`
 * @example
 * const { id } = await createOrder(clarus, {
 *   reference: 'SO-1', accountId: '7', expectedDispatchAt: '2026-03-02T12:00:00Z',
 *   lines: [{ productId: '1024', quantity: 2 }],
 * });
 */
export async function createOrder(writer: Writer, order: NewOrder, { signal }: CallOptions = {}): Promise<Written> {
  const { reference, accountId, expectedDispatchAt, type = 'sales_order', lines, address } = order;
  const attributes: GoodsOutAttributes = {
    ...attributesOf(order),
    goods_out_type: type,
    account_id: wireId(accountId, 'accountId'),
    reference,
    expected_date_of_dispatch: expectedDispatchAt,
    lines_changes: lineChanges({ add: lines }, lineAttributes, writer.dialect),
  };
  const body = { data: { type: 'goods_outs' as const, attributes, ...addressBeside(address) } };
  return writtenBy(await writer.request('POST /goods_outs', { body, signal }));
}

/**
 * Changes an order: its own fields, its address, its lines. Clarus may refuse once work on it has begun.
 *
 * @see Clarus reference, `PATCH /api/goods_outs/{id}`
 */
export async function updateOrder(
  writer: Writer,
  id: string,
  changes: OrderChanges,
  { signal }: CallOptions = {},
): Promise<Written> {
  const { reference, accountId, expectedDispatchAt, type, lines, address } = changes;
  const attributes: Partial<GoodsOutAttributes> = {
    ...attributesOf(changes),
    ...given({
      goods_out_type: type,
      account_id: optionalWireId(accountId, 'accountId'),
      reference,
      expected_date_of_dispatch: expectedDispatchAt,
      lines_changes: lines === undefined ? undefined : lineChanges(lines, lineAttributes, writer.dialect),
    }),
  };
  const body = { data: { type: 'goods_outs' as const, attributes, ...addressBeside(address) } };
  return writtenTo(id, await writer.request('PATCH /goods_outs/{id}', { params: { id }, body, signal }));
}

/**
 * Cancels an order. A draft or pending one is **deleted** (a later read finds nothing), an allocated or picking one is
 * cancelled, a completed one is refused.
 *
 * @see Clarus reference, `POST /api/goods_outs/{id}/cancel`
 */
export async function cancelOrder(writer: Writer, id: string, { signal }: CallOptions = {}): Promise<Written> {
  return writtenTo(id, await writer.request('POST /goods_outs/{id}/cancel', { params: { id }, signal }));
}

/** Deletes an order on which no work has begun. */
export async function deleteOrder(writer: Writer, id: string, { signal }: CallOptions = {}): Promise<void> {
  await writer.request('DELETE /goods_outs/{id}', { params: { id }, signal });
}

/** Lines of an order that will not be picked in full. */
export interface ShortOrderLines {
  /** Orders, not lines: what cannot be allocated of each is given up. They should be partly allocated. */
  readonly orderIds: readonly string[];
  /** Kept in the audit trail. */
  readonly description: string;
  readonly reasonCodeId?: string;
}

/**
 * Gives up what is missing of orders, so that the rest can go. The account must allow it (`isShortPickable`).
 *
 * @see Clarus reference, `POST /api/goods_out_processes/short_order_lines`; its errors 36 and 37 are about the ids.
 */
export async function shortOrderLines(
  writer: Writer,
  { orderIds, description, reasonCodeId }: ShortOrderLines,
  { signal }: CallOptions = {},
): Promise<void> {
  if (orderIds.length === 0) throw new RangeError('orderIds must name at least one order');
  const body = {
    ids: orderIds.map((id) => wireId(id, 'orderIds')),
    description,
    ...given({ reason_code_id: optionalWireId(reasonCodeId, 'reasonCodeId') }),
  };
  await writer.request('POST /goods_out_processes/short_order_lines', { body, signal });
}

function attributesOf(order: Partial<NewOrder> | OrderChanges): OrderAttributes {
  const { warehouseId, carrierId, carrierServiceId, customerId, shopReference, attributes } = order;
  return {
    ...attributes,
    ...given({
      warehouse_id: optionalWireId(warehouseId, 'warehouseId'),
      carrier_id: optionalWireId(carrierId, 'carrierId'),
      carrier_service_id: optionalWireId(carrierServiceId, 'carrierServiceId'),
      customer_id: optionalWireId(customerId, 'customerId'),
      external_system_reference1: shopReference,
    }),
  };
}

function lineAttributes(line: NewOrderLine | ChangedOrderLine): OrderLineAttributes {
  return {
    ...line.attributes,
    ...given({
      product_id: 'productId' in line ? wireId(line.productId, 'productId') : undefined,
      order_quantity: line.quantity === undefined ? undefined : positive(line.quantity, 'quantity'),
    }),
  };
}
