import { ACCOUNTS } from '../../src/accounts/account.js';
import { AUTOMATIONS } from '../../src/automations/automation.js';
import { CARRIERS } from '../../src/carriers/carrier.js';
import { CARRIER_SERVICES } from '../../src/carriers/service.js';
import { CUSTOMERS } from '../../src/customers/customer.js';
import { EXTERNAL_ENTITIES } from '../../src/integrations/external-entity.js';
import {
  CARRIER_MAPPINGS,
  PRODUCT_MAPPINGS,
  SHIPPING_RATE_MAPPINGS,
  WAREHOUSE_MAPPINGS,
} from '../../src/integrations/mappings.js';
import { LOADS } from '../../src/loads/load.js';
import { ORDER_LINES } from '../../src/orders/line.js';
import { ORDERS } from '../../src/orders/order.js';
import { PICK_LISTS } from '../../src/orders/pick-list.js';
import { PRODUCTS } from '../../src/products/product.js';
import { GOODS_IN_RECEIPTS } from '../../src/receipts/receipt.js';
import type { Resource } from '../../src/resource.js';
import { PACKAGES } from '../../src/shipments/parcel.js';
import { SHIPMENTS } from '../../src/shipments/shipment.js';
import { STOCKS } from '../../src/stock/stock.js';
import { STOCK_BALANCES } from '../../src/stock/stock-balance.js';
import { STORAGE_UNITS } from '../../src/stock/storage-unit.js';
import { TASKS } from '../../src/tasks/task.js';
import { TRANSACTIONS } from '../../src/transactions/transaction.js';
import { WAREHOUSES } from '../../src/warehouses/warehouse.js';

/** Every list that is decoded, by its name on the client. */
export const RESOURCES: Readonly<Record<string, Resource<unknown>>> = Object.fromEntries(
  Object.entries({
    orders: ORDERS,
    orderLines: ORDER_LINES,
    shipments: SHIPMENTS,
    packages: PACKAGES,
    tasks: TASKS,
    transactions: TRANSACTIONS,
    stockBalances: STOCK_BALANCES,
    goodsInReceipts: GOODS_IN_RECEIPTS,
    automations: AUTOMATIONS,
    pickLists: PICK_LISTS,
    stocks: STOCKS,
    storageUnits: STORAGE_UNITS,
    products: PRODUCTS,
    carriers: CARRIERS,
    carrierServices: CARRIER_SERVICES,
    accounts: ACCOUNTS,
    warehouses: WAREHOUSES,
    customers: CUSTOMERS,
    loads: LOADS,
    externalEntities: EXTERNAL_ENTITIES,
    carrierMappings: CARRIER_MAPPINGS,
    shippingRateMappings: SHIPPING_RATE_MAPPINGS,
    warehouseMappings: WAREHOUSE_MAPPINGS,
    productMappings: PRODUCT_MAPPINGS,
  }).map(([name, resource]) => [name, { ...resource, keyOf: () => null }]),
);
