import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NOON } from '../stores/conformance/builders.js';
import { anEntry, aRecord, HOUR_MS } from './__fixtures__/entries.js';
import { type ComparisonFacts, compare } from './compare.js';

const NEVER: ReadonlySet<string> = new Set();
const facts: ComparisonFacts = { account: 'brand', nowMs: NOON + 2 * HOUR_MS, resent: NEVER, readAgain: NEVER };

function differences(...given: Parameters<typeof compare>): readonly (readonly [string, string | null])[] {
  return compare(...given).found.map(({ difference, step }) => [difference.class, step?.kind ?? null]);
}

describe('one message', () => {
  test('that both have is no difference', () => {
    const result = compare([anEntry('a')], [aRecord('a')], facts);
    expect(result).toEqual({ told: 1, matched: 1, found: [], dropped: [], arrived: [] });
  });

  test('that Klaviyo took and does not show is missing, and is sent again', () => {
    const { found } = compare([anEntry('a')], [], facts);
    expect(found).toMatchObject([
      {
        difference: {
          class: 'missing',
          eventId: 'a',
          orderReference: 'SO-7',
          ledgerStatus: 'delivered',
          trueAt: '2026-03-01T11:59:00.000Z',
          toldAt: '2026-03-01T12:00:01.000Z',
          inKlaviyoAt: null,
        },
        orderId: '7',
        step: { kind: 'resend', account: 'brand', eventId: 'a' },
      },
    ]);
  });

  test('that Klaviyo may not show yet is not yet due', () => {
    const soon = { ...facts, nowMs: NOON + 20 * 60_000 };
    expect(differences([anEntry('a')], [], soon)).toEqual([['not-yet-due', null]]);
  });

  test('that was sent again and is missing still is dropped silently: planned never again', () => {
    const again = { ...facts, resent: new Set(['a']) };
    const result = compare([anEntry('a')], [], again);
    expect(result.dropped.map(({ id }) => id)).toEqual(['a']);
    expect(result.found).toMatchObject([{ difference: { class: 'missing' }, step: null }]);
  });

  test('that was sent again and has come is told as arrived', () => {
    const { arrived, found } = compare([anEntry('a')], [aRecord('a')], { ...facts, resent: new Set(['a']) });
    expect([arrived.map(({ id }) => id), found]).toEqual([['a'], []]);
  });

  test('that waits is not yet due, and has arrived all the same where an answer was lost', () => {
    expect(differences([anEntry('a', { status: 'pending' })], [], facts)).toEqual([['not-yet-due', null]]);
    expect(compare([anEntry('a', { status: 'pending' })], [aRecord('a')], facts)).toMatchObject({
      matched: 1,
      found: [],
    });
  });

  test('that died is missing; a person decides whether it goes again', () => {
    const dead = anEntry('a', { status: 'dead', reason: 'klaviyo_request 400' });
    expect(differences([dead], [], facts)).toEqual([['missing', null]]);
    expect(differences([dead], [aRecord('a')], facts)).toEqual([['extra', null]]);
  });

  test('that was withheld is nowhere, or extra', () => {
    const withheld = anEntry('a', { status: 'withheld', mode: 'withheld' });
    expect(differences([withheld], [], facts)).toEqual([]);
    expect(differences([withheld], [aRecord('a')], facts)).toEqual([['extra', null]]);
  });

  test('that waited for long, or was learnt too late, is late', () => {
    const waited = anEntry('a', { settledAtMs: NOON + HOUR_MS });
    expect(differences([waited], [aRecord('a')], facts)).toEqual([['late', null]]);
    const { because } = anEntry('b');
    const learntLate = anEntry('b', { mode: 'silent', because: { ...because, modeReason: 'late' } });
    expect(differences([learntLate], [aRecord('b')], facts)).toEqual([['late', null]]);
    const history = anEntry('c', { mode: 'silent', settledAtMs: NOON + HOUR_MS });
    expect(differences([history], [aRecord('c')], facts)).toEqual([]);
  });

  test('that says something else in Klaviyo is different, and its order is read again, once', () => {
    const other = aRecord('a', { properties: { EventId: 'a', 10: 'ten', 2: 'three' } });
    expect(differences([anEntry('a')], [other], facts)).toEqual([['different', 'read-again']]);
    expect(differences([anEntry('a')], [other], { ...facts, readAgain: new Set(['7']) })).toEqual([
      ['different', null],
    ]);
  });

  test('whose members come in another order, or with more of Klaviyo’s own, is the same', () => {
    const { properties } = aRecord('a');
    const shuffled = { $event_id: 'x', ...Object.fromEntries(Object.entries(properties).reverse()) };
    expect(differences([anEntry('a')], [aRecord('a', { properties: shuffled })], facts)).toEqual([]);
  });

  test('that the ledger never heard of, that comes twice, or that names no id is extra', () => {
    expect(differences([], [aRecord('a')], facts)).toEqual([['extra', null]]);
    expect(differences([anEntry('a')], [aRecord('a'), aRecord('a')], facts)).toEqual([['extra', null]]);
    expect(differences([], [aRecord(null, { properties: { OrderNumber: 'SO-9' } })], facts)).toEqual([['extra', null]]);
  });

  test('whose body is gone cannot be sent again', () => {
    expect(differences([anEntry('a', { message: null })], [], facts)).toEqual([['missing', null]]);
  });
});

const fate = fc.constantFrom('matched', 'missing', 'extra', 'late', 'pending', 'withheld');

test('whatever became of however many, each is counted once and in its class', () => {
  fc.assert(
    fc.property(fc.array(fate, { maxLength: 60 }), (fates) => {
      const ledger = fates.flatMap((one, index) => {
        const id = `m${index}`;
        if (one === 'extra') return [];
        if (one === 'pending') return [anEntry(id, { status: 'pending' })];
        if (one === 'withheld') return [anEntry(id, { status: 'withheld' })];
        return [anEntry(id, one === 'late' ? { settledAtMs: NOON + HOUR_MS } : {})];
      });
      const recorded = fates.flatMap((one, index) =>
        one === 'matched' || one === 'extra' || one === 'late' ? [aRecord(`m${index}`)] : [],
      );
      const { found, matched, told } = compare(ledger, recorded, facts);
      const of = (name: string): number => fates.filter((one) => one === name).length;
      const classed = (name: string): number => found.filter(({ difference }) => difference.class === name).length;
      expect(matched).toBe(of('matched') + of('late'));
      expect(told).toBe(of('matched') + of('late') + of('missing'));
      expect(['missing', 'extra', 'late', 'not-yet-due', 'different'].map(classed)).toEqual([
        of('missing'),
        of('extra'),
        of('late'),
        of('pending'),
        0,
      ]);
      expect(found.filter(({ step }) => step !== null)).toHaveLength(of('missing'));
    }),
  );
});
