import { describe, expect, test } from 'vitest';
import { virtualClock } from '../clock.js';
import { variantId } from './account.js';
import { type FakeKlaviyo, type FakeKlaviyoConfig, fakeKlaviyo } from './fake-klaviyo.js';

const HEADERS = {
  authorization: 'Klaviyo-API-Key pk_1',
  revision: '2026-07-15',
  'content-type': 'application/vnd.api+json',
};

function account(config: Partial<FakeKlaviyoConfig> = {}) {
  const clock = virtualClock('2026-07-06T08:00:00Z');
  return { clock, klaviyo: fakeKlaviyo({ apiKeys: { pk_1: 'brand', pk_2: 'brand' }, clock, ...config }) };
}

function call(klaviyo: FakeKlaviyo, method: string, path: string, body?: unknown, headers: object = {}) {
  return klaviyo.fetch(`https://a.klaviyo.com${path}`, {
    method,
    headers: { ...HEADERS, ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

interface EventParts {
  readonly email?: string;
  readonly metric?: string;
  readonly unique_id?: unknown;
  readonly time?: string;
  readonly properties?: object;
}

function attributesOf({ metric = 'Shipped', properties = {}, ...rest }: EventParts) {
  const { email: _email, ...attributes } = rest;
  return { properties, ...attributes, metric: { data: { type: 'metric', attributes: { name: metric } } } };
}

function profileOf({ email = 'a@mail.invalid' }: EventParts) {
  return { data: { type: 'profile', attributes: { email } } };
}

function event(parts: EventParts = {}) {
  return { data: { type: 'event', attributes: { ...attributesOf(parts), profile: profileOf(parts) } } };
}

function bulk(...events: readonly EventParts[]) {
  const data = events.map((parts) => ({
    type: 'event-bulk-create',
    attributes: {
      profile: profileOf(parts),
      events: { data: [{ type: 'event', attributes: attributesOf(parts) }] },
    },
  }));
  return { data: { type: 'event-bulk-create-job', attributes: { 'events-bulk-create': { data } } } };
}

const send = (klaviyo: FakeKlaviyo, parts: EventParts) => call(klaviyo, 'POST', '/api/events', event(parts));

async function pointerOf(response: Response): Promise<string | undefined> {
  expect(response.status).toBe(400);
  return (await response.json()).errors[0].source.pointer;
}

describe('who may call', () => {
  test('without a known key 401, without a revision 400, and nothing is taken', async () => {
    const { klaviyo } = account();
    const wrongKey = { authorization: 'Klaviyo-API-Key pk_9' };
    expect((await call(klaviyo, 'POST', '/api/events', event(), wrongKey)).status).toBe(401);
    expect((await call(klaviyo, 'POST', '/api/events', event(), { revision: 'latest' })).status).toBe(400);
    expect((await call(klaviyo, 'DELETE', '/api/events')).status).toBe(405);
    expect((await call(klaviyo, 'POST', '/api/nothing', event())).status).toBe(404);
    expect((await call(klaviyo, 'POST', '/api/events', event(), { 'content-type': 'text/plain' })).status).toBe(415);
    expect(klaviyo.accepted).toEqual([]);
  });

  test('the key is nowhere in what is recorded', async () => {
    const { klaviyo } = account();
    await send(klaviyo, { unique_id: 'a' });
    expect(JSON.stringify(klaviyo.requests)).not.toContain('pk_1');
  });
});

describe('rate windows', () => {
  test('the burst window refuses with whole seconds and without the other headers', async () => {
    const { klaviyo, clock } = account({ windows: { phaseMs: 400 } });
    const accounts = () => call(klaviyo, 'GET', '/api/accounts');
    const first = await accounts();
    expect(first.headers.get('ratelimit-limit')).toBe('1, 1;w=1, 15;w=60');
    expect(first.headers.get('ratelimit-remaining')).toBe('14');
    expect(first.headers.get('ratelimit-reset')).toBe('1');
    const second = await accounts();
    expect(second.status).toBe(429);
    expect(second.headers.get('retry-after')).toBe('1');
    expect(second.headers.get('ratelimit-limit')).toBeNull();
    expect((await second.json()).errors[0]).toMatchObject({ code: 'throttled', status: 429 });
    await clock.advance(999);
    expect((await accounts()).status).toBe(429);
    await clock.advance(1);
    expect((await accounts()).status).toBe(200);
  });

  test('two keys of one account share its windows', async () => {
    const { klaviyo } = account();
    expect((await call(klaviyo, 'GET', '/api/accounts')).status).toBe(200);
    const other = { authorization: 'Klaviyo-API-Key pk_2' };
    expect((await call(klaviyo, 'GET', '/api/accounts', undefined, other)).status).toBe(429);
  });

  test('a bad request carries the headers and counts', async () => {
    const { klaviyo } = account();
    const response = await send(klaviyo, { unique_id: 7 });
    expect(response.status).toBe(400);
    expect(response.headers.get('ratelimit-remaining')).toBe('3499');
  });

  test('on a clock that runs faster, windows stay real seconds', async () => {
    const { klaviyo, clock } = account({ windows: { scale: 100 } });
    await call(klaviyo, 'GET', '/api/accounts');
    await clock.advance(50_000);
    expect((await call(klaviyo, 'GET', '/api/accounts')).headers.get('retry-after')).toBe('1');
    await clock.advance(100_000);
    expect((await call(klaviyo, 'GET', '/api/accounts')).status).toBe(200);
  });
});

describe('events', () => {
  test('the first of a profile, metric and unique_id wins, and repeats are taken silently', async () => {
    const { klaviyo } = account();
    expect((await send(klaviyo, { unique_id: 'a', properties: { Step: 'first' } })).status).toBe(202);
    expect((await send(klaviyo, { unique_id: 'a', properties: { Step: 'second' } })).status).toBe(202);
    await send(klaviyo, { unique_id: 'a', email: 'b@mail.invalid' });
    await send(klaviyo, { unique_id: 'a', metric: 'Fulfilled' });
    expect(klaviyo.accepted.map(({ email, metric, properties }) => [email, metric, properties['Step']])).toEqual([
      ['a@mail.invalid', 'Shipped', 'first'],
      ['b@mail.invalid', 'Shipped', undefined],
      ['a@mail.invalid', 'Fulfilled', undefined],
    ]);
    expect(klaviyo.stats()).toMatchObject({ accepted: 3, duplicates: 1 });
  });

  test('without unique_id, two events of one second are one', async () => {
    const { klaviyo } = account();
    await send(klaviyo, { time: '2026-07-06T07:00:00.100Z' });
    await send(klaviyo, { time: '2026-07-06T07:00:00.900Z' });
    await send(klaviyo, { time: '2026-07-06T07:00:01.000Z' });
    expect(klaviyo.accepted.map(({ time }) => time)).toEqual(['2026-07-06T07:00:00.000Z', '2026-07-06T07:00:01.000Z']);
  });

  test('zero, empty and null properties vanish; false stays', async () => {
    const { klaviyo } = account();
    await send(klaviyo, { unique_id: 'a', properties: { Zero: 0, Empty: '', Null: null, No: false, Some: 1 } });
    expect(klaviyo.accepted[0]?.properties).toEqual({ No: false, Some: 1 });
  });

  test('test domains are taken and thrown away', async () => {
    const { klaviyo } = account();
    expect((await send(klaviyo, { unique_id: 'a', email: 'a@example.com' })).status).toBe(202);
    expect(klaviyo.accepted).toEqual([]);
    expect(klaviyo.stats().discarded).toBe(1);
  });

  test.each([
    ['a number as unique_id', { unique_id: 7 }, '/data/attributes/unique_id'],
    ['a unique_id of 256 characters', { unique_id: 'x'.repeat(256) }, '/data/attributes/unique_id'],
    ['a metric name of 128 characters', { metric: 'x'.repeat(128) }, '/data/attributes/metric/data/attributes/name'],
    ['a time before 1990', { time: '1989-12-31T00:00:00Z' }, '/data/attributes/time'],
    ['a time in two years', { time: '2028-07-06T00:00:00Z' }, '/data/attributes/time'],
    ['an address without a domain', { email: 'a@b' }, '/data/attributes/profile/data/attributes/email'],
    [
      '401 properties',
      { properties: Object.fromEntries(Array.from({ length: 401 }, (_, index) => [`P${index}`, 1])) },
      '/data/attributes/properties',
    ],
    [
      'an array of 4001 items',
      { properties: { Long: Array.from({ length: 4_001 }, () => 1) } },
      '/data/attributes/properties/Long',
    ],
    ['a string of over 100 KB', { properties: { Big: 'é'.repeat(60_000) } }, '/data/attributes/properties/Big'],
  ])('refuses %s', async (_what, parts, pointer) => {
    const { klaviyo } = account();
    expect(await pointerOf(await send(klaviyo, parts))).toBe(pointer);
  });

  test('refuses a payload of more than 5 MB', async () => {
    const { klaviyo } = account();
    const members = Array.from({ length: 60 }, (_, index) => [`P${index}`, 'x'.repeat(95_000)]);
    expect((await send(klaviyo, { unique_id: 'a', properties: Object.fromEntries(members) })).status).toBe(400);
  });
});

describe('bulk events', () => {
  const POINTER = '/data/attributes/events-bulk-create/data';

  test('one bad element refuses all, and the pointer says which', async () => {
    const { klaviyo } = account();
    const response = await call(
      klaviyo,
      'POST',
      '/api/event-bulk-create-jobs',
      bulk({ unique_id: 'a' }, { unique_id: 'b', email: 'broken' }),
    );
    expect(await pointerOf(response)).toBe(`${POINTER}/1/attributes/profile/data/attributes/email`);
    expect(klaviyo.accepted).toEqual([]);
  });

  test('a repeat inside one request refuses it; a repeat of an earlier request is dropped', async () => {
    const { klaviyo } = account();
    const post = (body: unknown) => call(klaviyo, 'POST', '/api/event-bulk-create-jobs', body);
    expect(await pointerOf(await post(bulk({ unique_id: 'a' }, { unique_id: 'a' })))).toBe(`${POINTER}/1`);
    expect((await post(bulk({ unique_id: 'a' }, { unique_id: 'b' }))).status).toBe(202);
    expect((await post(bulk({ unique_id: 'b' }, { unique_id: 'c' }))).status).toBe(202);
    expect(klaviyo.accepted.map(({ uniqueId }) => uniqueId)).toEqual(['a', 'b', 'c']);
    expect(klaviyo.requests.map(({ uniqueIds }) => uniqueIds)).toEqual([
      ['a', 'a'],
      ['a', 'b'],
      ['b', 'c'],
    ]);
  });

  test('takes 1000 events and refuses 1001', async () => {
    const { klaviyo } = account();
    const many = (count: number) => bulk(...Array.from({ length: count }, (_, index) => ({ unique_id: `e${index}` })));
    expect((await call(klaviyo, 'POST', '/api/event-bulk-create-jobs', many(1_001))).status).toBe(400);
    expect((await call(klaviyo, 'POST', '/api/event-bulk-create-jobs', many(1_000))).status).toBe(202);
  });
});

describe('reading back', () => {
  test('events are listed newest first, by metric, profile and time, page by page', async () => {
    const { klaviyo } = account();
    for (const hour of ['05', '06', '07']) {
      await send(klaviyo, { unique_id: hour, time: `2026-07-06T${hour}:00:00Z`, properties: { EventId: hour } });
    }
    await send(klaviyo, { unique_id: 'other', metric: 'Fulfilled', time: '2026-07-06T06:30:00Z' });
    const metrics = await (await call(klaviyo, 'GET', '/api/metrics')).json();
    const shipped = metrics.data.find(
      (each: { attributes: { name: string } }) => each.attributes.name === 'Shipped',
    ).id;
    const list = async (filter: string, more = '') => {
      const path = `/api/events?filter=${encodeURIComponent(filter)}${more}`;
      return (await call(klaviyo, 'GET', path)).json();
    };
    const ids = (page: { data: readonly { attributes: { event_properties: { EventId: string } } }[] }) =>
      page.data.map((each) => each.attributes.event_properties.EventId);

    expect(ids(await list(`equals(metric_id,"${shipped}")`))).toEqual(['07', '06', '05']);
    expect(ids(await list(`equals(metric_id,"${shipped}"),greater-or-equal(datetime,2026-07-06T06:00:00Z)`))).toEqual([
      '07',
      '06',
    ]);
    const first = await list(`equals(metric_id,"${shipped}")`, '&page[size]=2');
    expect(ids(first)).toEqual(['07', '06']);
    const next = new URL(first.links.next);
    expect(ids(await (await call(klaviyo, 'GET', `${next.pathname}${next.search}`)).json())).toEqual(['05']);
    expect((await list('greater-than(datetime,"2026-07-06T06:00:00Z")')).errors[0].detail).toContain('Invalid filter');
    expect((await list('equals(unique_id,"05")')).errors).toHaveLength(1);
    const profile = klaviyo.accepted[0]?.profileId;
    expect((await list(`equals(profile_id,"${profile}")`)).data).toHaveLength(4);
  });

  test('events can become visible later than they were taken', async () => {
    const { klaviyo, clock } = account({ visibleAfterMs: 60_000 });
    await send(klaviyo, { unique_id: 'a' });
    expect((await (await call(klaviyo, 'GET', '/api/events')).json()).data).toHaveLength(0);
    await clock.advance(60_000);
    expect((await (await call(klaviyo, 'GET', '/api/events')).json()).data).toHaveLength(1);
  });
});

describe('profiles', () => {
  const upsert = (klaviyo: FakeKlaviyo, properties: object, email = 'a@mail.invalid') =>
    call(klaviyo, 'POST', '/api/profile-import', {
      data: { type: 'profile', attributes: { email, properties } },
    });

  test('properties merge key by key, null clears, zero stays', async () => {
    const { klaviyo } = account();
    expect((await upsert(klaviyo, { A: 1, B: 'x', C: 0 })).status).toBe(201);
    expect((await upsert(klaviyo, { A: 2, B: null }, 'A@mail.invalid')).status).toBe(200);
    expect(klaviyo.account('brand').profileByEmail('a@mail.invalid')?.properties).toEqual({ A: 2, C: 0 });
  });

  test('a broken address is refused', async () => {
    const { klaviyo } = account();
    expect(await pointerOf(await upsert(klaviyo, {}, 'nobody'))).toBe('/data/attributes/email');
  });
});

describe('catalog variants', () => {
  const patch = (klaviyo: FakeKlaviyo, id: string, attributes: object) =>
    call(klaviyo, 'PATCH', `/api/catalog-variants/${encodeURIComponent(id)}`, {
      data: { type: 'catalog-variant', id, attributes },
    });

  test('a known variant takes its quantity; an unknown one is 404 and is not created', async () => {
    const { klaviyo } = account({ variants: ['TEE-M'] });
    expect((await patch(klaviyo, variantId('TEE-M'), { inventory_quantity: 4 })).status).toBe(200);
    expect((await patch(klaviyo, variantId('CAP'), { inventory_quantity: 4 })).status).toBe(404);
    expect((await patch(klaviyo, variantId('TEE-M'), { inventory_quantity: '4' })).status).toBe(400);
    expect(klaviyo.variantWrites).toMatchObject([{ externalId: 'TEE-M', quantity: 4 }]);
    const list = await call(
      klaviyo,
      'GET',
      `/api/catalog-variants?filter=${encodeURIComponent(`any(ids,["${variantId('TEE-M')}","${variantId('CAP')}"])`)}`,
    );
    expect((await list.json()).data).toMatchObject([{ id: variantId('TEE-M'), attributes: { inventory_quantity: 4 } }]);
  });
});

describe('faults', () => {
  test('a reset before processing loses the request; one after it does not', async () => {
    const { klaviyo } = account({ faults: { script: [{ kind: 'reset-before' }, { kind: 'reset-after' }] } });
    await expect(send(klaviyo, { unique_id: 'a' })).rejects.toThrow(TypeError);
    await expect(send(klaviyo, { unique_id: 'b' })).rejects.toThrow(TypeError);
    expect(klaviyo.accepted.map(({ uniqueId }) => uniqueId)).toEqual(['b']);
    expect(klaviyo.requests.map(({ status }) => status)).toEqual([null, null]);
    expect(klaviyo.stats().dropped).toBe(2);
  });

  test('429, 5xx and garbage look like Klaviyo’s own', async () => {
    const { klaviyo } = account({
      faults: {
        script: [
          { kind: 'rate-limited', retryAfterSeconds: 7 },
          { kind: 'server-error', status: 502 },
          { kind: 'malformed' },
        ],
      },
    });
    const limited = await send(klaviyo, { unique_id: 'a' });
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '7']);
    expect((await send(klaviyo, { unique_id: 'b' })).status).toBe(502);
    const garbage = await send(klaviyo, { unique_id: 'c' });
    expect([garbage.status, await garbage.text()]).toEqual([202, '<html><body>upstream']);
    expect(klaviyo.accepted.map(({ uniqueId }) => uniqueId)).toEqual(['c']);
  });

  test('a hanging request ends only when the caller gives up', async () => {
    const { klaviyo } = account({ faults: { script: [{ kind: 'hang' }] } });
    const left = new AbortController();
    const hanging = klaviyo.fetch('https://a.klaviyo.com/api/accounts', { headers: HEADERS, signal: left.signal });
    left.abort(new Error('enough'));
    await expect(hanging).rejects.toThrow('enough');
  });

  test('a slow answer takes its time on the clock', async () => {
    const { klaviyo, clock } = account({ faults: { script: [{ kind: 'slow', delayMs: 5_000 }] } });
    const slow = send(klaviyo, { unique_id: 'a' });
    await clock.advance(4_999);
    expect(klaviyo.accepted).toHaveLength(0);
    await clock.advance(1);
    expect((await slow).status).toBe(202);
  });

  test('the same seed strikes the same requests', async () => {
    const struck = async () => {
      const { klaviyo } = account({ faults: { chances: { 'server-error': 0.3 } } });
      for (let index = 0; index < 40; index += 1) await send(klaviyo, { unique_id: `e${index}` });
      return klaviyo.requests.map(({ status }) => status);
    };
    const first = await struck();
    expect(new Set(first)).toEqual(new Set([202, 503]));
    expect(await struck()).toEqual(first);
  });
});
