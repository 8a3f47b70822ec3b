import { expect, test } from 'vitest';
import type { Clock } from '../clock.js';
import type { RawDelivery, Store } from '../stores/store.js';
import { createGroupCommit } from './group-commit.js';

const soon: Clock = { now: () => 0, sleep: () => Promise.resolve() };

function delivery(body: string): RawDelivery {
  return { receivedAtMs: 0, automationId: '1', headers: {}, body };
}

function recordingStore(receive: Store['receive']): Store {
  return new Proxy({ receive } as Store, {
    get: (target, name) => {
      if (name === 'receive') return target.receive;
      throw new Error(`group commit must not touch ${String(name)}`);
    },
  });
}

test('deliveries that arrive together share one commit, in the order they came', async () => {
  const commits: string[][] = [];
  const commit = createGroupCommit(
    recordingStore(async (raw) => void commits.push(raw.map((one) => one.body))),
    soon,
    5,
  );
  await Promise.all(['a', 'b', 'c'].map((body) => commit(delivery(body))));
  await commit(delivery('d'));
  expect(commits).toEqual([['a', 'b', 'c'], ['d']]);
});

test('a commit that fails is told to every delivery of its group, and the next group is tried afresh', async () => {
  let isFull = true;
  const commit = createGroupCommit(
    recordingStore(async () => {
      if (isFull) throw new Error('no room');
    }),
    soon,
    5,
  );
  const results = await Promise.allSettled([commit(delivery('a')), commit(delivery('b'))]);
  expect(results.map((result) => result.status)).toEqual(['rejected', 'rejected']);
  isFull = false;
  await commit(delivery('c'));
});
