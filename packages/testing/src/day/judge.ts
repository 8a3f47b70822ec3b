import type { WebhookJob } from '../clarus/automations.js';
import { at } from '../json.js';
import { type AcceptedEvent, type AccountState, variantId } from '../klaviyo/account.js';
import type { ExpectedEvent } from './expectations.js';
import type { Day } from './generate.js';
import type { Units } from './plan.js';

/** What the judge has to know besides the day. */
export interface JudgeOptions {
  /** Every webhook that rang, and those that were never sent: what could not be known is not held against anybody. */
  readonly webhooks?: { readonly jobs: readonly WebhookJob[]; readonly lost: readonly WebhookJob[] };
  /** As the policy has it. @default 'Warehouse ' */
  readonly flagPrefix?: string;
}

/** A message that is not as the plan says. */
export interface WrongEvent {
  readonly id: string;
  /** What is wrong, without naming anybody. */
  readonly why: string;
}

/** Ids are expected or recorded `unique_id`s. Nothing in it names a customer. */
export interface DayVerdict {
  readonly orders: number;
  readonly shipmentsLeft: number;
  readonly expected: number;
  /** Of the expected ones. */
  readonly recorded: number;
  readonly shipments: { readonly expected: number; readonly recorded: number };
  readonly missing: readonly string[];
  /** Expected ones recorded more than once. */
  readonly doubled: readonly string[];
  /** Recorded before what they tell had happened. */
  readonly early: readonly string[];
  /** Recorded, but nothing in the day calls for them. */
  readonly unexpected: readonly string[];
  readonly wrongContents: readonly WrongEvent[];
  readonly wrongRecipient: readonly string[];
  /** On the timeline only: they started no flow. */
  readonly silent: readonly string[];
  /** Shipment events that list what is in the parcel. */
  readonly withContents: number;
  /** Could not be known: the only webhook that said so was lost. */
  readonly unknowable: readonly string[];
  readonly flags: {
    readonly cancelledExpected: number;
    readonly cancelledRecorded: number;
    /** Numbers of orders whose customer's flags are wrong, or `customer <n>` where no order is concerned. */
    readonly wrong: readonly WrongEvent[];
  };
  readonly stock: { readonly expected: number; readonly right: number; readonly wrong: readonly WrongEvent[] };
}

/** Compares what Klaviyo recorded with what the day's plan calls for, as far as its steps have happened. */
export function judgeDay(
  day: Day,
  klaviyo: AccountState,
  { webhooks, flagPrefix = 'Warehouse ' }: JudgeOptions = {},
): DayVerdict {
  const planned = new Map(day.expectations.events.map((event) => [event.id, event]));
  const due = day.expectations.events.filter(({ after }) => after.every((key) => day.happened.has(key)));
  const byId = new Map<string, AcceptedEvent[]>();
  for (const event of klaviyo.events) byId.set(event.uniqueId, [...(byId.get(event.uniqueId) ?? []), event]);
  const isKnowable = knowability(day, webhooks);
  const wanted = due.filter((event) => byId.has(event.id) || isKnowable(event));
  const recorded = wanted.filter(({ id }) => byId.has(id));
  const pairs = recorded.flatMap((expected) => (byId.get(expected.id) ?? []).map((event) => ({ expected, event })));

  return {
    orders: day.orders.length,
    shipmentsLeft: due.filter(isShipment).length,
    expected: wanted.length,
    recorded: recorded.length,
    shipments: { expected: wanted.filter(isShipment).length, recorded: recorded.filter(isShipment).length },
    missing: wanted.filter(({ id }) => !byId.has(id)).map(({ id }) => id),
    doubled: recorded.filter(({ id }) => (byId.get(id)?.length ?? 0) > 1).map(({ id }) => id),
    early: earlyOnes(day, planned, klaviyo.events),
    unexpected: [...byId.keys()].filter((id) => !planned.has(id)),
    wrongContents: pairs.flatMap(({ expected, event }) => contentProblem(expected, event)),
    wrongRecipient: pairs
      .filter(({ expected, event }) => event.email !== expected.email)
      .map(({ event }) => event.uniqueId),
    silent: pairs.filter(({ event }) => event.backfill).map(({ event }) => event.uniqueId),
    withContents: pairs.filter(({ expected, event }) => isShipment(expected) && itemsOf(event) !== null).length,
    unknowable: due.filter((event) => !wanted.includes(event)).map(({ id }) => id),
    flags: judgeFlags(day, klaviyo, wanted, flagPrefix),
    stock: judgeStock(day, klaviyo),
  };
}

function isShipment({ kind }: ExpectedEvent): boolean {
  return kind === 'ShipmentDispatched';
}

/** Some things only a webhook can say: that a deleted order was cancelled; in the documented profile, who bought. */
function knowability(day: Day, webhooks: JudgeOptions['webhooks']): (event: ExpectedEvent) => boolean {
  const lost = new Set(webhooks?.lost);
  const arrived = (webhooks?.jobs ?? []).filter((job) => job.resource === 'goods_out' && !lost.has(job));
  const named = new Set(arrived.map(({ recordId }) => recordId));
  const cancelled = new Set(arrived.filter(({ event }) => event === 'cancelled').map(({ recordId }) => recordId));
  return ({ orderId, isRecordGone }) => {
    if (webhooks === undefined) return true;
    if (isRecordGone) return cancelled.has(orderId);
    return day.profile === 'generous' || named.has(orderId);
  };
}

/** Measured against when the steps were really applied; one that never was makes any event early. */
function earlyOnes(
  day: Day,
  planned: ReadonlyMap<string, ExpectedEvent>,
  events: readonly AcceptedEvent[],
): readonly string[] {
  const early = events.filter(({ uniqueId, acceptedAtMs }) =>
    planned.get(uniqueId)?.after.some((key) => acceptedAtMs < (day.happened.get(key) ?? Number.POSITIVE_INFINITY)),
  );
  return [...new Set(early.map(({ uniqueId }) => uniqueId))];
}

/** Items left out are honest; items that are wrong are not. */
function contentProblem(expected: ExpectedEvent, event: AcceptedEvent): readonly WrongEvent[] {
  const items = itemsOf(event);
  const problems: WrongEvent[] = [];
  if (items !== null && !isSame(items, expected.contents)) {
    problems.push({ id: event.uniqueId, why: `lists ${describe(items)} instead of ${describe(expected.contents)}` });
  }
  const status = event.properties['FulfilmentStatus'];
  if (expected.fulfilment !== null && status !== expected.fulfilment) {
    problems.push({ id: event.uniqueId, why: `says ${String(status)} instead of ${expected.fulfilment}` });
  }
  return problems;
}

function itemsOf({ properties }: AcceptedEvent): Units | null {
  const items = properties['Items'];
  if (!Array.isArray(items)) return null;
  const units: Record<string, number> = {};
  for (const item of items) {
    const sku = String(at(item, 'SKU'));
    units[sku] = (units[sku] ?? 0) + Number(at(item, 'Quantity') ?? 0);
  }
  return units;
}

function isSame(left: Units, right: Units): boolean {
  const skus = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...skus].every((sku) => (left[sku] ?? 0) === (right[sku] ?? 0));
}

function describe(units: Units): string {
  const parts = Object.entries(units).map(([sku, quantity]) => `${quantity} × ${sku}`);
  return parts.length === 0 ? 'nothing' : parts.join(', ');
}

function judgeFlags(
  day: Day,
  klaviyo: AccountState,
  wanted: readonly ExpectedEvent[],
  prefix: string,
): DayVerdict['flags'] {
  const known = new Set(wanted.map(({ orderId }) => orderId));
  const isOver = day.happened.size === day.timeline.length;
  const wrong: WrongEvent[] = [];
  let cancelledExpected = 0;
  let cancelledRecorded = 0;
  for (const [index, expected] of day.expectations.flags.entries()) {
    const properties = klaviyo.profileByEmail(expected.email)?.properties ?? {};
    const { cancelled, partlyShippedOrderIds } = expected;
    const cancelledOrder = cancelled !== null && known.has(cancelled.orderId) ? cancelled.orderNumber : null;
    const told = properties[`${prefix}Last Cancelled Order`];
    const toldOrder = typeof told === 'string' && told !== '' ? told : null;
    const subject = cancelled?.orderNumber ?? `customer ${index + 1}`;
    if (cancelledOrder !== null) cancelledExpected += 1;
    if (cancelledOrder !== null && toldOrder === cancelledOrder) cancelledRecorded += 1;
    if (toldOrder !== cancelledOrder) {
      const why = `last cancelled order is ${toldOrder ?? 'not set'} instead of ${cancelledOrder ?? 'not set'}`;
      wrong.push({ id: subject, why });
    }
    const isPartly = properties[`${prefix}Has Partly Shipped Order`] === true;
    const shouldBePartly = partlyShippedOrderIds.some((orderId) => known.has(orderId));
    if (isOver && isPartly !== shouldBePartly) {
      wrong.push({ id: subject, why: `partly shipped is ${isPartly} instead of ${shouldBePartly}` });
    }
  }
  return { cancelledExpected, cancelledRecorded, wrong };
}

function judgeStock(day: Day, klaviyo: AccountState): DayVerdict['stock'] {
  const wrong: WrongEvent[] = [];
  for (const [sku, units] of day.expectations.stock) {
    const variant = klaviyo.variants.get(variantId(sku));
    if (variant?.inventoryQuantity === units) continue;
    wrong.push({ id: sku, why: `${variant?.inventoryQuantity ?? 'no variant'} instead of ${units}` });
  }
  const expected = day.expectations.stock.size;
  return { expected, right: expected - wrong.length, wrong };
}
