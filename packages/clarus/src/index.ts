export type { Account } from './accounts/account.js';
export type { TokenRequest } from './auth.js';
export type { Automation } from './automations/automation.js';
export {
  type AutomationPlan,
  type DesiredAutomations,
  type DesiredEvent,
  INTEGRATION_EVENTS,
  type KnownAutomations,
  type PlannedAutomation,
} from './automations/plan.js';
export type { AppliedAutomations, Provisioning } from './automations/provision.js';
export type { Carrier } from './carriers/carrier.js';
export type { CarrierService } from './carriers/service.js';
export { type Automations, type Clarus, createClarus, type Listing, type Orders, type Receipts } from './client.js';
export type { Clock, Random } from './clock.js';
export type { ClarusConfig, ClarusHooks, ClarusOptions, ClientCredentials, Dialect, OwnTokens } from './config.js';
export type { Customer } from './customers/customer.js';
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
export type { ExternalEntity } from './integrations/external-entity.js';
export type { CarrierMapping, ProductMapping, ShippingRateMapping, WarehouseMapping } from './integrations/mappings.js';
export type { DocumentedLister, DocumentedListOptions, ListOptions, RecordList } from './list.js';
export type { Load } from './loads/load.js';
export type { DocumentedOperations } from './operations.generated.js';
export type { OrderLine } from './orders/line.js';
export type { Contact, Order } from './orders/order.js';
export type { DispatchRecord, OrderShipment, OrderView } from './orders/order-view.js';
export type { PickList } from './orders/pick-list.js';
export type { OrderToView, ViewOptions } from './orders/view.js';
export type { Product } from './products/product.js';
export type { Extended, Extension, Reader, StandardReader } from './reader.js';
export type { Receipt, ReceiptLine } from './receipts/receipt.js';
export type { ReceiptView, ReceiptViewOptions } from './receipts/view-receipt.js';
export type {
  DocumentedOperation,
  FileUpload,
  OperationInput,
  Requester,
  RestAnswer,
  WrittenRecord,
} from './request.js';
export { DEFAULT_RETRY_POLICY, type RetryPolicy } from './retry.js';
export type { DocumentedRoots } from './roots.generated.js';
export type {
  DocumentedField,
  DocumentedFilter,
  DocumentedRoot,
  Operators,
  SelectedNode,
  WireId,
} from './roots.js';
export type { Parcel, ParcelContent } from './shipments/parcel.js';
export type { Shipment } from './shipments/shipment.js';
export type { Stock } from './stock/stock.js';
export type { StockBalance } from './stock/stock-balance.js';
export type { StorageUnit } from './stock/storage-unit.js';
export type { Task } from './tasks/task.js';
export type { Transaction } from './transactions/transaction.js';
export type { Filter } from './walk.js';
export type { Warehouse, WarehouseAddress } from './warehouses/warehouse.js';
export type { CodedRecord, NamedCode, ReferencedRecord, Unknowns } from './wire.js';
