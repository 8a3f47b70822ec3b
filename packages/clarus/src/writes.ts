export type {
  GoodsInReceiptAttributes,
  GoodsInReceiptLineChange,
  GoodsOutAttributes,
  GoodsOutLineChange,
  ProductAttributes,
  ShipmentAttributes,
} from './operations.generated.js';
export {
  type AutomationChanges,
  type AutomationCondition,
  createAutomation,
  deleteAutomation,
  type NewAutomation,
  runAutomation,
  updateAutomation,
  type WebhookAction,
} from './writes/automations.js';
export {
  type CreatedOnce,
  type CreateOnceConfig,
  createOnce,
  findByCode,
  findByReference,
  mayHaveHappened,
} from './writes/create-once.js';
export {
  type CustomerChanges,
  createCustomer,
  deleteCustomer,
  type NewCustomer,
  updateCustomer,
} from './writes/customers.js';
export {
  type ChangedOrderLine,
  cancelOrder,
  createOrder,
  deleteOrder,
  type NewOrder,
  type NewOrderLine,
  type OrderAttributes,
  type OrderChanges,
  type OrderLineAttributes,
  type ShortOrderLines,
  shortOrderLines,
  updateOrder,
} from './writes/orders.js';
export {
  createProduct,
  deleteProduct,
  type NewProduct,
  type ProductChanges,
  updateProduct,
} from './writes/products.js';
export {
  type ChangedReceiptLine,
  createReceipt,
  deleteReceipt,
  type NewReceipt,
  type NewReceiptLine,
  type ReceiptAttributes,
  type ReceiptChanges,
  type ReceiptLineAttributes,
  receiveReceipt,
  revertReceipt,
  updateReceipt,
} from './writes/receipts.js';
export {
  cancelShipment,
  createShipment,
  deleteShipment,
  type NewParcel,
  type NewShipment,
  type ShipmentChanges,
  type ShipmentExtras,
  submitShipment,
  updateShipment,
} from './writes/shipments.js';
export {
  adjustStockDown,
  holdStock,
  moveStock,
  releaseStock,
  type StockHold,
  type StockQuantity,
  transferStock,
} from './writes/stock.js';
export type { CallOptions, LineChanges, PostalAddress, Writer, Written } from './writes/writer.js';
