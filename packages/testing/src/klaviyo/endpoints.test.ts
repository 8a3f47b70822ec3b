import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ENDPOINTS } from './endpoints.js';
import { fakeKlaviyo } from './fake-klaviyo.js';

const REVISION = '2026-07-15';

test('a key may do what its scopes say, whatever it sends', async () => {
  const klaviyo = fakeKlaviyo({
    apiKeys: { pk_all: 'brand', pk_some: 'brand' },
    scopes: { pk_some: ['metrics:read'] },
  });
  const statusOf = async (key: string, path: string, init: RequestInit = {}): Promise<number> => {
    const headers = { authorization: `Klaviyo-API-Key ${key}`, revision: REVISION, 'content-type': 'application/json' };
    return (await klaviyo.fetch(`https://a.klaviyo.com${path}`, { ...init, headers })).status;
  };
  const write = { method: 'POST', body: '{}' };
  expect(await statusOf('pk_some', '/api/metrics')).toBe(200);
  expect(await statusOf('pk_some', '/api/events')).toBe(403);
  expect(await statusOf('pk_some', '/api/events', write)).toBe(403);
  expect(await statusOf('pk_all', '/api/events')).toBe(200);
  expect(await statusOf('pk_all', '/api/events', write)).toBe(400);
});

const file = process.env['KLAVIYO_OPENAPI'];

describe.skipIf(file === undefined)('by the API document (set KLAVIYO_OPENAPI to check)', () => {
  const document = file === undefined ? {} : JSON.parse(readFileSync(file, 'utf8'));

  test.each(ENDPOINTS.map((endpoint) => [endpoint.operation, endpoint] as const))('%s', (_operation, endpoint) => {
    const path = Object.keys(document.paths).find((each) => endpoint.path.test(each)) ?? '';
    const operation = document.paths[path][endpoint.method.toLowerCase()];
    expect(operation['x-klaviyo-scopes']).toEqual([endpoint.scope]);
    const { burst, steady } = endpoint.windows;
    expect(operation['x-klaviyo-ratelimit']).toMatchObject({ burst: `${burst}/s`, steady: `${steady}/m` });
  });
});
