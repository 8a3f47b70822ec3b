/** Returns as they happen. Times are counted from a Monday, 09:00 UTC. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { definePolicy, isReturn, type PolicyInput, returnedOrderReference } from '../src/index.js';
import { at, LIVE } from './builders.js';
import { RUNS } from './runs.js';
import { DONE, line, POLICY, playReturn, RETURNS, receipt, seen } from './stories/returns.js';

describe('a return', () => {
  test.each(RETURNS)('$name', ({ inputs, until, policy, told, findings = [], facts = [] }) => {
    const result = playReturn(inputs, until ?? null, policy);
    expect(result.told).toEqual(told);
    expect(result.findings).toEqual(findings);
    expect(result.facts).toEqual(facts);
  });

  test('in shadow everything is decided and nothing goes out', () => {
    const { told } = playReturn([seen(at('0s'), DONE)], null, POLICY, { ...LIVE, isShadow: true });
    expect(told).toEqual(['return received [2 TEE], the last (withheld: shadow)']);
  });

  test('any arrival of the same reads: equal facts, each id once, and never more units than came', () => {
    const amounts = fc.array(fc.tuple(fc.nat({ max: 2 }), fc.nat({ max: 1 }), fc.constantFrom('RCV', 'COMPLETED')), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(amounts, fc.array(fc.nat({ max: 8 }), { maxLength: 10 }), (steps, order) => {
        const inputs = steps.map(([tee, cap, statusCode], index) =>
          seen(at(`${index}h`), receipt({ statusCode, lines: [line('TEE', 2, tee), line('CAP', 1, cap)] })),
        );
        const shuffled = [...order, ...inputs.keys()].flatMap((index, position) => {
          const input = inputs[index % inputs.length];
          return input === undefined ? [] : [{ ...input, receivedAt: at(`${20 + position}h`) }];
        });
        const { milestones, state } = playReturn([...inputs, ...shuffled], at('90d'));
        expect(new Set(milestones.map(({ id }) => id)).size).toBe(milestones.length);
        expect(state.facts).toEqual(playReturn(inputs, null).state.facts);
        for (const milestone of milestones) {
          if (milestone.kind !== 'ReturnReceived') continue;
          const [item] = milestone.items;
          const most = Math.max(...steps.map(([tee, cap]) => (item?.sku === 'TEE' ? tee : cap)));
          expect(item?.quantity).toBeLessThanOrEqual(most);
        }
      }),
      RUNS,
    );
  });
});

describe('the original order', () => {
  const policyOf = (returns: NonNullable<PolicyInput['returns']>) => definePolicy({ returns });

  test.each([
    ['by the reference as it is', {}, 'RMA-WEB-1001'],
    ['by a part of it', { orderReferencePattern: '^RMA-(.+)$' }, 'WEB-1001'],
    ['by another reference', { orderReference: 'string1' }, 'WEB-7'],
    ['by none that the receipt has', { orderReference: 'string9' }, null],
    ['by a pattern that does not match', { orderReferencePattern: '^X(.+)' }, null],
  ])('is named %s', (_, returns, reference) => {
    expect(returnedOrderReference(receipt({ references: { string1: ' WEB-7 ' } }), policyOf(returns))).toBe(reference);
  });

  test('a receipt without kind or reference matches no rule by accident', () => {
    const bare = receipt({ kindCode: '', reference: null });
    expect(isReturn(bare, [], policyOf({ kinds: ['return'], automations: ['1'], referencePattern: '^RMA' }))).toBe(
      false,
    );
  });
});
