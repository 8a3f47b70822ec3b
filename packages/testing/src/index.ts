export type { BodyWrapping, WebhookJob } from './clarus/automations.js';
export { type ClarusRequest, type FakeClarus, type FakeClarusConfig, fakeClarus } from './clarus/fake-clarus.js';
export type { ClarusProfile } from './clarus/roots.js';
export {
  type WebhookDelivery,
  type WebhookSender,
  type WebhookSenderConfig,
  webhookSender,
} from './clarus/webhook-sender.js';
export type {
  DispatchStrategy,
  OrderStatus,
  ShipmentStatus,
  WorldAutomation,
  WorldBalance,
  WorldExternalEntity,
  WorldLine,
  WorldOrder,
  WorldPackage,
  WorldReceipt,
  WorldReceiptLine,
  WorldShipment,
  WorldTask,
  WorldTransaction,
} from './clarus/world/model.js';
export type { AllocateOptions, NewOrder, OrderChanges } from './clarus/world/orders.js';
export type { NewReceipt } from './clarus/world/receipts.js';
export { WarehouseRefusal } from './clarus/world/rules.js';
export type { LabelOptions, NewShipment } from './clarus/world/shipping.js';
export type { WorldEvent, WorldState } from './clarus/world/state.js';
export type { NewProduct } from './clarus/world/stock.js';
export type { Table } from './clarus/world/table.js';
export { type AccountConfig, type ClarusWorld, createWorld, type WorldConfig } from './clarus/world/world.js';
export {
  type Clock,
  type ScaledClockConfig,
  scaledClock,
  systemClock,
  type VirtualClock,
  type VirtualClockOptions,
  virtualClock,
} from './clock.js';
export type { DayExpectations, ExpectedEvent, ExpectedFlags, ExpectedKind } from './day/expectations.js';
export {
  type Day,
  type DayOptions,
  generateDay,
  type PlayOptions,
  playDay,
  type TimelineStep,
} from './day/generate.js';
export { type DayVerdict, type JudgeOptions, judgeDay, type WrongEvent } from './day/judge.js';
export type { PlannedOrder, PlannedShipment, Shape, Units } from './day/plan.js';
export { ConnectionDropped, type Fault, type FaultKind, type FaultPlan, type Faults } from './faults.js';
export {
  type AcceptedEvent,
  type AccountState,
  type StoredProfile,
  type StoredVariant,
  type VariantWrite,
  variantId,
} from './klaviyo/account.js';
export {
  type FakeKlaviyo,
  type FakeKlaviyoConfig,
  fakeKlaviyo,
  type KlaviyoRequest,
  type KlaviyoStats,
} from './klaviyo/fake-klaviyo.js';
export type { WindowSettings } from './klaviyo/windows.js';
export { type Random, seededRandom } from './random.js';
