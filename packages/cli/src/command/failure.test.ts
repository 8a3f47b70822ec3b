import { describe, expect, test } from 'vitest';
import { UsageError } from './errors.js';
import { failureOf } from './failure.js';

/** As the packages throw them: known by their code alone. */
function coded(code: string, more: Readonly<Record<string, unknown>> = {}): Error {
  return Object.assign(new Error('What happened, and what to do.'), { code, ...more });
}

describe('a failure', () => {
  test.each([
    [new UsageError('--from is needed.', '--from'), 2, '--from'],
    [coded('environment'), 2, null],
    [coded('sync_request', { field: 'from' }), 2, 'from'],
    [coded('sync_remote_unauthorized'), 2, 'CLARUS_KLAVIYO_TOKEN'],
    [coded('sync_remote_not_understood'), 2, 'CLARUS_KLAVIYO_URL'],
    [coded('sync_remote_unreachable'), 3, 'CLARUS_KLAVIYO_URL'],
    [coded('sync_remote_interrupted'), 3, null],
    [coded('store_unavailable'), 3, 'DATABASE_URL'],
    [coded('clarus_auth'), 2, 'CLARUS_CLIENT_ID'],
    [coded('clarus_timeout'), 3, null],
    [coded('clarus_paging'), 1, null],
    [coded('klaviyo_auth'), 2, 'KLAVIYO_API_KEY'],
    [coded('klaviyo_network'), 3, null],
    [coded('klaviyo_request'), 1, null],
    [coded('internal', { trouble: 'refused' }), 1, null],
    [new DOMException('gone', 'AbortError'), 130, null],
  ])('%s', (error, exitCode, field) => {
    expect(failureOf(error)).toMatchObject({ exitCode, field });
  });

  test('that nobody foresaw says where, and nothing it might quote', () => {
    const { message, exitCode } = failureOf(new TypeError('cannot read jo@mail.shoppers.co.uk'));
    expect(exitCode).toBe(1);
    expect(message).toContain('TypeError');
    expect(message).toContain('failure.test.ts');
    expect(message).not.toContain('shoppers');
  });
});
