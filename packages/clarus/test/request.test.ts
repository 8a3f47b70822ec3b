import { inspect } from 'node:util';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { type ClarusError, ClarusTransportError, type RestAnswer } from '../src/index.js';
import { createOnce, createOrder, findByCode, findByReference, type NewOrder } from '../src/writes.js';
import { clarusOver } from './support/client.js';
import { restClarus, writtenAnswer } from './support/rest-clarus.js';
import { orderRow } from './support/rows.js';
import { virtualClock } from './support/virtual-clock.js';

const ORDER: NewOrder = {
  reference: 'SO-1',
  accountId: '7',
  expectedDispatchAt: '2026-03-02T12:00:00Z',
  lines: [{ productId: '9', quantity: 1 }],
};

const dropped = (code: string) => Promise.reject(Object.assign(new TypeError('fetch failed'), { cause: { code } }));
const paced = () => ({ clock: virtualClock('2026-03-01T09:00:00Z'), random: () => 0.5 });

async function failureOf(work: Promise<unknown>): Promise<ClarusError> {
  return work.then(
    () => expect.unreachable('it should have failed'),
    (error) => error,
  );
}

describe('a REST call', () => {
  test('goes below the prefix with path, query, tenant and token', async () => {
    const { clarus, calls } = restClarus(() => new Response(null, { status: 204 }), { restPrefix: '/api/v1/' });
    await clarus.request('DELETE /products', { query: { ids: '1,2,3' } });
    await clarus.request('DELETE /products/{product_id}/account_products/{id}', { params: { product_id: 5, id: '6' } });
    expect(calls.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'DELETE /api/v1/products?ids=1%2C2%2C3',
      'DELETE /api/v1/products/5/account_products/6',
    ]);
    expect(calls[0]?.headers.get('authorization')).toBe('Bearer token-1');
    expect(calls[0]?.headers.get('x-clarus-subdomain')).toBe('acme');
    expect(calls[0]?.headers.get('content-type')).toBeNull();
  });

  test.each([
    [
      'wrapped',
      { data: { id: 7, type: 'things', attributes: { a: 1 } } },
      { id: '7', type: 'things', attributes: { a: 1 } },
    ],
    ['flat', { id: '7', code: 'X' }, { id: '7', type: null, attributes: { code: 'X' } }],
    [
      'about no record',
      { process_references: ['PPR-1'] },
      { id: null, type: null, attributes: { process_references: ['PPR-1'] } },
    ],
    ['a list', [1], null],
  ])('reads an answer that is %s', async (_, body, record) => {
    const { clarus } = restClarus(() => Response.json(body));
    expect(await clarus.request('POST /goods_outs/{id}/cancel', { params: { id: 1 } })).toMatchObject({ record, body });
  });

  test('takes nothing, CSV and HTML as they are', async () => {
    const answers = ['', 'sku,quantity\nTEE,1', '<p>done</p>'];
    const { clarus } = restClarus((_, number) => new Response(answers[number - 1]));
    for (const text of answers) {
      const answer = await clarus.request('GET /tasks/{id}/export_receipt_task_confirmation', { params: { id: '1' } });
      expect(answer).toMatchObject({ record: null, body: undefined, text });
    }
  });

  test('uploads a file with its name', async () => {
    const { clarus, calls } = restClarus(() => new Response());
    const file = { content: 'hello', fileName: 'nøte".txt' };
    await clarus.request('POST /documents/{id}/upload', { params: { id: 1 }, file });
    expect(calls[0]?.text).toBe('hello');
    expect(calls[0]?.headers.get('content-type')).toBe('application/octet-stream');
    expect(calls[0]?.headers.get('content-disposition')).toBe('attachment; filename="n_te_.txt"');
  });

  test('knows by its type what each call takes', () => {
    const { clarus } = restClarus(() => new Response());
    expectTypeOf(clarus.request<'POST /stock_checks/{id}/complete'>).returns.resolves.toEqualTypeOf<RestAnswer>();
    // @ts-expect-error: no such call is documented
    const unknown = () => clarus.request('POST /robots', {});
    // @ts-expect-error: the record's id is missing
    const withoutId = () => clarus.request('DELETE /products/{id}', {});
    const body = { data: { type: 'accounts', attributes: { pack_strategy: 'unheard_of' } } } as const;
    // @ts-expect-error: the strategy is not a word Clarus documents
    const wrongWord = () => clarus.request('PATCH /accounts/{id}', { params: { id: 1 }, body });
    expect([unknown, withoutId, wrongWord]).toHaveLength(3);
  });
});

describe('a write', () => {
  test('is repeated when no connection was made', async () => {
    const { clarus, calls } = restClarus((_, n) => (n < 3 ? dropped('ECONNREFUSED') : writtenAnswer()), paced());
    expect(await createOrder(clarus, ORDER)).toEqual({ id: '77', attributes: { reference: 'R' } });
    expect(calls).toHaveLength(3);
  });

  test.each([
    ['a connection that broke', () => dropped('ECONNRESET'), 'clarus_transport'],
    ['a failure that names nothing', () => Promise.reject(new TypeError('fetch failed')), 'clarus_transport'],
    ['500', () => new Response('<h1>oops</h1>', { status: 500 }), 'clarus_unavailable'],
    ['429', () => new Response('', { status: 429, headers: { 'retry-after': '2' } }), 'clarus_rate_limit'],
    ['an answer that is no JSON', () => new Response('<p>ok</p>'), 'clarus_decode'],
    ['an answer without an id', () => Response.json({ data: {} }), 'clarus_decode'],
  ])('is not repeated after %s', async (_, answer, code) => {
    const { clarus, calls } = restClarus(answer, paced());
    expect(await failureOf(createOrder(clarus, ORDER))).toMatchObject({ code });
    expect(calls).toHaveLength(1);
  });

  test('is repeated once after 401, which is said at the door', async () => {
    const { clarus, calls } = restClarus((_, n) => (n === 1 ? new Response('', { status: 401 }) : writtenAnswer()));
    await createOrder(clarus, ORDER);
    expect(calls).toHaveLength(2);
  });

  test('waits for a token that is late: nothing was sent yet', async () => {
    let asked = 0;
    const { clarus, calls } = restClarus(() => writtenAnswer(), {
      ...paced(),
      token: async () => {
        asked += 1;
        if (asked === 1) throw new ClarusTransportError('no vault', { neverSent: true });
        return 'mine';
      },
    });
    await createOrder(clarus, ORDER);
    expect([asked, calls.length]).toEqual([2, 1]);
  });

  test('a refusal names the field and keeps the body where loggers do not look', async () => {
    const errors = [{ code: 12, symbol: 'reference_taken', details: 'jane@example.org has SO-1', source: 'reference' }];
    const { clarus } = restClarus(() => Response.json({ errors }, { status: 422 }));
    const error = await failureOf(createOrder(clarus, ORDER));
    expect(error).toMatchObject({ code: 'clarus_validation', field: 'reference' });
    expect(error.message).toBe('Clarus answered 422 to POST /goods_outs: reference_taken');
    expect(error.body).toContain('jane@example.org');
    expect(inspect(error, { depth: 9, showHidden: true }) + JSON.stringify(error)).not.toContain('jane');
  });

  test.each([
    [401, '{"error":"token-1 expired"}', 'clarus_auth'],
    [403, '{"errors":[{"code":1,"symbol":"forbidden","details":"d"}]}', 'clarus_auth'],
    [404, '<html>not here</html>', 'clarus_not_found'],
    [503, 'upstream timed out', 'clarus_unavailable'],
  ])('%i keeps its body, and never the token', async (status, body, code) => {
    const { clarus } = restClarus(() => new Response(body, { status }));
    const error = await failureOf(createOrder(clarus, ORDER));
    expect(error).toMatchObject({ code, status });
    expect(error.body).toBe(body.replace('token-1', '[token]'));
  });
});

describe('createOnce', () => {
  const reads = (...rows: readonly (readonly string[])[]) => {
    let asked = 0;
    return async () => {
      const id = rows[Math.min(asked++, rows.length - 1)]?.[0];
      return id === undefined ? null : { id };
    };
  };

  test('creates nothing that is there', async () => {
    const create = () => expect.unreachable('it is there');
    expect(await createOnce({ find: reads(['5']), create })).toEqual({ id: '5', how: 'found' });
  });

  test('creates what is not', async () => {
    const { clarus } = restClarus(() => writtenAnswer('6'));
    expect(await createOnce({ find: reads([]), create: () => createOrder(clarus, ORDER) })).toEqual({
      id: '6',
      how: 'created',
    });
  });

  test('looks again when it is not known whether the create arrived', async () => {
    const { clarus } = restClarus(() => dropped('ECONNRESET'));
    expect(await createOnce({ find: reads([], ['7']), create: () => createOrder(clarus, ORDER) })).toEqual({
      id: '7',
      how: 'recovered',
    });
  });

  test('says so when it is not there, and does not look after a refusal', async () => {
    const { clarus } = restClarus((_, n) => (n === 1 ? dropped('ECONNRESET') : new Response('', { status: 422 })));
    const create = () => createOrder(clarus, ORDER);
    expect(await failureOf(createOnce({ find: reads([]), create }))).toMatchObject({ code: 'clarus_transport' });
    expect(await failureOf(createOnce({ find: reads([], ['8']), create }))).toMatchObject({
      code: 'clarus_validation',
    });
  });

  test('finds by reference exactly', async () => {
    const { clarus } = clarusOver({ goods_outs: [orderRow('1'), orderRow('2')] });
    expect((await findByReference(clarus.orders, 'SO-2'))?.id).toBe('2');
    expect(await findByReference(clarus.orders, 'so-2')).toBeNull();
  });

  test('takes no record with another code for the one looked for', async () => {
    const { clarus } = restClarus(() =>
      Response.json({ data: { products: { all: { edges: [{ node: { id: '1', code: 'tee' } }] } } } }),
    );
    expect(await findByCode(clarus.products, 'TEE')).toBeNull();
    expect((await findByCode(clarus.products, 'tee'))?.id).toBe('1');
  });
});

describe('politeness', () => {
  const EMPTY = () => Response.json({ data: { carriers: { all: { edges: [] } } } });

  test('begins no more calls a second than allowed, after a burst of one second’s worth', async () => {
    const clock = virtualClock('2026-03-01T09:00:00Z');
    const { clarus, calls } = restClarus(EMPTY, { clock, maxRequestsPerSecond: 2, maxConcurrency: 1 });
    for (let asked = 0; asked < 5; asked++) await clarus.carriers.list().first();
    expect(calls).toHaveLength(5);
    expect(clock.sleptMs).toEqual([500, 500, 500]);
    clock.advance(60_000);
    await clarus.carriers.list().first();
    await clarus.carriers.list().first();
    expect(clock.sleptMs).toHaveLength(3);
  });

  test('does not wait an hour because the clock stepped back by one', async () => {
    const clock = virtualClock('2026-03-01T09:00:00Z');
    const { clarus } = restClarus(EMPTY, { clock, maxRequestsPerSecond: 1, maxConcurrency: 1 });
    await clarus.carriers.list().first();
    clock.advance(-3_600_000);
    await clarus.carriers.list().first();
    await clarus.carriers.list().first();
    expect(Math.max(...clock.sleptMs)).toBeLessThanOrEqual(1_000);
  });

  test.each([{ maxRequestsPerSecond: 0 }, { maxConcurrency: 0 }])('refuses a pace of nothing: %j', (config) => {
    expect(() => restClarus(EMPTY, config)).toThrow(RangeError);
  });

  test('stops reading an answer that is too large', async () => {
    let sent = 0;
    const endless = () =>
      new Response(
        new ReadableStream({
          pull: (controller) => {
            sent += 1;
            controller.enqueue(new Uint8Array(1_000));
          },
        }),
      );
    const { clarus } = restClarus(endless, { maxAnswerBytes: 5_000, retry: false });
    expect(await failureOf(clarus.carriers.list().first())).toMatchObject({ code: 'clarus_decode', path: '$' });
    expect(sent).toBeLessThan(20);
  });
});
