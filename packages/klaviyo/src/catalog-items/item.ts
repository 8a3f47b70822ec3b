import { asAttributes, asBoolean, asNumber, asRecord, asText, asTexts, type Decoder } from '../decode.js';
import type { Resource } from '../wire.js';

/** What may be set on an item; left out means unchanged. */
export interface ItemAttributes {
  readonly title?: string | null;
  readonly price?: number | null;
  readonly description?: string | null;
  readonly url?: string | null;
  readonly image_full_url?: string | null;
  readonly image_thumbnail_url?: string | null;
  readonly images?: readonly string[] | null;
  /** Flat, at most 100 kB. */
  readonly custom_metadata?: Readonly<Record<string, unknown>> | null;
  readonly published?: boolean | null;
}

interface ItemRelationships {
  readonly categories?: {
    readonly data?: readonly { readonly type: 'catalog-category'; readonly id: string }[];
  };
}

/** An item to change, in a body or in a bulk job. */
export interface ItemUpdate {
  readonly type: 'catalog-item';
  /** `$custom:::$default:::` and the external id. */
  readonly id: string;
  readonly attributes: ItemAttributes;
  readonly relationships?: ItemRelationships;
}

/** An item to make, in a body or in a bulk job. */
export interface ItemCreate {
  readonly type: 'catalog-item';
  readonly attributes: ItemAttributes & {
    readonly external_id: string;
    readonly integration_type?: '$custom' | null;
    /** Others than `$default` Klaviyo does not know. */
    readonly catalog_type?: string | null;
    readonly title: string;
    readonly description: string;
    readonly url: string;
  };
  readonly relationships?: ItemRelationships;
}

/** An item to delete, in a bulk job. */
export interface ItemDelete {
  readonly type: 'catalog-item';
  readonly id: string;
}

/** Body of `PATCH /api/catalog-items/{id}`. */
export interface ItemUpdateBody {
  readonly data: ItemUpdate;
}

/** Body of `POST /api/catalog-items`. */
export interface ItemCreateBody {
  readonly data: ItemCreate;
}

/** An item as Klaviyo has it; further attributes as they came. */
export interface ListedItemAttributes {
  readonly external_id?: string | null | undefined;
  readonly title?: string | null | undefined;
  readonly description?: string | null | undefined;
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

/** A product of the catalogue. */
export type CatalogItem = Resource<ListedItemAttributes>;

export const asListedItem: Decoder<ListedItemAttributes> = /* @__PURE__ */ asAttributes({
  external_id: asText,
  title: asText,
  description: asText,
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
