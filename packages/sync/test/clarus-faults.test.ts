import { afterEach, expect, test } from 'vitest';
import { hours, minutes, ship, startHarness, webhooksAnswered } from './harness.js';

afterEach(webhooksAnswered);

const POLICY = { dispatchStrategy: 'shipment', stock: { catalog: 'none' } } as const;
const EVERYTHING = ['Fulfilled Shipment', 'Fulfilled Order'];

test.each([
  ['down', { 'server-error': 1 }, 'clarus-unavailable'],
  ['answering nonsense', { malformed: 1 }, 'record-unreadable'],
  ['dropping connections', { 'reset-before': 0.5, 'reset-after': 0.5 }, 'clarus-unavailable'],
  ['down and answering nonsense by turns', { 'server-error': 0.5, malformed: 0.5 }, null],
] as const)(
  'while Clarus is %s nothing is told and nothing lost; it clears itself',
  async (_name, chances, incident) => {
    const harness = await startHarness({ policy: POLICY });
    harness.clarus.faults.plan({ chances, path: '/graphql' });
    ship(harness, 'SO-1');
    await harness.run(minutes(20));
    expect(harness.told()).toEqual([]);
    if (incident !== null) expect((await harness.sync.health()).incidents).toHaveProperty(incident);
    harness.clarus.faults.plan();
    await harness.run(minutes(20));
    expect(harness.told()).toEqual(EVERYTHING);
    expect((await harness.sync.health()).incidents).toEqual({});
  },
);

test('a token that was ended from outside is replaced; credentials that are refused are an incident of their own', async () => {
  const harness = await startHarness({ policy: POLICY });
  harness.clarus.revokeTokens();
  ship(harness, 'SO-1');
  await harness.run(minutes(5));
  expect(harness.told()).toEqual(EVERYTHING);

  harness.clarus.revokeTokens();
  harness.clarus.faults.plan({ script: Array(8).fill({ kind: 'server-error', status: 401 }), path: '/oauth' });
  ship(harness, 'SO-2');
  await harness.run(20_000);
  expect((await harness.sync.health()).incidents).toHaveProperty('clarus-refuses-credentials');
  harness.clarus.faults.plan();
  await harness.run(minutes(20));
  expect(harness.told()).toHaveLength(4);
  expect((await harness.sync.health()).incidents).toEqual({});
});

test('a database that was lost starts anew: what was told before is told to nobody again', async () => {
  const harness = await startHarness({ policy: POLICY });
  for (let index = 0; index < 5; index += 1) ship(harness, `SO-${index}`);
  await harness.run(minutes(10));
  expect(harness.told()).toHaveLength(10);
  harness.hearsWebhooks = false;
  const anew = await startHarness({ policy: POLICY, after: harness });
  await anew.sync.sweep();
  await anew.run(hours(3));
  expect(anew.told()).toHaveLength(10);
});
