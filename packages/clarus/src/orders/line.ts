import * as z from 'zod/mini';
import { type Resource, reading } from '../resource.js';
import { counter, id, optionalCoded, optionalWord, quantity, type Unknowns, word } from '../wire.js';

/** One line of an order (Clarus: goods out line). Quantities may have decimals. */
export interface OrderLine {
  readonly id: string;
  readonly productId: string;
  /** The product's code. */
  readonly sku: string;
  /** The product's description. Null where the tenant does not offer it through the line. Undocumented. */
  readonly productName: string | null;
  readonly ordered: number;
  readonly allocated: number;
  readonly picked: number;
  readonly dispatched: number;
  /** Null when not short. What else it can say is not documented. */
  readonly shortStatus: string | null;
  /** Null only if Clarus names no order. */
  readonly orderId: string | null;
  readonly orderReference: string | null;
  readonly carrierId: string | null;
  /** Fields this version does not know, exactly as they came. */
  readonly extra: Unknowns;
}

const lineSchema: z.ZodMiniType<OrderLine> = z.pipe(
  z.looseObject({
    id,
    order_quantity: quantity,
    allocated_quantity: counter,
    pick_quantity: counter,
    dispatch_quantity: counter,
    short_status: optionalWord,
    product: z.looseObject({ id, code: word, description: optionalWord }),
    goods_out: z.optional(z.nullable(z.looseObject({ id, reference: optionalWord }))),
    carrier: optionalCoded,
  }),
  z.transform((node): OrderLine => {
    const {
      id,
      order_quantity,
      allocated_quantity,
      pick_quantity,
      dispatch_quantity,
      short_status,
      product,
      goods_out,
      carrier,
      ...extra
    } = node;
    return {
      id,
      productId: product.id,
      sku: product.code,
      productName: product.description,
      ordered: order_quantity,
      allocated: allocated_quantity,
      picked: pick_quantity,
      dispatched: dispatch_quantity,
      shortStatus: short_status,
      orderId: goods_out?.id ?? null,
      orderReference: goods_out?.reference ?? null,
      carrierId: carrier?.id ?? null,
      extra,
    };
  }),
);

export const ORDER_LINES: Resource<OrderLine> = {
  root: 'goods_out_lines',
  filterType: 'GoodsOutLineFilterType',
  operation: 'ListGoodsOutLines',
  fields: [
    'id',
    'order_quantity',
    'allocated_quantity',
    'pick_quantity',
    'dispatch_quantity',
    'short_status',
    'product.id',
    'product.code',
    'goods_out.id',
    'goods_out.reference',
    'carrier.id',
  ],
  read: reading(lineSchema),
  keyOf: (line) => line.id,
};
