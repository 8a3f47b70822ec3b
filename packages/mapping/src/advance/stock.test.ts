import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { StockInput } from '../inputs.js';
import { definePolicy } from '../policy.js';
import type { Policy, PolicyInput, Resolvers } from '../policy-types.js';
import { advance } from './advance.js';
import { initialStock } from './stock.js';

const LIVE = { liveFrom: '2026-03-01T00:00:00Z', isShadow: false };
const START_MS = Date.parse('2026-03-02T09:00:00Z');
const START = initialStock({ tenant: 'acme', account: 'main', sku: 'TEE' });
const instant = (seconds: number): string => new Date(START_MS + seconds * 1_000).toISOString();
const balance = { warehouse: 'LEEDS', available: 0, allocated: 0, ordered: 0, received: 0, picked: 0 };

/** `[seconds, available, read?]` */
type Look = readonly [number, number, number?];

function stock([seconds, available, read = seconds]: Look): StockInput {
  return {
    kind: 'stock',
    source: 'webhook',
    receivedAt: instant(seconds),
    read,
    balances: [{ ...balance, available }],
  };
}

/** What Klaviyo is given and when, in seconds; wakes happen on time. */
function play(
  looks: readonly Look[],
  policy: Policy = definePolicy(),
  run = LIVE,
): readonly (readonly [number, number])[] {
  const told: (readonly [number, number])[] = [];
  let state = START;
  let wakeAt: string | null = null;
  const step = (input: StockInput): void => {
    const result = advance(state, input, policy, run);
    state = result.state;
    wakeAt = result.wakeAt;
    for (const { at, quantity } of result.milestones) told.push([(Date.parse(at) - START_MS) / 1_000, quantity]);
  };
  const wakeUntil = (end: string): void => {
    while (wakeAt !== null && wakeAt <= end) step({ kind: 'time', at: wakeAt });
  };
  for (const look of looks) {
    wakeUntil(instant(look[0]));
    step(stock(look));
  }
  wakeUntil(instant(1e6));
  return told;
}

describe('stock of one SKU', () => {
  test.each<{ name: string; looks: readonly Look[]; told: readonly (readonly [number, number])[] }>([
    {
      name: 'goes down at once',
      looks: [
        [0, 5],
        [100, 3],
        [101, 0],
      ],
      told: [
        [60, 5],
        [100, 3],
        [101, 0],
      ],
    },
    {
      name: 'goes up when it has held',
      looks: [
        [0, 0],
        [100, 4],
      ],
      told: [
        [0, 0],
        [160, 4],
      ],
    },
    {
      name: '0→1→0 in a minute tells nothing',
      looks: [
        [0, 0],
        [100, 1],
        [140, 0],
        [150, 1],
        [205, 0],
      ],
      told: [[0, 0]],
    },
    {
      name: 'an increase that keeps changing waits no longer than the cap',
      looks: [[0, 0], ...[1, 2, 3, 4, 5, 6, 7, 8].map((n): Look => [n * 50, n])],
      told: [
        [0, 0],
        [350, 6],
        [460, 8],
      ],
    },
    {
      name: 'only the newest read counts',
      looks: [
        [0, 0, 5],
        [10, 9, 4],
      ],
      told: [[0, 0]],
    },
    {
      name: 'the same value again tells nothing',
      looks: [
        [0, 0],
        [10, 0],
        [20, 0],
      ],
      told: [[0, 0]],
    },
    {
      name: 'never less than nothing, never a part of a unit',
      looks: [
        [0, -3],
        [10, 2.7],
      ],
      told: [
        [0, 0],
        [70, 2],
      ],
    },
  ])('$name', ({ looks, told }) => {
    expect(play(looks)).toEqual(told);
  });

  test.each<{ name: string; policy: PolicyInput; resolvers?: Resolvers; quantity: number }>([
    { name: 'sums every warehouse', policy: {}, quantity: 12 },
    { name: 'counts only the named ones', policy: { stock: { warehouses: ['LEEDS'] } }, quantity: 10 },
    { name: 'takes off what is allocated', policy: { stock: { sellable: 'available-less-allocated' } }, quantity: 8 },
    { name: 'takes off the safety stock once', policy: { stock: { safetyStock: 3 } }, quantity: 9 },
    { name: 'leaves it all to the resolver', policy: {}, resolvers: { sellable: () => 77 }, quantity: 77 },
  ])('$name', ({ policy, resolvers, quantity }) => {
    const input: StockInput = {
      kind: 'stock',
      source: 'webhook',
      receivedAt: instant(0),
      read: 1,
      balances: [
        { ...balance, available: 10, allocated: 4 },
        { ...balance, warehouse: 'YORK', available: 2 },
      ],
    };
    const held = { ...policy, stock: { ...policy.stock, restockHold: '0s' } };
    const { milestones } = advance(START, input, definePolicy(held, resolvers), LIVE);
    expect(milestones.map((milestone) => milestone.quantity)).toEqual([quantity]);
  });

  test('a catalogue that cannot be written, or lacks the SKU, gets nothing, and a person hears why', () => {
    const look = stock([0, 0]);
    const synced = advance(START, look, definePolicy({ stock: { catalog: 'synced' } }), LIVE);
    expect([synced.milestones, synced.findings.map(({ code }) => code)]).toEqual([[], ['catalog-not-writable']]);
    const unmapped = advance(START, look, definePolicy({}, { toCatalogId: () => null }), LIVE);
    expect([unmapped.milestones, unmapped.findings.map(({ code }) => code)]).toEqual([[], ['sku-unmapped']]);
    const none = advance(START, look, definePolicy({ stock: { catalog: 'none' } }), LIVE);
    expect([none.milestones, none.findings]).toEqual([[], []]);
  });

  test('what was only decided in shadow is written when live', () => {
    const policy = definePolicy();
    const shadow = advance(START, stock([0, 0]), policy, { ...LIVE, isShadow: true });
    expect(shadow.milestones.map(({ mode }) => mode)).toEqual(['withheld']);
    expect(advance(shadow.state, stock([5, 0]), policy, LIVE).milestones.map(({ mode }) => mode)).toEqual(['live']);
  });

  test('at rest Klaviyo equals the last read, and every write has an id of its own', () => {
    const looks = fc.array(fc.tuple(fc.nat({ max: 200 }), fc.nat({ max: 3 })), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(looks, (steps) => {
        let seconds = 0;
        const seen = steps.map(([after, available], index): Look => {
          seconds += after;
          return [seconds, available, index];
        });
        expect(play(seen).at(-1)?.[1]).toBe(seen.at(-1)?.[1]);
      }),
      { numRuns: 300 },
    );
  });
});
