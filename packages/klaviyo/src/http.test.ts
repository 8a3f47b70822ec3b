import { afterEach, describe, expect, test, vi } from 'vitest';
import { accepted, connectionError, fakeFetch, json, refusal } from '../test/fake-fetch.js';
import { createKlaviyo, KlaviyoError, type KlaviyoOptions } from './index.js';

const API_KEY = 'pk_secretsecretsecret';
const once = { retry: false } as const;

function client(answer: Parameters<typeof fakeFetch>[0], options: KlaviyoOptions = {}) {
  const { fetch, sent } = fakeFetch(answer);
  return { klaviyo: createKlaviyo({ apiKey: API_KEY, fetch, ...options }), sent };
}

async function failureOf(promise: Promise<unknown>): Promise<KlaviyoError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!KlaviyoError.is(error)) throw new Error('expected a KlaviyoError', { cause: error });
  return error;
}

const metrics = { method: 'GET', path: '/api/metrics' } as const;

afterEach(() => {
  vi.useRealTimers();
});

describe('a request', () => {
  test('carries key, revision and media type', async () => {
    const { klaviyo, sent } = client(() => accepted());
    await klaviyo.request({ method: 'POST', path: '/api/events', body: { data: 1 } });
    const [request] = sent;
    expect(request?.url).toBe('https://a.klaviyo.com/api/events');
    expect(Object.fromEntries(request?.headers ?? [])).toMatchObject({
      authorization: `Klaviyo-API-Key ${API_KEY}`,
      revision: '2026-07-15',
      accept: 'application/vnd.api+json',
      'content-type': 'application/vnd.api+json',
    });
  });

  test('asks for a token before each attempt', async () => {
    const { fetch, sent } = fakeFetch((_request, number) => (number === 1 ? json(503, {}) : json(200, {})));
    let tokens = 0;
    const klaviyo = createKlaviyo({ accessToken: async () => `token-${++tokens}`, fetch, random: () => 0 });
    await klaviyo.request(metrics);
    expect(sent.map(({ headers }) => headers.get('authorization'))).toEqual(['Bearer token-1', 'Bearer token-2']);
  });

  test('encodes every part of the query, and leaves out what is undefined', async () => {
    const { klaviyo, sent } = client(() => json(200, {}));
    const filter = 'equals(sku,"A&B+1 =")';
    await klaviyo.request({ ...metrics, query: { filter, 'fields[metric]': ['name', 'id'], sort: undefined } });
    expect(sent[0]?.path).toBe('/api/metrics?filter=equals(sku%2C%22A%26B%2B1%20%3D%22)&fields%5Bmetric%5D=name%2Cid');
    expect(new URL(sent[0]?.url ?? '').searchParams.get('filter')).toBe(filter);
  });

  test('keeps the path of a base URL, as a proxy needs it', async () => {
    const { klaviyo, sent } = client(() => json(200, {}), { baseUrl: 'https://proxy.example.org/klaviyo/' });
    await klaviyo.request(metrics);
    expect(sent[0]?.url).toBe('https://proxy.example.org/klaviyo/api/metrics');
  });

  test('does not follow a redirect with the key', async () => {
    const { klaviyo } = client(
      () => new Response(null, { status: 302, headers: { location: 'https://elsewhere.example.org' } }),
    );
    expect(await failureOf(klaviyo.request(metrics))).toMatchObject({ code: 'klaviyo_request', status: 302 });
  });
});

describe('what can go wrong', () => {
  test('a broken connection is ambiguous, one that was never made is not', async () => {
    for (const [code, isAmbiguous] of [
      ['ECONNRESET', true],
      ['ECONNREFUSED', false],
      ['ENOTFOUND', false],
    ] as const) {
      const { klaviyo } = client(() => {
        throw connectionError(code);
      });
      const error = await failureOf(klaviyo.request({ ...metrics, ...once }));
      expect(error).toMatchObject({
        code: 'klaviyo_network',
        reason: code,
        isAmbiguous,
        retryable: true,
        status: undefined,
      });
    }
  });

  test('no answer within timeoutMs', async () => {
    vi.useFakeTimers();
    const { klaviyo } = client(() => new Promise(() => {}), { timeoutMs: 2_000 });
    const failure = failureOf(klaviyo.request({ ...metrics, ...once }));
    await vi.advanceTimersByTimeAsync(1_999);
    expect(await Promise.race([failure, 'still waiting'])).toBe('still waiting');
    await vi.advanceTimersByTimeAsync(1);
    expect(await failure).toMatchObject({ code: 'klaviyo_timeout', isAmbiguous: true, retryable: true });
  });

  test('a body that does not end within timeoutMs', async () => {
    vi.useFakeTimers();
    const { klaviyo } = client(() => new Response(new ReadableStream({})), { timeoutMs: 2_000 });
    const failure = failureOf(klaviyo.request({ ...metrics, ...once }));
    await vi.advanceTimersByTimeAsync(2_100);
    expect(await failure).toMatchObject({ code: 'klaviyo_timeout' });
  });

  test('an abort on the wire is ambiguous, one before sending is not', async () => {
    const controller = new AbortController();
    const { klaviyo, sent } = client((_request, _number, signal) => {
      controller.abort(new Error('shutting down'));
      return Promise.reject(signal.reason ?? controller.signal.reason);
    });
    const options = { signal: controller.signal };
    expect(await failureOf(klaviyo.request({ ...metrics, ...options }))).toMatchObject({
      code: 'klaviyo_aborted',
      isAmbiguous: true,
    });
    expect(await failureOf(klaviyo.request({ ...metrics, ...options }))).toMatchObject({
      code: 'klaviyo_aborted',
      isAmbiguous: false,
    });
    expect(sent).toHaveLength(1);
  });

  test('a 2xx that is no JSON is not taken for success', async () => {
    const { klaviyo } = client(() => new Response('<html>sign in</html>', { status: 200 }));
    const error = await failureOf(klaviyo.request({ ...metrics, ...once }));
    expect(error).toMatchObject({ code: 'klaviyo_decode', status: 200, isAmbiguous: true });
  });

  test('an accessToken that fails sends nothing and gives its place back', async () => {
    vi.useFakeTimers(); // so that a place not given back would be waited for, for ever
    const { fetch, sent } = fakeFetch(() => json(200, {}));
    let isRevoked = true;
    const accessToken = async (): Promise<string> => {
      if (isRevoked) throw new Error('refresh token rt_12345 was revoked');
      return 'token';
    };
    const klaviyo = createKlaviyo({ accessToken, fetch });
    const accounts = { method: 'GET', path: '/api/accounts' } as const; // one a second
    const error = await failureOf(klaviyo.request(accounts));
    expect(error).toMatchObject({ code: 'klaviyo_auth', status: undefined });
    expect(error.message).not.toContain('rt_12345');
    expect(sent).toEqual([]);
    isRevoked = false;
    await klaviyo.request(accounts);
    expect(sent).toHaveLength(1);
  });

  test('a 429 is repeated after Retry-After, a refusal is not', async () => {
    vi.useFakeTimers();
    const { klaviyo, sent } = client((_request, number) =>
      number === 1
        ? refusal(429, 'Expected available in 5 seconds.', undefined, { 'retry-after': '5' })
        : json(200, { data: [] }),
    );
    const answer = klaviyo.request(metrics);
    await vi.advanceTimersByTimeAsync(4_999);
    expect(sent).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(500);
    expect((await answer).status).toBe(200);
    const refused = client(() => refusal(400, 'no'));
    expect(await failureOf(refused.klaviyo.request(metrics))).toMatchObject({
      status: 400,
      requestId: expect.any(String),
    });
    expect(refused.sent).toHaveLength(1);
  });
});

describe('hooks', () => {
  test('hear of request, answer and retry, with the same object for one attempt; what they throw changes nothing', async () => {
    const heard: string[] = [];
    const attempts = new Set<object>();
    const { klaviyo } = client((_request, number) => (number === 1 ? json(503, {}) : json(200, { data: [] })), {
      random: () => 0,
      hooks: {
        onRequest: (attempt) => {
          attempts.add(attempt);
          heard.push(`request ${attempt.attempt}`);
          throw new Error('a broken log');
        },
        onResponse: (attempt, { status }) => {
          attempts.add(attempt);
          heard.push(`answer ${status}`);
        },
        onRetry: (attempt, { code, delayMs }) => {
          attempts.add(attempt);
          heard.push(`retry after ${code} in ${delayMs}`);
        },
      },
    });
    await klaviyo.request(metrics);
    expect(heard).toEqual([
      'request 1',
      'answer 503',
      'retry after klaviyo_unavailable in 0',
      'request 2',
      'answer 200',
    ]);
    expect(attempts.size).toBe(2);
  });

  test('hear of an attempt without an answer, so that what a request began has an end', async () => {
    const heard: string[] = [];
    const { klaviyo } = client(
      (_request, number) => {
        if (number === 1) throw new TypeError('fetch failed');
        return json(200, { data: [] });
      },
      {
        random: () => 0,
        hooks: {
          onRequest: ({ attempt, priority }) => heard.push(`request ${attempt}, ${priority}`),
          onResponse: ({ attempt }) => heard.push(`answer ${attempt}`),
          onNoAnswer: ({ attempt }, { code }) => heard.push(`${code} ${attempt}`),
        },
      },
    );
    await klaviyo.request({ ...metrics, priority: 'backfill' });
    expect(heard).toEqual(['request 1, backfill', 'klaviyo_network 1', 'request 2, backfill', 'answer 2']);
  });
});
