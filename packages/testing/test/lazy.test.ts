import { fakeClarus, fakeKlaviyo } from '@clarus-klaviyo/testing';
import { expect, test, vi } from 'vitest';

const loaded = vi.hoisted(() => ({ graphql: 0, msw: 0 }));
vi.mock('graphql', async (original) => {
  loaded.graphql += 1;
  return original();
});
vi.mock('msw', async (original) => {
  loaded.msw += 1;
  return original();
});

test('the main entry loads graphql with the first query and msw never', async () => {
  const clarus = fakeClarus({ subdomain: 'brand', clientId: 'id', clientSecret: 'secret' });
  fakeKlaviyo({ apiKeys: { pk: 'brand' } });
  clarus.world.createOrder({ reference: 'SO-1', lines: [{ sku: 'TEE', quantity: 1 }] });
  expect(loaded).toEqual({ graphql: 0, msw: 0 });

  const credentials = { grant_type: 'client_credentials', client_id: 'id', client_secret: 'secret' };
  const body = new URLSearchParams(credentials);
  const { access_token } = await (
    await clarus.fetch('https://clarus-api.com/oauth/token', { method: 'POST', body })
  ).json();
  const response = await clarus.fetch('https://clarus-api.com/graphql', {
    method: 'POST',
    headers: { authorization: `Bearer ${access_token}`, 'x-clarus-subdomain': 'brand' },
    body: JSON.stringify({ query: '{ goods_outs { all { edges { node { reference } } } } }' }),
  });
  expect(await response.json()).toEqual({
    data: { goods_outs: { all: { edges: [{ node: { reference: 'SO-1' } }] } } },
  });
  expect(loaded).toEqual({ graphql: 1, msw: 0 });
});
