import type { GoodsInReceiptAttributes, GoodsInReceiptLineChange } from '../operations.generated.js';
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

/** Any other documented attribute of a receipt, in Clarus's own names. Nothing among them says "return". */
export type ReceiptAttributes = Partial<Omit<GoodsInReceiptAttributes, 'lines_changes'>>;
/** Any other documented attribute of a line, in Clarus's own names. */
export type ReceiptLineAttributes = NonNullable<GoodsInReceiptLineChange['attributes']>;

/** A line of a new receipt. */
export interface NewReceiptLine {
  readonly productId: string;
  /** Above zero. */
  readonly expectedQuantity: number;
  readonly attributes?: ReceiptLineAttributes;
}

/** A line as it is to be from now on, by its id. */
export interface ChangedReceiptLine {
  readonly expectedQuantity?: number;
  readonly attributes?: ReceiptLineAttributes;
}

/** A receipt to be made: goods that are expected. */
export interface NewReceipt {
  readonly accountId: string;
  readonly warehouseId: string;
  readonly reference?: string;
  /** ISO 8601 with its zone. Reads call the same `expectedAt`. */
  readonly expectedArrivalAt?: string;
  readonly supplierId?: string;
  readonly notes?: string;
  readonly address?: PostalAddress;
  readonly lines: readonly NewReceiptLine[];
  readonly attributes?: ReceiptAttributes;
}

/** What is left out stays as it is. */
export type ReceiptChanges = Partial<Omit<NewReceipt, 'lines'>> & {
  readonly lines?: LineChanges<NewReceiptLine, ChangedReceiptLine>;
};

/** Announces goods that will come in. Sent at most once. @see Clarus reference, `POST /api/goods_in_receipts` */
export async function createReceipt(
  writer: Writer,
  receipt: NewReceipt,
  { signal }: CallOptions = {},
): Promise<Written> {
  const attributes: GoodsInReceiptAttributes = {
    ...attributesOf(receipt),
    account_id: wireId(receipt.accountId, 'accountId'),
    warehouse_id: wireId(receipt.warehouseId, 'warehouseId'),
    lines_changes: lineChanges({ add: receipt.lines }, lineAttributes, writer.dialect),
  };
  const body = { data: { type: 'goods_in_receipts' as const, attributes, ...addressBeside(receipt.address) } };
  return writtenBy(await writer.request('POST /goods_in_receipts', { body, signal }));
}

/** Changes a receipt, its lines included. @see Clarus reference, `PATCH /api/goods_in_receipts/{id}` */
export async function updateReceipt(
  writer: Writer,
  id: string,
  changes: ReceiptChanges,
  { signal }: CallOptions = {},
): Promise<Written> {
  const { accountId, warehouseId, lines, address } = changes;
  const attributes: Partial<GoodsInReceiptAttributes> = {
    ...attributesOf(changes),
    ...given({
      account_id: optionalWireId(accountId, 'accountId'),
      warehouse_id: optionalWireId(warehouseId, 'warehouseId'),
      lines_changes: lines === undefined ? undefined : lineChanges(lines, lineAttributes, writer.dialect),
    }),
  };
  const body = { data: { type: 'goods_in_receipts' as const, attributes, ...addressBeside(address) } };
  return writtenTo(id, await writer.request('PATCH /goods_in_receipts/{id}', { params: { id }, body, signal }));
}

/** Says that the goods have come: makes the tasks to receive them. */
export async function receiveReceipt(writer: Writer, id: string, { signal }: CallOptions = {}): Promise<Written> {
  return writtenTo(id, await writer.request('POST /goods_in_receipts/{id}/receive', { params: { id }, signal }));
}

/** Back to pending, as long as no task is complete. */
export async function revertReceipt(writer: Writer, id: string, { signal }: CallOptions = {}): Promise<Written> {
  return writtenTo(id, await writer.request('POST /goods_in_receipts/{id}/revert', { params: { id }, signal }));
}

/** Deletes a receipt of which nothing was received. */
export async function deleteReceipt(writer: Writer, id: string, { signal }: CallOptions = {}): Promise<void> {
  await writer.request('DELETE /goods_in_receipts/{id}', { params: { id }, signal });
}

function attributesOf(receipt: ReceiptChanges | NewReceipt): ReceiptAttributes {
  const { reference, expectedArrivalAt, supplierId, notes, attributes } = receipt;
  return {
    ...attributes,
    ...given({
      reference,
      expected_date_of_arrival: expectedArrivalAt,
      supplier_id: optionalWireId(supplierId, 'supplierId'),
      notes,
    }),
  };
}

function lineAttributes(line: NewReceiptLine | ChangedReceiptLine): ReceiptLineAttributes {
  return {
    ...line.attributes,
    ...given({
      product_id: 'productId' in line ? wireId(line.productId, 'productId') : undefined,
      expected_quantity:
        line.expectedQuantity === undefined ? undefined : positive(line.expectedQuantity, 'expectedQuantity'),
    }),
  };
}
