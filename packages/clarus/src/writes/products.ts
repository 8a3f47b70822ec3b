import type { ProductAttributes } from '../operations.generated.js';
import {
  type CallOptions,
  given,
  optionalWireId,
  type Writer,
  type Written,
  wireId,
  writtenBy,
  writtenTo,
} from './writer.js';

/** A product to be made; `code` is its SKU. */
export interface NewProduct {
  /** The SKU. */
  readonly code: string;
  /** At most 150 characters. */
  readonly description: string;
  readonly stockUnitTypeId: string;
  readonly barcode?: string;
  readonly longDescription?: string;
  /** Any other documented attribute, in Clarus's own names. */
  readonly attributes?: Partial<ProductAttributes>;
}

/** What is left out stays as it is. */
export type ProductChanges = Partial<NewProduct>;

/** Creates a product. Sent at most once. @see Clarus reference, `POST /api/products` */
export async function createProduct(
  writer: Writer,
  product: NewProduct,
  { signal }: CallOptions = {},
): Promise<Written> {
  const attributes: ProductAttributes = {
    ...attributesOf(product),
    description: product.description,
    stock_unit_type_id: wireId(product.stockUnitTypeId, 'stockUnitTypeId'),
  };
  const body = { data: { type: 'products' as const, attributes } };
  return writtenBy(await writer.request('POST /products', { body, signal }));
}

/** Changes a product. @see Clarus reference, `PATCH /api/products/{id}` */
export async function updateProduct(
  writer: Writer,
  id: string,
  changes: ProductChanges,
  { signal }: CallOptions = {},
): Promise<Written> {
  const { description, stockUnitTypeId } = changes;
  const attributes: Partial<ProductAttributes> = {
    ...attributesOf(changes),
    ...given({ description, stock_unit_type_id: optionalWireId(stockUnitTypeId, 'stockUnitTypeId') }),
  };
  const body = { data: { type: 'products' as const, attributes } };
  return writtenTo(id, await writer.request('PATCH /products/{id}', { params: { id }, body, signal }));
}

/** Deletes a product. */
export async function deleteProduct(writer: Writer, id: string, { signal }: CallOptions = {}): Promise<void> {
  await writer.request('DELETE /products/{id}', { params: { id }, signal });
}

function attributesOf({ code, barcode, longDescription, attributes }: ProductChanges): Partial<ProductAttributes> {
  return { ...attributes, ...given({ code, barcode, long_description: longDescription }) };
}
