import { recordSchema } from '../record.js';
import { type Resource, reading } from '../resource.js';
import {
  type CodedRecord,
  id,
  optionalCoded,
  optionalInstant,
  optionalReferenced,
  optionalWord,
  quantity,
  type ReferencedRecord,
  type Unknowns,
} from '../wire.js';

/** Stock of one product at one place: what can be held, moved, transferred or adjusted by its id. */
export interface Stock {
  readonly id: string;
  readonly quantity: number;
  /** Open: `available` and `held` are named. */
  readonly statusCode: string | null;
  readonly fifoAt: string | null;
  readonly product: CodedRecord | null;
  readonly location: CodedRecord | null;
  readonly account: CodedRecord | null;
  readonly storageUnit: ReferencedRecord | null;
  /** Fields this version does not know, exactly as they came. */
  readonly extra: Unknowns;
}

export const STOCKS: Resource<Stock> = {
  root: 'stocks',
  filterType: 'StockFilterType',
  operation: 'ListStocks',
  fields: [
    'id',
    'quantity',
    'status',
    'fifo_date',
    'product.id',
    'product.code',
    'location.id',
    'location.code',
    'account.id',
    'account.code',
    'storage_unit.id',
    'storage_unit.reference',
  ],
  read: reading(
    recordSchema<Stock>({
      id: ['id', id],
      quantity: ['quantity', quantity],
      statusCode: ['status', optionalWord],
      fifoAt: ['fifo_date', optionalInstant],
      product: ['product', optionalCoded],
      location: ['location', optionalCoded],
      account: ['account', optionalCoded],
      storageUnit: ['storage_unit', optionalReferenced],
    }),
  ),
  keyOf: (stock) => stock.id,
};
