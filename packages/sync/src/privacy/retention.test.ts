import { definePolicy } from '@clarus-klaviyo/mapping';
import { expect, test } from 'vitest';
import type { Purge } from '../stores/store.js';
import { DAY_MS, DEFAULT_RETENTION, purgeOld, retentionProblem } from './retention.js';

const NOW = Date.UTC(2026, 5, 1);
const reach = { policies: [definePolicy({ ageLimits: { ShipmentDispatched: '20d' } })], sweepBackMs: 14 * DAY_MS };

test('what may still be told or swept must be remembered', () => {
  expect(retentionProblem(DEFAULT_RETENTION, reach)).toBe(null);
  expect(retentionProblem({ rawDays: 7, keepDays: 20 }, reach)).toBe(null);
  expect(retentionProblem({ rawDays: 7, keepDays: 19 }, reach)).toContain('retention.keepDays: at least 20');
  expect(retentionProblem({ rawDays: 7, keepDays: 13 }, { ...reach, policies: [] })).toContain('at least 14');
  expect(retentionProblem({ rawDays: 0, keepDays: 90 }, reach)).toContain('retention.rawDays');
});

/** A store in which so many old webhooks lie. */
function storeWith(old: number) {
  const asked: { readonly rawMs: number; readonly keptMs: number; readonly limit: number }[] = [];
  let left = old;
  const purge = async (before: (typeof asked)[number]): Promise<Purge> => {
    asked.push(before);
    const raw = Math.min(left, before.limit);
    left -= raw;
    return { raw, bodies: 0, messages: 0, states: 0 };
  };
  return { purge, asked };
}

test('what is older goes a little at a time, until nothing is', async () => {
  const store = storeWith(1_200);
  const gone = await purgeOld(store, { rawDays: 7, keepDays: 90 }, NOW);
  expect(gone).toEqual({ raw: 1_200, bodies: 0, messages: 0, states: 0 });
  expect(store.asked.length).toBe(4);
  expect(store.asked[0]).toMatchObject({ rawMs: NOW - 7 * DAY_MS, keptMs: NOW - 90 * DAY_MS });
});

test('a service that stops does not wait for it', async () => {
  const store = storeWith(1_200);
  await purgeOld(store, DEFAULT_RETENTION, NOW, AbortSignal.abort());
  expect(store.asked).toEqual([]);
});
