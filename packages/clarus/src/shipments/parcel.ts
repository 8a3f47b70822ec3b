import * as z from 'zod/mini';
import { type Resource, reading } from '../resource.js';
import { id, optionalCoded, optionalWord, quantity, type Unknowns, word } from '../wire.js';

/** Units of one product in a parcel, where the tenant offers it. */
export interface ParcelContent {
  readonly sku: string;
  readonly quantity: number;
}

/** One parcel (Clarus: package). */
export interface Parcel {
  readonly id: string;
  readonly trackingNumber: string | null;
  readonly shipmentId: string | null;
  readonly shipmentReference: string | null;
  readonly storageUnitTypeCode: string | null;
  /** The storage unit packed into it. Null where the tenant does not offer it. Undocumented. */
  readonly storageUnitId: string | null;
  /** What is inside. Null where the tenant does not offer it. Undocumented. */
  readonly contents: readonly ParcelContent[] | null;
  /** Fields this version does not know, exactly as they came. */
  readonly extra: Unknowns;
}

const parcelSchema: z.ZodMiniType<Parcel> = z.pipe(
  z.looseObject({
    id,
    tracking_number: optionalWord,
    shipment: z.optional(z.nullable(z.looseObject({ id, reference: optionalWord }))),
    storage_unit_type: optionalCoded,
    storage_unit: optionalCoded,
    stocks: z.optional(z.nullable(z.array(z.looseObject({ quantity, product: z.looseObject({ code: word }) })))),
  }),
  z.transform((node): Parcel => {
    const { id, tracking_number, shipment, storage_unit_type, storage_unit, stocks, ...extra } = node;
    return {
      id,
      trackingNumber: tracking_number,
      shipmentId: shipment?.id ?? null,
      shipmentReference: shipment?.reference ?? null,
      storageUnitTypeCode: storage_unit_type?.code ?? null,
      storageUnitId: storage_unit?.id ?? null,
      contents: stocks?.map((stock) => ({ sku: stock.product.code, quantity: stock.quantity })) ?? null,
      extra,
    };
  }),
);

export const PACKAGES: Resource<Parcel> = {
  root: 'packages',
  filterType: 'PackageFilterType',
  operation: 'ListPackages',
  fields: [
    'id',
    'tracking_number',
    'shipment.id',
    'shipment.reference',
    'storage_unit_type.id',
    'storage_unit_type.code',
  ],
  read: reading(parcelSchema),
  keyOf: (parcel) => parcel.id,
};
