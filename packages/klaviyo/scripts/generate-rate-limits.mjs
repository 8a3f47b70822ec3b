// Writes src/rate-limits.generated.ts from Klaviyo's OpenAPI document.
// Usage: KLAVIYO_OPENAPI=path/to/klaviyo-openapi.json node scripts/generate-rate-limits.mjs [--check]
import { readFileSync, writeFileSync } from 'node:fs';

const LETTER = { get: 'G', post: 'O', patch: 'A', put: 'U', delete: 'D' };
const LINE_WIDTH = 150;
const target = new URL('../src/rate-limits.generated.ts', import.meta.url);

const source = process.env['KLAVIYO_OPENAPI'];
if (source === undefined) throw new Error('Set KLAVIYO_OPENAPI to the path of the OpenAPI document.');
const { info, paths } = JSON.parse(readFileSync(source, 'utf8'));

/** `/api/lists/{id}/relationships/profiles` becomes `lists`, `*`, `@`, `profiles`: the form `rate-limits.ts` looks up. */
function patternOf(path) {
  const segments = path.replace(/^\/api\//, '').split('/');
  segments.forEach((segment, position) => {
    const isParameter = segment.startsWith('{');
    if (isParameter !== (position === 1)) {
      if (isParameter || position === 1) throw new Error(`${path}: an id is expected second, and only there.`);
    }
  });
  return segments
    .map((segment) => (segment.startsWith('{') ? '*' : segment === 'relationships' ? '@' : segment))
    .join('/');
}

function limitsOf({ burst, steady, daily = '' }) {
  const [, perSecond] = /^(\d+)\/s$/.exec(burst) ?? [];
  const [, perMinute] = /^(\d+)\/m$/.exec(steady) ?? [];
  if (perSecond === undefined || perMinute === undefined) throw new Error(`Unknown windows: ${burst}, ${steady}`);
  const [, perDay] = /^(\d+)\/d$/.exec(daily) ?? [];
  if (perDay === undefined && daily !== '') throw new Error(`Unknown window: ${daily}`);
  return [perSecond, perMinute, ...(perDay === undefined ? [] : [perDay])].join('/');
}

const tiers = new Map();
const conditional = new Map();
for (const [path, operations] of Object.entries(paths)) {
  if (!path.startsWith('/api/')) continue; // browser endpoints take no private key
  const pattern = patternOf(path);
  for (const [method, operation] of Object.entries(operations)) {
    const limits = operation['x-klaviyo-ratelimit'];
    if (limits === undefined) throw new Error(`${method} ${path} has no rate limit.`);
    const tier = tiers.get(limitsOf(limits)) ?? new Map();
    tiers.set(limitsOf(limits), tier);
    tier.set(pattern, (tier.get(pattern) ?? '') + LETTER[method]);
    for (const [, when, burst, steady] of operation.description.matchAll(
      /when using the `([^`]+)` parameter in your API request:<br>Burst: `([^`]+)`<br>Steady: `([^`]+)`/g,
    )) {
      conditional.set(`${LETTER[method]} ${pattern}?${when}`, limitsOf({ burst, steady }));
    }
  }
}

// The commonest tier is left out: what is not listed has it. It is also low, hence safe for an endpoint yet unknown.
const [common] = [...tiers].sort(([, one], [, other]) => count(other) - count(one))[0];
function count(tier) {
  return [...tier.values()].join('').length;
}

/** Where a read that is not listed takes its tier from: `rate-limits.ts` has the same rule. */
function heirOf(pattern) {
  return pattern.includes('/@/')
    ? pattern.replace('/@/', '/')
    : /^[^/]+\/\*$/.test(pattern)
      ? pattern.slice(0, -2)
      : null;
}

function tierNameOf(pattern, method) {
  return [...tiers].find(([, tier]) => tier.get(pattern)?.includes(method))?.[0];
}

/** Is a lookup right without this entry? */
function isImplied(pattern, method, name) {
  const heir = method === 'G' ? heirOf(pattern) : null;
  const inherited = heir === null ? undefined : tierNameOf(heir, 'G');
  return inherited === undefined ? name === common : inherited === name;
}

function packed(name, tier) {
  const entries = [...tier].sort().map(([pattern, methods]) => {
    const listed = [...methods].filter((method) => !isImplied(pattern, method, name)).join('');
    return listed === '' ? [] : [listed === 'G' ? pattern : `${pattern}:${listed}`];
  });
  return wrap(entries.flat());
}

function wrap(words) {
  const lines = [''];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== '' && last.length + word.length > LINE_WIDTH) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines.join('\n');
}

const text = `// Made by scripts/generate-rate-limits.mjs from Klaviyo's OpenAPI document, revision ${info.version}. Do not edit.

/** What an endpoint has that is neither listed nor inherits: requests per second / per minute / per day. */
export const COMMON_TIER: string = '${common}';

// A GET of \`x/*/@/y\` that is not listed has what \`x/*/y\` has, and one of \`x/*\` what \`x\` has.
/** Per second / per minute / per day, if any → endpoints. \`*\` an id, \`@\` relationships; O POST, A PATCH, U PUT, D DELETE, G or none GET. */
export const TIERS: Readonly<Record<string, string>> = {
${[...tiers]
  .map(([name, tier]) => [name, packed(name, tier)])
  .filter(([, entries]) => entries !== '')
  .map(([name, entries]) => `  '${name}': \`${entries}\`,`)
  .join('\n')}
};

/** A query that draws from a second quota as well: per second / per minute. */
export const CONDITIONAL: Readonly<Record<string, string>> = {
${[...conditional]
  .sort()
  .map(([endpoint, limits]) => `  '${endpoint}': '${limits}',`)
  .join('\n')}
};
`;

if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== text) {
    console.error('rate-limits.generated.ts is out of date: run scripts/generate-rate-limits.mjs');
    process.exitCode = 1;
  }
} else {
  writeFileSync(target, text);
  console.log(
    `${[...tiers.values()].reduce((sum, tier) => sum + count(tier), 0)} endpoints, ${conditional.size} conditional`,
  );
}
