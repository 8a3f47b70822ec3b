import * as z from 'zod/mini';
import { type Resource, reading } from '../resource.js';
import {
  type CodedRecord,
  id,
  optionalCoded,
  optionalInstant,
  optionalQuantity,
  optionalRecord,
  optionalWord,
  type Unknowns,
} from '../wire.js';

/** One product of a receipt. Null: not known. */
export interface ReceiptLine {
  readonly id: string;
  readonly sku: string | null;
  /** Units. */
  readonly expected: number | null;
  readonly received: number | null;
}

/** Goods coming in (Clarus: goods in receipt). Nothing documented marks one as a return. */
export interface Receipt {
  readonly id: string;
  readonly reference: string | null;
  /** Open, and spelt differently from page to page: `PENDING`, `RCV`, `received`, `receiving`, `completed`. */
  readonly statusCode: string | null;
  /** `standard` is the only value shown. */
  readonly type: string | null;
  readonly expectedAt: string | null;
  readonly receivedAt: string | null;
  readonly notes: string | null;
  readonly account: CodedRecord | null;
  readonly warehouse: CodedRecord | null;
  /** *Goods In* or *Return* on Clarus's screen. Null where not offered. Undocumented. */
  readonly kind: CodedRecord | null;
  /** `external_system_reference1`. Null where not offered. Undocumented. */
  readonly externalReference: string | null;
  /** Null where not offered. Undocumented. */
  readonly lines: readonly ReceiptLine[] | null;
  /** Fields this version does not know, exactly as they came. */
  readonly extra: Unknowns;
}

const lineSchema: z.ZodMiniType<ReceiptLine> = z.pipe(
  z.looseObject({
    id,
    product: optionalRecord(z.looseObject({ code: optionalWord })),
    expected_quantity: optionalQuantity,
    received_quantity: optionalQuantity,
  }),
  z.transform(
    ({ id, product, expected_quantity, received_quantity }): ReceiptLine => ({
      id,
      sku: product?.code ?? null,
      expected: expected_quantity,
      received: received_quantity,
    }),
  ),
);

const receiptSchema: z.ZodMiniType<Receipt> = z.pipe(
  z.looseObject({
    id,
    reference: optionalWord,
    status: optionalWord,
    receipt_type: optionalWord,
    expected_date_of_receipt: optionalInstant,
    actual_date_of_receipt: optionalInstant,
    notes: optionalWord,
    account: optionalCoded,
    warehouse: optionalCoded,
    goods_in_receipt_kind: optionalCoded,
    external_system_reference1: optionalWord,
    lines: z.optional(z.nullable(z.array(lineSchema))),
  }),
  z.transform((node): Receipt => {
    const { id, reference, status, receipt_type, expected_date_of_receipt, actual_date_of_receipt, ...more } = node;
    const { notes, account, warehouse, goods_in_receipt_kind, external_system_reference1, lines, ...extra } = more;
    return {
      id,
      reference,
      statusCode: status,
      type: receipt_type,
      expectedAt: expected_date_of_receipt,
      receivedAt: actual_date_of_receipt,
      notes,
      account,
      warehouse,
      kind: goods_in_receipt_kind,
      externalReference: external_system_reference1,
      lines: lines ?? null,
      extra,
    };
  }),
);

export const GOODS_IN_RECEIPTS: Resource<Receipt> = {
  root: 'goods_in_receipts',
  filterType: 'InboundGoodFilterType',
  operation: 'ListGoodsInReceipts',
  fields: [
    'id',
    'reference',
    'status',
    'receipt_type',
    'expected_date_of_receipt',
    'actual_date_of_receipt',
    'notes',
    'account.id',
    'account.code',
    'account.name',
    'warehouse.id',
    'warehouse.code',
    'warehouse.name',
  ],
  read: reading(receiptSchema),
  keyOf: (receipt) => receipt.id,
};
