import * as z from 'zod/mini';
import { recordSchema } from '../record.js';
import { type Resource, reading } from '../resource.js';
import { id, optionalFlag, optionalRecord, optionalWord, type Unknowns, word } from '../wire.js';

/** Where a warehouse is. */
export interface WarehouseAddress {
  readonly line1: string | null;
  readonly line2: string | null;
  readonly town: string | null;
  readonly county: string | null;
  readonly postcode: string | null;
  readonly countryCode: string | null;
}

/** A warehouse of the tenant. */
export interface Warehouse {
  readonly id: string;
  readonly code: string;
  readonly name: string | null;
  readonly isPickConsolidated: boolean | null;
  /** Open: `none` is the only value shown. */
  readonly loadingValidation: string | null;
  readonly hasOpeningTimes: boolean | null;
  readonly address: WarehouseAddress | null;
  /** Fields this version does not know, exactly as they came. */
  readonly extra: Unknowns;
}

const addressSchema: z.ZodMiniType<WarehouseAddress> = z.pipe(
  z.looseObject({
    address_1: optionalWord,
    address_2: optionalWord,
    address_3: optionalWord,
    address_4: optionalWord,
    postcode: optionalWord,
    country_code: optionalWord,
  }),
  z.transform(
    (address): WarehouseAddress => ({
      line1: address.address_1,
      line2: address.address_2,
      // Clarus's reference, schema `Address`: town or city in the third, county in the fourth.
      town: address.address_3,
      county: address.address_4,
      postcode: address.postcode,
      countryCode: address.country_code,
    }),
  ),
);

export const WAREHOUSES: Resource<Warehouse> = {
  root: 'warehouses',
  filterType: 'WarehouseFilterType',
  operation: 'ListWarehouses',
  fields: [
    'id',
    'code',
    'name',
    'consolidate_pick_enabled',
    'loading_validation_setting',
    'opening_times_enabled',
    'address.address_1',
    'address.address_2',
    'address.address_3',
    'address.address_4',
    'address.postcode',
    'address.country_code',
  ],
  read: reading(
    recordSchema<Warehouse>({
      id: ['id', id],
      code: ['code', word],
      name: ['name', optionalWord],
      isPickConsolidated: ['consolidate_pick_enabled', optionalFlag],
      loadingValidation: ['loading_validation_setting', optionalWord],
      hasOpeningTimes: ['opening_times_enabled', optionalFlag],
      address: ['address', optionalRecord(addressSchema)],
    }),
  ),
  keyOf: (warehouse) => warehouse.id,
};
