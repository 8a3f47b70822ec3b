/** Every kind of request this client sends, held against Klaviyo's OpenAPI document (`KLAVIYO_OPENAPI`). */
import { describe, expect, test } from 'vitest';
import { createKlaviyo, documentedLimits } from '../src/index.js';
import { operationOf, quotasFor } from '../src/rate-limits.js';
import { answer, calls, meta } from './calls.js';
import { anEvent } from './events.js';
import { fakeFetch } from './fake-fetch.js';
import { klaviyoContract } from './openapi.js';

const contract = klaviyoContract();

describe.skipIf(contract === null)('against the OpenAPI document', () => {
  test.each(calls)('%s', async (_name, call) => {
    const { fetch, sent } = fakeFetch(answer);
    // With the documented limits on: what they refuse and Klaviyo's document allows would be a mistake in them.
    await call(createKlaviyo({ apiKey: 'pk_test', fetch, validate: documentedLimits }));
    expect(sent.length).toBeGreaterThan(0);
    for (const request of sent) {
      expect(contract?.validateRequest(request)).toEqual([]);
      expect(request.headers.get('revision')).toBe('2026-07-15');
    }
  });

  test('the check finds what Klaviyo would drop or refuse', () => {
    const check = (method: string, path: string, body?: unknown): number =>
      contract?.validateRequest({ method, path, body }).length ?? 0;
    expect(check('POST', '/api/events', anEvent('a'))).toBe(0);
    const { attributes } = anEvent('a').data;
    expect(
      check('POST', '/api/events', { data: { type: 'event', attributes: { ...attributes, uniqueId: 'a' } } }),
    ).toBeGreaterThan(0);
    expect(
      check('POST', '/api/events', { data: { type: 'event', attributes: { ...attributes, time: 'yesterday' } } }),
    ).toBeGreaterThan(0);
    const misplaced = { data: { type: 'profile', attributes: { email: 'pat@shop.example.org', meta } } };
    expect(check('POST', '/api/profile-import', misplaced)).toBeGreaterThan(0);
    expect(check('GET', '/api/events?page%5Blimit%5D=3')).toBe(1);
    expect(check('GET', '/api/nothing')).toBe(1);
    expect(check('GET', '/api/metrics', {})).toBe(1);
  });

  test('the table has the limits of every operation', () => {
    for (const { method, path, limits } of contract?.operations ?? []) {
      if (!path.startsWith('/api/')) continue;
      const own = quotasFor(operationOf(method, path)).at(-1);
      const letters = ['s', 'm', 'd'];
      const windows = own?.windows.map(({ limit }, position) => `${limit}/${letters[position]}`);
      expect({ path, windows }).toEqual({
        path,
        windows: [limits.burst, limits.steady, ...(limits.daily === undefined ? [] : [limits.daily])],
      });
    }
  });
});
