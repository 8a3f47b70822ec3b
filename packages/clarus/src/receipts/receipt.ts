import * as z from 'zod/mini';
import { type Resource, reading } from '../resource.js';
import { type CodedRecord, id, optionalCoded, optionalInstant, optionalWord, type Unknowns } from '../wire.js';

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
  /** Fields this version does not know, exactly as they came. */
  readonly extra: Unknowns;
}

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
  }),
  z.transform((node): Receipt => {
    const { id, reference, status, receipt_type, expected_date_of_receipt, actual_date_of_receipt, ...more } = node;
    const { notes, account, warehouse, ...extra } = more;
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
