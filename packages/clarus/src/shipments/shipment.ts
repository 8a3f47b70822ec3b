import * as z from 'zod/mini';
import { type Resource, reading } from '../resource.js';
import {
  type CodedRecord,
  id,
  idInside,
  optionalCoded,
  optionalInstant,
  optionalQuantity,
  optionalWord,
  type Unknowns,
} from '../wire.js';

/** A carrier booking with one or more parcels. It need not name its order: ask by `goods_out_id`. */
export interface Shipment {
  readonly id: string;
  readonly reference: string | null;
  readonly name: string | null;
  /** Free text, casing unknown. `dispatched` is the only documented value. */
  readonly statusCode: string | null;
  readonly deliveryNotes: string | null;
  /** A planned time; Clarus fills it before any carrier came. ISO 8601 in UTC, or a bare date. */
  readonly plannedCollectionAt: string | null;
  readonly labelFilename: string | null;
  /** A label file is named. Says nothing about the parcel having left. */
  readonly hasLabel: boolean;
  readonly parcelCount: number | null;
  /** Null where the tenant does not offer it. Undocumented. */
  readonly orderId: string | null;
  readonly carrier: CodedRecord | null;
  readonly service: CodedRecord | null;
  readonly warehouse: CodedRecord | null;
  /** Fields this version does not know, exactly as they came. */
  readonly extra: Unknowns;
}

const shipmentSchema: z.ZodMiniType<Shipment> = z.pipe(
  z.looseObject({
    id,
    reference: optionalWord,
    name: optionalWord,
    status: optionalWord,
    delivery_notes: optionalWord,
    collection_datetime: optionalInstant,
    label_filename: optionalWord,
    packages_count: optionalQuantity,
    carrier: optionalCoded,
    carrier_service: optionalCoded,
    warehouse: optionalCoded,
    goods_out: idInside,
  }),
  z.transform((node): Shipment => {
    const { id, reference, name, status, delivery_notes, collection_datetime, ...more } = node;
    const { label_filename, packages_count, carrier, carrier_service, warehouse, goods_out, ...extra } = more;
    return {
      id,
      reference,
      name,
      statusCode: status,
      deliveryNotes: delivery_notes,
      plannedCollectionAt: collection_datetime,
      labelFilename: label_filename,
      hasLabel: label_filename !== null,
      parcelCount: packages_count,
      orderId: goods_out,
      carrier,
      service: carrier_service,
      warehouse,
      extra,
    };
  }),
);

export const SHIPMENTS: Resource<Shipment> = {
  root: 'shipments',
  filterType: 'ShipmentFilterType',
  operation: 'ListShipments',
  fields: [
    'id',
    'reference',
    'name',
    'status',
    'delivery_notes',
    'collection_datetime',
    'label_filename',
    'packages_count',
    'carrier.id',
    'carrier.code',
    'carrier.name',
    'carrier_service.id',
    'carrier_service.code',
    'carrier_service.name',
    'warehouse.id',
    'warehouse.code',
    'warehouse.name',
  ],
  read: reading(shipmentSchema),
  keyOf: (shipment) => shipment.id,
};
