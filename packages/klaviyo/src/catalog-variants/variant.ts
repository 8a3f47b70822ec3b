import { asNumber, asOptional, asRecord, asText, type Decoder } from '../decode.js';
import type { Resource } from '../wire.js';

/** Body of `PATCH /api/catalog-variants/{id}`. Left out means unchanged; the parent item cannot be changed. */
export interface VariantUpdateBody {
  readonly data: {
    readonly type: 'catalog-variant';
    /** `$custom:::$default:::` and the external id. */
    readonly id: string;
    readonly attributes: VariantAttributes;
  };
}

export interface VariantAttributes {
  readonly title?: string | null;
  readonly sku?: string | null;
  /** Whether product feeds hide it when out of stock: the merchant's choice, no oversell policy. */
  readonly inventory_policy?: 0 | 1 | 2 | null;
  readonly inventory_quantity?: number | null;
  readonly price?: number | null;
  readonly url?: string | null;
  readonly image_full_url?: string | null;
  readonly image_thumbnail_url?: string | null;
  readonly images?: readonly string[] | null;
  readonly custom_metadata?: Readonly<Record<string, unknown>> | null;
  readonly published?: boolean | null;
}

/** What a listing tells of a variant; further attributes as they came. */
export interface ListedVariantAttributes {
  readonly external_id?: string | null | undefined;
  readonly sku?: string | null | undefined;
  readonly inventory_quantity?: number | null | undefined;
  readonly [attribute: string]: unknown;
}

export type CatalogVariant = Resource<ListedVariantAttributes>;

export const asListedVariant: Decoder<ListedVariantAttributes> = (value, path) => {
  const attributes = asRecord(value, path);
  return {
    ...attributes,
    external_id: asOptional(asText)(attributes['external_id'], `${path}.external_id`),
    sku: asOptional(asText)(attributes['sku'], `${path}.sku`),
    inventory_quantity: asOptional(asNumber)(attributes['inventory_quantity'], `${path}.inventory_quantity`),
  };
};
