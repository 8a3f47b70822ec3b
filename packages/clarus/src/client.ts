import { ACCOUNTS, type Account } from './accounts/account.js';
import { AUTOMATIONS, type Automation } from './automations/automation.js';
import { type Provisioning, provisioning } from './automations/provision.js';
import { CARRIERS, type Carrier } from './carriers/carrier.js';
import { CARRIER_SERVICES, type CarrierService } from './carriers/service.js';
import type { ClarusConfig, Dialect } from './config.js';
import { createContext } from './context.js';
import { CUSTOMERS, type Customer } from './customers/customer.js';
import { type Capabilities, describeTenant } from './describe.js';
import { type GraphQLAnswer, queryGraphQL, type Variables } from './graphql.js';
import { EXTERNAL_ENTITIES, type ExternalEntity } from './integrations/external-entity.js';
import {
  CARRIER_MAPPINGS,
  type CarrierMapping,
  PRODUCT_MAPPINGS,
  type ProductMapping,
  SHIPPING_RATE_MAPPINGS,
  type ShippingRateMapping,
  WAREHOUSE_MAPPINGS,
  type WarehouseMapping,
} from './integrations/mappings.js';
import {
  type DocumentedLister,
  type ListOptions,
  listDocumented,
  listExtended,
  listRecords,
  type RecordList,
} from './list.js';
import { LOADS, type Load } from './loads/load.js';
import { ORDER_LINES, type OrderLine } from './orders/line.js';
import { ORDERS, type Order } from './orders/order.js';
import type { OrderView } from './orders/order-view.js';
import { PICK_LISTS, type PickList } from './orders/pick-list.js';
import { type OrderToView, type ViewOptions, viewOrders } from './orders/view.js';
import { PRODUCTS, type Product } from './products/product.js';
import type { Extended, Extension } from './reader.js';
import { GOODS_IN_RECEIPTS, type Receipt } from './receipts/receipt.js';
import { type ReceiptView, type ReceiptViewOptions, viewReceipt } from './receipts/view-receipt.js';
import { type LooseInput, type Requester, sendRequest } from './request.js';
import type { Resource } from './resource.js';
import { PACKAGES, type Parcel } from './shipments/parcel.js';
import { SHIPMENTS, type Shipment } from './shipments/shipment.js';
import { STOCKS, type Stock } from './stock/stock.js';
import { STOCK_BALANCES, type StockBalance } from './stock/stock-balance.js';
import { STORAGE_UNITS, type StorageUnit } from './stock/storage-unit.js';
import { TASKS, type Task } from './tasks/task.js';
import { TRANSACTIONS, type Transaction } from './transactions/transaction.js';
import { WAREHOUSES, type Warehouse } from './warehouses/warehouse.js';

/** A kind of record that can be listed. */
export interface Listing<T> {
  /**
   * Records as they are consumed, page by page; iterating throws what a failing call throws.
   *
   * @throws {ClarusAuthError} token or tenant refused; trying again cannot help.
   * @throws {ClarusGraphQLError} a filter or field Clarus does not know.
   * @throws {ClarusDecodeError} an answer we do not understand: names the path, holds no value.
   * @throws {ClarusPagingError} pages that repeat or do not end.
   * @example
   * for await (const balance of clarus.stockBalances.list({ filter: { product_code: { eq: 'TEE-RED-M' } } })) …
   */
  list(options?: ListOptions): RecordList<T>;
  /**
   * The same with fields of your own besides, read by your schema into `more`.
   *
   * @throws {ClarusDecodeError} also what your schema refuses, with the path it names.
   * @example
   * const schema = z.object({ customer: z.object({ code: z.string() }) });
   * const orders = clarus.orders.list({ extend: { fields: ['customer.code'], schema } });
   * for await (const order of orders) console.log(order.reference, order.more.customer.code);
   */
  list<More>(options: ListOptions & { readonly extend: Extension<More> }): RecordList<Extended<T, More>>;
}

export interface Orders extends Listing<Order> {
  /**
   * One order with lines, shipments, parcels, dispatches and transactions, in as few requests as Clarus allows, and
   * with a status that is never newer than the quantities beside it. Null: Clarus no longer has it, or it has no
   * lines and no `reference` was given (orders cannot be asked for by id, so it is learnt from the lines).
   *
   * @throws {ClarusInconsistentReadError} Clarus keeps contradicting itself about it. Worth another try later.
   */
  view(id: string, options?: ViewOptions & { readonly reference?: string | undefined }): Promise<OrderView | null>;
  /**
   * Many orders, about twenty to a request (one, for good, where Clarus refuses more). The map has every id asked for.
   * One order that cannot be read fails the whole call, with an error that names it where one is to blame.
   */
  viewMany(orders: readonly OrderToView[], options?: ViewOptions): Promise<Map<string, OrderView | null>>;
}

export interface Receipts extends Listing<Receipt> {
  /**
   * One receipt with how far its lines have come. Null: Clarus has no such receipt under that reference. `lines` is
   * null where neither the tenant's reads nor the caller name any.
   */
  view(id: string, options: ReceiptViewOptions): Promise<ReceiptView | null>;
}

export interface Automations extends Listing<Automation>, Provisioning {}

/** A Clarus tenant, typed. Holds a token and a limit on concurrent requests; share one per tenant. */
export interface Clarus extends Requester {
  /** Goods outs. */
  readonly orders: Orders;
  readonly orderLines: Listing<OrderLine>;
  readonly shipments: Listing<Shipment>;
  readonly packages: Listing<Parcel>;
  readonly tasks: Listing<Task>;
  readonly transactions: Listing<Transaction>;
  readonly stockBalances: Listing<StockBalance>;
  readonly goodsInReceipts: Receipts;
  readonly automations: Automations;
  readonly pickLists: Listing<PickList>;
  readonly stocks: Listing<Stock>;
  readonly storageUnits: Listing<StorageUnit>;
  readonly products: Listing<Product>;
  readonly carriers: Listing<Carrier>;
  readonly carrierServices: Listing<CarrierService>;
  readonly accounts: Listing<Account>;
  readonly warehouses: Listing<Warehouse>;
  readonly customers: Listing<Customer>;
  readonly loads: Listing<Load>;
  readonly externalEntities: Listing<ExternalEntity>;
  readonly carrierMappings: Listing<CarrierMapping>;
  readonly shippingRateMappings: Listing<ShippingRateMapping>;
  readonly warehouseMappings: Listing<WarehouseMapping>;
  readonly productMappings: Listing<ProductMapping>;
  /**
   * Any list Clarus documents, with the fields you name. Without a `schema` records are typed by Clarus's examples and
   * checked by nothing; with one they are what it makes of them.
   *
   * @throws {RangeError} a field that is not names joined by dots. Otherwise as {@link Listing.list}.
   * @example
   * const filter = { reason_type: { eq: 'hold' } };
   * clarus.list('reason_codes', { fields: ['id', 'code'], filter, filterType: 'ReasonCodeFilterType' });
   */
  readonly list: DocumentedLister;
  /** The words chosen where Clarus's reference has two. */
  readonly dialect: Dialect;
  /**
   * Finds what this tenant offers beyond the documentation, by introspection or by trying. The client uses the result
   * from then on; keep it (it is plain JSON) and pass it as `capabilities` to skip the question next time.
   */
  describe(options?: { readonly signal?: AbortSignal | undefined }): Promise<Capabilities>;
  /**
   * Any GraphQL query as it is. Errors are returned beside the data, not thrown.
   *
   * @throws {ClarusError} for a call that failed as a whole.
   */
  query(document: string, variables?: Variables, signal?: AbortSignal): Promise<GraphQLAnswer>;
}

/**
 * Binds the operations to one tenant. Sends nothing, starts nothing: the first call asks for a token.
 *
 * @throws {RangeError} `maxConcurrency` below 1.
 * @example
 * const clarus = createClarus({ subdomain: 'acme', clientId, clientSecret });
 * for await (const order of clarus.orders.list({ filter: { goods_out_status_code: { eq: 'COMPLETED' } } })) {
 *   const view = await clarus.orders.view(order.id, { reference: order.reference });
 * }
 */
export function createClarus(config: ClarusConfig): Clarus {
  const context = createContext(config);
  const listing = <T>(resource: Resource<T>): Listing<T> => {
    function list(options?: ListOptions): RecordList<T>;
    function list<More>(options: ListOptions & { readonly extend: Extension<More> }): RecordList<Extended<T, More>>;
    function list(options: ListOptions & { readonly extend?: Extension<unknown> } = {}): RecordList<T> {
      const { extend, ...rest } = options;
      return extend === undefined
        ? listRecords(context, resource, rest)
        : listExtended(context, resource, { ...rest, extend });
    }
    return { list };
  };
  const request: Requester['request'] = (operation: string, input?: LooseInput) =>
    sendRequest(context, operation, input);
  const automations = listing(AUTOMATIONS);
  return {
    orders: {
      ...listing(ORDERS),
      view: async (id, { reference, ...options } = {}) =>
        (await viewOrders(context, [{ id, reference }], options)).get(id) ?? null,
      viewMany: (orders, options) => viewOrders(context, orders, options),
    },
    orderLines: listing(ORDER_LINES),
    shipments: listing(SHIPMENTS),
    packages: listing(PACKAGES),
    tasks: listing(TASKS),
    transactions: listing(TRANSACTIONS),
    stockBalances: listing(STOCK_BALANCES),
    goodsInReceipts: {
      ...listing(GOODS_IN_RECEIPTS),
      view: (id, options) => viewReceipt(context, id, options),
    },
    automations: { ...automations, ...provisioning({ request }, automations) },
    pickLists: listing(PICK_LISTS),
    stocks: listing(STOCKS),
    storageUnits: listing(STORAGE_UNITS),
    products: listing(PRODUCTS),
    carriers: listing(CARRIERS),
    carrierServices: listing(CARRIER_SERVICES),
    accounts: listing(ACCOUNTS),
    warehouses: listing(WAREHOUSES),
    customers: listing(CUSTOMERS),
    loads: listing(LOADS),
    externalEntities: listing(EXTERNAL_ENTITIES),
    carrierMappings: listing(CARRIER_MAPPINGS),
    shippingRateMappings: listing(SHIPPING_RATE_MAPPINGS),
    warehouseMappings: listing(WAREHOUSE_MAPPINGS),
    productMappings: listing(PRODUCT_MAPPINGS),
    // The public types know each list and each call; below them a name is a name.
    list: ((root: string, options: Parameters<typeof listDocumented>[2]) =>
      listDocumented(context, root, options)) as DocumentedLister,
    request,
    dialect: context.settings.dialect,
    describe: async ({ signal } = {}) => {
      context.capabilities = await describeTenant(context, signal);
      return context.capabilities;
    },
    query: (document, variables, signal) => queryGraphQL(context, document, variables, signal),
  };
}
