/** No key and nothing personal in any error, however it is printed. */
import { inspect } from 'node:util';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createKlaviyo, type EventCreateBody, KlaviyoError } from '../src/index.js';
import { anEvent } from './events.js';
import { accepted, connectionError, fakeFetch, json, refusal } from './fake-fetch.js';

const SECRETS = [
  'pk_private_0123456789',
  'pat.smith',
  '+447700900123',
  '7700900123',
  '12 Mill Lane',
  'Pat Smithson',
  'SW1A',
];
const QUOTING = `pat.smith@shop.example.org, +447700900123, Pat Smithson, 12 Mill Lane, SW1A 1AA: pk_private_0123456789`;

const personal: EventCreateBody = anEvent(
  'tenant:ShipmentDispatched:1001:1',
  { email: 'pat.smith@shop.example.org' },
  {
    phone_number: '+447700900123',
    first_name: 'Pat Smithson',
    location: { address1: '12 Mill Lane', zip: 'SW1A 1AA' },
  },
);

/** Everything a log, a console or an error tracker would print of it. */
function everythingIn(error: unknown): string {
  const chain: unknown[] = [];
  for (
    let link = error;
    link !== undefined && link !== null && chain.length < 10;
    link = link instanceof Error ? link.cause : undefined
  ) {
    chain.push(link);
  }
  return chain
    .map((link) =>
      [
        inspect(link, { depth: 20, showHidden: true }),
        JSON.stringify(link),
        String(link),
        link instanceof Error ? link.stack : '',
      ].join('\n'),
    )
    .join('\n');
}

const aborted = new AbortController();
aborted.abort(new Error(QUOTING));

interface Kind {
  readonly code: string;
  readonly answer: Parameters<typeof fakeFetch>[0];
  readonly body?: EventCreateBody;
  readonly signal?: AbortSignal;
}

const breaking = (): never => {
  throw Object.assign(connectionError('ECONNRESET'), { message: QUOTING });
};
const tooLongId = {
  data: { ...personal.data, attributes: { ...personal.data.attributes, unique_id: QUOTING.repeat(9) } },
};
const blamingEmail = '/data/attributes/profile/data/attributes/email';

const kinds: readonly Kind[] = [
  { code: 'klaviyo_network', answer: breaking },
  { code: 'klaviyo_timeout', answer: () => new Promise(() => {}) },
  { code: 'klaviyo_aborted', answer: () => accepted(), signal: aborted.signal },
  { code: 'klaviyo_rate_limited', answer: () => refusal(429, QUOTING, '/data', { 'retry-after': '1' }) },
  { code: 'klaviyo_auth', answer: () => refusal(401, QUOTING) },
  { code: 'klaviyo_gone', answer: () => refusal(410, QUOTING) },
  { code: 'klaviyo_unavailable', answer: () => refusal(503, QUOTING) },
  { code: 'klaviyo_request', answer: () => refusal(400, QUOTING, blamingEmail) },
  { code: 'klaviyo_decode', answer: () => new Response(QUOTING, { status: 202 }) },
  { code: 'klaviyo_invalid', answer: () => accepted(), body: tooLongId },
];

afterEach(() => {
  vi.useRealTimers();
});

describe('an error', () => {
  test.each(kinds)('$code tells nothing secret or personal', async ({ code, answer, body = personal, signal }) => {
    vi.useFakeTimers();
    const { fetch } = fakeFetch(answer);
    const klaviyo = createKlaviyo({ apiKey: 'pk_private_0123456789', fetch, timeoutMs: 1_000 });
    const call = klaviyo.events.create(body, { retry: false, ...(signal === undefined ? {} : { signal }) });
    const outcome = call.catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(1_000);
    const error = await outcome;
    expect(KlaviyoError.is(error) && error.code).toBe(code);
    const printed = everythingIn(error);
    for (const secret of SECRETS) expect(printed.toLowerCase()).not.toContain(secret.toLowerCase());
  });

  test('of a listing does not quote the filter, nor an answer that is not as documented', async () => {
    const filter = 'equals(email,"pat.smith@shop.example.org")';
    for (const answer of [
      breaking,
      () => json(200, { data: [{ type: 'event', id: QUOTING, attributes: { event_properties: QUOTING } }] }),
      () => refusal(400, `Invalid filter ${filter}`),
    ]) {
      const { fetch } = fakeFetch(answer);
      const klaviyo = createKlaviyo({ apiKey: 'pk_private_0123456789', fetch });
      const error = await klaviyo.events
        .list({ filter, retry: false })
        .next()
        .catch((reason: unknown) => reason);
      expect(KlaviyoError.is(error)).toBe(true);
      const printed = everythingIn(error);
      for (const secret of SECRETS) expect(printed).not.toContain(secret);
    }
  });

  test('of an import job quotes neither what Klaviyo says nor what was sent', async () => {
    const job = (attributes: object): Response => json(200, { data: { type: 'job', id: 'job-1', attributes } });
    const { fetch } = fakeFetch(({ method, path }) => {
      if (method === 'POST') return job({ status: 'complete', failed_count: 1 });
      if (!path.includes('import-errors')) return job({ status: 'complete', failed_count: 1 });
      const problem = {
        code: 'invalid',
        title: QUOTING,
        detail: QUOTING,
        source: {},
        original_payload: { email: QUOTING },
      };
      return json(200, { data: [{ type: 'import-error', id: '1', attributes: problem }] });
    });
    const klaviyo = createKlaviyo({ apiKey: 'pk_private_0123456789', fetch });
    const { profile } = personal.data.attributes;
    const pointed = await klaviyo.profiles.importMany([{ type: 'profile', attributes: profile.data.attributes }]);
    expect(pointed.failures).toMatchObject([{ fate: 'unknown', error: { code: 'klaviyo_job' } }]);
    const printed = everythingIn(pointed.failures[0]?.error) + JSON.stringify(pointed.failures);
    for (const secret of SECRETS) expect(printed.toLowerCase()).not.toContain(secret.toLowerCase());
  });

  test('of a catalogue job quotes nothing of the entry', async () => {
    const { fetch } = fakeFetch(() => {
      const errors = [
        {
          id: '1',
          code: 'invalid',
          title: '',
          detail: QUOTING,
          source: { pointer: '/data/attributes/variants/data/0' },
        },
      ];
      return json(200, {
        data: { type: 'job', id: 'job-1', attributes: { status: 'complete', failed_count: 1, errors } },
      });
    });
    const klaviyo = createKlaviyo({ apiKey: 'pk_private_0123456789', fetch });
    const { failures } = await klaviyo.catalogVariants.updateMany([
      {
        type: 'catalog-variant',
        id: 'x',
        attributes: { title: 'Pat Smithson', custom_metadata: { Street: '12 Mill Lane, SW1A 1AA' } },
      },
    ]);
    expect(failures).toMatchObject([{ fate: 'refused', error: { code: 'klaviyo_job' } }]);
    const printed = everythingIn(failures[0]?.error);
    for (const secret of SECRETS) expect(printed.toLowerCase()).not.toContain(secret.toLowerCase());
  });

  test('nor does the client itself, printed', () => {
    const klaviyo = createKlaviyo({ apiKey: 'pk_private_0123456789' });
    expect(inspect(klaviyo, { depth: 10, showHidden: true })).not.toContain('pk_private');
  });
});
