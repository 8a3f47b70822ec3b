import type { InvalidPart } from './context.js';
import { isRecord } from './decode.js';
import { cleanEmail, isE164 } from './identity.js';

const MAX_STRING_BYTES = 100 * 1024;
const MAX_ITEMS = 4_000;
const MAX_LEVELS = 10;
const MAX_PROPERTIES = 400;
const MAX_PROFILE_BYTES = 100 * 1024;
const MAX_EVENT_PROFILE_BYTES = 95 * 1024;
const MAX_METADATA_BYTES = 100 * 1024;
const MAX_INTEGER = 2 ** 63;
const YEAR_MS = 366 * 86_400_000;
const FIRST_TIME_MS = Date.UTC(1990, 0, 1);
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)$/i;

type Report = (pointer: string, detail: string) => void;
type Rule = (value: unknown, pointer: string, report: Report, nowMs: number) => void;

/**
 * For the `validate` option: Klaviyo's documented limits, so that a body that would be refused, or taken and dropped, is
 * refused here with the place in it. Checks events, profiles and catalogue entries in single and bulk bodies alike:
 * identifiers, metric names, `unique_id`, times, money, and of free properties their number, size and depth. Members it
 * does not know it leaves alone.
 *
 * @see Klaviyo API reference, "Create Event", "Create or Update Profile", "Create Catalog Variant"; help centre,
 *   "Guide to properties"
 * @example
 * const klaviyo = createKlaviyo({ apiKey, validate: documentedLimits });
 */
export function documentedLimits(body: unknown, nowMs: number): InvalidPart | undefined {
  let first: InvalidPart | undefined;
  const report: Report = (pointer, detail) => {
    first ??= { pointer, detail };
  };
  visit(body, '', report, nowMs);
  return first;
}

/** Every resource there is in a body, by its `type`; what lies between (`data`, `profiles`, `events` …) is JSON:API. */
function visit(value: unknown, pointer: string, report: Report, nowMs: number): void {
  if (Array.isArray(value)) {
    for (const [position, member] of value.entries()) visit(member, `${pointer}/${position}`, report, nowMs);
    return;
  }
  if (!isRecord(value)) return;
  const { type, attributes } = value;
  const rules = typeof type === 'string' ? RULES[type] : undefined;
  for (const [name, member] of Object.entries(value)) {
    if (name !== 'attributes' || rules === undefined) visit(member, `${pointer}/${name}`, report, nowMs);
  }
  if (rules === undefined || !isRecord(attributes)) return;
  const place = `${pointer}/attributes`;
  for (const [name, member] of Object.entries(attributes)) {
    const rule = rules[name];
    if (rule === undefined) visit(member, `${place}/${name}`, report, nowMs);
    else if (member !== null && member !== undefined) rule(member, `${place}/${name}`, report, nowMs);
  }
  rules['']?.(value, pointer, report, nowMs);
}

const isText =
  (isFine: (text: string) => boolean, detail: string): Rule =>
  (value, pointer, report) => {
    if (typeof value !== 'string' || !isFine(value)) report(pointer, detail);
  };

const isNumber: Rule = (value, pointer, report) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) report(pointer, 'must be a finite number.');
};

const isBelow = (bytes: number, detail: string): Rule => {
  return (value, pointer, report) => {
    if (bytesOf(value) > bytes) report(pointer, detail);
  };
};

/** Free properties: how many, how large, how deep. */
const properties: Rule = (value, pointer, report) => {
  if (!isRecord(value)) {
    report(pointer, 'must be an object.');
    return;
  }
  if (Object.keys(value).length > MAX_PROPERTIES) report(pointer, `at most ${MAX_PROPERTIES} properties.`);
  anything(value, pointer, report, 0);
};

function anything(value: unknown, pointer: string, report: Report, level: number): void {
  if (typeof value === 'string') {
    // A UTF-16 unit is at most 3 bytes: most texts need no counting.
    if (value.length * 3 > MAX_STRING_BYTES && bytesOf(value) > MAX_STRING_BYTES)
      report(pointer, 'at most 100 KB of text.');
  } else if (typeof value === 'number') {
    if (!Number.isFinite(value)) report(pointer, 'must be a finite number.');
    else if (Number.isInteger(value) && Math.abs(value) >= MAX_INTEGER) report(pointer, 'at most 64 bits.');
  } else if (typeof value === 'bigint' || typeof value === 'function' || typeof value === 'symbol') {
    report(pointer, 'is nothing that JSON can say.');
  } else if (typeof value === 'object' && value !== null) {
    if (level > MAX_LEVELS) {
      report(pointer, `at most ${MAX_LEVELS} levels.`); // and no further: it may be a circle
      return;
    }
    if (Array.isArray(value) && value.length > MAX_ITEMS) report(pointer, `at most ${MAX_ITEMS} items.`);
    for (const [name, member] of Object.entries(value)) {
      anything(member, `${pointer}/${escaped(name)}`, report, level + 1);
    }
  }
}

const metadata: Rule = (value, pointer, report) => {
  for (const [name, member] of Object.entries(isRecord(value) ? value : {})) {
    if (typeof member === 'object' && member !== null) report(`${pointer}/${escaped(name)}`, 'must be flat.');
  }
  isBelow(MAX_METADATA_BYTES, 'at most 100 KB.')(value, pointer, report, 0);
};

const instant: Rule = (value, pointer, report, nowMs) => {
  const atMs = typeof value === 'string' && INSTANT.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(atMs)) report(pointer, 'must be ISO 8601 with seconds and offset.');
  else if (atMs < FIRST_TIME_MS) report(pointer, 'must not be before 1990.');
  else if (atMs > nowMs + YEAR_MS) report(pointer, 'must not be more than a year ahead.');
};

/** A degree may be a number or a text of one. */
const location: Rule = (value, pointer, report) => {
  for (const [name, limit] of [
    ['latitude', 90],
    ['longitude', 180],
  ] as const) {
    const degree = isRecord(value) ? (value[name] ?? 0) : 0;
    if (!(Math.abs(Number(degree)) <= limit)) report(`${pointer}/${name}`, `must be within ${limit} degrees.`);
  }
};

const channels: Rule = (value, pointer, report) => {
  const known = ['EMAIL', 'PUSH', 'SMS', 'WHATSAPP'];
  const isFine = Array.isArray(value) && value.length > 0 && value.every((channel) => known.includes(channel));
  if (!isFine) report(pointer, `must be one or more of ${known.join(', ')}.`);
};

type Rules = Readonly<Record<string, Readonly<Record<string, Rule>>>>;

/** By type and attribute; `''` looks at the resource as a whole. */
const RULES: Rules = /* @__PURE__ */ rulesByType(); // so that a bundle that does not validate leaves it out

function rulesByType(): Rules {
  const person = {
    email: isText(
      (text) => cleanEmail(text)?.toLowerCase() === text.toLowerCase(),
      'must be one bare address of fewer than 100 characters.',
    ),
    phone_number: isText(isE164, 'must be E.164: +, country code, digits.'),
    locale: isText((text) => /^[a-z]{2,3}(?:-[a-z\d]{2,8})*$/i.test(text), 'must be BCP 47.'),
    location,
    properties,
  };

  const catalogue = {
    inventory_quantity: isNumber,
    inventory_policy: ((value, pointer, report) => {
      if (value !== 0 && value !== 1 && value !== 2) report(pointer, 'must be 0, 1 or 2.');
    }) satisfies Rule,
    price: isNumber,
    custom_metadata: metadata,
  };
  return {
    event: {
      properties,
      time: instant,
      value: isNumber,
      value_currency: isText((text) => /^[A-Z]{3}$/.test(text), 'must be ISO 4217, three capital letters.'),
      unique_id: isText((text) => text.length >= 1 && text.length <= 255, 'must be a string of 1 to 255 characters.'),
      profile: (value, pointer, report, nowMs) => {
        visit(value, pointer, report, nowMs);
        isBelow(MAX_EVENT_PROFILE_BYTES, 'at most 95 KB.')(value, pointer, report, nowMs);
      },
    },
    metric: {
      name: isText((text) => text.length >= 1 && text.length < 128, 'must be a string of 1 to 127 characters.'),
    },
    profile: { ...person, '': isBelow(MAX_PROFILE_BYTES, 'at most 100 KB.') },
    'catalog-item': catalogue,
    'catalog-variant': catalogue,
    'back-in-stock-subscription': { channels },
  };
}

function bytesOf(value: unknown): number {
  try {
    const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
    return new TextEncoder().encode(text).length;
  } catch {
    return Number.POSITIVE_INFINITY; // a circle, which no JSON can say
  }
}

/** A name as RFC 6901 writes it. Names of properties are no secret; what looks like an address is left out. */
function escaped(name: string): string {
  return name.includes('@') ? '…' : name.replaceAll('~', '~0').replaceAll('/', '~1');
}
