export type { TokenRequest } from './auth.js';
export type { Automation } from './automations/automation.js';
export { type Clarus, createClarus, type Listing, type Orders } from './client.js';
export type { Clock, Random } from './clock.js';
export type { ClarusConfig, ClarusHooks, ClarusOptions, ClientCredentials, OwnTokens } from './config.js';
export type { Capabilities } from './describe.js';
export {
  ClarusAuthError,
  ClarusDecodeError,
  ClarusError,
  type ClarusErrorCode,
  ClarusGraphQLError,
  ClarusInconsistentReadError,
  ClarusNotFoundError,
  ClarusPagingError,
  ClarusRateLimitError,
  ClarusRequestError,
  ClarusTimeoutError,
  ClarusTransportError,
  ClarusUnavailableError,
  ClarusValidationError,
  type FailureFacts,
  type ValidationIssue,
} from './errors.js';
export type { GraphQLAnswer, Variables } from './graphql.js';
export type { Fetch } from './http.js';
export type { ListOptions, RecordList } from './list.js';
export type { OrderLine } from './orders/line.js';
export type { Contact, Order } from './orders/order.js';
export type { DispatchRecord, OrderShipment, OrderView } from './orders/order-view.js';
export type { OrderToView, ViewOptions } from './orders/view.js';
export type { Receipt } from './receipts/receipt.js';
export { DEFAULT_RETRY_POLICY, type RetryPolicy } from './retry.js';
export type { Parcel, ParcelContent } from './shipments/parcel.js';
export type { Shipment } from './shipments/shipment.js';
export type { StockBalance } from './stock/stock-balance.js';
export type { Task } from './tasks/task.js';
export type { Transaction } from './transactions/transaction.js';
export type { Filter } from './walk.js';
export type { CodedRecord, Unknowns } from './wire.js';
