import { PolicyError, type PolicyMistake } from './errors.js';
import { FLAG_NAMES } from './flag-names.js';
import { foldCode } from './fold-text.js';
import { DEFAULT_METRICS, OFF_BY_DEFAULT } from './metric-names.js';
import type { MetricKind, MilestoneKind } from './milestones.js';
import { durationMs, shapeMistakes } from './policy-schema.js';
import type { Policy, PolicyInput, Resolvers } from './policy-types.js';
import { defaultShippedWhen, isAutomatic } from './strategy.js';

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

function withDefaults(input: PolicyInput, resolvers: Resolvers): Policy {
  const { identity = {}, stock = {}, flags = {}, statuses = {}, returns = {}, events = {}, metrics = {} } = input;
  const strategy = input.dispatchStrategy ?? null;
  return {
    dispatchStrategy: strategy,
    shippedWhen: input.shippedWhen ?? (strategy === null ? null : defaultShippedWhen(strategy)),
    dispatchedStatuses: input.dispatchedStatuses ?? ['dispatched'],
    waitForTrackingMs: toMs(input.waitForTracking ?? '2h'),
    noShipmentGraceMs: toMs(input.noShipmentGrace ?? '15m'),
    reissueGraceMs: toMs(input.reissueGrace ?? '10m'),
    updateGraceMs: toMs(input.updateGrace ?? '10m'),
    delayGraceMs: toMs(input.delayGrace ?? '24h'),
    ageLimitMs: ageLimitsOf(input.ageLimits ?? {}),
    metrics: record(METRIC_KINDS, (kind) => metrics[kind] ?? DEFAULT_METRICS[kind]),
    events: record(METRIC_KINDS, (kind) => events[kind] ?? !OFF_BY_DEFAULT.includes(kind)),
    perParcel: input.perParcel ?? false,
    propertyStyle: input.propertyStyle ?? 'pascal',
    statuses: { completed: statuses.completed ?? ['COMPLETED'], cancelled: statuses.cancelled ?? ['CANCELLED'] },
    identity: {
      phone: identity.phone ?? false,
      ignoredEmailDomains: identity.ignoredEmailDomains ?? [],
      ignoredEmails: identity.ignoredEmails ?? [],
    },
    carriers: input.carriers ?? {},
    flags: {
      enabled: flags.enabled ?? true,
      prefix: flags.prefix ?? 'Warehouse ',
      names: { ...FLAG_NAMES, ...flags.names },
      lastDispatched: flags.lastDispatched ?? false,
    },
    returns: {
      automations: returns.automations ?? [],
      kinds: returns.kinds ?? [],
      referencePattern: returns.referencePattern ?? null,
      orderReference: returns.orderReference ?? 'reference',
      orderReferencePattern: returns.orderReferencePattern ?? null,
      abandonAfterMs: toMs(returns.abandonAfter ?? '30d'),
    },
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

const METRIC_KINDS = Object.keys(DEFAULT_METRICS) as readonly MetricKind[];

/** One value for each name: the record is whole, whatever TypeScript can tell. */
function record<Name extends string, Value>(names: readonly Name[], toValue: (name: Name) => Value) {
  return Object.fromEntries(names.map((name) => [name, toValue(name)])) as Readonly<Record<Name, Value>>;
}

function ageLimitsOf(limits: Partial<Readonly<Record<MilestoneKind, string>>>): Policy['ageLimitMs'] {
  const kinds = METRIC_KINDS.filter((kind) => kind !== 'OrderPartlyFulfilled');
  return record([...kinds, 'StockChanged', 'ProfileChanged'], (kind) => toMs(limits[kind] ?? AGE_LIMIT));
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
