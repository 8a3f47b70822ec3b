export {
  accountUnrouted,
  type DispatchTiming,
  dispatchLooksLikeLabel,
  type ExistingMetric,
  metricNameClashes,
} from './account-findings.js';
export { advance } from './advance/advance.js';
export { advanceOrder, type OrderAdvance } from './advance/order.js';
export { initialOrder, type OrderFacts, type OrderState, type OrderTold } from './advance/order-state.js';
export {
  advanceProfile,
  foldProfile,
  initialProfile,
  type ProfileAdvance,
  type ProfileFold,
  type ProfileState,
} from './advance/profile.js';
export { advanceReceipt, type ReceiptAdvance } from './advance/receipt.js';
export { initialReceipt, type ReceiptFacts, type ReceiptState, type ReceiptTold } from './advance/receipt-state.js';
export { advanceStock, initialStock, type StockAdvance, type StockState } from './advance/stock.js';
export { withoutContact } from './advance/without-contact.js';
export { MappingError, PolicyError, type PolicyMistake, StateVersionError } from './errors.js';
export type * from './findings.js';
export type * from './inputs.js';
export { messageId } from './message-id.js';
export type * from './messages.js';
export { DEFAULT_METRICS } from './metric-names.js';
export type * from './milestones.js';
export { definePolicy } from './policy.js';
export type * from './policy-types.js';
export { isReturn, returnedOrderReference } from './returns.js';
export { shopOrderView } from './shop-order.js';
export { toKlaviyo } from './to-klaviyo/to-klaviyo.js';
