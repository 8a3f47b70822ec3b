import { describe, expect, test } from 'vitest';
import { errorFromCall, KlaviyoError, problemsIn } from './errors.js';
import { redact } from './redact.js';

const operation = 'POST /api/events';

describe('errors', () => {
  test('every failed status has one class, which knows whether a repeat can help', () => {
    const kinds = Object.fromEntries(
      [302, 400, 401, 403, 404, 405, 408, 409, 410, 413, 415, 422, 429, 500, 502, 503, 504, 520, 524].map((status) => {
        const error = errorFromCall({ operation, status });
        return [status, `${error.code}${error.retryable ? ' retryable' : ''}${error.isAmbiguous ? ' ambiguous' : ''}`];
      }),
    );
    const unavailable = 'klaviyo_unavailable retryable ambiguous';
    expect(kinds).toEqual({
      302: 'klaviyo_request',
      400: 'klaviyo_request',
      401: 'klaviyo_auth',
      403: 'klaviyo_auth',
      404: 'klaviyo_request',
      405: 'klaviyo_request',
      408: unavailable,
      409: 'klaviyo_request',
      410: 'klaviyo_gone',
      413: 'klaviyo_request',
      415: 'klaviyo_request',
      422: 'klaviyo_request',
      429: 'klaviyo_rate_limited retryable',
      500: unavailable,
      502: unavailable,
      503: unavailable,
      504: unavailable,
      520: unavailable,
      524: unavailable,
    });
  });

  test('a message says what was done, what came back and where', () => {
    const problems = problemsIn(
      {
        errors: [
          {
            code: 'invalid',
            title: 'Invalid input.',
            detail: 'Not a valid date.',
            source: { pointer: '/data/attributes/time' },
          },
        ],
      },
      {},
    );
    const error = errorFromCall({ operation, status: 400, problems });
    expect(error.message).toBe('POST /api/events: refused with 400. Not a valid date. (/data/attributes/time)');
    expect(error.pointers).toEqual(['/data/attributes/time']);
  });

  test.each([[undefined], ['<html>'], [{ errors: 'many' }], [{ errors: [null, 7] }], [[]]])(
    'an error body that is not as documented (%j) is no information',
    (answer) => {
      expect(problemsIn(answer, {})).toEqual([]);
    },
  );

  test('is told by its code, so that two copies of the package agree', () => {
    expect(KlaviyoError.is(errorFromCall({ operation, status: 400 }))).toBe(true);
    expect(KlaviyoError.is(Object.assign(new Error(), { code: 'klaviyo_request' }))).toBe(true);
    expect(KlaviyoError.is(Object.assign(new Error(), { code: 'ECONNRESET' }))).toBe(false);
    expect(KlaviyoError.is({ code: 'klaviyo_request' })).toBe(false);
  });
});

describe('redaction', () => {
  test.each([
    ['pat.smith@shop.example.org is not valid', 'pat.smith@'],
    ["Phone number '+44 7700 900123' is invalid", '900123'],
    ['Phone number +447700900123 is invalid', '7700'],
    ['call (020) 7946-0958 now', '7946'],
    ['key pk_0123456789abcdef is wrong', 'abcdef'],
    ['Authorization: Bearer eyJhbGciOi.abc.def', 'eyJ'],
    ['"Pat Smith" lives elsewhere', 'Smith'],
  ])('%s', (text, secret) => {
    expect(redact(text)).toContain('[redacted]');
    expect(redact(text)).not.toContain(secret);
  });

  test('takes out whatever the body says, in any case', () => {
    const body = { data: { type: 'event', attributes: { location: { address1: '12 Mill Lane' }, first_name: 'Pat' } } };
    expect(redact('Address 12 MILL LANE of pat is not known; an event needs one.', body)).toBe(
      'Address [redacted] of [redacted] is not known; an event needs one.',
    );
  });

  test('leaves plain words alone', () => {
    expect(redact('The maximum of 400 properties is exceeded.')).toBe('The maximum of 400 properties is exceeded.');
  });
});
