import { fakeClarus, fakeKlaviyo } from '@clarus-klaviyo/testing';
import { clarusHandlers, klaviyoHandlers } from '@clarus-klaviyo/testing/msw';
import { setupServer } from 'msw/node';
import { afterAll, beforeAll, expect, test } from 'vitest';

const clarus = fakeClarus({ subdomain: 'brand', clientId: 'id', clientSecret: 'secret' });
const klaviyo = fakeKlaviyo({ apiKeys: { pk: 'brand' }, faults: { script: [null, { kind: 'reset-before' }] } });
const server = setupServer(...clarusHandlers(clarus), ...klaviyoHandlers(klaviyo));

beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
afterAll(() => server.close());

const HEADERS = { authorization: 'Klaviyo-API-Key pk', revision: '2026-07-15' };

test('the global fetch reaches both fakes at the vendors’ own addresses', async () => {
  const credentials = { grant_type: 'client_credentials', client_id: 'id', client_secret: 'secret' };
  const body = new URLSearchParams(credentials);
  const token = await fetch('https://clarus-api.com/oauth/token', { method: 'POST', body });
  expect(await token.json()).toMatchObject({ token_type: 'Bearer' });
  expect((await fetch('https://a.klaviyo.com/api/metrics', { headers: HEADERS })).status).toBe(200);
});

test('a dropped connection is a network error', async () => {
  await expect(fetch('https://a.klaviyo.com/api/metrics', { headers: HEADERS })).rejects.toThrow(TypeError);
});
