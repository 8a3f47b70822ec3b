import { recordSchema } from '../record.js';
import { type Resource, reading } from '../resource.js';
import { id, optionalQuantity, optionalWord, type Unknowns, word } from '../wire.js';

/** A product. Clarus has no price, picture, link or variant for it. */
export interface Product {
  readonly id: string;
  /** The SKU. */
  readonly code: string;
  readonly barcode: string | null;
  readonly description: string | null;
  readonly longDescription: string | null;
  /** Open: the example says `standard`, the REST schemas `single` and `bill_of_materials`. */
  readonly type: string | null;
  readonly unitsPerCase: number | null;
  /** Days. */
  readonly shelfLifeMin: number | null;
  /** Days. */
  readonly shelfLifeMax: number | null;
  readonly commodityCode: string | null;
  /** ISO 3166-1 alpha-2 in the example. */
  readonly countryOfManufacture: string | null;
  /** Fields this version does not know, exactly as they came. */
  readonly extra: Unknowns;
}

export const PRODUCTS: Resource<Product> = {
  root: 'products',
  filterType: 'ProductsFilterType',
  operation: 'ListProducts',
  fields: [
    'id',
    'code',
    'barcode',
    'description',
    'long_description',
    'product_type',
    'units_per_case',
    'shelf_life_min',
    'shelf_life_max',
    'commodity_code',
    'country_of_manufacture',
  ],
  read: reading(
    recordSchema<Product>({
      id: ['id', id],
      code: ['code', word],
      barcode: ['barcode', optionalWord],
      description: ['description', optionalWord],
      longDescription: ['long_description', optionalWord],
      type: ['product_type', optionalWord],
      unitsPerCase: ['units_per_case', optionalQuantity],
      shelfLifeMin: ['shelf_life_min', optionalQuantity],
      shelfLifeMax: ['shelf_life_max', optionalQuantity],
      commodityCode: ['commodity_code', optionalWord],
      countryOfManufacture: ['country_of_manufacture', optionalWord],
    }),
  ),
  keyOf: (product) => product.id,
};
