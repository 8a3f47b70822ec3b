import { describe, expect, test } from 'vitest';
import { EnvironmentError, readEnvironment } from './environment.js';

const good = {
  CLARUS_CLIENT_ID: 'client',
  CLARUS_CLIENT_SECRET: 'client-secret-value',
  CLARUS_SUBDOMAIN: 'acme',
  CLARUS_WEBHOOK_SECRET: 'a-long-enough-secret',
  CLARUS_AUTOMATIONS: '{"43":"goods_out.completed"}',
  KLAVIYO_API_KEY: 'pk_value',
};

function problemsOf(environment: Record<string, string | undefined>, file?: string): readonly string[] {
  try {
    readEnvironment(environment, () => file ?? '');
  } catch (error) {
    if (error instanceof EnvironmentError) return error.problems;
    throw error;
  }
  return [];
}

describe('the environment of serve', () => {
  test('the least there must be is enough: everything else has a default', () => {
    expect(readEnvironment(good)).toMatchObject({
      port: 3000,
      clarus: { baseUrl: 'https://clarus-api.com', subdomain: 'acme' },
      klaviyoBaseUrl: 'https://a.klaviyo.com',
      databasePath: 'clarus-klaviyo.db',
      isShadow: false,
      liveFrom: null,
      automations: { 43: 'goods_out.completed' },
      accounts: [{ name: 'default', clarusAccount: '*' }],
    });
  });

  test('one message names every wrong variable, and shows no value of a secret', () => {
    const problems = problemsOf({
      PORT: 'many',
      CLARUS_BASE_URL: 'ftp://somewhere',
      CLARUS_WEBHOOK_SECRET: 'short',
      CLARUS_AUTOMATIONS: '{"43":"dispatch"}',
      LIVE_FROM: 'yesterday',
      RAW_DAYS: '0',
      KEEP_DAYS: 'ever',
      HEALTH_TOKEN: 'tiny-token',
      ALERT_WEBHOOK_URL: 'https://ops.shop.example/alerts',
      ALERT_SLACK_URL: 'slack',
      ALERT_DIGEST_AT: '8 am',
      TIME_ZONE: 'Mars/Olympus',
      RUNBOOKS_URL: 'runbooks',
      PUBLIC_URL: 'hooks.shop.example',
      DATABASE_URL: 'postgres://host/db',
    });
    const text = problems.join('\n');
    const named = ['PORT', 'CLARUS_BASE_URL', 'CLARUS_CLIENT_ID', 'CLARUS_CLIENT_SECRET', 'CLARUS_SUBDOMAIN'];
    named.push('CLARUS_WEBHOOK_SECRET', 'CLARUS_AUTOMATIONS', 'KLAVIYO_API_KEY', 'LIVE_FROM', 'DATABASE_URL');
    named.push('HEALTH_TOKEN', 'RAW_DAYS', 'KEEP_DAYS');
    named.push('ALERT_WEBHOOK_SECRET', 'ALERT_SLACK_URL', 'ALERT_DIGEST_AT', 'TIME_ZONE');
    named.push('RUNBOOKS_URL', 'PUBLIC_URL');
    for (const name of named) expect(text).toContain(name);
    for (const secret of ['short', 'tiny-token']) expect(text).not.toContain(secret);
  });

  test('a policy file may hold one policy', () => {
    const { accounts } = readEnvironment({ ...good, POLICY: 'p.json' }, () => '{"waitForTracking":"30m"}');
    expect(accounts).toHaveLength(1);
    expect(accounts[0]?.policy.waitForTrackingMs).toBe(1_800_000);
  });

  test('a policy file may name several accounts, each with its own key', () => {
    const file = JSON.stringify([
      { clarusAccount: 'ACME', klaviyoKeyEnv: 'KEY_ACME', policy: { waitForTracking: '1h' } },
      { clarusAccount: 'BETA', klaviyoKeyEnv: 'KEY_BETA', policy: {} },
    ]);
    const environment = { ...good, KLAVIYO_API_KEY: undefined, POLICY: 'p.json', KEY_ACME: 'pk_a', KEY_BETA: 'pk_b' };
    const { accounts } = readEnvironment(environment, () => file);
    expect(accounts.map((account) => [account.name, account.klaviyoKey])).toEqual([
      ['ACME', 'pk_a'],
      ['BETA', 'pk_b'],
    ]);
    expect(problemsOf({ ...environment, KEY_BETA: '' }, file)).toEqual([
      expect.stringContaining('KEY_BETA is missing'),
    ]);
  });

  test('mistakes inside a policy are explained', () => {
    expect(problemsOf({ ...good, POLICY: 'p.json' }, '{"dispatchStrategy":"auto"}').join('\n')).toContain(
      'shippedWhen',
    );
    expect(problemsOf({ ...good, POLICY: 'p.json' }, '{"waitForTraking":"1h"}').join('\n')).toContain('waitForTraking');
    expect(problemsOf({ ...good, POLICY: 'p.json' }, 'not json')).toEqual(['POLICY: the file is not valid JSON.']);
  });

  test('encryption keys have names, the newest first, and a wrong one is not shown', () => {
    const key = Buffer.alloc(32, 7).toString('base64');
    const { encryptionKeys } = readEnvironment({ ...good, ENCRYPTION_KEYS: `2026-03:${key}, old:${key}` });
    expect(encryptionKeys).toEqual([
      { id: '2026-03', key },
      { id: 'old', key },
    ]);
    expect(readEnvironment(good).encryptionKeys).toEqual([]);
    for (const wrong of ['tiny:c2VjcmV0', key, `a:${key},a:${key}`, `:${key}`]) {
      const [problem = ''] = problemsOf({ ...good, ENCRYPTION_KEYS: wrong });
      expect(problem).toContain('ENCRYPTION_KEYS');
      expect(problem).not.toContain('c2VjcmV0');
    }
  });

  test('who is told of incidents is optional, whole, and tells when', () => {
    expect(readEnvironment(good)).toMatchObject({ healthToken: null, alerts: null, publicUrl: null });
    const { alerts } = readEnvironment({
      ...good,
      ALERT_WEBHOOK_URL: 'https://ops.shop.example/alerts',
      ALERT_WEBHOOK_SECRET: 'signing',
      ALERT_DIGEST_AT: '07:30',
      TIME_ZONE: 'Europe/London',
    });
    expect(alerts).toEqual({
      webhook: { url: 'https://ops.shop.example/alerts', secret: 'signing' },
      slackUrl: null,
      digestAt: '07:30',
      timeZone: 'Europe/London',
    });
  });

  test('two secrets are accepted while one is being replaced', () => {
    const { webhookSecrets } = readEnvironment({
      ...good,
      CLARUS_WEBHOOK_SECRET: 'a-long-enough-secret,another-long-secret',
    });
    expect(webhookSecrets).toEqual(['a-long-enough-secret', 'another-long-secret']);
  });
});
