/** Who is told of what, when, through a whole sync on virtual time. */
import { expect, test } from 'vitest';
import type { Alert, AlertSink, AlertsConfig } from '../src/index.js';
import { type Harness, hours, minutes, ship, startHarness } from './harness.js';

interface Told {
  readonly alerts: Alert[];
  readonly sink: AlertSink;
  /** What the sink does next time; undefined: it takes it. */
  trouble: (() => Promise<void>) | undefined;
}

function listener(): Told {
  const told: Told = {
    alerts: [],
    trouble: undefined,
    sink: async (alert) => {
      await told.trouble?.();
      told.alerts.push(alert);
    },
  };
  return told;
}

const QUIET = { digestAt: null } as const;

function start(told: Told, alerts: Partial<AlertsConfig> = QUIET, after?: Harness): Promise<Harness> {
  const config = { alerts: { sink: told.sink, ...alerts }, links: { page: 'https://ops.shop.example/' } };
  return startHarness({
    config,
    policy: { dispatchStrategy: 'shipment', stock: { catalog: 'none' } },
    ...(after === undefined ? {} : { after, store: after.store }),
  });
}

async function report({ store, clock }: Harness, subject: string, name: 'dead-letter' | 'order-stuck' = 'dead-letter') {
  await store.report(
    [{ class: name, subject, severity: 'error', owner: 'integration', detail: { reason: 'klaviyo_request 400' } }],
    clock.now(),
  );
}

/** Time passes, and every few seconds somebody looks. */
async function pass(harness: Harness, forMs: number, everyMs = minutes(1)): Promise<void> {
  for (let passedMs = 0; passedMs < forMs; passedMs += everyMs) {
    await harness.clock.advance(everyMs);
    await harness.sync.tick();
  }
}

const lines = ({ alerts }: Told) => alerts.map(({ kind, title }) => `${kind}: ${title}`);

test('the first is told at once, what follows is collected, and the end is told too', async () => {
  const told = listener();
  const harness = await start(told);
  await report(harness, 'SO-1');
  await harness.sync.tick();
  expect(lines(told)).toEqual(['opened: A message that will not be sent: SO-1']);
  expect(told.alerts[0]?.text).toContain('Page: https://ops.shop.example/incidents/dead-letter');
  for (const subject of ['SO-2', 'SO-3', 'SO-4']) {
    await report(harness, subject);
    await pass(harness, minutes(2));
  }
  expect(told.alerts).toHaveLength(1);
  await pass(harness, minutes(15));
  expect(lines(told).slice(1)).toEqual(['opened: A message that will not be sent (3)']);
  await harness.store.clear('dead-letter', undefined, harness.clock.now());
  await pass(harness, minutes(5));
  expect(lines(told).slice(2)).toEqual(['cleared: Over: A message that will not be sent (4)']);
  await pass(harness, hours(1));
  expect(told.alerts).toHaveLength(3);
});

test('what nobody takes goes to the second owner, who is told once', async () => {
  const told = listener();
  const harness = await start(told);
  await report(harness, 'SO-1');
  await pass(harness, hours(6), minutes(5));
  expect(told.alerts.map(({ kind, owner }) => [kind, owner])).toEqual([
    ['opened', 'integration'],
    ['escalated', 'ecommerce'],
  ]);
});

test('what was told survives a restart', async () => {
  const told = listener();
  const first = await start(told);
  await report(first, 'SO-1');
  await first.sync.tick();
  const second = await start(told, QUIET, first);
  await pass(second, minutes(30));
  expect(told.alerts).toHaveLength(1);
});

test('a sink that fails is tried again with growing pauses, with the same id, and holds up no message', async () => {
  const told = listener();
  let tries = 0;
  told.trouble = async () => {
    tries += 1;
    throw new Error('Nobody listens.');
  };
  const harness = await start(told);
  await report(harness, 'SO-1');
  ship(harness, 'SO-9');
  await harness.run(minutes(10));
  expect(harness.told()).toEqual(['Fulfilled Shipment', 'Fulfilled Order']);
  await pass(harness, minutes(60));
  expect((await harness.sync.health()).incidents).toMatchObject({ 'alerts-undelivered': 1 });
  expect(tries).toBeGreaterThan(4);
  expect(tries).toBeLessThan(20);
  told.trouble = undefined;
  await pass(harness, minutes(16));
  expect(lines(told)).toEqual(['opened: A message that will not be sent: SO-1']);
  expect((await harness.sync.health()).incidents).toEqual({ 'dead-letter': 1 });
});

test('a sink that never answers is left after ten seconds', async () => {
  const told = listener();
  told.trouble = () => new Promise(() => undefined);
  const harness = await start(told);
  await report(harness, 'SO-1');
  const tick = harness.sync.tick();
  await harness.clock.advance(11_000);
  await tick;
  expect(harness.events).toContainEqual({ type: 'stage.failed', stage: 'alerts', reason: 'TimeoutError' });
});

test('the day’s figures go out at eight where people are, once a day, also across a restart', async () => {
  const told = listener();
  const alerts = { digestAt: '08:00', timeZone: 'Europe/London', minSeverity: 'error' } as const;
  const first = await start(told, alerts); // 09:00: today’s time has passed
  ship(first, 'SO-1');
  await first.run(minutes(10));
  await report(first, 'SO-7');
  await pass(first, hours(20), minutes(30));
  expect(told.alerts.filter(({ kind }) => kind === 'digest')).toEqual([]);
  const second = await start(told, alerts, first);
  await pass(second, hours(5), minutes(30));
  const [digest, ...more] = told.alerts.filter(({ kind }) => kind === 'digest');
  expect(more).toEqual([]);
  expect(digest).toMatchObject({
    id: 'acme:digest:2026-03-03',
    title: '2026-03-03: 2 told, 1 incident open',
    digest: {
      delivered: 2,
      silent: 0,
      dead: 0,
      opened: 1,
      closed: 0,
      open: { warehouse: 0, ecommerce: 0, integration: 1 },
    },
  });
  expect(digest?.digest?.slowestStep).not.toBeNull();
  expect(digest?.at.slice(0, 13)).toBe('2026-03-03T08');
});
