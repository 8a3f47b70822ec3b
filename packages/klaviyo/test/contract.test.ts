/** Every kind of request this client sends, held against Klaviyo's OpenAPI document (`KLAVIYO_OPENAPI`). */
import { describe, expect, test } from 'vitest';
import {
  createKlaviyo,
  type EventCreateBody,
  type Klaviyo,
  type ProfileUpsertBody,
  type VariantUpdateBody,
} from '../src/index.js';
import { operationOf, quotasFor } from '../src/rate-limits.js';
import { anEvent } from './events.js';
import { fakeFetch, json, type SentRequest } from './fake-fetch.js';
import { klaviyoContract } from './openapi.js';

const contract = klaviyoContract();
const VARIANT_ID = '$custom:::$default:::SKU 1/2';

const location = {
  address1: '1 Quay',
  address2: null,
  city: 'Hull',
  country: 'GB',
  region: 'ERY',
  zip: 'HU1',
  timezone: 'Europe/London',
  ip: null,
  latitude: 53.7,
  longitude: '-0.3',
};
const meta = {
  patch_properties: { append: { Tags: 'vip' }, unappend: null, unset: ['Old'] },
  patch_identifiers: { append: {}, unappend: {} },
};
const person = {
  email: 'pat@shop.example.org',
  phone_number: null,
  external_id: 'c-1',
  _kx: null,
  first_name: 'Pat',
  last_name: null,
  organization: null,
  locale: 'en-GB',
  title: null,
  image: null,
  location,
  properties: { IsVip: true },
};
const fullEvent: EventCreateBody = {
  data: {
    type: 'event',
    attributes: {
      properties: { OrderId: '1', Items: [{ SKU: 'A', Quantity: 1 }] },
      time: '2026-07-20T10:00:00+01:00',
      value: 12.5,
      value_currency: 'GBP',
      unique_id: 'tenant:ShipmentDispatched:1:1',
      backfill: true,
      metric: { data: { type: 'metric', attributes: { name: 'Shipment Dispatched', service: null } } },
      profile: { data: { type: 'profile', id: null, attributes: { ...person, anonymous_id: null, meta } } },
    },
  },
};
const fullProfile: ProfileUpsertBody = { data: { type: 'profile', id: null, attributes: person, meta } };
const fullVariant: VariantUpdateBody = {
  data: {
    type: 'catalog-variant',
    id: VARIANT_ID,
    attributes: {
      title: null,
      sku: 'SKU1',
      inventory_policy: 1,
      inventory_quantity: 7,
      price: 9.99,
      url: null,
      image_full_url: null,
      image_thumbnail_url: null,
      images: [],
      custom_metadata: { Colour: 'red' },
      published: true,
    },
  },
};

async function drain(items: AsyncIterable<unknown>): Promise<void> {
  for await (const _item of items);
}

/** Each way of calling Klaviyo, with everything in it that our types allow. */
const calls: readonly (readonly [string, (klaviyo: Klaviyo) => Promise<unknown>])[] = [
  ['events.create, small', (klaviyo) => klaviyo.events.create(anEvent('a'))],
  ['events.create, everything', (klaviyo) => klaviyo.events.create(fullEvent)],
  [
    'events.createBatch',
    (klaviyo) => klaviyo.events.createBatch([fullEvent, anEvent('a'), anEvent('b', { backfill: true })]),
  ],
  [
    'events.createMany',
    (klaviyo) => klaviyo.events.createMany([{ body: fullEvent }, { body: anEvent('a'), lane: 'order:1' }]),
  ],
  [
    'events.list',
    (klaviyo) =>
      drain(
        klaviyo.events.list({
          filter: 'equals(metric_id,"AbC123")',
          sort: '-datetime',
          pageSize: 1_000,
          fields: ['datetime'],
        }),
      ),
  ],
  ['profiles.upsert', (klaviyo) => klaviyo.profiles.upsert(fullProfile)],
  ['catalogVariants.update', (klaviyo) => klaviyo.catalogVariants.update(fullVariant)],
  [
    'catalogVariants.list',
    (klaviyo) => drain(klaviyo.catalogVariants.list({ filter: 'equals(sku,"A")', sort: 'created', pageSize: 100 })),
  ],
  ['metrics.list', (klaviyo) => drain(klaviyo.metrics.list({ filter: 'equals(integration.name,"API")' }))],
  ['accounts.get', (klaviyo) => klaviyo.accounts.get()],
];

/** Two pages of one resource for listings, the resource itself for a write. */
function answer({ method, path }: SentRequest): Response {
  const resource = { type: 'any', id: 'id-1', attributes: { name: 'Any' } };
  if (method !== 'GET') return json(200, { data: resource });
  const next = path.includes('page%5Bcursor%5D')
    ? null
    : `https://elsewhere.example.org${path}&page%5Bcursor%5D=abc%3D%3D`;
  return json(200, { data: [resource], links: { next } });
}

describe.skipIf(contract === null)('against the OpenAPI document', () => {
  test.each(calls)('%s', async (_name, call) => {
    const { fetch, sent } = fakeFetch(answer);
    await call(createKlaviyo({ apiKey: 'pk_test', fetch }));
    expect(sent.length).toBeGreaterThan(0);
    for (const request of sent) {
      expect(contract?.validateRequest(request)).toEqual([]);
      expect(request.headers.get('revision')).toBe('2026-07-15');
    }
  });

  test('the check finds what Klaviyo would drop or refuse', () => {
    const check = (method: string, path: string, body?: unknown): number =>
      contract?.validateRequest({ method, path, body }).length ?? 0;
    expect(check('POST', '/api/events', anEvent('a'))).toBe(0);
    const { attributes } = anEvent('a').data;
    expect(
      check('POST', '/api/events', { data: { type: 'event', attributes: { ...attributes, uniqueId: 'a' } } }),
    ).toBeGreaterThan(0);
    expect(
      check('POST', '/api/events', { data: { type: 'event', attributes: { ...attributes, time: 'yesterday' } } }),
    ).toBeGreaterThan(0);
    const misplaced = { data: { type: 'profile', attributes: { email: 'pat@shop.example.org', meta } } };
    expect(check('POST', '/api/profile-import', misplaced)).toBeGreaterThan(0);
    expect(check('GET', '/api/events?page%5Blimit%5D=3')).toBe(1);
    expect(check('GET', '/api/nothing')).toBe(1);
    expect(check('GET', '/api/metrics', {})).toBe(1);
  });

  test('the table has the limits of every operation', () => {
    for (const { method, path, limits } of contract?.operations ?? []) {
      if (!path.startsWith('/api/')) continue;
      const own = quotasFor(operationOf(method, path)).at(-1);
      const letters = ['s', 'm', 'd'];
      const windows = own?.windows.map(({ limit }, position) => `${limit}/${letters[position]}`);
      expect({ path, windows }).toEqual({
        path,
        windows: [limits.burst, limits.steady, ...(limits.daily === undefined ? [] : [limits.daily])],
      });
    }
  });
});
