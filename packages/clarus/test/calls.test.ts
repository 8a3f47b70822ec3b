import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { type ClarusConfig, ClarusError, createClarus, type Fetch } from '../src/index.js';
import { virtualClock } from './support/virtual-clock.js';

const EMPTY = { data: { automations: { all: { pageInfo: { hasNextPage: false, endCursor: null }, edges: [] } } } };

/** A Clarus of canned GraphQL answers, the last of which repeats. */
function scripted(answers: readonly (() => Response | Promise<Response>)[], config: Partial<ClarusConfig> = {}) {
  const clock = virtualClock('2026-03-01T09:00:00Z');
  const calls: { url: string; headers: Headers; body: string }[] = [];
  let tokens = 0;
  const fetch: Fetch = async (input, init) => {
    const request = new Request(input, init);
    calls.push({ url: request.url, headers: request.headers, body: await request.text() });
    if (request.url.endsWith('/oauth/token')) {
      tokens += 1;
      return Response.json({ access_token: `token-${tokens}`, expires_in: 600 });
    }
    const asked = calls.filter(({ url }) => url.endsWith('/graphql')).length;
    const answer = answers[Math.min(asked, answers.length) - 1];
    if (answer === undefined) throw new Error('nothing scripted');
    return answer();
  };
  const clarus = createClarus({
    subdomain: 'acme',
    clientId: 'client',
    clientSecret: 'very-secret',
    fetch,
    clock,
    random: () => 0.5,
    ...config,
  });
  return { clarus, clock, calls, paths: () => calls.map(({ url }) => new URL(url).pathname) };
}

const ok = () => Response.json(EMPTY);
const status =
  (code: number, body = '', headers: Record<string, string> = {}) =>
  () =>
    new Response(body, { status: code, headers });

async function failureOf(work: Promise<unknown>): Promise<ClarusError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!ClarusError.is(error)) throw new Error(`not a ClarusError: ${String(error)}`);
  return error;
}

describe('signing in', () => {
  test('posts the client credentials as a form and sends token and tenant with each query', async () => {
    const { clarus, calls } = scripted([ok]);
    await clarus.automations.list().collect({ max: 1 });
    expect(calls[0]).toMatchObject({
      url: 'https://clarus-api.com/oauth/token',
      body: 'grant_type=client_credentials&client_id=client&client_secret=very-secret',
    });
    expect(calls[0]?.headers.get('content-type')).toBe('application/x-www-form-urlencoded');
    expect(calls[1]?.url).toBe('https://clarus-api.com/graphql');
    expect(calls[1]?.headers.get('authorization')).toBe('Bearer token-1');
    expect(calls[1]?.headers.get('x-clarus-subdomain')).toBe('acme');
  });

  test('asks for one token, however many calls need it at once', async () => {
    const { clarus, paths } = scripted([ok]);
    await Promise.all([1, 2, 3].map(() => clarus.automations.list().first()));
    expect(paths().filter((path) => path === '/oauth/token')).toHaveLength(1);
  });

  test('renews the token a minute before it ends', async () => {
    const { clarus, clock, paths } = scripted([ok]);
    await clarus.automations.list().first();
    clock.advance(539_999);
    await clarus.automations.list().first();
    expect(paths().filter((path) => path === '/oauth/token')).toHaveLength(1);
    clock.advance(1);
    await clarus.automations.list().first();
    expect(paths().filter((path) => path === '/oauth/token')).toHaveLength(2);
  });

  test('a 401 costs one new token and one more try', async () => {
    const { clarus, calls, paths } = scripted([status(401, '{"error":"expired"}'), ok]);
    expect(await clarus.automations.list().first()).toBeNull();
    expect(paths()).toEqual(['/oauth/token', '/graphql', '/oauth/token', '/graphql']);
    expect(calls[3]?.headers.get('authorization')).toBe('Bearer token-2');
  });

  test('a second 401 is the answer', async () => {
    const { clarus, paths } = scripted([status(401)]);
    expect(await failureOf(clarus.automations.list().first())).toMatchObject({ code: 'clarus_auth', retryable: false });
    expect(paths()).toHaveLength(4);
  });

  test('a token provider is told when its token was refused', async () => {
    const asked: boolean[] = [];
    const token = async ({ wasRejected }: { wasRejected: boolean }) => {
      asked.push(wasRejected);
      return 'mine';
    };
    const answers = [status(401), ok];
    const clarus = createClarus({ subdomain: 'acme', token, fetch: async () => (answers.shift() ?? ok)() });
    await clarus.automations.list().first();
    expect(asked).toEqual([false, true]);
  });

  test('says what the token endpoint said, and nothing it was told', async () => {
    const clarus = createClarus({
      subdomain: 'acme',
      clientId: 'client',
      clientSecret: 'very-secret',
      fetch: async () => Response.json({ error: 'invalid_client', error_description: 'very-secret' }, { status: 400 }),
    });
    const error = await failureOf(clarus.automations.list().first());
    expect(error.message).toBe('Clarus refused the client credentials (invalid_client)');
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain('very-secret');
  });
});

describe('trouble', () => {
  test.each(['7', 'Sun, 01 Mar 2026 09:00:07 GMT'])(
    'waits no less than Clarus asks with %s, then tries again',
    async (wish) => {
      const { clarus, clock } = scripted([status(429, '', { 'retry-after': wish }), ok]);
      expect(await clarus.automations.list().first()).toBeNull();
      expect(clock.sleptMs).toEqual([7_125]);
    },
  );

  test('backs off with jitter under a doubling ceiling, then gives up', async () => {
    const { clarus, clock } = scripted([status(503, '<html>down</html>')]);
    expect(await failureOf(clarus.automations.list().first())).toMatchObject({
      code: 'clarus_unavailable',
      status: 503,
      retryable: true,
    });
    expect(clock.sleptMs).toEqual([250, 500, 1000]);
  });

  test('hands a wish beyond its budget to the caller instead of waiting', async () => {
    const { clarus, clock } = scripted([status(429, '', { 'retry-after': '3600' })]);
    expect(await failureOf(clarus.automations.list().first())).toMatchObject({ retryAfterMs: 3_600_000 });
    expect(clock.sleptMs).toEqual([]);
  });

  test('retries a dropped connection and keeps token and secret out of the error', async () => {
    const { clarus, calls } = scripted([
      () => Promise.reject(Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNRESET' } })),
    ]);
    const error = await failureOf(clarus.automations.list().first());
    expect(error).toMatchObject({ code: 'clarus_transport', retryable: true });
    expect(error.message).toContain('ECONNRESET');
    expect(calls).toHaveLength(1 + 4);
    expect(inspect(error, { depth: 10, showHidden: true })).not.toMatch(/token-1|very-secret/);
  });

  test('calls a silent server a timeout', async () => {
    const clarus = createClarus({
      subdomain: 'acme',
      token: async () => 'mine',
      timeoutMs: 1,
      retry: false,
      fetch: (input) =>
        new Promise((_, reject) => {
          const { signal } = new Request(input);
          signal.addEventListener('abort', () => reject(signal.reason));
        }),
    });
    expect(await failureOf(clarus.automations.list().first())).toMatchObject({ code: 'clarus_timeout' });
  });

  test('does not repeat what was refused, and names the field and the symbol but quotes nobody', async () => {
    const body = JSON.stringify({
      errors: [{ code: 12, symbol: 'bad_filter', details: 'jane@example.org is no id', source: 'account_id' }],
    });
    const { clarus, paths } = scripted([status(422, body, { 'x-request-id': 'abc-1' })]);
    const error = await failureOf(clarus.automations.list().first());
    expect(error).toMatchObject({
      code: 'clarus_validation',
      field: 'account_id',
      requestId: 'abc-1',
      issues: [{ code: 12, symbol: 'bad_filter', field: 'account_id' }],
    });
    expect(inspect(error)).not.toContain('jane');
    expect(paths()).toHaveLength(2);
  });

  test.each([
    [403, 'clarus_auth'],
    [404, 'clarus_not_found'],
    [302, 'clarus_request'],
    [418, 'clarus_request'],
  ])('%i is a %s error, whatever the body', async (code, expected) => {
    const { clarus } = scripted([status(code, 'not json')]);
    expect(await failureOf(clarus.automations.list().first())).toMatchObject({ code: expected, status: code });
  });

  test('keeps GraphQL data and errors, out of sight of loggers', async () => {
    const answer = { data: { automations: null }, errors: [{ message: 'no field jane' }] };
    const { clarus } = scripted([() => Response.json(answer)]);
    const error = await failureOf(clarus.automations.list().first());
    expect(error).toMatchObject({ code: 'clarus_graphql', retryable: false, ...answer });
    expect(JSON.stringify(error) + inspect(error)).not.toContain('jane');
    expect(await clarus.query('query Raw { automations { all { edges { node { id } } } } }')).toEqual({
      ...answer,
      requestId: undefined,
    });
  });

  test('an HTML page in place of an answer is worth another try; a wrong shape is not', async () => {
    const page = scripted([status(200, '<html>hello</html>'), ok]);
    expect(await page.clarus.automations.list().first()).toBeNull();
    const shape = scripted([() => Response.json({ data: { automations: { all: {} } } })]);
    expect(await failureOf(shape.clarus.automations.list().first())).toMatchObject({
      code: 'clarus_decode',
      path: 'automations.all.edges',
    });
  });

  test('does not repeat a mutation', async () => {
    const { clarus, paths } = scripted([status(503)]);
    await failureOf(clarus.query('mutation Do { it }'));
    expect(paths()).toEqual(['/oauth/token', '/graphql']);
  });

  test('never has more calls under way than allowed', async () => {
    let underWay = 0;
    let most = 0;
    const { clarus } = scripted(
      [
        async () => {
          most = Math.max(most, ++underWay);
          await new Promise((resolve) => setImmediate(resolve));
          underWay -= 1;
          return ok();
        },
      ],
      { maxConcurrency: 2 },
    );
    await Promise.all(Array.from({ length: 9 }, () => clarus.automations.list().first()));
    expect(most).toBe(2);
  });

  test('reports answers and retries to the hooks', async () => {
    const seen: unknown[] = [];
    const { clarus } = scripted([status(500), ok], {
      hooks: { onAnswer: (answer) => seen.push(answer.status), onRetry: (retry) => seen.push(retry) },
    });
    await clarus.automations.list().first();
    expect(seen).toEqual([
      500,
      { operation: 'ListAutomations', code: 'clarus_unavailable', attempt: 1, delayMs: 250 },
      200,
    ]);
  });
});
