import { COMMON_TIER, CONDITIONAL, TIERS } from './rate-limits.generated.js';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** At most `limit` requests in every `lengthMs`. Klaviyo's windows are fixed; where they begin is not known. */
export interface RateWindow {
  readonly limit: number;
  readonly lengthMs: number;
}

/** One quota of an account: its windows apply all at once. */
export interface Quota {
  /** Calls with the same key draw from the same quota. */
  readonly key: string;
  /** The shortest window (burst) first. */
  readonly windows: readonly RateWindow[];
}

/** Query parameters: arrays are joined by commas, `undefined` is left out. */
export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** Limits of one endpoint as the vendor writes them. */
export interface EndpointLimits {
  readonly perSecond: number;
  readonly perMinute: number;
}

/** Method and path with ids replaced: how an endpoint is named in errors, hooks and options. */
export function operationOf(method: string, path: string): string {
  const segments = path.replace(/^\/api\//, '').split('/');
  return `${method} /api/${segments.map((segment, position) => (position === 1 ? '*' : segment)).join('/')}`;
}

/**
 * Every quota a call draws from: the endpoint's own, and that of a parameter with a stricter limit, which
 * Klaviyo counts in addition and shares between endpoints. An endpoint that is not in the table (a newer
 * revision, a beta) is paced at the commonest and nearly lowest tier, 3/s and 60/m.
 *
 * @see Klaviyo docs, "Rate limits, status codes, and errors"; the table is made from its OpenAPI document.
 */
export function quotasFor(
  operation: string,
  query: Query = {},
  overrides: Readonly<Record<string, EndpointLimits>> = {},
): readonly Quota[] {
  const endpoint = tableKey(operation);
  const override = overrides[operation];
  const [perSecond, perMinute, perDay] = tierOf(endpoint).split('/').map(Number);
  const limits = [override?.perSecond ?? perSecond, override?.perMinute ?? perMinute, perDay];
  const own = { key: operation, windows: windowsOf(limits) };
  return [...conditionalQuotas(endpoint, query), own];
}

function tableKey(operation: string): string {
  const [method = '', path = ''] = operation.split(' ');
  const letter = method[method.startsWith('P') ? 1 : 0]; // GET, pOST, pATCH, pUT, DELETE
  return `${letter} ${path.replace('/api/', '').replace('/relationships/', '/@/')}`;
}

function tierOf(endpoint: string): string {
  const [method = '', pattern = ''] = endpoint.split(' ');
  const heir = pattern.includes('/@/') ? pattern.replace('/@/', '/') : pattern.replace(/^([^/]+)\/\*$/, '$1');
  for (const wanted of method === 'G' ? [pattern, heir] : [pattern]) {
    for (const [tier, endpoints] of Object.entries(TIERS)) {
      for (const entry of endpoints.split(/\s/)) {
        const [listed, methods = 'G'] = entry.split(':');
        if (listed === wanted && methods.includes(method)) return tier;
      }
    }
  }
  return COMMON_TIER;
}

function windowsOf(limits: readonly (number | undefined)[]): readonly RateWindow[] {
  return [SECOND_MS, MINUTE_MS, DAY_MS].flatMap((lengthMs, position) => {
    const limit = limits[position];
    return limit === undefined ? [] : [{ limit, lengthMs }];
  });
}

function conditionalQuotas(endpoint: string, query: Query): readonly Quota[] {
  const quotas: Quota[] = [];
  for (const [name, value] of Object.entries(query)) {
    for (const word of Array.isArray(value) ? value : String(value ?? '').split(',')) {
      // The document says `include=list`, its parameter takes `lists`: both mean the same quota.
      for (const condition of new Set([`${name}=${word}`, `${name}=${String(word).replace(/s$/, '')}`])) {
        const tier = CONDITIONAL[`${endpoint}?${condition}`];
        if (tier !== undefined) quotas.push({ key: condition, windows: windowsOf(tier.split('/').map(Number)) });
      }
    }
  }
  return quotas;
}
