/** Reads: paging, decoding, and the small answers of writes. */
import { describe, expect, test } from 'vitest';
import { createKlaviyo, type Klaviyo } from '../src/index.js';
import { fakeFetch, json, refusal, type SentRequest } from './fake-fetch.js';

function client(answer: Parameters<typeof fakeFetch>[0]): { readonly klaviyo: Klaviyo; readonly sent: SentRequest[] } {
  const { fetch, sent } = fakeFetch(answer);
  return { klaviyo: createKlaviyo({ apiKey: 'pk_test', fetch, retry: false }), sent };
}

const metric = (id: string): object => ({
  type: 'metric',
  id,
  attributes: { name: `Metric ${id}`, integration: { name: 'API' } },
  links: {},
});

describe('listings', () => {
  test('follow the cursor only as far as the caller goes, and never to another host', async () => {
    const { klaviyo, sent } = client(({ path }) => {
      const page = Number(new URLSearchParams(path.split('?')[1]).get('page[cursor]') ?? '1');
      return json(200, {
        data: [metric(`${page}a`), metric(`${page}b`)],
        links: { next: page === 3 ? null : `https://evil.example.org/steal?page%5Bcursor%5D=${page + 1}` },
      });
    });
    const ids: string[] = [];
    for await (const { id } of klaviyo.metrics.list()) {
      ids.push(id);
      if (id === '2a') break;
    }
    expect(ids).toEqual(['1a', '1b', '2a']);
    expect(sent.map(({ url }) => url)).toEqual([
      'https://a.klaviyo.com/api/metrics',
      'https://a.klaviyo.com/api/metrics?page%5Bcursor%5D=2',
    ]);
    ids.length = 0;
    for await (const { id } of klaviyo.metrics.list({ filter: 'equals(integration.name,"API")' })) ids.push(id);
    expect(ids).toEqual(['1a', '1b', '2a', '2b', '3a', '3b']);
    expect(sent.at(-1)?.path).toContain('filter=');
  });

  test('keep attributes they do not know, with their names on the wire', async () => {
    const { klaviyo } = client(() =>
      json(200, {
        data: [
          {
            type: 'catalog-variant',
            id: '$custom:::$default:::A',
            attributes: { external_id: 'A', inventory_quantity: 3, new_in_2027: 1 },
            relationships: { item: {} },
          },
        ],
        meta: { agent_hints: {} },
      }),
    );
    const { value } = await klaviyo.catalogVariants.list().next();
    expect(value).toEqual({
      type: 'catalog-variant',
      id: '$custom:::$default:::A',
      attributes: { external_id: 'A', inventory_quantity: 3, new_in_2027: 1 },
      relationships: { item: {} },
    });
  });

  test.each([
    ['data', {}],
    ['data.0.id', { data: [{ type: 'event', attributes: {} }] }],
    [
      'data.0.attributes.event_properties',
      { data: [{ type: 'event', id: '1', attributes: { event_properties: 'none' } }] },
    ],
    ['the body', []],
  ])('name the place (%s) that is not as documented', async (place, body) => {
    const { klaviyo } = client(() => json(200, body));
    await expect(klaviyo.events.list().next()).rejects.toMatchObject({
      code: 'klaviyo_decode',
      message: `GET /api/events: the answer is not what is documented, at ${place}.`,
    });
  });

  test('an account without data is an error, not undefined', async () => {
    const { klaviyo } = client(() => json(200, { data: [] }));
    await expect(klaviyo.accounts.get()).rejects.toMatchObject({ code: 'klaviyo_decode' });
  });
});

describe('writes', () => {
  test.each([
    [201, true],
    [200, false],
  ])('profiles.upsert tells by %i whether the profile is new', async (status, created) => {
    const { klaviyo } = client(() => json(status, { data: { type: 'profile', id: '01ABC', attributes: {} } }));
    const body = {
      data: { type: 'profile', attributes: { email: 'pat@shop.example.org', properties: { IsVip: true } } },
    } as const;
    expect(await klaviyo.profiles.upsert(body)).toEqual({ id: '01ABC', created });
  });

  test('catalogVariants.update encodes the id in the path and not in the body', async () => {
    const { klaviyo, sent } = client(() => json(200, {}));
    const id = '$custom:::$default:::SKU 1/2';
    await klaviyo.catalogVariants.update({
      data: { type: 'catalog-variant', id, attributes: { inventory_quantity: 4 } },
    });
    expect(sent).toMatchObject([
      {
        method: 'PATCH',
        path: '/api/catalog-variants/%24custom%3A%3A%3A%24default%3A%3A%3ASKU%201%2F2',
        body: { data: { id } },
      },
    ]);
  });
});

describe('single resources', () => {
  test('bring along what was included, each with what it points to', async () => {
    const { klaviyo, sent } = client(() =>
      json(200, {
        data: [
          { type: 'event', id: '1', attributes: {}, relationships: { metric: { data: { type: 'metric', id: 'M' } } } },
          { type: 'event', id: '2', attributes: {}, relationships: { metric: { data: { type: 'metric', id: 'N' } } } },
        ],
        included: [
          { type: 'metric', id: 'M', attributes: { name: 'Shipment Dispatched' } },
          { type: 'profile', id: 'N', attributes: {} },
        ],
        links: { next: null },
      }),
    );
    const events = [];
    for await (const event of klaviyo.events.list({ include: ['metric'] })) events.push(event);
    expect(events.map(({ included }) => included?.map(({ attributes }) => attributes['name']))).toEqual([
      ['Shipment Dispatched'],
      undefined,
    ]);
    expect(sent[0]?.path).toBe('/api/events?include=metric');
  });

  test('hold every attribute to its type, null and absence aside', async () => {
    const profile = (attributes: object): object => ({ data: { type: 'profile', id: '01A', attributes } });
    const { klaviyo } = client((_request, number) =>
      json(200, number === 1 ? profile({ email: null, created: '2026-07-01T00:00:00Z' }) : profile({ email: 7 })),
    );
    expect((await klaviyo.profiles.get('01A')).attributes).toEqual({ email: null, created: '2026-07-01T00:00:00Z' });
    await expect(klaviyo.profiles.get('01A')).rejects.toThrow('data.attributes.email');
  });

  test('take a type from the caller on paths without a word of their own', async () => {
    const { klaviyo } = client(() => json(200, { data: { id: 'T1', attributes: { name: 'pat@shop.co' } } }));
    const request = { method: 'GET', path: '/api/templates/T1' } as const;
    const { body } = await klaviyo.request({ ...request, decode: (answer) => JSON.stringify(answer).length });
    expect(body.toFixed(0)).toBe('56');
    const decode = (answer: unknown): never => {
      throw new Error(JSON.stringify(answer));
    };
    const error = await klaviyo.request({ ...request, decode }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'klaviyo_decode', operation: 'GET /api/templates/*' });
    expect(String(error)).not.toContain('pat@');
  });
});

describe('a deletion', () => {
  const deleting = (first: () => Response): Promise<void> => {
    const { fetch } = fakeFetch((_request, number) => (number === 1 ? first() : refusal(404, 'Gone.')));
    return createKlaviyo({ apiKey: 'pk_test', fetch, random: () => 0 }).catalogVariants.delete('x');
  };

  test('that found nothing because an earlier attempt did it is a success', async () => {
    await expect(deleting(() => refusal(503, 'Busy.'))).resolves.toBeUndefined();
  });

  test('of what was never there is not', async () => {
    await expect(deleting(() => refusal(404, 'Unknown.'))).rejects.toMatchObject({ status: 404 });
  });
});
