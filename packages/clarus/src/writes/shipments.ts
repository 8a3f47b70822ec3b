import type { ShipmentAttributes, ShipmentPackage } from '../operations.generated.js';
import {
  addressBeside,
  type CallOptions,
  given,
  optionalWireId,
  type PostalAddress,
  type Writer,
  type Written,
  writtenBy,
  writtenTo,
} from './writer.js';

/** Any other documented attribute of a shipment, in Clarus's own names. */
export type ShipmentExtras = Omit<ShipmentAttributes, 'packages'>;

/** A parcel of a shipment to be made. */
export interface NewParcel {
  readonly reference?: string;
  readonly weightKg?: number;
  readonly heightCm?: number;
  readonly lengthCm?: number;
  readonly widthCm?: number;
}

/** A carrier booking to be made for an order. */
export interface NewShipment {
  readonly orderId: string;
  readonly reference?: string;
  readonly carrierId?: string;
  readonly carrierServiceId?: string;
  readonly trackingNumber?: string;
  /** Only where the shipment goes elsewhere than its order. */
  readonly address?: PostalAddress;
  readonly parcels?: readonly NewParcel[];
  readonly attributes?: ShipmentExtras;
}

/** What is left out stays as it is. Whether `parcels` replaces or adds is not documented. */
export type ShipmentChanges = Partial<NewShipment>;

/**
 * Creates a shipment for an order. Sent at most once, like every create.
 *
 * @see Clarus reference, `POST /api/shipments`: the prose requires the order, the schema nothing.
 */
export async function createShipment(
  writer: Writer,
  shipment: NewShipment,
  { signal }: CallOptions = {},
): Promise<Written> {
  return writtenBy(await writer.request('POST /shipments', { body: bodyOf(writer, shipment), signal }));
}

/** Changes a shipment that is not submitted yet. @see Clarus reference, `PATCH /api/shipments/{id}` */
export async function updateShipment(
  writer: Writer,
  id: string,
  changes: ShipmentChanges,
  { signal }: CallOptions = {},
): Promise<Written> {
  const body = bodyOf(writer, changes);
  return writtenTo(id, await writer.request('PATCH /shipments/{id}', { params: { id }, body, signal }));
}

/**
 * Books it with the carrier: label and tracking follow. Needs a carrier with an integration and parcels with sizes.
 *
 * @see Clarus reference, `POST /api/shipments/{id}/submit`
 */
export async function submitShipment(writer: Writer, id: string, { signal }: CallOptions = {}): Promise<Written> {
  return writtenTo(id, await writer.request('POST /shipments/{id}/submit', { params: { id }, signal }));
}

/** Voids a submitted shipment's labels; some carriers refuse after pick-up. */
export async function cancelShipment(writer: Writer, id: string, { signal }: CallOptions = {}): Promise<Written> {
  return writtenTo(id, await writer.request('POST /shipments/{id}/cancel', { params: { id }, signal }));
}

/** Deletes a shipment that was never submitted. */
export async function deleteShipment(writer: Writer, id: string, { signal }: CallOptions = {}): Promise<void> {
  await writer.request('DELETE /shipments/{id}', { params: { id }, signal });
}

interface ShipmentBody {
  readonly data: { readonly type: 'shipments'; readonly attributes: ShipmentAttributes } & ReturnType<
    typeof addressBeside
  >;
}

function bodyOf({ dialect }: Writer, shipment: ShipmentChanges): ShipmentBody {
  const { orderId, reference, carrierId, carrierServiceId, trackingNumber, address, parcels, attributes } = shipment;
  const packages = parcels?.map(toPackage);
  const inDialect: Pick<ShipmentAttributes, 'packages'> =
    packages === undefined
      ? {}
      : dialect.parcels === 'packages'
        ? { packages }
        : Object.fromEntries([['packages_changes', packages.map((each) => ({ type: 'ADD', attributes: each }))]]);
  const known = given({
    goods_out_id: optionalWireId(orderId, 'orderId'),
    carrier_id: optionalWireId(carrierId, 'carrierId'),
    carrier_service_id: optionalWireId(carrierServiceId, 'carrierServiceId'),
    reference,
    tracking_number: trackingNumber,
  });
  return {
    data: { type: 'shipments', attributes: { ...attributes, ...known, ...inDialect }, ...addressBeside(address) },
  };
}

function toPackage({ reference, weightKg, heightCm, lengthCm, widthCm }: NewParcel): ShipmentPackage {
  return given({ reference, weight: weightKg, height: heightCm, length: lengthCm, width: widthCm });
}
