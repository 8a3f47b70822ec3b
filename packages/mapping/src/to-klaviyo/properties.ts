/**
 * Properties as Klaviyo keeps them. `0`, `''` and `null` count as never set there, so they are left out,
 * nested ones too; what must be told apart from absent is a boolean.
 */
import type { CatalogueProduct } from '../inputs.js';
import type { EventProperties } from '../messages.js';
import type { ItemQuantity, OrderSummary } from '../milestones.js';
import type { PropertyStyle } from '../policy-types.js';

/** Version of the names and meanings below. Rises when one changes its meaning. */
const SCHEMA_VERSION = 1;

type Properties = Readonly<Record<string, unknown>>;

/** All of them in one, without anything Klaviyo would drop, in the policy's style; empty lists and objects go too. */
export function compact(style: PropertyStyle, ...parts: readonly Properties[]): EventProperties {
  const kept: Record<string, unknown> = {};
  for (const part of parts) keep(kept, part, style);
  return kept;
}

/** How many it kept. */
function keep(kept: Record<string, unknown>, part: Properties, style: PropertyStyle): number {
  let count = 0;
  for (const name in part) {
    const value = compactValue(part[name], style);
    if (value === undefined) continue;
    kept[propertyName(name, style)] = value;
    count += 1;
  }
  return count;
}

function compactValue(value: unknown, style: PropertyStyle): unknown {
  if (value === null || value === undefined || value === '' || value === 0) return undefined;
  if (typeof value !== 'object') return value;
  if (!Array.isArray(value)) {
    const kept: Record<string, unknown> = {};
    return keep(kept, value as Properties, style) === 0 ? undefined : kept;
  }
  const kept: unknown[] = [];
  for (const one of value) {
    const compacted = compactValue(one, style);
    if (compacted !== undefined) kept.push(compacted);
  }
  return kept.length === 0 ? undefined : kept;
}

/** Spaced, `OrderNumber` is `Order Number`. `EventId` stays: reconciling looks for it under one name. */
export function propertyName(name: string, style: PropertyStyle): string {
  return style === 'pascal' || name === 'EventId' ? name : name.replace(/([a-z])([A-Z])/g, '$1 $2');
}

/** What every event of an order carries. `EventId` is the only way to find an event in Klaviyo again. */
export function orderProperties(id: string, order: OrderSummary): Readonly<Record<string, unknown>> {
  return {
    EventId: id,
    OrderId: order.orderId,
    OrderNumber: order.orderNumber,
    ShopReference: order.shopReference,
    WarehouseCode: order.warehouseCode,
    DestinationCountryCode: order.countryCode,
    SchemaVersion: SCHEMA_VERSION,
  };
}

/** Items for templates, and beside them flat lists that segments can read. */
export function itemProperties(items: readonly ItemQuantity[] | null): Readonly<Record<string, unknown>> {
  if (items === null) return {};
  return {
    Items: items.map(toItem),
    ItemNames: items.map((item) => item.productName),
    SKUs: items.map((item) => item.sku),
    ItemCount: items.reduce((sum, item) => sum + item.quantity, 0),
  };
}

export function toItem(item: ItemQuantity): Readonly<Record<string, unknown>> {
  return {
    SKU: item.sku,
    ProductName: item.productName,
    Quantity: item.quantity,
    QuantityOrdered: item.ordered,
    QuantityShipped: item.shipped,
    QuantityOutstanding: item.outstanding,
    ...(item.product === undefined ? {} : productProperties(item.product)),
  };
}

/** Named as in Klaviyo's own guide for shops. */
function productProperties({
  url,
  imageUrl,
  price,
  brand,
  categories,
}: CatalogueProduct): Readonly<Record<string, unknown>> {
  return { ProductURL: url, ImageURL: imageUrl, ItemPrice: price, Brand: brand, Categories: categories };
}
