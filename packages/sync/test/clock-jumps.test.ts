import { afterEach, expect, test } from 'vitest';
import type { Clock, Sync } from '../src/index.js';
import { type Harness, hours, minutes, PATIENT, serve, ship, startHarness, webhooksAnswered } from './harness.js';

afterEach(webhooksAnswered);

const POLICY = { dispatchStrategy: 'shipment', stock: { catalog: 'none' } } as const;

interface Jumping extends Harness {
  /** What the process takes for the time; sleeps are not touched, as those of a computer are not. */
  readonly time: Clock;
  jump(byMs: number): void;
}

async function startJumping(policy: Parameters<typeof startHarness>[0] & object): Promise<Jumping> {
  const base = await startHarness({ ...policy });
  let aheadMs = 0;
  const time: Clock = { now: () => base.clock.now() + aheadMs, sleep: base.clock.sleep };
  base.hearsWebhooks = false;
  const harness = await startHarness({ ...policy, after: base, config: { ...PATIENT, clock: time } });
  return Object.assign(harness, {
    time,
    jump: (byMs: number) => {
      aheadMs += byMs;
    },
  });
}

function eventsByOrder({ klaviyo }: Harness): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { properties } of klaviyo.accepted) {
    const order = String(properties['OrderNumber']);
    counts[order] = (counts[order] ?? 0) + 1;
  }
  return counts;
}

async function incidents(sync: Sync): Promise<unknown> {
  return (await sync.health()).incidents;
}

test.each([
  ['an hour back', -hours(1)],
  ['a day forward', hours(24)],
])(
  'the clock jumps %s: what waited, what comes and what was lost is told once, and nothing stays shut',
  async (_name, byMs) => {
    const harness = await startJumping({ policy: POLICY });
    harness.klaviyo.faults.plan({ chances: { 'server-error': 1 } });
    ship(harness, 'PAUSED');
    await serve(harness, minutes(5));
    expect(harness.told()).toEqual([]);
    ship(harness, 'RUNG');
    await webhooksAnswered();
    harness.jump(byMs);
    harness.klaviyo.faults.plan();
    ship(harness, 'AFTER');
    await webhooksAnswered();
    harness.hearsWebhooks = false;
    ship(harness, 'LOST');
    await serve(harness, minutes(100));
    expect(eventsByOrder(harness)).toMatchObject({ PAUSED: 2, RUNG: 2, AFTER: 2 });
    expect(await incidents(harness.sync)).not.toHaveProperty('klaviyo-unavailable');
    const swept = harness.events.flatMap((event) => (event.type === 'sweep.done' ? event.kind : []));
    expect(swept.filter((kind) => kind === 'dispatches').length).toBeGreaterThan(60);
  },
  60_000,
);

test.each([
  ['an hour back', -hours(1)],
  ['an hour forward', hours(1)],
])(
  'the clock jumps %s while the work is under way: nothing is lost, doubled or held for ever',
  async (_name, byMs) => {
    const harness = await startJumping({ policy: POLICY });
    const serving = serve(harness, minutes(100));
    ship(harness, 'BEFORE');
    await harness.clock.advance(minutes(2));
    ship(harness, 'RUNG');
    await webhooksAnswered();
    harness.jump(byMs);
    ship(harness, 'AFTER');
    await webhooksAnswered();
    await serving;
    expect(eventsByOrder(harness)).toEqual({ BEFORE: 2, RUNG: 2, AFTER: 2 });
  },
  60_000,
);

test('what is held until the collection is not told before it, though the clock was an hour ahead meanwhile', async () => {
  const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
  const carriers = { '*': Object.fromEntries(days.map((day) => [day, '12:00'])) };
  const harness = await startJumping({
    policy: { ...POLICY, shippedWhen: { collectionTimes: { timeZone: 'Europe/London', carriers } } },
  });
  ship(harness, 'SO-1');
  await serve(harness, minutes(110)); // nearly eleven
  harness.jump(-hours(1));
  await serve(harness, hours(2)); // nearly noon
  expect(harness.time.now()).toBeLessThan(Date.parse('2026-03-02T12:00:00Z'));
  expect(harness.told()).toEqual([]);
  await serve(harness, minutes(30));
  expect(eventsByOrder(harness)).toEqual({ 'SO-1': 2 });
}, 60_000);

test('a laptop that slept for a day tells what became true meanwhile, once', async () => {
  const harness = await startJumping({ policy: POLICY });
  await serve(harness, minutes(5));
  ship(harness, 'BEFORE');
  await webhooksAnswered();
  harness.jump(hours(24));
  await serve(harness, minutes(10));
  await serve(harness, minutes(10));
  expect(eventsByOrder(harness)).toEqual({ BEFORE: 2 });
}, 60_000);
