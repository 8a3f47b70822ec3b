import { recordSchema } from '../record.js';
import { type Resource, reading } from '../resource.js';
import {
  type CodedRecord,
  id,
  optionalCoded,
  optionalFlag,
  optionalInstant,
  optionalWord,
  type Unknowns,
} from '../wire.js';

/** A pallet, tote or carton that holds stock. */
export interface StorageUnit {
  readonly id: string;
  readonly reference: string | null;
  readonly isActive: boolean | null;
  readonly isDispatched: boolean | null;
  readonly dispatchedAt: string | null;
  readonly createdAt: string | null;
  readonly type: CodedRecord | null;
  readonly warehouse: CodedRecord | null;
  /** Fields this version does not know, exactly as they came. */
  readonly extra: Unknowns;
}

export const STORAGE_UNITS: Resource<StorageUnit> = {
  root: 'storage_units',
  filterType: 'StorageUnitFilterType',
  operation: 'ListStorageUnits',
  fields: [
    'id',
    'reference',
    'active',
    'dispatched',
    'dispatched_at',
    'created_at',
    'storage_unit_type.id',
    'storage_unit_type.code',
    'storage_unit_type.name',
    'warehouse.id',
    'warehouse.code',
    'warehouse.name',
  ],
  read: reading(
    recordSchema<StorageUnit>({
      id: ['id', id],
      reference: ['reference', optionalWord],
      isActive: ['active', optionalFlag],
      isDispatched: ['dispatched', optionalFlag],
      dispatchedAt: ['dispatched_at', optionalInstant],
      createdAt: ['created_at', optionalInstant],
      type: ['storage_unit_type', optionalCoded],
      warehouse: ['warehouse', optionalCoded],
    }),
  ),
  keyOf: (unit) => unit.id,
};
