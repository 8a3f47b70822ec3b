/** Single and bulk events, from the public entry to the wire. */
import { describe, expect, test } from 'vitest';
import {
  type BulkItem,
  createKlaviyo,
  documentedLimits,
  type EventCreateBody,
  type ItemFate,
  type Klaviyo,
  type KlaviyoOptions,
  toEventText,
} from '../src/index.js';
import { anEvent } from './events.js';
import { accepted, connectionError, fakeFetch, refusal, type SentRequest } from './fake-fetch.js';

interface BulkBody {
  readonly data: { readonly attributes: { readonly 'events-bulk-create': { readonly data: readonly Entry[] } } };
}
interface Entry {
  readonly attributes: {
    readonly events: { readonly data: readonly { readonly attributes: { readonly unique_id?: string } }[] };
  };
}

const entriesOf = ({ body }: SentRequest): readonly Entry[] => {
  const bulk: Partial<BulkBody> = typeof body === 'object' && body !== null ? body : {};
  return bulk.data?.attributes['events-bulk-create'].data ?? [];
};
const idsOf = (request: SentRequest): readonly (string | undefined)[] =>
  entriesOf(request).flatMap(({ attributes }) => attributes.events.data.map((event) => event.attributes.unique_id));

/** Windows wide enough to stay out of the way: pacing has its own tests. */
const unpaced: KlaviyoOptions = {
  random: () => 0,
  pacing: {
    limits: Object.fromEntries(
      ['POST /api/events', 'POST /api/event-bulk-create-jobs'].map((operation) => [
        operation,
        { perSecond: 1e6, perMinute: 1e6 },
      ]),
    ),
  },
};

function client(answer: Parameters<typeof fakeFetch>[0]): { readonly klaviyo: Klaviyo; readonly sent: SentRequest[] } {
  const { fetch, sent } = fakeFetch(answer);
  return { klaviyo: createKlaviyo({ apiKey: 'pk_test', fetch, ...unpaced }), sent };
}

const items = (count: number, email = (index: number) => `customer${index}@shop.example.org`): BulkItem[] =>
  Array.from({ length: count }, (_, index) => ({ body: anEvent(`id-${index}`, { email: email(index) }) }));

describe('events.create', () => {
  test('sends the body as it is', async () => {
    const { klaviyo, sent } = client(() => accepted());
    await klaviyo.events.create(anEvent('a'));
    expect(sent).toMatchObject([{ method: 'POST', path: '/api/events', body: anEvent('a') }]);
  });

  test('repeats an event with unique_id after a broken connection, byte for byte, and none without', async () => {
    const breaking = () =>
      client((_request, number) => {
        if (number === 1) throw connectionError('ECONNRESET');
        return accepted();
      });
    const safe = breaking();
    await safe.klaviyo.events.create(anEvent('a'));
    expect(safe.sent.map(({ body }) => body)).toEqual([anEvent('a'), anEvent('a')]);
    const unsafe = breaking();
    await expect(unsafe.klaviyo.events.create(anEvent(null))).rejects.toMatchObject({ code: 'klaviyo_network' });
    expect(unsafe.sent).toHaveLength(1);
  });

  test('repeats one without unique_id when the caller says so, single or in bulk', async () => {
    const breaking = () =>
      client((_request, number) => {
        if (number === 1) throw connectionError('ECONNRESET');
        return accepted();
      });
    const single = breaking();
    await single.klaviyo.events.create(anEvent(null), { isRepeatable: true });
    expect(single.sent).toHaveLength(2);
    const batch = breaking();
    await batch.klaviyo.events.createBatch([anEvent(null)], { isRepeatable: true });
    expect(batch.sent).toHaveLength(2);
    const stream = breaking();
    const { counts } = await stream.klaviyo.events.createMany([{ body: anEvent(null) }], { isRepeatable: true });
    expect(counts.accepted).toBe(1);
  });

  test('with the limits as an option, refuses what breaks them, unsent, and in a stream alone', async () => {
    const { fetch, sent } = fakeFetch(() => accepted());
    const klaviyo = createKlaviyo({ apiKey: 'pk_test', fetch, validate: documentedLimits });
    const wrong = anEvent('b', { email: 'nobody' });
    const error = { code: 'klaviyo_invalid', pointers: ['/data/attributes/profile/data/attributes/email'] };
    await expect(klaviyo.events.create(wrong)).rejects.toMatchObject(error);
    await expect(klaviyo.events.createBatch([anEvent('a'), wrong])).rejects.toMatchObject(error);
    expect(sent).toEqual([]);
    const { counts, failures } = await klaviyo.events.createMany([{ body: anEvent('a') }, { body: wrong }]);
    expect(counts).toMatchObject({ accepted: 1, refused: 1 });
    expect(failures).toMatchObject([{ index: 1, error }]);
    expect(sent.map(idsOf)).toEqual([['a']]);
  });

  test('repeats nothing with retry: false', async () => {
    const { klaviyo, sent } = client(() => refusal(503, 'busy'));
    await expect(klaviyo.events.create(anEvent('a'), { retry: false })).rejects.toMatchObject({ status: 503 });
    expect(sent).toHaveLength(1);
  });

  test.each([
    ['a number', 7],
    ['nothing', ''],
    ['256 characters', 'x'.repeat(256)],
  ])('refuses a unique_id that is %s, unsent', async (_what, id) => {
    const { klaviyo, sent } = client(() => accepted());
    const body: EventCreateBody = JSON.parse(
      JSON.stringify(anEvent('replaced')).replace('"replaced"', JSON.stringify(id)),
    );
    await expect(klaviyo.events.create(body)).rejects.toMatchObject({
      code: 'klaviyo_invalid',
      status: 400,
      pointers: ['/data/attributes/unique_id'],
    });
    expect(sent).toEqual([]);
  });
});

describe('events.createBatch', () => {
  test('is one request, without repeats', async () => {
    const { klaviyo, sent } = client(() => accepted());
    await klaviyo.events.createBatch([anEvent('a'), anEvent('b'), anEvent('a')]);
    expect(sent.map(idsOf)).toEqual([['a', 'b']]);
  });

  test('sends nothing for nothing, and nothing beyond the limits', async () => {
    const { klaviyo, sent } = client(() => accepted());
    await klaviyo.events.createBatch([]);
    await expect(klaviyo.events.createBatch(items(1_001).map(({ body }) => body))).rejects.toMatchObject({
      code: 'klaviyo_invalid',
    });
    const large = anEvent('large');
    const heavy = {
      data: { ...large.data, attributes: { ...large.data.attributes, properties: { Note: 'x'.repeat(5_000_000) } } },
    };
    await expect(klaviyo.events.createBatch([heavy])).rejects.toMatchObject({ code: 'klaviyo_invalid' });
    expect(sent).toEqual([]);
  });

  test('hands a refusal on, pointers and all', async () => {
    const pointer = '/data/attributes/events-bulk-create/data/0/attributes/profile/data/attributes/email';
    const { klaviyo } = client(() => refusal(400, 'Invalid email.', pointer));
    await expect(klaviyo.events.createBatch([anEvent('a')], { retry: false })).rejects.toMatchObject({
      code: 'klaviyo_request',
      status: 400,
      pointers: [pointer],
    });
  });
});

describe('events.createMany', () => {
  test('cuts a stream into requests of at most 1000 events', async () => {
    const { klaviyo, sent } = client(() => accepted());
    const result = await klaviyo.events.createMany(items(2_500));
    expect(sent.map((request) => idsOf(request).length)).toEqual([1_000, 1_000, 500]);
    expect(new Set(sent.flatMap(idsOf)).size).toBe(2_500);
    expect(result).toMatchObject({ counts: { accepted: 2_500, refused: 0 }, failures: [], stoppedBy: null });
  });

  test('and at most 5 MB', async () => {
    const { klaviyo, sent } = client(() => accepted());
    const heavy = items(6).map(({ body }) => ({
      body: {
        data: { ...body.data, attributes: { ...body.data.attributes, properties: { Note: 'x'.repeat(2_000_000) } } },
      },
    }));
    await klaviyo.events.createMany(heavy);
    expect(sent.map((request) => idsOf(request).length)).toEqual([2, 2, 2]);
  });

  test('takes an async stream, and reads no further ahead than it sends', async () => {
    let read = 0;
    async function* stream(): AsyncGenerator<BulkItem> {
      for (const item of items(5_000)) {
        read += 1;
        yield item;
      }
    }
    let mostAhead = 0;
    const { klaviyo } = client((_request, number) => {
      mostAhead = Math.max(mostAhead, read - (number - 1) * 1_000);
      return accepted();
    });
    const { counts } = await klaviyo.events.createMany(stream(), { concurrency: 1 });
    expect(counts.accepted).toBe(5_000);
    expect(mostAhead).toBeLessThanOrEqual(1_001);
  });

  /** Its body is there, and asking for it fails the test. */
  const written = (body: EventCreateBody, lane: string): BulkItem => ({
    lane,
    text: toEventText(body),
    get body(): never {
      throw new Error('The body was asked for.');
    },
  });

  test('an event that is text already goes as that, and its body is not looked at', async () => {
    const bodies = [
      anEvent('a', { backfill: true }),
      anEvent('b', {}, { meta: { patch_properties: { unset: ['Size'] } } }),
      anEvent('c', { email: 'kim@shop.example.org' }),
      anEvent('d'),
    ];
    const [asBodies, asText] = [client(() => accepted()), client(() => accepted())];
    await asBodies.klaviyo.events.createMany(bodies.map((body) => ({ body })));
    const fates: ItemFate[] = [];
    await asText.klaviyo.events.createMany(
      bodies.map((body, index) => written(body, `order:${index}`)),
      { onFate: (fate) => fates.push(fate) },
    );
    expect(asText.sent.map(({ body }) => body)).toEqual(asBodies.sent.map(({ body }) => body));
    expect(fates.map(({ uniqueId, fate }) => [uniqueId, fate])).toEqual(
      ['a', 'b', 'c', 'd'].map((id) => [id, 'accepted']),
    );
  });

  test('one that is text is repeated, refused and told apart like any other', async () => {
    const breaking = client((_request, number) => {
      if (number === 1) throw connectionError('ECONNRESET');
      return accepted();
    });
    await breaking.klaviyo.events.createMany([written(anEvent('a'), 'order:1')]);
    expect(breaking.sent.map(idsOf)).toEqual([['a'], ['a']]);

    const { fetch, sent } = fakeFetch(() => accepted());
    const klaviyo = createKlaviyo({ apiKey: 'pk_test', fetch, validate: documentedLimits });
    const twice = anEvent('a');
    const bodies = [twice, twice, anEvent('a', { email: 'kim@shop.example.org' }), anEvent('b', { email: 'nobody' })];
    const { counts } = await klaviyo.events.createMany(bodies.map((body) => ({ body, text: toEventText(body) })));
    expect(counts).toMatchObject({ accepted: 2, repeated: 1, refused: 1 });
    expect(sent.map(idsOf)).toEqual([['a', 'a']]);
    const tooLong = written(anEvent('x'.repeat(256)), 'order:1');
    expect((await klaviyo.events.createMany([tooLong])).failures).toMatchObject([
      { error: { code: 'klaviyo_invalid' } },
    ]);
  });

  test('sends a repeated event once and says so', async () => {
    const { klaviyo, sent } = client(() => accepted());
    const fates: ItemFate[] = [];
    const { counts } = await klaviyo.events.createMany(
      [{ body: anEvent('a') }, { body: anEvent('b') }, { body: anEvent('a') }],
      {
        onFate: (fate) => fates.push(fate),
      },
    );
    expect(sent.map(idsOf)).toEqual([['a', 'b']]);
    expect(counts).toMatchObject({ accepted: 2, repeated: 1 });
    expect(fates.find(({ fate }) => fate === 'repeated')).toMatchObject({ index: 2, uniqueId: 'a', error: undefined });
  });

  test('never has two events of a lane in one request, nor two requests of a lane under way', async () => {
    let underWay: string[] = [];
    const order: string[] = [];
    const laneOf = (id: string | undefined): string => (id ?? '').split('/')[0] ?? '';
    const { klaviyo } = client(async (request) => {
      const ids = idsOf(request).map((id) => id ?? '');
      const lanes = ids.map(laneOf);
      expect(new Set(lanes).size).toBe(lanes.length);
      expect(lanes.filter((lane) => underWay.includes(lane))).toEqual([]);
      underWay.push(...lanes);
      await new Promise((resolve) => setImmediate(resolve));
      underWay = underWay.filter((lane) => !lanes.includes(lane));
      order.push(...ids);
      return accepted();
    });
    const stream = Array.from({ length: 60 }, (_, index) => {
      const lane = `order-${index % 7}`;
      return { lane, body: anEvent(`${lane}/${String(index).padStart(2, '0')}`) };
    });
    const { counts } = await klaviyo.events.createMany(stream);
    expect(counts.accepted).toBe(60);
    for (let lane = 0; lane < 7; lane += 1) {
      const inLane = order.filter((id) => laneOf(id) === `order-${lane}`);
      expect(inLane).toEqual([...inLane].sort());
    }
  });

  test('takes the event that a pointer blames out, and sends the rest again', async () => {
    const { klaviyo, sent } = client((request) => {
      const entries = entriesOf(request);
      const position = entries.findIndex((entry) =>
        entry.attributes.events.data.some((event) => event.attributes.unique_id === 'id-7'),
      );
      if (position < 0) return accepted();
      return refusal(
        400,
        'Invalid email.',
        `/data/attributes/events-bulk-create/data/${position}/attributes/profile/data/attributes/email`,
      );
    });
    const { counts, failures } = await klaviyo.events.createMany(items(100));
    expect(sent).toHaveLength(2);
    expect(counts).toMatchObject({ accepted: 99, refused: 1 });
    expect(failures).toMatchObject([
      { index: 7, fate: 'refused', uniqueId: 'id-7', error: { code: 'klaviyo_request' } },
    ]);
  });

  test('finds culprits by halving where no pointer leads to them', async () => {
    const bad = new Set(['id-3', 'id-64', 'id-99']);
    const { klaviyo, sent } = client((request) =>
      idsOf(request).some((id) => bad.has(id ?? '')) ? refusal(400, 'Something is wrong.') : accepted(),
    );
    const { counts, failures, stoppedBy } = await klaviyo.events.createMany(items(100));
    expect(counts).toMatchObject({ accepted: 97, refused: 3 });
    expect(failures.map(({ uniqueId }) => uniqueId)).toEqual(['id-3', 'id-64', 'id-99']);
    expect(stoppedBy).toBeNull();
    expect(sent.length).toBeLessThan(45);
  });

  test('stops when it looks as if everything were refused, instead of asking a thousand times', async () => {
    const { klaviyo, sent } = client(() => refusal(400, 'Missing or invalid key.'));
    const { counts, stoppedBy } = await klaviyo.events.createMany(items(1_000));
    expect(stoppedBy).toMatchObject({ status: 400 });
    expect(sent.length).toBeLessThan(70);
    expect(counts.refused + counts['not-sent']).toBe(1_000);
  });

  test('an account in trouble ends the run: what was sent is unknown, the rest not sent, the source let go', async () => {
    let isReleased = false;
    function* stream(): Generator<BulkItem> {
      try {
        yield* items(10_000);
      } finally {
        isReleased = true;
      }
    }
    const { klaviyo, sent } = client((_request, number) => {
      if (number === 1) return accepted();
      throw connectionError('ECONNRESET');
    });
    const { counts, stoppedBy } = await klaviyo.events.createMany(stream(), { retry: false, concurrency: 1 });
    expect(stoppedBy).toMatchObject({ code: 'klaviyo_network', isAmbiguous: true });
    expect(counts).toMatchObject({ accepted: 1_000, unknown: 1_000 });
    expect(sent).toHaveLength(2);
    expect(isReleased).toBe(true);
  });

  test('a signal ends the run', async () => {
    const controller = new AbortController();
    const { klaviyo } = client((_request, number) => {
      if (number === 2) controller.abort();
      return accepted();
    });
    const { counts, stoppedBy } = await klaviyo.events.createMany(items(5_000), {
      signal: controller.signal,
      concurrency: 1,
    });
    expect(stoppedBy).toMatchObject({ code: 'klaviyo_aborted' });
    expect(counts.accepted).toBeLessThanOrEqual(2_000);
  });

  test('an unusable event is refused alone, and a failing source is the caller’s error', async () => {
    const { klaviyo } = client(() => accepted());
    const { counts, failures } = await klaviyo.events.createMany([
      { body: anEvent('x'.repeat(300)) },
      { body: anEvent('b') },
    ]);
    expect(counts).toMatchObject({ accepted: 1, refused: 1 });
    expect(failures).toMatchObject([{ index: 0, error: { code: 'klaviyo_invalid' } }]);
    function* broken(): Generator<BulkItem> {
      yield { body: anEvent('a') };
      throw new Error('the file ended early');
    }
    await expect(klaviyo.events.createMany(broken())).rejects.toThrow('the file ended early');
  });
});
