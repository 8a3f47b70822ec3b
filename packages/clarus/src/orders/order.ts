import * as z from 'zod/mini';
import { type Resource, reading } from '../resource.js';
import {
  type CodedRecord,
  id,
  optionalCoded,
  optionalInstant,
  optionalQuantity,
  optionalWord,
  type Unknowns,
  word,
} from '../wire.js';

/** The recipient of an order, as its delivery address says. Whether that is the shopper, Clarus does not say. */
export interface Contact {
  readonly name: string | null;
  readonly email: string | null;
  /** As typed in; not normalised. */
  readonly phone: string | null;
  /** ISO 3166-1 alpha-2, upper case; null when absent or in another form. */
  readonly countryCode: string | null;
}

/** One outbound order. Clarus calls it a goods out. */
export interface Order {
  readonly id: string;
  readonly reference: string;
  /**
   * As the tenant has it. `DRAFT`, `PENDING`, `PICK`, `PART`, `ALLOCATED`, `PART_ALLOCATED`, `COMPLETED` and
   * `CANCELLED` are documented; others may exist. `COMPLETED` does not mean that everything shipped.
   */
  readonly statusCode: string;
  readonly statusName: string | null;
  readonly priority: number | null;
  /** A plan, never proof. ISO 8601 in UTC, or a bare date. */
  readonly expectedDispatchAt: string | null;
  /** The stock owner (a brand), never the shopper. */
  readonly account: CodedRecord | null;
  readonly warehouse: CodedRecord | null;
  readonly carrier: CodedRecord | null;
  /** `manual`, `auto`, `load`, `shipment`, `auto_shipment`. Null where the tenant does not offer it. Undocumented. */
  readonly dispatchStrategy: string | null;
  /** `sales_order`, `work_order`, `crossdock`. Null where the tenant does not offer it. Undocumented. */
  readonly type: string | null;
  /** `external_system_reference1`, by convention the shop's own id. Null where not offered. Undocumented. */
  readonly shopReference: string | null;
  /** The recipient's record; many orders have none. Null where not offered. Undocumented. */
  readonly customer: CodedRecord | null;
  /** Null where the tenant does not offer the address to readers. Undocumented. */
  readonly contact: Contact | null;
  /** Fields this version does not know, exactly as they came. */
  readonly extra: Unknowns;
}

const contactSchema: z.ZodMiniType<Contact> = z.pipe(
  z.nullable(
    z.looseObject({
      name: optionalWord,
      email_address: optionalWord,
      phone_number: optionalWord,
      country_code: optionalWord,
    }),
  ),
  z.transform((address): Contact => {
    const country = address?.country_code?.trim().toUpperCase() ?? '';
    return {
      name: address?.name ?? null,
      email: address?.email_address?.trim() ?? null,
      phone: address?.phone_number?.trim() ?? null,
      countryCode: /^[A-Z]{2}$/.test(country) ? country : null,
    };
  }),
);

const orderSchema: z.ZodMiniType<Order> = z.pipe(
  z.looseObject({
    id,
    reference: word,
    priority: optionalQuantity,
    expected_date_of_dispatch: optionalInstant,
    goods_out_status: z.looseObject({ code: word, name: optionalWord }),
    account: optionalCoded,
    warehouse: optionalCoded,
    carrier: optionalCoded,
    dispatch_strategy: optionalWord,
    goods_out_type: optionalWord,
    external_system_reference1: optionalWord,
    customer: optionalCoded,
    // An order without an address, where addresses are offered, has a contact of nulls; unasked it has none.
    address: z.optional(contactSchema),
  }),
  z.transform((node): Order => {
    const {
      id,
      reference,
      priority,
      expected_date_of_dispatch,
      goods_out_status,
      account,
      warehouse,
      carrier,
      dispatch_strategy,
      goods_out_type,
      external_system_reference1,
      customer,
      address,
      ...extra
    } = node;
    return {
      id,
      reference,
      statusCode: goods_out_status.code,
      statusName: goods_out_status.name,
      priority,
      expectedDispatchAt: expected_date_of_dispatch,
      account,
      warehouse,
      carrier,
      dispatchStrategy: dispatch_strategy,
      type: goods_out_type,
      shopReference: external_system_reference1,
      customer,
      contact: address ?? null,
      extra,
    };
  }),
);

export const ORDERS: Resource<Order> = {
  root: 'goods_outs',
  filterType: 'GoodsOutsFilterType',
  operation: 'ListGoodsOuts',
  fields: [
    'id',
    'reference',
    'priority',
    'expected_date_of_dispatch',
    'goods_out_status.code',
    'goods_out_status.name',
    'account.id',
    'account.code',
    'warehouse.id',
    'warehouse.code',
    'carrier.id',
    'carrier.code',
  ],
  read: reading(orderSchema),
  keyOf: (order) => order.id,
};
