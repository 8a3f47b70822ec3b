/**
 * What Shopify's webhooks say of products and Clarus does not: the price that was paid (`orders/create`), pictures and
 * pages (`products/create`, `products/update`; an order's lines carry neither).
 */
import type { CatalogueProduct } from '@clarus-klaviyo/mapping';

/** Of a product webhook, what is used here. Prices are strings, ids are numbers. */
export interface ShopifyProduct {
  readonly handle: string;
  readonly vendor: string | null;
  readonly product_type: string | null;
  readonly image: { readonly src: string } | null;
  readonly images: readonly { readonly id: number; readonly src: string }[];
  readonly variants: readonly {
    readonly id: number;
    readonly sku: string | null;
    readonly price: string;
    readonly image_id: number | null;
  }[];
}

/** Of an order webhook, what is used here. `name` is what the customer reads, e.g. `#1001`. */
export interface ShopifyOrder {
  readonly name: string;
  readonly line_items: readonly {
    readonly sku: string | null;
    readonly price: string;
    readonly vendor: string | null;
  }[];
}

/** Shopify signs what it sends: base64 of the raw body's HMAC-SHA256, in `x-shopify-hmac-sha256`. */
export async function isFromShopify(rawBody: string, signature: string, secret: string): Promise<boolean> {
  const encoder = new TextEncoder();
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), algorithm, false, ['verify']);
  const given = Uint8Array.from(decodeBase64(signature), (character) => character.charCodeAt(0));
  return crypto.subtle.verify('HMAC', key, given, encoder.encode(rawBody)); // compares in constant time
}

function decodeBase64(text: string): string {
  try {
    return atob(text);
  } catch {
    return ''; // not base64: no signature is that
  }
}

/** One entry per variant with a SKU. Keep them by SKU; `shop` is the shop's address, e.g. `https://shop.example`. */
export function fromShopifyProduct(product: ShopifyProduct, shop: string): readonly CatalogueProduct[] {
  return product.variants.flatMap(({ id, sku, price, image_id }) => {
    if (sku === null || sku === '') return [];
    const image = product.images.find((each) => each.id === image_id) ?? product.image;
    return [
      {
        sku,
        url: `${shop}/products/${product.handle}?variant=${id}`,
        imageUrl: image?.src ?? null,
        price: toPrice(price),
        brand: product.vendor,
        categories: product.product_type === null || product.product_type === '' ? [] : [product.product_type],
      },
    ];
  });
}

/** The order's products: what this customer paid, and of the rest what product webhooks told earlier. */
export function productsOf(
  order: ShopifyOrder,
  known: ReadonlyMap<string, CatalogueProduct>,
): readonly CatalogueProduct[] {
  return order.line_items.flatMap(({ sku, price, vendor }) => {
    if (sku === null || sku === '') return [];
    const product = known.get(sku);
    return [
      {
        sku,
        url: product?.url ?? null,
        imageUrl: product?.imageUrl ?? null,
        price: toPrice(price),
        brand: product?.brand ?? vendor,
        categories: product?.categories ?? [],
      },
    ];
  });
}

function toPrice(text: string): number | null {
  const price = Number(text);
  return text.trim() === '' || Number.isNaN(price) ? null : price;
}
