import { describe, expect, test } from 'vitest';
import { operationOf, quotasFor } from './rate-limits.js';

const limits = (operation: string): string => {
  const quotas = quotasFor(operation);
  return (quotas.at(-1)?.windows ?? []).map(({ limit }) => limit).join('/');
};

describe('rate limits', () => {
  test('an operation is named without ids and query', () => {
    expect(operationOf('PATCH', '/api/catalog-variants/%24custom%3A%3A%3A1')).toBe('PATCH /api/catalog-variants/*');
    expect(operationOf('GET', '/api/lists/AbC/relationships/profiles')).toBe('GET /api/lists/*/relationships/profiles');
    expect(operationOf('POST', '/api/events')).toBe('POST /api/events');
  });

  test.each([
    ['POST /api/events', '350/3500'],
    ['POST /api/event-bulk-create-jobs', '10/150'],
    ['POST /api/profile-import', '75/750'],
    ['PATCH /api/catalog-variants/*', '75/750'],
    ['GET /api/catalog-variants', '350/3500'],
    ['GET /api/accounts', '1/15'],
    ['POST /api/lists/*/relationships/profiles', '10/150'],
    ['POST /api/lists', '10/150/150'],
    ['GET /api/something-from-next-year', '3/60'],
  ])('%s has %s', (operation, expected) => {
    expect(limits(operation)).toBe(expected);
  });

  test('a stricter parameter adds the quota it shares with other endpoints', () => {
    const keys = (operation: string, query: Record<string, string | string[]>): string[] =>
      quotasFor(operation, query).map(({ key }) => key);
    expect(keys('GET /api/profiles/*', { include: ['lists', 'segments'] })).toEqual([
      'include=list',
      'include=segment',
      'GET /api/profiles/*',
    ]);
    expect(keys('GET /api/profiles/*', { include: 'push-tokens' })).toEqual(['GET /api/profiles/*']);
    // Once: a call that draws twice from a quota of one a second would wait for itself.
    expect(keys('GET /api/lists/*', { 'additional-fields[list]': 'profile_count' })).toEqual([
      'additional-fields[list]=profile_count',
      'GET /api/lists/*',
    ]);
  });
});
