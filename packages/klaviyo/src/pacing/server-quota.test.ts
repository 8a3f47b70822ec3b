import { describe, expect, test } from 'vitest';
import { decodeRetryAfterMs, decodeServerQuota } from './server-quota.js';

const headers = (limit: string, remaining = '3499', reset = '42'): Headers =>
  new Headers({ 'RateLimit-Limit': limit, 'RateLimit-Remaining': remaining, 'RateLimit-Reset': reset });

describe('RateLimit headers', () => {
  test('take the limit of the minute out of the list, not the burst in front of it', () => {
    expect(decodeServerQuota(headers('350, 350;w=1, 3500;w=60'))).toEqual({
      limit: 3500,
      remaining: 3499,
      resetMs: 42_000,
    });
  });

  test.each([
    ['a plain number', headers('350')],
    ['a list without the minute', headers('350, 350;w=1')],
    ['an unknown form', headers('"default";q=3500;w=60')],
    ['no remaining', headers('350, 350;w=1, 3500;w=60', '')],
    ['a reset that is no part of a minute', headers('350, 350;w=1, 3500;w=60', '10', '86400')],
    ['none at all', new Headers()],
  ])('%s is no information', (_what, given) => {
    expect(decodeServerQuota(given)).toBeUndefined();
  });

  test('Retry-After is whole seconds or nothing', () => {
    expect(decodeRetryAfterMs(new Headers({ 'Retry-After': '7' }))).toBe(7_000);
    expect(decodeRetryAfterMs(new Headers({ 'Retry-After': 'Wed, 21 Oct 2026 07:28:00 GMT' }))).toBeUndefined();
    expect(decodeRetryAfterMs(new Headers())).toBeUndefined();
  });
});
