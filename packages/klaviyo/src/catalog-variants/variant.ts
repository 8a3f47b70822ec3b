import { asAttributes, asBoolean, asNumber, asRecord, asText, asTexts, type Decoder } from '../decode.js';
import type { Resource } from '../wire.js';

/** What may be set on a variant; left out means unchanged. The parent item cannot be changed. */
export interface VariantAttributes {
  readonly title?: string | null;
  readonly description?: string | null;
  readonly sku?: string | null;
  /** Whether product feeds hide it when out of stock: the merchant's choice, no oversell policy. */
  readonly inventory_policy?: 0 | 1 | 2 | null;
  readonly inventory_quantity?: number | null;
  readonly price?: number | null;
  readonly url?: string | null;
  readonly image_full_url?: string | null;
  readonly image_thumbnail_url?: string | null;
  readonly images?: readonly string[] | null;
  /** Flat, at most 100 kB. */
  readonly custom_metadata?: Readonly<Record<string, unknown>> | null;
  readonly published?: boolean | null;
}

/** A variant to change, in a body or in a bulk job. */
export interface VariantUpdate {
  readonly type: 'catalog-variant';
  /** `$custom:::$default:::` and the external id. */
  readonly id: string;
  readonly attributes: VariantAttributes;
}

/** A variant to make, in a body or in a bulk job. */
export interface VariantCreate {
  readonly type: 'catalog-variant';
  readonly attributes: VariantAttributes & {
    readonly external_id: string;
    /** Others than `$default` Klaviyo does not know. */
    readonly catalog_type?: string | null;
    readonly integration_type?: '$custom' | null;
    readonly title: string;
    readonly description: string;
    readonly sku: string;
    readonly inventory_quantity: number;
    readonly price: number;
    readonly url: string;
  };
  readonly relationships: { readonly item: { readonly data: { readonly type: 'catalog-item'; readonly id: string } } };
}

/** A variant to delete, in a bulk job. */
export interface VariantDelete {
  readonly type: 'catalog-variant';
  readonly id: string;
}

/** Body of `PATCH /api/catalog-variants/{id}`. */
export interface VariantUpdateBody {
  readonly data: VariantUpdate;
}

/** Body of `POST /api/catalog-variants`. */
export interface VariantCreateBody {
  readonly data: VariantCreate;
}

/** A variant as Klaviyo has it; further attributes as they came. */
export interface ListedVariantAttributes {
  readonly external_id?: string | null | undefined;
  readonly title?: string | null | undefined;
  readonly description?: string | null | undefined;
  readonly sku?: string | null | undefined;
  readonly inventory_policy?: number | null | undefined;
  readonly inventory_quantity?: number | null | undefined;
  readonly price?: number | null | undefined;
  readonly url?: string | null | undefined;
  readonly image_full_url?: string | null | undefined;
  readonly image_thumbnail_url?: string | null | undefined;
  readonly images?: readonly string[] | null | undefined;
  readonly custom_metadata?: Readonly<Record<string, unknown>> | null | undefined;
  readonly published?: boolean | null | undefined;
  readonly created?: string | null | undefined;
  readonly updated?: string | null | undefined;
  readonly [attribute: string]: unknown;
}

/** A variant of a product: what has stock and a SKU. */
export type CatalogVariant = Resource<ListedVariantAttributes>;

export const asListedVariant: Decoder<ListedVariantAttributes> = /* @__PURE__ */ asAttributes({
  external_id: asText,
  title: asText,
  description: asText,
  sku: asText,
  inventory_policy: asNumber,
  inventory_quantity: asNumber,
  price: asNumber,
  url: asText,
  image_full_url: asText,
  image_thumbnail_url: asText,
  images: asTexts,
  custom_metadata: asRecord,
  published: asBoolean,
  created: asText,
  updated: asText,
});
