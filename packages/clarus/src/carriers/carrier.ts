import { recordSchema } from '../record.js';
import { type Resource, reading } from '../resource.js';
import { id, optionalFlag, optionalWord, type Unknowns, word } from '../wire.js';

/** A carrier as the tenant has set it up. */
export interface Carrier {
  readonly id: string;
  readonly code: string;
  readonly name: string | null;
  readonly description: string | null;
  readonly isActive: boolean | null;
  /** Open: `custom` is the only value shown. */
  readonly type: string | null;
  /** Known to Clarus's carrier integration. */
  readonly isExternallyRegistered: boolean | null;
  /** Fields this version does not know, exactly as they came. */
  readonly extra: Unknowns;
}

export const CARRIERS: Resource<Carrier> = {
  root: 'carriers',
  filterType: 'CarrierFilterType',
  operation: 'ListCarriers',
  fields: ['id', 'code', 'name', 'description', 'active', 'carrier_type', 'carrier_externally_registered'],
  read: reading(
    recordSchema<Carrier>({
      id: ['id', id],
      code: ['code', word],
      name: ['name', optionalWord],
      description: ['description', optionalWord],
      isActive: ['active', optionalFlag],
      type: ['carrier_type', optionalWord],
      isExternallyRegistered: ['carrier_externally_registered', optionalFlag],
    }),
  ),
  keyOf: (carrier) => carrier.id,
};
