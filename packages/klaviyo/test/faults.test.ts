/** Everything that goes wrong at once, fifty times faster: nothing lost, nothing doubled. `bench/faults.mjs` at true scale. */
import { fakeKlaviyo, seededRandom } from '@clarus-klaviyo/testing';
import { expect, test } from 'vitest';
import { type Clock, createKlaviyo } from '../src/index.js';
import { anEvent } from './events.js';

const SCALE = 50;
const EVENTS = 1_500;
const CALLERS = 100;
const USUAL = { chances: { 'server-error': 0.02, 'reset-before': 0.01, 'reset-after': 0.01, hang: 0.01 } } as const;
const OUTAGE = { chances: { 'server-error': 1 } } as const;

/** A minute of this clock takes 1.2 s. */
const fastClock: Clock = {
  now: () => Date.now() * SCALE,
  sleep: (delayMs, signal) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(resolve, delayMs / SCALE);
      signal?.addEventListener('abort', () => {
        clearTimeout(timer);
        reject(signal.reason);
      });
    }),
};

test('5xx, broken and silent connections, an outage and a thief of half the quota lose and double nothing', async () => {
  const random = seededRandom(20_260_720);
  const server = fakeKlaviyo({
    apiKeys: { pk_ours: 'brand', pk_theirs: 'brand' },
    clock: fastClock,
    random,
    faults: USUAL,
    windows: { phaseMs: 17_300 },
  });
  const klaviyo = createKlaviyo({ apiKey: 'pk_ours', fetch: server.fetch, clock: fastClock, random, timeoutMs: 200 });
  const thief = createKlaviyo({
    apiKey: 'pk_theirs',
    fetch: server.fetch,
    clock: fastClock,
    timeoutMs: 200,
    retry: false,
  });

  let next = 0;
  const stolen: Promise<unknown>[] = [];
  const failures: unknown[] = [];
  const caller = async (): Promise<void> => {
    while (next < EVENTS) {
      next += 1;
      if (next === 500) {
        server.faults.plan(OUTAGE);
        void fastClock.sleep(20_000).then(() => server.faults.plan(USUAL));
      }
      const body = anEvent(`ours-${next}`);
      stolen.push(thief.events.create(anEvent(`theirs-${next}`)).catch(() => {}));
      await klaviyo.events.create(body).catch((error: unknown) => failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  await Promise.all(stolen);

  const recorded = server.accepted.map(({ uniqueId }) => uniqueId).filter((id) => id.startsWith('ours-'));
  expect(failures).toEqual([]);
  expect(recorded).toHaveLength(EVENTS);
  expect(new Set(recorded).size).toBe(EVENTS);
  for (const kind of ['server-error', 'reset-before', 'reset-after', 'hang'] as const) {
    expect(server.faults.struck.get(kind)).toBeGreaterThan(0);
  }
});
