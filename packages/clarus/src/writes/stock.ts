import {
  type CallOptions,
  given,
  optionalWireId,
  positive,
  type Writer,
  type Written,
  wireId,
  writtenTo,
} from './writer.js';

/** Stock to be put on hold, or taken off it, with the reason's code. */
export interface StockHold {
  /** Stocks (not products): see `clarus.stocks.list`. */
  readonly stockIds: readonly string[];
  readonly description: string;
  readonly reasonCodeId?: string;
}

/** Puts stock on hold. @see Clarus reference, `POST /api/stocks/hold` */
export async function holdStock(writer: Writer, hold: StockHold, { signal }: CallOptions = {}): Promise<void> {
  await writer.request('POST /stocks/hold', { body: holdBody(hold), signal });
}

/** Releases stock from hold. @see Clarus reference, `POST /api/stocks/offhold` */
export async function releaseStock(writer: Writer, release: StockHold, { signal }: CallOptions = {}): Promise<void> {
  await writer.request('POST /stocks/offhold', { body: holdBody(release), signal });
}

/** How much of a stock record is meant. */
export interface StockQuantity {
  /** Above zero, and no more than there is. */
  readonly quantity: number;
  readonly reasonCodeId?: string;
}

/** Takes units away for good. Clarus has no call that adds any. @see `POST /api/stocks/{id}/negative_adjustment` */
export async function adjustStockDown(
  writer: Writer,
  stockId: string,
  adjustment: StockQuantity,
  { signal }: CallOptions = {},
): Promise<Written> {
  const body = { data: { type: 'stocks' as const, attributes: quantityOf(adjustment) } };
  const input = { params: { id: stockId }, body, signal };
  return writtenTo(stockId, await writer.request('POST /stocks/{id}/negative_adjustment', input));
}

/** Moves units to another location. @see Clarus reference, `POST /api/stocks/{id}/move` */
export async function moveStock(
  writer: Writer,
  stockId: string,
  { toLocationId, ...move }: StockQuantity & { readonly toLocationId: string },
  { signal }: CallOptions = {},
): Promise<Written> {
  const attributes = { ...quantityOf(move), to_location_id: wireId(toLocationId, 'toLocationId') };
  const body = { data: { type: 'stocks' as const, attributes } };
  return writtenTo(stockId, await writer.request('POST /stocks/{id}/move', { params: { id: stockId }, body, signal }));
}

/** Gives units to another owner. @see Clarus reference, `POST /api/stocks/{id}/transfer` */
export async function transferStock(
  writer: Writer,
  stockId: string,
  { toAccountId, ...transfer }: StockQuantity & { readonly toAccountId: string },
  { signal }: CallOptions = {},
): Promise<Written> {
  const attributes = { ...quantityOf(transfer), to_account_id: wireId(toAccountId, 'toAccountId') };
  const body = { data: { type: 'stocks' as const, attributes } };
  const input = { params: { id: stockId }, body, signal };
  return writtenTo(stockId, await writer.request('POST /stocks/{id}/transfer', input));
}

function holdBody({ stockIds, description, reasonCodeId }: StockHold): {
  readonly ids: readonly number[];
  readonly description: string;
  readonly reason_code_id?: number;
} {
  if (stockIds.length === 0) throw new RangeError('stockIds must name at least one stock');
  return {
    ids: stockIds.map((id) => wireId(id, 'stockIds')),
    description,
    ...given({ reason_code_id: optionalWireId(reasonCodeId, 'reasonCodeId') }),
  };
}

function quantityOf({ quantity, reasonCodeId }: StockQuantity): {
  readonly quantity: number;
  readonly reason_code_id?: number;
} {
  return {
    quantity: positive(quantity, 'quantity'),
    ...given({ reason_code_id: optionalWireId(reasonCodeId, 'reasonCodeId') }),
  };
}
