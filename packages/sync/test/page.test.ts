/** The page, the API and the metrics through the one door they have: `handler`. What a browser does is in `browser/`. */

import { expect, test } from 'vitest';
import { createSync, type SyncConfig, SyncConfigError } from '../src/index.js';
import { type Harness, minutes, SECRET, ship, startHarness } from './harness.js';

const TOKEN = 'a-long-page-token';
const BEARER = { authorization: `Bearer ${TOKEN}` };

interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

function ask({ sync }: Harness, path: string, { method = 'GET', headers = {}, body }: Asked = {}): Promise<Response> {
  const init = body === undefined ? { method, headers } : { method, headers, body };
  return sync.handler(new Request(`http://localhost${path}`, init));
}

function withToken(config: Partial<SyncConfig> = {}): Promise<Harness> {
  return startHarness({
    config: { page: { token: TOKEN }, ...config },
    policy: { dispatchStrategy: 'shipment', stock: { catalog: 'none' } },
  });
}

async function call(harness: Harness, name: string, request: unknown): Promise<{ status: number; lines: unknown[] }> {
  const answer = await ask(harness, `/api/${name}`, { method: 'POST', headers: BEARER, body: JSON.stringify(request) });
  const text = await answer.text();
  return {
    status: answer.status,
    lines: text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line)),
  };
}

/** An incident nobody needs to act out: a webhook of an automation that nobody mapped. */
async function withIncident(harness: Harness): Promise<string> {
  await harness.post('{"data":{"id":1}}', { 'x-claruswms-automation-id': '99' });
  await harness.run(minutes(1));
  return 'webhook-not-understood/automation 99';
}

test('without a page in the configuration, its paths are nobody’s', async () => {
  const harness = await startHarness();
  for (const path of ['/', '/incidents', '/orders?q=SO-1', '/login', '/metrics', '/assets/page.css', '/api/health'])
    expect((await ask(harness, path, { headers: BEARER })).status, path).toBe(404);
});

test('who is not known sees the door, whatever they ask for, and learns nothing', async () => {
  const harness = await withToken();
  for (const path of ['/', '/incidents', '/incidents/dead-letter', '/orders?q=SO-1']) {
    const answer = await ask(harness, path);
    expect(answer.status, path).toBe(401);
    expect(await answer.text()).toContain('<h1>Sign in</h1>');
  }
  expect((await ask(harness, '/metrics')).status).toBe(401);
  expect((await ask(harness, '/api/health', { method: 'POST' })).status).toBe(401);
  expect((await ask(harness, '/actions/pause', { method: 'POST', body: 'account=brand' })).status).toBe(401);
});

test('each page forbids everything foreign, and is kept by nobody', async () => {
  const harness = await withToken();
  const { headers } = await ask(harness, '/', { headers: BEARER });
  expect(headers.get('content-security-policy')).toBe(
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; " +
      "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  );
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
});

test('a person signs in with the token and goes where they wanted; a wrong token stays outside', async () => {
  const harness = await withToken();
  const login = (token: string, headers = {}): Promise<Response> =>
    ask(harness, '/login', {
      method: 'POST',
      headers,
      body: `token=${token}&next=${encodeURIComponent('/orders?q=SO-1')}`,
    });
  const wrong = await login('not-the-token-at-all');
  expect(wrong.status).toBe(401);
  expect(wrong.headers.get('set-cookie')).toBeNull();
  expect((await login(TOKEN, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  const right = await login(TOKEN);
  expect([right.status, right.headers.get('location')]).toEqual([303, '/orders?q=SO-1']);
  const cookie = (right.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  expect((await ask(harness, '/', { headers: { cookie } })).status).toBe(200);
  expect(JSON.stringify(harness.events)).not.toContain(TOKEN);
});

test('a form is taken only from our own pages, and does what it says', async () => {
  const harness = await withToken();
  const id = await withIncident(harness);
  const page = await (await ask(harness, '/incidents/webhook-not-understood', { headers: BEARER })).text();
  const key = /name="key" value="([0-9a-f]{64})"/.exec(page)?.[1] ?? '';
  const assign = (form: Record<string, string>, headers = {}): Promise<Response> =>
    ask(harness, '/actions/assign', {
      method: 'POST',
      headers: { ...BEARER, ...headers },
      body: new URLSearchParams({ id, to: 'Jo', ...form }).toString(),
    });
  expect((await assign({})).status).toBe(403);
  expect((await assign({ key: 'f'.repeat(64) })).status).toBe(403);
  expect((await assign({ key }, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  expect((await harness.sync.incidents.list())[0]?.assignee).toBeNull();
  const done = await assign({ key, back: '//evil.example' });
  expect([done.status, done.headers.get('location')]).toEqual([303, '/?done=assign']);
  expect((await harness.sync.incidents.list())[0]?.assignee).toBe('Jo');
  expect((await assign({ key, id: 'nothing/of-the-kind' })).status).toBe(400);
  expect((await ask(harness, '/actions/assign', { headers: BEARER })).status).toBe(405);
});

test.each<[string, Partial<SyncConfig>]>([
  ['it is told', { page: { token: TOKEN, basePath: '/ops/news' } }],
  ['the address for alerts has', { links: { page: 'https://shop.example/ops/news/' } }],
])(
  'behind a proxy that takes a path away, the one %s stands before every link, form and cookie',
  async (_what, config) => {
    const harness = await withToken(config);
    const id = await withIncident(harness);
    const paths = ['/', '/incidents', '/incidents/webhook-not-understood', '/orders?q=SO-1', '/login'];
    const led = new Set<string>();
    for (const path of paths) {
      for (const headers of [BEARER, {}]) {
        const page = await (await ask(harness, path, { headers })).text();
        for (const [, to = ''] of page.matchAll(/ (?:href|src|action)="([^"#][^"]*)"/g)) led.add(to);
      }
    }
    expect(led.size).toBeGreaterThan(10);
    for (const to of led) {
      expect(to).toMatch(/^\/ops\/news\//);
      const answer = await ask(harness, to.replace('/ops/news', ''), { headers: BEARER });
      expect([200, 303, 405], to).toContain(answer.status);
    }
    const login = await ask(harness, '/login', { method: 'POST', body: `token=${TOKEN}&next=/incidents` });
    expect(login.headers.get('location')).toBe('/ops/news/incidents');
    expect(login.headers.get('set-cookie')).toContain('; Path=/ops/news;');
    const page = await (await ask(harness, '/incidents/webhook-not-understood', { headers: BEARER })).text();
    const key = /name="key" value="([0-9a-f]{64})"/.exec(page)?.[1] ?? '';
    const back = /name="back" value="([^"]*)"/.exec(page)?.[1] ?? '';
    const body = new URLSearchParams({ key, id, to: 'Jo', back }).toString();
    const done = await ask(harness, '/actions/assign', { method: 'POST', headers: BEARER, body });
    expect(done.headers.get('location')).toMatch(/^\/ops\/news\/incidents\/webhook-not-understood\?.*done=assign$/);
  },
);

test('an order’s reference and a carrier’s name are text on the page, never markup', async () => {
  const harness = await withToken();
  await harness.store.report(
    [
      {
        class: 'ship-method-unmapped',
        subject: '<script>alert(1)</script>',
        severity: 'info',
        owner: 'ecommerce',
        detail: {},
      },
    ],
    harness.clock.now(),
  );
  for (const path of ['/', '/incidents', '/incidents/ship-method-unmapped']) {
    const body = await (await ask(harness, path, { headers: BEARER })).text();
    expect(body, path).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(body, path).not.toContain('<script>alert');
  }
});

test('the API asks for the token, knows its operations, and names the field that is wrong', async () => {
  const harness = await withToken();
  expect((await ask(harness, '/api/health', { headers: BEARER })).status).toBe(405);
  expect(await call(harness, 'dance', {})).toEqual({ status: 404, lines: [] });
  expect(await call(harness, 'metrics', { hours: 'many' })).toEqual({
    status: 400,
    lines: [
      {
        error: {
          code: 'sync_request',
          message: 'hours: expected a whole number from 1 to 744, got a string.',
          field: 'hours',
        },
      },
    ],
  });
  const broken = await ask(harness, '/api/health', { method: 'POST', headers: BEARER, body: '{"a":' });
  expect([broken.status, await broken.text()]).toEqual([
    400,
    '{"error":{"code":"sync_request","message":"The request: it must be JSON."}}\n',
  ]);
  const { status, lines } = await call(harness, 'health', {});
  expect([status, lines]).toEqual([200, [{ result: await harness.sync.health() }]]);
});

test('an incident is listed, taken, noted and resolved over the API; seen again, it is open again with its notes', async () => {
  const harness = await withToken();
  const id = await withIncident(harness);
  await call(harness, 'incidents.assign', { id, to: 'Jo' });
  const noted = await call(harness, 'incidents.note', { id, text: 'Asked anna@shop.example.', by: 'Jo' });
  expect(noted.lines).toMatchObject([
    { result: { assignee: 'Jo', notes: [{ by: 'Jo', text: 'Asked a…@shop.example.' }] } },
  ]);
  await call(harness, 'incidents.resolve', { id, by: 'Jo', text: 'Mapped it.' });
  expect((await call(harness, 'incidents.list', {})).lines).toEqual([{ result: [] }]);
  const closed = await call(harness, 'incidents.list', { closedSince: '2026-03-01T00:00:00Z' });
  expect(closed.lines).toMatchObject([{ result: [{ id, closedBy: 'resolved' }] }]);
  await withIncident(harness);
  const again = await call(harness, 'incidents.list', { class: 'webhook-not-understood' });
  expect(again.lines).toMatchObject([
    { result: [{ id, closedAt: null, assignee: 'Jo', notes: [{}, { text: 'Mapped it.' }] }] },
  ]);
  expect((await call(harness, 'incidents.resolve', { id: 'no/such' })).lines).toEqual([
    { error: { code: 'sync_request', message: 'id: there is no incident of this id.', field: 'id' } },
  ]);
});

test('what was delivered and how long it took stands in the metrics, as JSON and for Prometheus', async () => {
  const harness = await withToken();
  ship(harness, 'SO-1');
  await harness.run(minutes(10));
  expect(harness.told()).toEqual(['Fulfilled Shipment', 'Fulfilled Order']);
  const { accounts, hours } = await harness.sync.metrics({ hours: 1 });
  expect(accounts).toMatchObject([
    { account: 'brand', pending: 0, isPaused: false, hours: [{ delivered: 2, dead: 0 }] },
  ]);
  expect(hours[0]?.webhooks).toBeGreaterThan(0);
  expect(hours[0]?.backlog).not.toBeNull();
  const answer = await ask(harness, '/metrics', { headers: BEARER });
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  const text = await answer.text();
  expect(text).toContain('# TYPE clarus_klaviyo_backlog gauge\nclarus_klaviyo_backlog{queue="webhooks"} 0\n');
  expect(text).toContain('clarus_klaviyo_ledger_messages{status="delivered"} 2\n');
  expect(text).toMatch(/clarus_klaviyo_lag_seconds\{account="brand",of="max"\} [\d.]+\n/);
});

test('open to everybody, the page can be looked at; nothing can be done, and the API stays shut', async () => {
  const harness = await startHarness({ config: { page: { isPublic: true } } });
  expect((await ask(harness, '/')).status).toBe(200);
  expect((await ask(harness, '/actions/pause', { method: 'POST', body: 'account=brand' })).status).toBe(403);
  expect((await ask(harness, '/api/health', { method: 'POST', headers: BEARER })).status).toBe(404);
  expect((await ask(harness, '/metrics', { headers: BEARER })).status).toBe(404);
  expect((await ask(harness, '/login')).status).toBe(404);
});

test('a store that cannot be read makes the page say so, and health say that it is down', async () => {
  const harness = await withToken();
  await harness.store.close();
  const health = await ask(harness, '/health');
  expect([health.status, (await health.json()).status]).toEqual([503, 'down']);
  const page = await ask(harness, '/', { headers: BEARER });
  expect([page.status, await page.text()]).toEqual([
    expect.toSatisfy((status) => status >= 500),
    expect.stringContaining('cannot be shown now'),
  ]);
});

test.each<[string, Partial<SyncConfig>]>([
  ['page.token', { page: { token: 'short' } }],
  ['page.basePath', { page: { token: TOKEN, basePath: '//evil.example' } }],
  ['page.basePath', { page: { token: TOKEN, basePath: '/ops/' } }],
  ['alerts.digestAt', { alerts: { sink: async () => undefined, digestAt: '8:00' } }],
  ['alerts.timeZone', { alerts: { sink: async () => undefined, timeZone: 'Mars/Olympus' } }],
  ['links.runbooks', { links: { runbooks: 'javascript:alert(1)' } }],
])('a configuration that cannot work names %s', async (name, config) => {
  const { store } = await startHarness();
  const whole = {
    tenant: 'acme',
    clarus: {} as SyncConfig['clarus'],
    accounts: [{} as SyncConfig['accounts'][number]],
  };
  const build = () => createSync({ ...whole, store, webhooks: { secrets: [SECRET], automations: {} }, ...config });
  expect(build).toThrow(SyncConfigError);
  expect(build).toThrow(name);
});
