import { metricNameClashes } from '@clarus-klaviyo/mapping';
import { type Check, checksOf } from './check.js';
import type { DoctorFacts, KlaviyoFacts, Outcome } from './facts.js';
import { isUnreachable, outcomeText } from './outcome.js';

const { ok, warning, failure, unknown } = checksOf('klaviyo');

/** What each scope is for; `must`: without it something is not told. */
const SCOPES: Readonly<Record<string, readonly [purpose: string, need: 'must' | 'should']>> = {
  'events:write': ['sends events', 'must'],
  'profiles:write': ['keeps customer flags', 'must'],
  'catalogs:write': ['writes stock', 'must'],
  'catalogs:read': ['finds variants', 'must'],
  'metrics:read': ['finds name clashes, and reconciles', 'should'],
  'events:read': ['reconciles', 'should'],
  'accounts:read': ['says which account a key belongs to', 'should'],
};

export function judgeKlaviyo({ accounts }: DoctorFacts): readonly Check[] {
  if (accounts.length === 0) return [unknown('klaviyo-access', 'Klaviyo was not asked: no account has a key.')];
  return accounts.flatMap(judgeAccount);
}

function judgeAccount(facts: KlaviyoFacts): readonly Check[] {
  const { name, keyEnv, scopes, revision } = facts;
  const outcomes = Object.values(scopes);
  if (outcomes.some(isGone)) {
    return [
      failure(
        `klaviyo-revision-${name}`,
        `${name}: Klaviyo has retired the API revision ${revision} that this version speaks.`,
        'Update clarus-klaviyo.',
      ),
    ];
  }
  if (outcomes.every((outcome) => isUnreachable(outcome))) {
    const sentence = `${name}: Klaviyo ${outcomeText(outcomes[0] ?? { kind: 'ok' })}.`;
    const action = 'Check KLAVIYO_BASE_URL and the way out of this network (blocklists often hold a.klaviyo.com).';
    return [failure(`klaviyo-access-${name}`, sentence, action)];
  }
  if (
    outcomes.every((outcome) => outcome.kind === 'failed' && outcome.code === 'klaviyo_auth' && outcome.status !== 403)
  ) {
    return [
      failure(
        `klaviyo-access-${name}`,
        `${name}: Klaviyo does not know the key.`,
        `Set ${keyEnv} to a private key of the account.`,
      ),
    ];
  }
  return [
    ok(`klaviyo-access-${name}`, `${name}: Klaviyo takes the key, and speaks revision ${revision}.`),
    ...judgeScopes(facts),
    ...judgeMetrics(facts),
    judgeCatalogue(facts),
    ...(facts.isTestAccount === true
      ? [
          warning(
            `klaviyo-test-${name}`,
            `${name}: this is a test account of Klaviyo’s.`,
            `For real customers, put another key into ${keyEnv}.`,
          ),
        ]
      : []),
  ];
}

function isGone(outcome: Outcome): boolean {
  return outcome.kind === 'failed' && outcome.code === 'klaviyo_gone';
}

function judgeScopes({ name, keyEnv, scopes, policy }: KlaviyoFacts): readonly Check[] {
  const needed = Object.entries(SCOPES).filter(
    ([scope]) => policy.stock.catalog === 'custom' || !scope.startsWith('catalogs'),
  );
  const checks = needed.flatMap(([scope, [purpose, need]]): readonly Check[] => {
    const outcome = scopes[scope];
    if (outcome === undefined || outcome.kind === 'ok') return [];
    const id = `klaviyo-scope-${scope.replace(':', '-')}-${name}`;
    if (outcome.code !== 'klaviyo_auth') {
      return [
        unknown(
          id,
          `${name}: the call that ${purpose} ${outcomeText(outcome)}: whether the key has ${scope} is not known.`,
        ),
      ];
    }
    const sentence = `${name}: the key lacks the scope ${scope}, with which the service ${purpose}.`;
    const action = `Make a private key with ${scope} in Klaviyo (Settings → API keys) and put it into ${keyEnv}. Scopes of a key cannot be changed.`;
    return [need === 'must' ? failure(id, sentence, action) : warning(id, sentence, action)];
  });
  return checks.length > 0
    ? checks
    : [
        ok(
          `klaviyo-scopes-${name}`,
          `${name}: the key has the scopes it needs (${needed.map(([scope]) => scope).join(', ')}).`,
        ),
      ];
}

function judgeMetrics({ name, metrics, policy }: KlaviyoFacts): readonly Check[] {
  const id = `klaviyo-metrics-${name}`;
  if (metrics === null)
    return [unknown(id, `${name}: metrics could not be listed, so a clash of names is not ruled out.`)];
  const clashes = metricNameClashes(metrics, policy);
  if (clashes.length === 0) return [ok(id, `${name}: none of our metric names is taken by another integration.`)];
  return clashes.map(({ subject, detail }) =>
    warning(
      `klaviyo-metric-${subject.toLowerCase().replaceAll(/\W+/g, '-')}-${name}`,
      `${name}: “${subject}” is also a metric of ${String(detail['integration'] ?? 'another integration')}. They are two metrics of one name: a flow listens to one of them.`,
      'Choose another name under `metrics` in the policy before the first event (names are permanent), or build flows on the one whose integration is API.',
    ),
  );
}

/** Klaviyo's API reaches only what was made through it. */
function judgeCatalogue({ name, policy, hasVariants, metrics, lookedUp, unknownSkus }: KlaviyoFacts): Check {
  const id = `klaviyo-catalogue-${name}`;
  const { catalog } = policy.stock;
  if (catalog === 'none') return ok(id, `${name}: no stock is written (\`stock.catalog\` is none).`);
  if (catalog === 'synced') {
    return ok(
      id,
      `${name}: the catalogue is synced from a shop, so no stock is written: Klaviyo’s API cannot. It reaches Klaviyo by way of the shop.`,
    );
  }
  if (hasVariants === null)
    return unknown(id, `${name}: the catalogue could not be read, so nobody can say whether stock can be written.`);
  if (!hasVariants) {
    const shop = metrics?.find(({ integration }) =>
      /shopify|woocommerce|bigcommerce|magento|adobe commerce/i.test(integration ?? ''),
    );
    const likely =
      shop === undefined
        ? ''
        : ` A ${shop.integration} integration is there: products synced by it can be neither read nor written.`;
    return warning(
      id,
      `${name}: Klaviyo’s API sees no catalogue variant, so stock written here would change nothing.${likely}`,
      'Set `stock.catalog` to "synced" (or "none") in the policy, or make the catalogue through the API.',
    );
  }
  if (unknownSkus.length === 0)
    return ok(
      id,
      `${name}: the catalogue was made through the API, so stock can be written. ${lookedUp} SKUs looked up, all there.`,
    );
  return warning(
    id,
    `${name}: ${unknownSkus.length} of ${lookedUp} SKUs looked up are not in the catalogue: ${unknownSkus.slice(0, 5).join(', ')}${unknownSkus.length > 5 ? ' …' : ''}.`,
    'Compare the SKUs with the variants’ external ids; a resolver `toCatalogId` can translate them.',
  );
}
