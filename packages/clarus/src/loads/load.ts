import { recordSchema } from '../record.js';
import { type Resource, reading } from '../resource.js';
import {
  type CodedRecord,
  id,
  optionalCoded,
  optionalInstant,
  optionalQuantity,
  optionalWord,
  type Unknowns,
} from '../wire.js';

/** A vehicle's load. */
export interface Load {
  readonly id: string;
  readonly reference: string | null;
  /** Open: `pending`, `open`, `closed`, `dispatched`, `cancelled` are named. */
  readonly statusCode: string | null;
  readonly expectedStorageUnits: number | null;
  readonly loadedStorageUnits: number | null;
  /** A plan. */
  readonly loadBy: string | null;
  readonly carrier: CodedRecord | null;
  readonly warehouse: CodedRecord | null;
  /** Fields this version does not know, exactly as they came. */
  readonly extra: Unknowns;
}

export const LOADS: Resource<Load> = {
  root: 'loads',
  filterType: 'LoadFilterType',
  operation: 'ListLoads',
  fields: [
    'id',
    'reference',
    'status',
    'expected_storage_unit_quantity',
    'number_of_storage_units_loaded',
    'load_by',
    'carrier.id',
    'carrier.code',
    'carrier.name',
    'warehouse.id',
    'warehouse.code',
    'warehouse.name',
  ],
  read: reading(
    recordSchema<Load>({
      id: ['id', id],
      reference: ['reference', optionalWord],
      statusCode: ['status', optionalWord],
      expectedStorageUnits: ['expected_storage_unit_quantity', optionalQuantity],
      loadedStorageUnits: ['number_of_storage_units_loaded', optionalQuantity],
      loadBy: ['load_by', optionalInstant],
      carrier: ['carrier', optionalCoded],
      warehouse: ['warehouse', optionalCoded],
    }),
  ),
  keyOf: (load) => load.id,
};
