import { DEFAULT_KLAVIYO_OPTIONS, type Klaviyo, where } from '@clarus-klaviyo/klaviyo';
import type { ExistingMetric } from '@clarus-klaviyo/mapping';
import type { AccountSettings } from '../serve/accounts.js';
import type { KlaviyoFacts, Outcome } from './facts.js';
import { firstOf, OK, tried } from './outcome.js';

const CUSTOM_CATALOG = '$custom:::$default:::';
const MOST_SKUS = 50;

/** Reads, and writes that hold nothing: an empty body, which Klaviyo has to refuse whatever the key may do. */
const EMPTY_WRITES: Readonly<Record<string, { readonly method: 'POST' | 'PATCH'; readonly path: string }>> = {
  'events:write': { method: 'POST', path: '/api/events' },
  'profiles:write': { method: 'POST', path: '/api/profile-import' },
  'catalogs:write': { method: 'PATCH', path: `/api/catalog-variants/${encodeURIComponent(`${CUSTOM_CATALOG}none`)}` },
};

export async function gatherKlaviyo(
  klaviyo: Klaviyo,
  { name, clarusAccount, klaviyoKeyEnv, policy }: AccountSettings,
  skus: readonly string[],
): Promise<KlaviyoFacts> {
  const account = await tried(() => klaviyo.accounts.get());
  const metrics = await tried(() => firstOf(klaviyo.metrics.list(), 2_000));
  const events = await tried(() => firstOf(klaviyo.events.list({ pageSize: 1 }), 1));
  const variants = await tried(() => firstOf(klaviyo.catalogVariants.list({ pageSize: 1 }), 1));
  const scopes: Record<string, Outcome> = {
    'accounts:read': account.outcome,
    'metrics:read': metrics.outcome,
    'events:read': events.outcome,
    'catalogs:read': variants.outcome,
  };
  for (const [scope, write] of Object.entries(EMPTY_WRITES)) scopes[scope] = await emptyWrite(klaviyo, write);
  const hasVariants = variants.value === null ? null : variants.value.length > 0;
  const lookedUp = policy.stock.catalog === 'custom' && hasVariants === true ? skus.slice(0, MOST_SKUS) : [];
  const unknownSkus = await missingFrom(klaviyo, lookedUp, policy.resolvers.toCatalogId ?? ((sku) => sku));
  return {
    name,
    clarusAccount,
    keyEnv: klaviyoKeyEnv,
    policy,
    scopes,
    isTestAccount: account.value?.attributes.test_account ?? null,
    metrics: metrics.value?.map(existingMetric) ?? null,
    hasVariants,
    lookedUp: unknownSkus === null ? 0 : lookedUp.length,
    unknownSkus: unknownSkus ?? [],
    revision: DEFAULT_KLAVIYO_OPTIONS.revision,
  };
}

/** Refused for its body is as good as allowed. That Klaviyo looks at the key first is how such an API answers, and not documented. */
async function emptyWrite(
  klaviyo: Klaviyo,
  { method, path }: { readonly method: 'POST' | 'PATCH'; readonly path: string },
): Promise<Outcome> {
  const { outcome } = await tried(() => klaviyo.request({ method, path, body: {}, isRepeatable: false }));
  const isRefusedForBody =
    outcome.kind === 'failed' && outcome.status !== null && [400, 404, 422].includes(outcome.status);
  return isRefusedForBody ? OK : outcome;
}

function existingMetric({
  attributes,
}: {
  readonly attributes: { readonly name?: string | null | undefined; readonly integration?: unknown };
}): ExistingMetric {
  const { integration } = attributes;
  const name =
    typeof integration === 'object' && integration !== null && 'name' in integration ? integration.name : null;
  return { name: attributes.name ?? '', integration: typeof name === 'string' ? name : null };
}

async function missingFrom(
  klaviyo: Klaviyo,
  skus: readonly string[],
  toCatalogId: (sku: string) => string | null,
): Promise<readonly string[] | null> {
  if (skus.length === 0) return null;
  const idOf = (sku: string): string => `${CUSTOM_CATALOG}${toCatalogId(sku) ?? ''}`;
  const filter = where('any', 'ids', skus.map(idOf));
  const { value } = await tried(() => firstOf(klaviyo.catalogVariants.list({ filter }), MOST_SKUS));
  if (value === null) return null;
  const found = new Set(value.map(({ id }) => id));
  return skus.filter((sku) => !found.has(idOf(sku)));
}
