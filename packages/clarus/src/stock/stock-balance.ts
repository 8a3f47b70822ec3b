import * as z from 'zod/mini';
import { type Resource, reading } from '../resource.js';
import { type CodedRecord, counter, optionalCoded, quantity, type Unknowns } from '../wire.js';

/** A product's stock in one warehouse, for one account. Clarus gives it no id and no time. */
export interface StockBalance {
  /** As Clarus gives it. Whether `allocated` is already taken off is not documented. */
  readonly available: number;
  readonly allocated: number;
  readonly ordered: number;
  readonly received: number;
  readonly picked: number;
  readonly product: CodedRecord | null;
  readonly account: CodedRecord | null;
  /** Its id only: the code is not documented here. */
  readonly warehouse: CodedRecord | null;
  /** Fields this version does not know, exactly as they came. */
  readonly extra: Unknowns;
}

const stockBalanceSchema: z.ZodMiniType<StockBalance> = z.pipe(
  z.looseObject({
    available: quantity,
    allocated: counter,
    ordered: counter,
    received: counter,
    picked: counter,
    product: optionalCoded,
    account: optionalCoded,
    warehouse: optionalCoded,
  }),
  z.transform((node): StockBalance => {
    const { available, allocated, ordered, received, picked, product, account, warehouse, ...extra } = node;
    return { available, allocated, ordered, received, picked, product, account, warehouse, extra };
  }),
);

export const STOCK_BALANCES: Resource<StockBalance> = {
  root: 'stock_balances',
  filterType: 'StockBalancesFilterType',
  operation: 'ListStockBalances',
  fields: [
    'available',
    'allocated',
    'ordered',
    'received',
    'picked',
    'product.id',
    'product.code',
    'account.id',
    'account.code',
    'warehouse.id',
  ],
  read: reading(stockBalanceSchema),
  // A row that does not say whose it is cannot be told from another, so both are kept.
  keyOf: ({ product, account, warehouse }) =>
    product && account && warehouse ? JSON.stringify([product.id, account.id, warehouse.id]) : null,
};
