/** What the playground says beside the JSON. */
import type { Milestone, MilestoneKind, OrderState, ReceiptState, StockState } from '@clarus-klaviyo/mapping';
import { HOLDS } from '@clarus-klaviyo/mapping/reference';

const MILESTONES: Readonly<Record<MilestoneKind, string>> = {
  ShipmentLabelled: 'A label was made',
  ShipmentDispatched: 'A shipment has left',
  ShipmentUpdated: 'What was said of a shipment is no longer so',
  ShipmentCollected: 'The carrier has it',
  OutForDelivery: 'Out for delivery',
  Delivered: 'Delivered',
  OrderFulfilled: 'The order is done',
  OrderCancelled: 'The order is cancelled',
  LinesCancelled: 'The rest of the order will not come',
  OrderEdited: 'The order was changed',
  OrderDelayed: 'The order is late',
  ReturnExpected: 'A return is expected',
  ReturnReceived: 'A return has come in',
  ReturnAbandoned: 'A return will not come',
  StockChanged: 'Sellable stock has changed',
  ProfileChanged: 'The customer’s flags have changed',
};

export function titleOf({ kind }: Milestone): string {
  return MILESTONES[kind];
}

const WAITS = new Map(HOLDS.map(({ reason, waitsFor }) => [reason, waitsFor]));

/** What is held, and what for: one line each. */
export function holdsOf(state: OrderState | ReceiptState | StockState): readonly string[] {
  if (state.kind === 'stock')
    return state.rise === null ? [] : [`A rise to ${state.rise.quantity} units waits until it has held.`];
  return Object.entries(state.told.holds).map(
    ([thing, reasons]) =>
      `${thingOf(thing)} waits for ${reasons.map((reason) => WAITS.get(reason) ?? reason).join(', then ')}.`,
  );
}

const THINGS: Readonly<Record<string, string>> = {
  cancel: 'The cancellation',
  cancelled: 'The cancellation',
  delayed: 'The news that it is late',
  fulfilled: 'The end of the order',
  order: 'The message about the order',
};

function thingOf(key: string): string {
  const [first = '', second] = key.split(':');
  return THINGS[first] ?? (second === undefined ? `Shipment ${first}` : `News (${first}) of ${second}`);
}

const CLOCK = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'long',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
});

/** An instant as the warehouse's clock in the stories shows it. */
export function clockOf(instant: string): string {
  return CLOCK.format(new Date(instant));
}
