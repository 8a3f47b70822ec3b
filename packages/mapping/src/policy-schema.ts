/** The shape of a policy. What its members mean stands in `policy-types.ts`. */
import * as z from 'zod/mini';
import type { PolicyMistake } from './errors.js';
import { FLAG_NAMES } from './flag-names.js';
import { DEFAULT_METRICS } from './metric-names.js';

const DURATION = /^(0|[1-9]\d{0,5})(s|m|h|d)$/;
const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const CLOCK_TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

/** Milliseconds of `'90s'`, `'10m'`, `'2h'`, `'3d'`; undefined when it is no duration. */
export function durationMs(duration: string): number | undefined {
  const [, count, unit] = DURATION.exec(duration) ?? [];
  if (count === undefined || unit === undefined) return undefined;
  return Number(count) * (UNIT_MS[unit] ?? Number.NaN);
}

const text = z.string({ error: 'Give a text.' }).check(z.regex(/\S/, { error: 'Give a text that is not empty.' }));
const texts = z.array(text, { error: 'Give a list of texts.' });
const flag = z.boolean({ error: 'Give true or false.' });
const duration = z
  .string({ error: "Give a duration such as '90s', '10m', '2h' or '3d'." })
  .check(z.regex(DURATION, { error: "Give a duration such as '90s', '10m', '2h' or '3d'." }));
const ageLimit = duration.check(z.regex(/^[1-9]/, { error: "Give an age limit longer than nothing, e.g. '3d'." }));
const metric = text.check(z.maxLength(127, { error: 'Give a metric name of fewer than 128 characters.' }));
const clockTime = z
  .string({ error: "Give a local time such as '17:30'." })
  .check(z.regex(CLOCK_TIME, { error: "Give a local time such as '17:30'." }));
const timeZone = text.check(z.refine(isTimeZone, { error: "Give an IANA time zone such as 'Europe/London'." }));

const pattern = text.check(z.refine(isPattern, { error: "Give a regular expression such as '^RMA-'." }));
const metricKinds = Object.keys(DEFAULT_METRICS);

function each<Member extends z.core.$ZodType>(names: readonly string[], member: Member) {
  return Object.fromEntries(names.map((name) => [name, z.optional(member)]));
}

function oneOf<const Values extends readonly string[]>(values: Values) {
  return z.enum(values, { error: `Choose one of: ${values.join(', ')}.` });
}

function members<Shape extends z.core.$ZodShape>(shape: Shape) {
  return z.strictObject(shape, { error: (issue) => describeMembers(issue, Object.keys(shape)) });
}

const collectionTimes = members({
  timeZone,
  carriers: z.record(
    z.string(),
    members({
      mon: z.optional(clockTime),
      tue: z.optional(clockTime),
      wed: z.optional(clockTime),
      thu: z.optional(clockTime),
      fri: z.optional(clockTime),
      sat: z.optional(clockTime),
      sun: z.optional(clockTime),
    }),
    { error: 'Name each carrier code (or *) with its weekdays.' },
  ),
});

const SHIPPED_WHEN = ['dispatched', 'departed', 'manifested', 'scanned', 'plannedCollection', 'atLabel'] as const;

const policySchema = members({
  dispatchStrategy: z.optional(oneOf(['manual', 'shipment', 'load', 'auto', 'auto_shipment'])),
  // A union would report only "invalid": the two shapes are told apart by hand in `policyMistakes`.
  shippedWhen: z.optional(z.unknown()),
  dispatchedStatuses: z.optional(texts.check(z.minLength(1, { error: 'Name at least one status.' }))),
  waitForTracking: z.optional(duration),
  noShipmentGrace: z.optional(duration),
  reissueGrace: z.optional(duration),
  updateGrace: z.optional(duration),
  delayGrace: z.optional(duration),
  ageLimits: z.optional(
    members(
      each(
        [...metricKinds.filter((kind) => kind !== 'OrderPartlyFulfilled'), 'StockChanged', 'ProfileChanged'],
        ageLimit,
      ),
    ),
  ),
  metrics: z.optional(members(each(metricKinds, metric))),
  events: z.optional(members(each(metricKinds, flag))),
  perParcel: z.optional(flag),
  propertyStyle: z.optional(oneOf(['pascal', 'spaced'])),
  statuses: z.optional(members({ completed: z.optional(texts), cancelled: z.optional(texts) })),
  identity: z.optional(
    members({
      phone: z.optional(flag),
      ignoredEmailDomains: z.optional(texts),
      ignoredEmails: z.optional(texts),
    }),
  ),
  carriers: z.optional(
    z.record(
      z.string(),
      members({
        name: z.optional(text),
        trackingUrl: z.optional(
          text.check(
            z.regex(/^https:\/\/\S*\{trackingNumber\}\S*$/, {
              error: 'Give an https address that contains {trackingNumber}.',
            }),
          ),
        ),
        services: z.optional(z.record(z.string(), text, { error: 'Give a name for each service code.' })),
      }),
      { error: 'Give an object with a carrier code per member.' },
    ),
  ),
  flags: z.optional(
    members({
      enabled: z.optional(flag),
      prefix: z.optional(z.string({ error: 'Give a text.' })),
      names: z.optional(members(each(Object.keys(FLAG_NAMES), text))),
      lastDispatched: z.optional(flag),
    }),
  ),
  returns: z.optional(
    members({
      automations: z.optional(texts),
      kinds: z.optional(texts),
      referencePattern: z.optional(pattern),
      orderReference: z.optional(text),
      orderReferencePattern: z.optional(
        pattern.check(z.refine(hasGroup, { error: "Put the order's reference in a group, e.g. '^RMA-(.+)$'." })),
      ),
      abandonAfter: z.optional(duration),
    }),
  ),
  stock: z.optional(
    members({
      catalog: z.optional(oneOf(['custom', 'synced', 'none'])),
      restockHold: z.optional(duration),
      restockHoldCap: z.optional(duration),
      safetyStock: z.optional(
        z.number({ error: 'Give a number of units.' }).check(z.gte(0, { error: 'Give 0 or more units.' })),
      ),
      warehouses: z.optional(texts),
      sellable: z.optional(oneOf(['available', 'available-less-allocated'])),
    }),
  ),
});

/** Everything wrong with the shape of a policy. Empty: every member is what `PolicyInput` says. */
export function shapeMistakes(input: unknown): readonly PolicyMistake[] {
  const mistakes = mistakesOf(policySchema.safeParse(input), []);
  if (typeof input !== 'object' || input === null || !('shippedWhen' in input)) return mistakes;
  return [...mistakes, ...shippedWhenMistakes(input.shippedWhen)];
}

function shippedWhenMistakes(value: unknown): readonly PolicyMistake[] {
  if (value === undefined || SHIPPED_WHEN.some((word) => word === value)) return [];
  if (typeof value === 'object' && value !== null) {
    return mistakesOf(members({ collectionTimes }).safeParse(value), ['shippedWhen']);
  }
  return [{ path: 'shippedWhen', message: `Choose one of: ${SHIPPED_WHEN.join(', ')}, or { collectionTimes }.` }];
}

function mistakesOf(result: z.core.util.SafeParseResult<unknown>, under: readonly string[]): readonly PolicyMistake[] {
  return (result.error?.issues ?? []).map(({ path, message }) => ({
    path: [...under, ...path].map(String).join('.'),
    message,
  }));
}

function describeMembers(issue: z.core.$ZodRawIssue, known: readonly string[]): string {
  if (issue.code !== 'unrecognized_keys') return 'Give an object.';
  return `Remove or correct ${issue.keys.map((key) => `"${key}"`).join(', ')}: known here are ${known.join(', ')}.`;
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false; // the platform's way of saying that it does not know the zone
  }
}

function isPattern(source: string): boolean {
  try {
    new RegExp(source);
    return true;
  } catch {
    return false; // the platform's way of saying that it is none
  }
}

/** A pattern that also matches nothing has as many groups as its answer has members beyond the first. */
function hasGroup(source: string): boolean {
  return !isPattern(source) || (new RegExp(`${source}|`).exec('')?.length ?? 0) > 1;
}
