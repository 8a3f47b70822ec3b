import { recordSchema } from '../record.js';
import { type Resource, reading } from '../resource.js';
import { type CodedRecord, id, optionalCoded, optionalFlag, optionalWord, type Unknowns, word } from '../wire.js';

/** What a carrier offers: next day, tracked … */
export interface CarrierService {
  readonly id: string;
  readonly code: string;
  readonly name: string | null;
  readonly isActive: boolean | null;
  readonly isDefault: boolean | null;
  readonly carrier: CodedRecord | null;
  /** Fields this version does not know, exactly as they came. */
  readonly extra: Unknowns;
}

export const CARRIER_SERVICES: Resource<CarrierService> = {
  root: 'carrier_services',
  filterType: 'CarrierServiceFilterType',
  operation: 'ListCarrierServices',
  fields: ['id', 'code', 'name', 'active', 'is_default', 'carrier.id', 'carrier.code'],
  read: reading(
    recordSchema<CarrierService>({
      id: ['id', id],
      code: ['code', word],
      name: ['name', optionalWord],
      isActive: ['active', optionalFlag],
      isDefault: ['is_default', optionalFlag],
      carrier: ['carrier', optionalCoded],
    }),
  ),
  keyOf: (service) => service.id,
};
