import { expect, test } from 'vitest';
import type { KlaviyoContext } from '../context.js';
import { type JobKind, runJobs } from './run.js';

/** Time passes as soon as somebody waits. */
function context(): KlaviyoContext {
  return {
    send: () => Promise.reject(new Error('nothing is sent here')),
    check: () => {},
    clock: { now: () => 0, sleep: () => new Promise((resolve) => setTimeout(resolve, 0)) },
  };
}

interface Numbered {
  readonly key: string;
}

function countingKind(endAtOnce: number): { readonly kind: JobKind<Numbered>; readonly mostOpen: () => number } {
  let open = 0;
  let mostOpen = 0;
  let started = 0;
  const kind: JobKind<Numbered> = {
    desk: 'test',
    operation: 'POST /api/tests',
    maxItems: 1,
    keyOf: ({ key }) => key,
    merge: () => undefined,
    start: async () => {
      open += 1;
      started += 1;
      mostOpen = Math.max(mostOpen, open);
      return { type: 'job', id: String(started), attributes: { status: 'queued' } };
    },
    poll: async (id) => {
      if (started < endAtOnce) return { type: 'job', id, attributes: { status: 'processing' } };
      open -= 1;
      return { type: 'job', id, attributes: { status: 'complete' } };
    },
    problems: async () => [],
    isAbout: () => false,
  };
  return { kind, mostOpen: () => mostOpen };
}

test('never has more than 500 jobs open, however many runs there are and whatever they ask for', async () => {
  const { kind, mostOpen } = countingKind(500);
  const shared = context();
  const items = (run: string): Numbered[] => Array.from({ length: 300 }, (_, index) => ({ key: `${run}${index}` }));
  const results = await Promise.all(
    ['a', 'b', 'c'].map((run) => runJobs(shared, kind, items(run), { concurrency: 10_000, maxJobWaitMs: 1e12 })),
  );
  expect(results.map(({ counts }) => counts.applied)).toEqual([300, 300, 300]);
  expect(mostOpen()).toBe(500);
});

test('what the source throws is the caller’s error, after the jobs under way have been settled', async () => {
  const { kind } = countingKind(0);
  const fates: string[] = [];
  function* broken(): Generator<Numbered> {
    yield { key: 'a' };
    throw new Error('the file ended early');
  }
  const run = runJobs(context(), kind, broken(), { onFate: ({ fate }) => fates.push(fate) });
  await expect(run).rejects.toThrow('the file ended early');
  expect(fates).toEqual(['applied']);
});

test('reads no more than ten jobs ahead while it waits for busy keys', async () => {
  const { kind } = countingKind(0);
  let read = 0;
  let settled = 0;
  let mostAhead = 0;
  function* same(): Generator<Numbered> {
    for (; read < 1_000; read += 1) yield { key: 'a' };
  }
  const { counts } = await runJobs(context(), kind, same(), {
    onFate: () => {
      settled += 1;
      mostAhead = Math.max(mostAhead, read - settled);
    },
  });
  expect(counts.applied).toBe(1_000);
  expect(mostAhead).toBeLessThanOrEqual(11);
});
