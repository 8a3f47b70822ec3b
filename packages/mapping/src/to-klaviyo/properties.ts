/**
 * Properties as Klaviyo keeps them. `0`, `''` and `null` count as never set there, so they are left out,
 * nested ones too; what must be told apart from absent is a boolean.
 */
import type { EventProperties } from '../messages.js';
import type { ItemQuantity, OrderSummary } from '../milestones.js';

/** Version of the names and meanings below. Rises when one changes its meaning. */
const SCHEMA_VERSION = 1;

/** Without anything Klaviyo would drop; empty lists and objects go too. */
export function compact(properties: Readonly<Record<string, unknown>>): EventProperties {
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, value]) => {
      const kept = compactValue(value);
      return kept === undefined ? [] : [[name, kept]];
    }),
  );
}

function compactValue(value: unknown): unknown {
  if (value === null || value === undefined || value === '' || value === 0) return undefined;
  if (Array.isArray(value)) {
    const kept = value.map(compactValue).filter((one) => one !== undefined);
    return kept.length === 0 ? undefined : kept;
  }
  if (typeof value !== 'object') return value;
  const kept = compact({ ...value });
  return Object.keys(kept).length === 0 ? undefined : kept;
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
  };
}
