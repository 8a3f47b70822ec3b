/** What the package promises, in Web standards only: `scripts/check-runtimes.mjs` runs it in every runtime. */
import {
  type Clock,
  createKlaviyo,
  type EventCreateBody,
  type Klaviyo,
  KlaviyoAuthError,
  KlaviyoError,
  KlaviyoRequestError,
} from '@clarus-klaviyo/klaviyo';

interface Sent {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: string;
}

/** A client on a clock that moves when slept on, over a Klaviyo that answers as told; what it throws, fetch throws. */
function connect(answer: (number: number, signal: AbortSignal) => Response | Promise<Response>): {
  readonly klaviyo: Klaviyo;
  readonly sent: readonly Sent[];
  readonly sleptMs: readonly number[];
} {
  const sent: Sent[] = [];
  const sleptMs: number[] = [];
  let nowMs = Date.UTC(2026, 2, 2, 9);
  const clock: Clock = {
    now: () => nowMs,
    async sleep(delayMs, signal) {
      signal?.throwIfAborted();
      sleptMs.push(delayMs);
      nowMs += delayMs;
    },
  };
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const { method, url, headers } = request;
    sent.push({ method, url, headers, body: await request.text() });
    return answer(sent.length, request.signal);
  };
  return { klaviyo: createKlaviyo({ apiKey: 'pk_secret', fetch, clock, random: () => 0 }), sent, sleptMs };
}

function anEvent(uniqueId: string): EventCreateBody {
  return {
    data: {
      type: 'event',
      attributes: {
        unique_id: uniqueId,
        time: '2026-03-02T09:00:00+00:00',
        properties: { OrderId: '1001', Name: 'Zoë 👕' },
        metric: { data: { type: 'metric', attributes: { name: 'Fulfilled Shipment' } } },
        profile: { data: { type: 'profile', attributes: { email: 'ada@shopper.co.uk' } } },
      },
    },
  };
}

const accepted = (): Response => new Response(null, { status: 202 });

function refused(status: number, headers: Record<string, string> = {}): Response {
  const problem = {
    id: '1',
    status,
    code: 'invalid',
    title: 'No',
    detail: 'No',
    source: { pointer: '/data/attributes' },
  };
  return Response.json({ errors: [problem] }, { status, headers });
}

function assertEqual(actual: unknown, expected: unknown): void {
  const [is, should] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (is !== should) throw new Error(`expected ${should}\n     got ${is}`);
}

async function errorOf(work: Promise<unknown>): Promise<KlaviyoError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!KlaviyoError.is(error)) throw new Error(`not a KlaviyoError: ${String(error)}`);
  return error;
}

export const cases: Readonly<Record<string, () => Promise<void> | void>> = {
  async 'sends an event as it is, with key, revision and JSON:API type'() {
    const { klaviyo, sent } = connect(accepted);
    await klaviyo.events.create(anEvent('a'));
    const [request] = sent;
    assertEqual([request?.method, request?.url], ['POST', 'https://a.klaviyo.com/api/events']);
    assertEqual(
      ['authorization', 'revision', 'content-type'].map((name) => request?.headers.get(name)),
      ['Klaviyo-API-Key pk_secret', '2026-07-15', 'application/vnd.api+json'],
    );
    assertEqual(JSON.parse(request?.body ?? ''), anEvent('a'));
  },

  async 'waits as long as a 429 asks, then repeats the same bytes'() {
    const { klaviyo, sent, sleptMs } = connect((number) =>
      number === 1 ? refused(429, { 'retry-after': '7' }) : accepted(),
    );
    await klaviyo.events.create(anEvent('a'));
    assertEqual(
      sent.map(({ body }) => body),
      [sent[0]?.body, sent[0]?.body],
    );
    const waitedMs = sleptMs.reduce((sum, delayMs) => sum + delayMs, 0);
    if (waitedMs < 7_000 || waitedMs > 7_250) throw new Error(`waited ${waitedMs} ms`);
  },

  async 'repeats after a dropped connection'() {
    const { klaviyo, sent } = connect((number) => {
      if (number === 1) throw new TypeError('dropped');
      return accepted();
    });
    await klaviyo.events.create(anEvent('a'));
    assertEqual(sent.length, 2);
  },

  async 'tells refusals apart by typed errors that hold no secret'() {
    const badKey = await errorOf(connect(() => refused(401)).klaviyo.events.create(anEvent('a')));
    if (!(badKey instanceof KlaviyoAuthError)) throw new Error(`401 became ${badKey.name}`);
    const badBody = await errorOf(connect(() => refused(400)).klaviyo.events.create(anEvent('a')));
    if (!(badBody instanceof KlaviyoRequestError)) throw new Error(`400 became ${badBody.name}`);
    assertEqual([badBody.retryable, badBody.pointers], [false, ['/data/attributes']]);
    const busy = await errorOf(connect(() => refused(503)).klaviyo.events.create(anEvent('a'), { retry: false }));
    assertEqual([busy.code, busy.retryable, busy.isAmbiguous], ['klaviyo_unavailable', true, true]);
    for (const error of [badKey, badBody, busy]) {
      const told = `${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`;
      if (/pk_secret|ada@/.test(told)) throw new Error('an error holds a secret');
    }
  },

  async 'packs a stream into bulk requests without repeats'() {
    const { klaviyo, sent } = connect(accepted);
    const items = Array.from({ length: 1_002 }, (_, index) => ({ body: anEvent(`id-${Math.max(1, index)}`) }));
    const { counts, stoppedBy } = await klaviyo.events.createMany(items);
    assertEqual([counts.accepted, counts.repeated, stoppedBy], [1_001, 1, null]);
    assertEqual(
      sent.map(({ url }) => new URL(url).pathname),
      ['/api/event-bulk-create-jobs', '/api/event-bulk-create-jobs'],
    );
  },

  async 'stops when its caller does, before and while a request is under way'() {
    const early = connect(accepted);
    assertEqual(
      (await errorOf(early.klaviyo.events.create(anEvent('a'), { signal: AbortSignal.abort() }))).code,
      'klaviyo_aborted',
    );
    assertEqual(early.sent.length, 0);
    const caller = new AbortController();
    const late = connect((_number, signal) => {
      const never = new Promise<Response>((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(signal.reason), { once: true }),
      );
      caller.abort();
      return never;
    });
    const error = await errorOf(late.klaviyo.events.create(anEvent('a'), { signal: caller.signal }));
    assertEqual([error.code, late.sent.length], ['klaviyo_aborted', 1]);
  },
};
