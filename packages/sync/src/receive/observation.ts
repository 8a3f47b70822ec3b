/** What may be fed in, and what of it can be used. Pure. */
import type { CatalogueProduct, EvidenceKind } from '@clarus-klaviyo/mapping';
import type { WaitingObservation } from '../decide/rows.js';
import { ObservationError } from '../errors.js';
import type { ObservedBy } from '../keys.js';

/** How an observation names its order: by at least one of the three. The first that is given is used. */
export interface ObservedOrder {
  /** Clarus's id. */
  readonly orderId?: string;
  /** The order's reference in Clarus. */
  readonly reference?: string;
  /** A parcel's number: it finds its order, and says which shipment is meant. */
  readonly trackingNumber?: string;
  /** Name of the `SyncAccount`; needed only where two brands share references. */
  readonly account?: string;
}

/** Something Clarus does not know: evidence of a carrier, products of a shop, a receipt of a returns system. */
export type ObservationInput = ObservedOrder &
  (
    | {
        readonly kind: 'evidence';
        /** `manifested`, `scanned`, `collected`, `outForDelivery`, `delivered` … */
        readonly evidence: EvidenceKind;
        /** When it happened: ISO 8601 with its zone. */
        readonly at: string;
        /** Clarus's id of the shipment. Neither this nor a tracking number: every shipment of the order. */
        readonly shipmentId?: string;
        /** @default 'carrier' */
        readonly source?: 'carrier' | 'shop' | 'manual';
      }
    | {
        readonly kind: 'catalogue';
        readonly products: readonly (Pick<CatalogueProduct, 'sku'> & Partial<CatalogueProduct>)[];
      }
    | { readonly kind: 'contact'; readonly email: string; readonly phone?: string; readonly countryCode?: string }
  );

export interface OrderName {
  readonly by: ObservedBy;
  readonly value: string;
}

export interface ReadObservation {
  readonly names: readonly [OrderName, ...OrderName[]];
  readonly observation: WaitingObservation;
}

const EVIDENCE: Readonly<Record<EvidenceKind, true>> = {
  packed: true,
  labelled: true,
  dispatched: true,
  departed: true,
  manifested: true,
  scanned: true,
  collected: true,
  outForDelivery: true,
  delivered: true,
};
const MAX_TEXT = 250;
const MAX_PRODUCTS = 500;
const ZONED = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}.*(Z|[+-]\d{2}:?\d{2})$/;

/** @throws {ObservationError} naming the field. Types may be lost on the way here: nothing is taken on trust. */
export function readObservation(
  input: ObservationInput,
  { receivedAt, accounts }: { readonly receivedAt: string; readonly accounts: readonly string[] },
): ReadObservation {
  const names = namesOf(input);
  const account = textOrNull(input.account, 'account');
  if (account !== null && !accounts.includes(account))
    throw new ObservationError('account', 'no account has this name');
  const shared = { receivedAt, account };
  switch (input.kind) {
    case 'evidence': {
      const { evidence, source = 'carrier' } = input;
      if (!Object.hasOwn(EVIDENCE, evidence)) throw new ObservationError('evidence', 'not a kind of evidence');
      if (!['carrier', 'shop', 'manual'].includes(source)) throw new ObservationError('source', 'not a source');
      const at = instant(input.at, 'at');
      const shipmentId = textOrNull(input.shipmentId, 'shipmentId');
      const trackingNumber = shipmentId === null ? textOrNull(input.trackingNumber, 'trackingNumber') : null;
      return { names, observation: { ...shared, kind: 'evidence', source, evidence, at, shipmentId, trackingNumber } };
    }
    case 'catalogue':
      return {
        names,
        observation: { ...shared, kind: 'catalogue', source: 'shop', products: productsOf(input.products) },
      };
    case 'contact': {
      const contact = {
        email: text(input.email, 'email'),
        phone: textOrNull(input.phone, 'phone'),
        countryCode: textOrNull(input.countryCode, 'countryCode')?.toUpperCase() ?? null,
      };
      return { names, observation: { ...shared, kind: 'contact', source: 'shop', contact } };
    }
    default:
      throw new ObservationError('kind', 'evidence, catalogue or contact');
  }
}

function namesOf({ orderId, reference, trackingNumber }: ObservedOrder): ReadObservation['names'] {
  const given = (by: ObservedBy, value: string | null): OrderName[] => (value === null ? [] : [{ by, value }]);
  const [first, ...others] = [
    ...given('id', textOrNull(orderId, 'orderId')),
    ...given('reference', textOrNull(reference, 'reference')),
    ...given('tracking', textOrNull(trackingNumber, 'trackingNumber')),
  ];
  if (first === undefined)
    throw new ObservationError('reference', 'name the order: orderId, reference or trackingNumber');
  return [first, ...others];
}

function productsOf(products: unknown): readonly CatalogueProduct[] {
  if (!Array.isArray(products) || products.length === 0) throw new ObservationError('products', 'a list of products');
  if (products.length > MAX_PRODUCTS) throw new ObservationError('products', `at most ${MAX_PRODUCTS}`);
  return products.map((product: Partial<CatalogueProduct> | null, index): CatalogueProduct => {
    const at = `products[${index}]`;
    const price = product?.price ?? null;
    const categories: unknown = product?.categories ?? [];
    if (price !== null && !Number.isFinite(price)) throw new ObservationError(`${at}.price`, 'a number');
    if (!Array.isArray(categories)) throw new ObservationError(`${at}.categories`, 'a list of texts');
    return {
      sku: text(product?.sku, `${at}.sku`),
      url: textOrNull(product?.url, `${at}.url`, 2_000),
      imageUrl: textOrNull(product?.imageUrl, `${at}.imageUrl`, 2_000),
      price,
      brand: textOrNull(product?.brand, `${at}.brand`),
      categories: categories.map((one, place) => text(one, `${at}.categories[${place}]`)),
    };
  });
}

function instant(value: unknown, field: string): string {
  const written = text(value, field);
  const ms = ZONED.test(written) ? Date.parse(written) : Number.NaN;
  if (Number.isNaN(ms)) throw new ObservationError(field, 'an instant, ISO 8601 with its zone');
  return new Date(ms).toISOString();
}

function text(value: unknown, field: string, max: number = MAX_TEXT): string {
  const found = textOrNull(value, field, max);
  if (found === null) throw new ObservationError(field, 'a text, not empty');
  return found;
}

function textOrNull(value: unknown, field: string, max: number = MAX_TEXT): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string') throw new ObservationError(field, 'a text');
  const trimmed = value.trim();
  if (trimmed.length > max) throw new ObservationError(field, `at most ${max} characters`);
  return trimmed === '' ? null : trimmed;
}
