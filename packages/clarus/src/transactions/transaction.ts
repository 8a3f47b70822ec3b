import * as z from 'zod/mini';
import { type Resource, reading } from '../resource.js';
import {
  type CodedRecord,
  id,
  optionalCoded,
  optionalInstant,
  optionalWord,
  quantity,
  type Unknowns,
} from '../wire.js';

/** An immutable stock movement. It does not name its order: ask by `goods_out_id`. */
export interface Transaction {
  readonly id: string;
  /** `PICK`, `RCV`, `TRAN`, `ATTRUP` are named in the docs; others exist. */
  readonly subtype: string | null;
  readonly category: string | null;
  readonly quantity: number;
  readonly createdAt: string | null;
  readonly product: CodedRecord | null;
  readonly account: CodedRecord | null;
  readonly locationFrom: CodedRecord | null;
  readonly locationTo: CodedRecord | null;
  /** The warehouse worker, by id. */
  readonly completingUserId: string | null;
  /** Fields this version does not know, exactly as they came. */
  readonly extra: Unknowns;
}

const transactionSchema: z.ZodMiniType<Transaction> = z.pipe(
  z.looseObject({
    id,
    subtype: optionalWord,
    category: optionalWord,
    quantity,
    created_at: optionalInstant,
    product: optionalCoded,
    account: optionalCoded,
    location_from: optionalCoded,
    location_to: optionalCoded,
    completing_user: optionalCoded,
  }),
  z.transform((node): Transaction => {
    const { id, subtype, category, quantity, created_at, product, account, ...more } = node;
    const { location_from, location_to, completing_user, ...extra } = more;
    return {
      id,
      subtype,
      category,
      quantity,
      createdAt: created_at,
      product,
      account,
      locationFrom: location_from,
      locationTo: location_to,
      completingUserId: completing_user?.id ?? null,
      extra,
    };
  }),
);

export const TRANSACTIONS: Resource<Transaction> = {
  root: 'transactions',
  filterType: 'TransactionFilterType',
  operation: 'ListTransactions',
  fields: [
    'id',
    'subtype',
    'category',
    'quantity',
    'created_at',
    'product.id',
    'product.code',
    'account.id',
    'account.code',
    'location_from.id',
    'location_from.code',
    'location_to.id',
    'location_to.code',
    'completing_user.id',
  ],
  read: reading(transactionSchema),
  keyOf: (transaction) => transaction.id,
};
