import { toCatalogId } from '../advance/stock.js';
import { messageId } from '../message-id.js';
import type { StockMessage } from '../messages.js';
import type { StockChanged } from '../milestones.js';
import type { Policy } from '../policy-types.js';

/** Nothing where Klaviyo's API cannot write the catalogue, or the SKU is not in it. */
export function stockChanged(milestone: StockChanged, policy: Policy): readonly StockMessage[] {
  const { id, tenant, account, sku, quantity, mode, because } = milestone;
  const catalogId = toCatalogId(sku, policy);
  if (policy.stock.catalog !== 'custom' || catalogId === null) return [];
  return [
    {
      kind: 'stock',
      id,
      lane: messageId('stock', tenant, account, catalogId),
      mode,
      because,
      body: {
        data: {
          type: 'catalog-variant',
          id: `$custom:::$default:::${catalogId}`,
          attributes: { inventory_quantity: quantity },
        },
      },
    },
  ];
}
