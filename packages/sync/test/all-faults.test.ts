import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '@clarus-klaviyo/testing';
import { afterEach, expect, test } from 'vitest';
import { type Store, StoreUnavailableError } from '../src/index.js';
import { openSqliteStore } from '../src/node.js';
import { type Harness, minutes, PATIENT, serve, ship, startHarness, webhooksAnswered } from './harness.js';

const folders: string[] = [];
afterEach(async () => {
  await webhooksAnswered();
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true })));
});

const POLICY = { dispatchStrategy: 'shipment', stock: { catalog: 'none' } } as const;

/** A store that is busy or full now and then: the call is refused, and nothing of it was done. */
function unwell(store: Store, chance: (isReceive: boolean) => boolean): Store {
  return new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]) =>
        name !== 'close' && chance(name === 'receive')
          ? Promise.reject(new StoreUnavailableError(name === 'receive' ? 'full' : 'locked'))
          : member.apply(target, args);
    },
  });
}

/** Webhooks in pairs, the later one first, every fourth lost, all of them twice; repeated until they were acknowledged. */
async function deliverBadly(harness: Harness, from: number): Promise<void> {
  const jobs = harness.clarus.jobs.slice(from).filter(({ sequence }) => sequence % 4 !== 0);
  for (const job of [...jobs.toReversed(), ...jobs]) {
    let status = 503;
    for (let tries = 0; status === 503 && tries < 50; tries += 1)
      status = (await harness.post(job.body, job.headers)).status;
    expect(status).toBe(200);
  }
}

test('everything at once, over restarts on the same file: each event once, in order, to the right order', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'all-faults-'));
  folders.push(folder);
  const path = join(folder, 'sync.db');
  const random = seededRandom(7);
  let isUnwell = false;
  let clarus: Harness | undefined;
  // A start that the store refuses is the process manager's to repeat: trouble begins after it.
  let startMs = Number.POSITIVE_INFINITY;
  const isUnderWay = (): boolean => (clarus?.clock.now() ?? 0) > startMs;
  let shipped = 0;

  for (let start = 0; start < 4; start += 1) {
    const sqlite = await openSqliteStore(path);
    await expect(openSqliteStore(path)).rejects.toMatchObject({ code: 'store_unavailable' });
    isUnwell = false;
    const harness: Harness = await startHarness({
      policy: POLICY,
      sendsNothing: true,
      store: unwell(sqlite, (isReceive) => (isReceive || isUnderWay()) && isUnwell && random() < 0.05),
      config: PATIENT,
      ...(clarus === undefined ? {} : { after: clarus }),
    });
    clarus ??= harness;
    const isLast = start === 3;
    isUnwell = !isLast;
    const chances = { slow: 0.05, 'rate-limited': 0.05, 'server-error': 0.1, 'reset-after': 0.05, malformed: 0.05 };
    harness.clarus.faults.plan(isLast ? {} : { path: '/graphql', chances: { ...chances, hang: 0.02 } });
    harness.klaviyo.faults.plan(isLast ? {} : { chances: { ...chances, hang: 0.02 } });
    if (!isLast) {
      const from = harness.clarus.jobs.length;
      for (let index = 0; index < 5; index += 1) ship(harness, `SO-${shipped + index}`);
      shipped += 5;
      harness.clarus.revokeTokens();
      await deliverBadly(harness, from);
    }
    startMs = harness.clock.now();
    await serve(harness, isLast ? minutes(60) : minutes(6));
    harness.clarus.faults.plan();
    await sqlite.close();
  }

  const accepted = clarus?.klaviyo.accepted ?? [];
  const told = Map.groupBy(accepted, ({ properties }) => String(properties['OrderNumber']));
  expect(told.size).toBe(shipped);
  for (const events of told.values())
    expect(events.map(({ metric }) => metric)).toEqual(['Fulfilled Shipment', 'Fulfilled Order']);
}, 120_000);
