import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ProfileFact } from '../inputs.js';
import { definePolicy } from '../policy.js';
import { advance } from './advance.js';
import { foldProfile, initialProfile, type ProfileFold } from './profile.js';

const START = initialProfile({ tenant: 'acme', account: 'main', profile: 'f00d' });
const LIVE = { liveFrom: '2026-03-01T00:00:00Z', isShadow: false };

const aFact: fc.Arbitrary<ProfileFact> = fc
  .record({
    kind: fc.constantFrom('cancelled', 'cancellationWithdrawn', 'partlyShipped', 'fullyShipped'),
    source: fc.constantFrom('1', '2', '3'),
    minute: fc.nat({ max: 5 }),
    email: fc.constantFrom('a@b.co', 'A@b.co'),
  })
  .map(
    ({ kind, source, minute, email }): ProfileFact => ({
      kind,
      source,
      email,
      orderNumber: `W${source}`,
      at: `2026-03-02T09:0${minute}:00Z`,
    }),
  );

function fold(facts: readonly ProfileFact[]): ProfileFold {
  return facts.reduce(foldProfile, START.fold);
}

test('the same facts in any order, any number of times, give the same fold', () => {
  fc.assert(
    fc.property(fc.array(aFact), fc.array(fc.nat()), (facts, again) => {
      const more = again.flatMap((index) => facts[index % Math.max(1, facts.length)] ?? []);
      expect(fold([...more, ...[...facts].reverse(), ...more])).toEqual(fold(facts));
    }),
    { numRuns: 300 },
  );
});

test('a second order cancelled and withdrawn gives way to the first one', () => {
  const fact = (source: string, kind: ProfileFact['kind'], hour: number): ProfileFact => ({
    email: 'a@b.co',
    kind,
    source,
    orderNumber: `W${source}`,
    at: `2026-03-02T1${hour}:00:00Z`,
  });
  let state = START;
  const last = [fact('1', 'cancelled', 0), fact('2', 'cancelled', 1), fact('2', 'cancellationWithdrawn', 2)].map(
    (one) => {
      const result = advance(state, { kind: 'fact', receivedAt: one.at, fact: one }, definePolicy(), LIVE);
      state = result.state;
      return result.milestones.map(({ lastCancelledOrder }) => lastCancelledOrder);
    },
  );
  expect(last).toEqual([['W1'], ['W2'], ['W1']]);
});

test('two orders half way: the flag stays until both have arrived', () => {
  let state = START;
  const flags = (['1', '2', '1', '2'] as const).map((source, index) => {
    const kind = index < 2 ? 'partlyShipped' : 'fullyShipped';
    const fact = { email: 'a@b.co', kind, source, orderNumber: source, at: `2026-03-02T1${index}:00:00Z` } as const;
    const result = advance(state, { kind: 'fact', receivedAt: fact.at, fact }, definePolicy(), LIVE);
    state = result.state;
    return result.milestones.map(({ hasPartlyShippedOrder }) => hasPartlyShippedOrder);
  });
  expect(flags).toEqual([[true], [], [], [false]]);
});

test('a thousand orders keep the state small, and the newest right', () => {
  let state = START;
  for (let order = 0; order < 1_000; order += 1) {
    const at = new Date(Date.parse('2026-03-02T09:00:00Z') + order * 60_000).toISOString();
    const fact = { email: 'a@b.co', kind: 'cancelled', source: String(order), orderNumber: `W${order}`, at } as const;
    state = advance(state, { kind: 'fact', receivedAt: at, fact }, definePolicy(), LIVE).state;
  }
  expect(JSON.stringify(state).length).toBeLessThan(10_000);
  expect(state.told.lastCancelledOrder).toBe('W999');
});

test('shadow withholds, a policy without flags says nothing', () => {
  const fact = {
    email: 'a@b.co',
    kind: 'cancelled',
    source: '1',
    orderNumber: 'W1',
    at: '2026-03-02T10:00:00Z',
  } as const;
  const input = { kind: 'fact', receivedAt: fact.at, fact } as const;
  const shadow = advance(START, input, definePolicy(), { ...LIVE, isShadow: true });
  expect(shadow.milestones.map(({ mode }) => mode)).toEqual(['withheld']);
  expect(advance(START, input, definePolicy({ flags: { enabled: false } }), LIVE).milestones).toEqual([]);
});
