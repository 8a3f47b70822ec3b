import { PolicyError, type PolicyMistake } from './errors.js';
import { foldCode } from './fold-text.js';
import type { EventMilestoneKind, MilestoneKind } from './milestones.js';
import { durationMs, shapeMistakes } from './policy-schema.js';
import type { DispatchStrategy, Policy, PolicyInput, Resolvers, ShippedWhen } from './policy-types.js';

/** Klaviyo metric per milestone where the policy names none. Names are permanent in Klaviyo. */
export const DEFAULT_METRICS: Readonly<Record<EventMilestoneKind, string>> = {
  ShipmentDispatched: 'Fulfilled Shipment',
  OrderFulfilled: 'Fulfilled Order',
  OrderCancelled: 'Cancelled Order',
  LinesCancelled: 'Cancelled Order Items',
};

const AGE_LIMIT = '3d';

/**
 * Checks the rules of one Clarus account and fills in every default.
 *
 * `shippedWhen` follows from a stated strategy (`manual`, `shipment`: `dispatched`; `load`: `departed`),
 * but not for `auto` and `auto_shipment`: those complete when the label is made, so the owner must choose
 * what counts as shipped. Left null when the strategy is read from the order instead.
 *
 * @throws {PolicyError} lists every mistake with its path and what to do; trying again cannot help.
 * @example
 * const policy = definePolicy({ dispatchStrategy: 'shipment', waitForTracking: '4h' });
 */
export function definePolicy(input: PolicyInput = {}, resolvers: Resolvers = {}): Policy {
  const badShape = shapeMistakes(input);
  if (badShape.length > 0) throw new PolicyError(badShape);
  const policy = withDefaults(input, resolvers);
  const mistakes = [
    ...shippedWhenMistakes(policy),
    ...metricMistakes(policy),
    ...carrierMistakes(policy),
    ...holdMistakes(policy),
  ];
  if (mistakes.length > 0) throw new PolicyError(mistakes);
  return policy;
}

/** What counts as shipped where the policy does not say; null: nobody may guess, the owner must choose. */
export function defaultShippedWhen(strategy: DispatchStrategy): ShippedWhen | null {
  switch (strategy) {
    case 'manual':
    case 'shipment':
      return 'dispatched';
    case 'load':
      return 'departed';
    case 'auto':
    case 'auto_shipment':
      return null;
  }
}

export function isAutomatic(strategy: DispatchStrategy): boolean {
  return strategy === 'auto' || strategy === 'auto_shipment';
}

function withDefaults(input: PolicyInput, resolvers: Resolvers): Policy {
  const { identity = {}, stock = {}, flags = {}, statuses = {} } = input;
  const strategy = input.dispatchStrategy ?? null;
  return {
    dispatchStrategy: strategy,
    shippedWhen: input.shippedWhen ?? (strategy === null ? null : defaultShippedWhen(strategy)),
    dispatchedStatuses: input.dispatchedStatuses ?? ['dispatched'],
    waitForTrackingMs: toMs(input.waitForTracking ?? '2h'),
    noShipmentGraceMs: toMs(input.noShipmentGrace ?? '15m'),
    reissueGraceMs: toMs(input.reissueGrace ?? '10m'),
    ageLimitMs: ageLimitsOf(input.ageLimits ?? {}),
    metrics: metricsOf(input.metrics ?? {}),
    statuses: { completed: statuses.completed ?? ['COMPLETED'], cancelled: statuses.cancelled ?? ['CANCELLED'] },
    identity: {
      phone: identity.phone ?? false,
      ignoredEmailDomains: identity.ignoredEmailDomains ?? [],
      ignoredEmails: identity.ignoredEmails ?? [],
    },
    carriers: input.carriers ?? {},
    flags: { enabled: flags.enabled ?? true, prefix: flags.prefix ?? 'Warehouse ' },
    stock: {
      catalog: stock.catalog ?? 'custom',
      restockHoldMs: toMs(stock.restockHold ?? '60s'),
      restockHoldCapMs: toMs(stock.restockHoldCap ?? '5m'),
      safetyStock: stock.safetyStock ?? 0,
      warehouses: stock.warehouses ?? null,
      sellable: stock.sellable ?? 'available',
    },
    resolvers,
  };
}

function metricsOf(names: NonNullable<PolicyInput['metrics']>): Policy['metrics'] {
  const nameOf = (kind: EventMilestoneKind): string => names[kind] ?? DEFAULT_METRICS[kind];
  return {
    ShipmentDispatched: nameOf('ShipmentDispatched'),
    OrderFulfilled: nameOf('OrderFulfilled'),
    OrderCancelled: nameOf('OrderCancelled'),
    LinesCancelled: nameOf('LinesCancelled'),
  };
}

function ageLimitsOf(limits: Partial<Readonly<Record<MilestoneKind, string>>>): Policy['ageLimitMs'] {
  const limit = (kind: MilestoneKind): number => toMs(limits[kind] ?? AGE_LIMIT);
  return {
    ShipmentDispatched: limit('ShipmentDispatched'),
    OrderFulfilled: limit('OrderFulfilled'),
    OrderCancelled: limit('OrderCancelled'),
    LinesCancelled: limit('LinesCancelled'),
    StockChanged: limit('StockChanged'),
    ProfileChanged: limit('ProfileChanged'),
  };
}

/** Only for durations whose shape was checked. */
function toMs(duration: string): number {
  return durationMs(duration) ?? 0;
}

function shippedWhenMistakes({ dispatchStrategy, shippedWhen }: Policy): readonly PolicyMistake[] {
  if (dispatchStrategy === null || !isAutomatic(dispatchStrategy)) return [];
  if (shippedWhen !== null && shippedWhen !== 'dispatched') return [];
  return [
    {
      path: 'shippedWhen',
      message:
        `With the dispatch strategy "${dispatchStrategy}" Clarus completes an order when its label is made, before any ` +
        'carrier has it. Choose what counts as shipped: departed, manifested or scanned (fed in), plannedCollection, ' +
        '{ collectionTimes }, or atLabel if customers may hear of it when the label is made.',
    },
  ];
}

function metricMistakes({ metrics }: Policy): readonly PolicyMistake[] {
  const seen = new Map<string, string>();
  return Object.entries(metrics).flatMap(([kind, name]) => {
    const folded = name.trim().toLowerCase();
    const other = seen.get(folded);
    seen.set(folded, kind);
    return other === undefined
      ? []
      : [{ path: `metrics.${kind}`, message: `Choose another name: ${other} is called "${name}" too.` }];
  });
}

function carrierMistakes({ carriers }: Policy): readonly PolicyMistake[] {
  const seen = new Map<string, string>();
  return Object.keys(carriers).flatMap((code) => {
    const other = seen.get(foldCode(code));
    seen.set(foldCode(code), code);
    return other === undefined
      ? []
      : [
          {
            path: `carriers.${code}`,
            message: `Remove one: it is the same carrier as "${other}", case and spaces aside.`,
          },
        ];
  });
}

function holdMistakes({ stock }: Policy): readonly PolicyMistake[] {
  return stock.restockHoldCapMs < stock.restockHoldMs
    ? [{ path: 'stock.restockHoldCap', message: 'Give at least as long as stock.restockHold.' }]
    : [];
}
