/** Each call of the client, for tests that look at all of them, and answers that bring each to its end. */
import {
  allOf,
  type EventCreateBody,
  type ItemCreate,
  type ItemUpdate,
  type Klaviyo,
  type ProfileUpsertBody,
  type VariantCreate,
  type VariantUpdateBody,
  where,
} from '../src/index.js';
import { anEvent } from './events.js';
import { json, type SentRequest } from './fake-fetch.js';

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
export const meta: NonNullable<ProfileUpsertBody['data']['meta']> = {
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
      description: null,
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

const newVariant: VariantCreate = {
  type: 'catalog-variant',
  attributes: {
    external_id: 'SKU1',
    catalog_type: '$default',
    integration_type: '$custom',
    title: 'Jumper, red, M',
    description: 'Warm.',
    sku: 'SKU1',
    inventory_policy: null,
    inventory_quantity: 0,
    price: 9.99,
    url: 'https://shop.example.org/1',
    image_full_url: null,
    image_thumbnail_url: null,
    images: null,
    custom_metadata: null,
    published: null,
  },
  relationships: { item: { data: { type: 'catalog-item', id: '$custom:::$default:::1' } } },
};
const itemAttributes = {
  title: 'Jumper',
  price: null,
  description: 'Warm.',
  url: 'https://shop.example.org/1',
  image_full_url: null,
  image_thumbnail_url: null,
  images: ['https://shop.example.org/1.jpg'],
  custom_metadata: { Season: 'winter' },
  published: true,
};
const categories = { categories: { data: [{ type: 'catalog-category', id: '$custom:::$default:::c' }] } } as const;
const newItem: ItemCreate = {
  type: 'catalog-item',
  attributes: { ...itemAttributes, external_id: '1', integration_type: '$custom', catalog_type: null },
  relationships: categories,
};
const itemUpdate: ItemUpdate = {
  type: 'catalog-item',
  id: '$custom:::$default:::1',
  attributes: itemAttributes,
  relationships: categories,
};
const variantDelete = { type: 'catalog-variant', id: VARIANT_ID } as const;
const itemDelete = { type: 'catalog-item', id: '$custom:::$default:::1' } as const;

async function drain(items: AsyncIterable<unknown>): Promise<void> {
  for await (const _item of items);
}

type Call = readonly [name: string, run: (klaviyo: Klaviyo) => Promise<unknown>];

function jobCalls(kind: 'catalogItems' | 'catalogVariants'): readonly Call[] {
  const filter = where('equals', 'status', 'processing');
  return (['create', 'update', 'delete'] as const).flatMap((action): Call[] => [
    [`${kind}.jobs.get, ${action}`, (klaviyo) => klaviyo[kind].jobs.get(action, 'job-1')],
    [`${kind}.jobs.list, ${action}`, (klaviyo) => drain(klaviyo[kind].jobs.list(action, { filter }))],
  ]);
}

/** Each way of calling Klaviyo, with everything in it that our types allow. What follows a comma tells variants apart. */
export const calls: readonly Call[] = [
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
  ['events.get', (klaviyo) => klaviyo.events.get('4vRpBT', { include: ['metric', 'profile'], fields: ['datetime'] })],
  [
    'events.list, a range and what belongs to it',
    (klaviyo) =>
      drain(
        klaviyo.events.list({
          filter: allOf(where('equals', 'profile_id', '01A'), where('greater-or-equal', 'datetime', new Date(0))),
          include: ['metric', 'profile', 'attributions'],
        }),
      ),
  ],
  [
    'profiles.get',
    (klaviyo) =>
      klaviyo.profiles.get('01GDDKASAP8TKDDA2GRZDSVP4H', {
        include: ['lists', 'segments'],
        additionalFields: ['subscriptions'],
        fields: ['email'],
      }),
  ],
  [
    'profiles.list',
    (klaviyo) =>
      drain(
        klaviyo.profiles.list({
          filter: where('equals', 'email', 'pat@shop.example.org'),
          sort: '-updated',
          pageSize: 100,
          include: ['push-tokens'],
          additionalFields: ['predictive_analytics'],
        }),
      ),
  ],
  [
    'profiles.update',
    (klaviyo) => {
      const { _kx, ...attributes } = person;
      return klaviyo.profiles.update({ data: { type: 'profile', id: '01A', attributes, meta } });
    },
  ],
  [
    'profiles.merge',
    (klaviyo) =>
      klaviyo.profiles.merge({
        data: {
          type: 'profile-merge',
          id: '01A',
          relationships: { profiles: { data: [{ type: 'profile', id: '01B' }] } },
        },
      }),
  ],
  ['profiles.imports.start', (klaviyo) => klaviyo.profiles.imports.start([fullProfile.data], { listIds: ['Y6nRLr'] })],
  ['profiles.imports.get', (klaviyo) => klaviyo.profiles.imports.get('job-1')],
  [
    'profiles.imports.list',
    (klaviyo) =>
      drain(
        klaviyo.profiles.imports.list({
          filter: where('any', 'status', ['queued']),
          sort: '-created_at',
          pageSize: 100,
        }),
      ),
  ],
  ['profiles.imports.errors', (klaviyo) => drain(klaviyo.profiles.imports.errors('job-1'))],
  ['profiles.importMany', (klaviyo) => klaviyo.profiles.importMany([fullProfile.data])],
  ['profiles.lists', (klaviyo) => drain(klaviyo.profiles.lists('01A', { fields: ['name'] }))],
  ['profiles.segments', (klaviyo) => drain(klaviyo.profiles.segments('01A'))],
  [
    'catalogItems.list',
    (klaviyo) =>
      drain(
        klaviyo.catalogItems.list({
          filter: where('any', 'ids', [itemUpdate.id]),
          sort: '-created',
          pageSize: 100,
          include: ['variants'],
        }),
      ),
  ],
  [
    'catalogItems.get',
    (klaviyo) => klaviyo.catalogItems.get(itemUpdate.id, { include: ['variants'], fields: ['title'] }),
  ],
  ['catalogItems.create', (klaviyo) => klaviyo.catalogItems.create({ data: newItem })],
  ['catalogItems.update', (klaviyo) => klaviyo.catalogItems.update({ data: itemUpdate })],
  ['catalogItems.delete', (klaviyo) => klaviyo.catalogItems.delete(itemUpdate.id)],
  ['catalogItems.createMany', (klaviyo) => klaviyo.catalogItems.createMany([newItem])],
  ['catalogItems.updateMany', (klaviyo) => klaviyo.catalogItems.updateMany([itemUpdate])],
  ['catalogItems.deleteMany', (klaviyo) => klaviyo.catalogItems.deleteMany([itemDelete])],
  ['catalogItems.jobs.start, create', (klaviyo) => klaviyo.catalogItems.jobs.start('create', [newItem])],
  ['catalogItems.jobs.start, update', (klaviyo) => klaviyo.catalogItems.jobs.start('update', [itemUpdate])],
  ['catalogItems.jobs.start, delete', (klaviyo) => klaviyo.catalogItems.jobs.start('delete', [itemDelete])],
  ...jobCalls('catalogItems'),
  ['catalogVariants.list, of an item', (klaviyo) => drain(klaviyo.catalogVariants.list({ itemId: itemUpdate.id }))],
  ['catalogVariants.get', (klaviyo) => klaviyo.catalogVariants.get(VARIANT_ID, { fields: ['inventory_quantity'] })],
  ['catalogVariants.create', (klaviyo) => klaviyo.catalogVariants.create({ data: newVariant })],
  ['catalogVariants.delete', (klaviyo) => klaviyo.catalogVariants.delete(VARIANT_ID)],
  ['catalogVariants.createMany', (klaviyo) => klaviyo.catalogVariants.createMany([newVariant])],
  ['catalogVariants.updateMany', (klaviyo) => klaviyo.catalogVariants.updateMany([fullVariant.data])],
  ['catalogVariants.deleteMany', (klaviyo) => klaviyo.catalogVariants.deleteMany([variantDelete])],
  ['catalogVariants.jobs.start, create', (klaviyo) => klaviyo.catalogVariants.jobs.start('create', [newVariant])],
  ['catalogVariants.jobs.start, update', (klaviyo) => klaviyo.catalogVariants.jobs.start('update', [fullVariant.data])],
  ['catalogVariants.jobs.start, delete', (klaviyo) => klaviyo.catalogVariants.jobs.start('delete', [variantDelete])],
  ...jobCalls('catalogVariants'),
  [
    'backInStock.subscribe',
    (klaviyo) =>
      klaviyo.backInStock.subscribe({
        data: {
          type: 'back-in-stock-subscription',
          attributes: {
            channels: ['EMAIL', 'SMS', 'PUSH', 'WHATSAPP'],
            profile: {
              data: {
                type: 'profile',
                id: null,
                attributes: { email: 'pat@shop.example.org', phone_number: null, external_id: null },
              },
            },
          },
          relationships: { variant: { data: { type: 'catalog-variant', id: VARIANT_ID } } },
        },
      }),
  ],
  [
    'metrics.list',
    (klaviyo) =>
      drain(
        klaviyo.metrics.list({
          filter: where('equals', 'integration.name', 'API'),
          include: ['flow-triggers'],
          fields: ['name'],
        }),
      ),
  ],
  ['metrics.get', (klaviyo) => klaviyo.metrics.get('AbC123', { include: ['flow-triggers'] })],
  ['accounts.get', (klaviyo) => klaviyo.accounts.get({ fields: ['timezone'] })],
  [
    'lists.list',
    (klaviyo) =>
      drain(klaviyo.lists.list({ filter: where('any', 'name', ['A "B"', 'C']), sort: '-updated', include: ['tags'] })),
  ],
  ['lists.get', (klaviyo) => klaviyo.lists.get('Y6nRLr', { additionalFields: ['profile_count'], include: ['tags'] })],
  [
    'lists.profiles',
    (klaviyo) =>
      drain(
        klaviyo.lists.profiles('Y6nRLr', {
          filter: where('greater-than', 'joined_group_at', '2026-07-01T00:00:00Z'),
          sort: '-joined_group_at',
          pageSize: 100,
          additionalFields: ['subscriptions'],
          fields: ['email'],
        }),
      ),
  ],
  [
    'segments.list',
    (klaviyo) => drain(klaviyo.segments.list({ filter: where('equals', 'is_active', true), sort: 'name' })),
  ],
  ['segments.get', (klaviyo) => klaviyo.segments.get('S1', { additionalFields: ['profile_count'] })],
  ['segments.profiles', (klaviyo) => drain(klaviyo.segments.profiles('S1', { sort: 'joined_group_at', pageSize: 20 }))],
  [
    'dataPrivacy.requestDeletion',
    (klaviyo) =>
      klaviyo.dataPrivacy.requestDeletion({
        data: {
          type: 'data-privacy-deletion-job',
          attributes: {
            profile: {
              data: { type: 'profile', id: null, attributes: { email: 'pat@shop.example.org', phone_number: null } },
            },
          },
        },
      }),
  ],
  ['list', (klaviyo) => drain(klaviyo.list({ path: '/api/tags', query: { sort: 'name' } }))],
];

/** Two pages of one resource for listings, the resource itself for a write. */
export function answer({ method, path }: SentRequest): Response {
  const resource = { type: 'any', id: 'id-1', attributes: { name: 'Any', status: 'complete' } };
  if (method === 'DELETE') return new Response(null, { status: 204 });
  // A single resource has an id, second in the path, and nothing after it.
  if (method !== 'GET' || /^\/api\/[^/]+\/[^/?]+(?:\?|$)/.test(path)) return json(200, { data: resource });
  const isOnePage = /^\/api\/profiles\/[^/]+\/(?:lists|segments)/.test(path);
  const next =
    isOnePage || path.includes('page%5Bcursor%5D')
      ? null
      : `https://elsewhere.example.org${path}${path.includes('?') ? '&' : '?'}page%5Bcursor%5D=abc%3D%3D`;
  return json(200, { data: [resource], links: { next } });
}
