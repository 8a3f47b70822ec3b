import { recordSchema } from '../record.js';
import { type Resource, reading } from '../resource.js';
import { id, optionalQuantity, optionalWord, type Unknowns, word } from '../wire.js';

/** A recipient the tenant keeps a record of. Clarus documents no e-mail for it, and orders may do without one. */
export interface Customer {
  readonly id: string;
  readonly code: string;
  readonly name: string | null;
  /** Days. */
  readonly shelfLifeMin: number | null;
  /** Days. */
  readonly shelfLifeMax: number | null;
  readonly externalReference: string | null;
  /** Fields this version does not know, exactly as they came. */
  readonly extra: Unknowns;
}

export const CUSTOMERS: Resource<Customer> = {
  root: 'customers',
  filterType: 'CustomerFilterType',
  operation: 'ListCustomers',
  fields: ['id', 'code', 'name', 'shelf_life_min', 'shelf_life_max', 'external_system_reference1'],
  read: reading(
    recordSchema<Customer>({
      id: ['id', id],
      code: ['code', word],
      name: ['name', optionalWord],
      shelfLifeMin: ['shelf_life_min', optionalQuantity],
      shelfLifeMax: ['shelf_life_max', optionalQuantity],
      externalReference: ['external_system_reference1', optionalWord],
    }),
  ),
  keyOf: (customer) => customer.id,
};
