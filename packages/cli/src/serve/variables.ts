/** One variable of the environment. */
export interface Variable {
  readonly name: string;
  readonly meaning: string;
  /** Null: required, or nothing. */
  readonly fallback: string | null;
  readonly example: string | null;
}

const variable = (
  name: string,
  meaning: string,
  { fallback, example }: { readonly fallback?: string; readonly example?: string } = {},
): Variable => ({ name, meaning, fallback: fallback ?? null, example: example ?? null });

/** Every variable `serve` reads, for its help, the READMEs and `.env.example`: tests hold them together. */
export const VARIABLES: readonly Variable[] = [
  variable('CLARUS_CLIENT_ID', 'OAuth client of a Clarus API user of its own; required'),
  variable('CLARUS_CLIENT_SECRET', 'its secret; required'),
  variable('CLARUS_SUBDOMAIN', 'the tenant, as in its Clarus address; required', { example: 'acme' }),
  variable(
    'CLARUS_WEBHOOK_SECRET',
    'the secret at the end of the webhook address, 16 characters or more; two with a comma while one is replaced, the new one first; required',
    { example: 'the output of openssl rand -hex 24' },
  ),
  variable('CLARUS_AUTOMATIONS', 'JSON: automation id → event; provision prints it; required', {
    example: '{"43":"goods_out.completed"}',
  }),
  variable(
    'KLAVIYO_API_KEY',
    'private key that may write events, profiles and catalogs; required unless POLICY names others',
    {
      example: 'pk_…',
    },
  ),
  variable(
    'POLICY',
    'path of a JSON file with the rules, or a list of accounts: [{ "clarusAccount", "klaviyoKeyEnv", "policy" }]',
    { example: 'policy.json' },
  ),
  variable('DATABASE_URL', 'path of the SQLite file, on a local disk; one process owns it', {
    fallback: 'clarus-klaviyo.db',
    example: '/var/lib/clarus-klaviyo/clarus-klaviyo.db',
  }),
  variable(
    'ENCRYPTION_KEYS',
    'encrypts what is personal in the file: name:key, the newest first, older ones while it is encrypted anew',
    { example: '2026-03:<the output of openssl rand -base64 32>' },
  ),
  variable('RAW_DAYS', 'how long webhooks are kept as they came', { fallback: '7' }),
  variable(
    'KEEP_DAYS',
    'how long messages and finished orders are kept; not less than the longest age limit of a policy',
    { fallback: '180' },
  ),
  variable('PORT', 'where webhooks and health are served', { fallback: '3000' }),
  variable(
    'PUBLIC_URL',
    'where the service is reached from outside, for provision, doctor and the links of alerts; a path in it stands before the links of the page',
    { example: 'https://hooks.shop.example' },
  ),
  variable('HEALTH_TOKEN', 'opens the health page and the API; 16 characters or more. Without it both are off', {
    example: 'the output of openssl rand -hex 24',
  }),
  variable('ALERT_WEBHOOK_URL', 'where incidents are told, as signed JSON', {
    example: 'https://ops.shop.example/alerts',
  }),
  variable('ALERT_WEBHOOK_SECRET', 'signs them; required with ALERT_WEBHOOK_URL'),
  variable('ALERT_SLACK_URL', 'a Slack incoming webhook: incidents are told there too'),
  variable('ALERT_DIGEST_AT', 'when the daily digest goes out, in TIME_ZONE', { fallback: '08:00' }),
  variable('TIME_ZONE', 'of the digest and of the page', { fallback: 'UTC', example: 'Europe/London' }),
  variable('RUNBOOKS_URL', 'address before a runbook’s key, for links to your own', {
    example: 'https://docs.shop.example/runbooks/',
  }),
  variable('CLARUS_BASE_URL', 'for tests and proxies', { fallback: 'https://clarus-api.com' }),
  variable('KLAVIYO_BASE_URL', 'for tests and proxies', { fallback: 'https://a.klaviyo.com' }),
  variable('SHADOW', 'true: decide and record everything, send nothing', { fallback: 'false' }),
  variable('LIVE_FROM', 'what was true before this instant is recorded and never told', {
    fallback: 'the first start',
    example: '2026-03-01T00:00:00Z',
  }),
];
