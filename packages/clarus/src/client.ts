import { AUTOMATIONS, type Automation } from './automations/automation.js';
import type { ClarusConfig } from './config.js';
import { createContext } from './context.js';
import { type Capabilities, describeTenant } from './describe.js';
import { type GraphQLAnswer, queryGraphQL, type Variables } from './graphql.js';
import { type ListOptions, listRecords, type RecordList } from './list.js';
import { ORDER_LINES, type OrderLine } from './orders/line.js';
import { ORDERS, type Order } from './orders/order.js';
import type { OrderView } from './orders/order-view.js';
import { type OrderToView, type ViewOptions, viewOrders } from './orders/view.js';
import { GOODS_IN_RECEIPTS, type Receipt } from './receipts/receipt.js';
import type { Resource } from './resource.js';
import { PACKAGES, type Parcel } from './shipments/parcel.js';
import { SHIPMENTS, type Shipment } from './shipments/shipment.js';
import { STOCK_BALANCES, type StockBalance } from './stock/stock-balance.js';
import { TASKS, type Task } from './tasks/task.js';
import { TRANSACTIONS, type Transaction } from './transactions/transaction.js';

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

/** A Clarus tenant, typed. Holds a token and a limit on concurrent requests; share one per tenant. */
export interface Clarus {
  /** Goods outs. */
  readonly orders: Orders;
  readonly orderLines: Listing<OrderLine>;
  readonly shipments: Listing<Shipment>;
  readonly packages: Listing<Parcel>;
  readonly tasks: Listing<Task>;
  readonly transactions: Listing<Transaction>;
  readonly stockBalances: Listing<StockBalance>;
  readonly goodsInReceipts: Listing<Receipt>;
  readonly automations: Listing<Automation>;
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
  const listing = <T>(resource: Resource<T>): Listing<T> => ({
    list: (options) => listRecords(context, resource, options),
  });
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
    goodsInReceipts: listing(GOODS_IN_RECEIPTS),
    automations: listing(AUTOMATIONS),
    describe: async ({ signal } = {}) => {
      context.capabilities = await describeTenant(context, signal);
      return context.capabilities;
    },
    query: (document, variables, signal) => queryGraphQL(context, document, variables, signal),
  };
}
