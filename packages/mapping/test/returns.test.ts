/** Returns as they happen. Times are counted from a Monday, 09:00 UTC. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  advance,
  definePolicy,
  initialReceipt,
  isReturn,
  type Milestone,
  type PolicyInput,
  type ProfileFact,
  type ReceiptInput,
  type ReceiptObservation,
  type ReceiptRecord,
  type ReturnedOrder,
  returnedOrderReference,
} from '../src/index.js';
import { at, deepFreeze, inWords, LIVE } from './builders.js';
import { RUNS } from './runs.js';

const ORDER: ReturnedOrder = {
  orderId: '1001',
  orderNumber: 'WEB-1001',
  shopReference: '5550001',
  warehouseCode: 'LEEDS',
  contact: { email: 'ada@shopper.co.uk', phone: null, countryCode: 'GB' },
};
const POLICY: PolicyInput = { returns: { referencePattern: '^RMA-' }, events: { ReturnAbandoned: true } };

function receipt(change: Partial<ReceiptRecord> = {}): ReceiptRecord {
  return {
    id: '77',
    reference: 'RMA-WEB-1001',
    statusCode: 'PENDING',
    kindCode: null,
    expectedAt: null,
    references: {},
    lines: [line('TEE', 2, 0)],
    ...change,
  };
}

function line(sku: string, expected: number, received: number) {
  return { id: `line-${sku}`, sku, productName: `The ${sku}`, expected, received };
}

let reads = 0;

function seen(
  receivedAt: string,
  record: ReceiptRecord | null,
  change: Partial<ReceiptObservation> = {},
): ReceiptObservation {
  reads += 1;
  return {
    kind: 'receipt',
    source: 'webhook',
    receivedAt,
    read: reads,
    receipt: record,
    hooks: ['goods_in.updated'],
    automations: [],
    order: ORDER,
    ...change,
  };
}

const swept = (receivedAt: string, record: ReceiptRecord) => seen(receivedAt, record, { source: 'sweep', hooks: [] });

function play(inputs: readonly ReceiptInput[], until: string | null, policyInput: PolicyInput = POLICY, run = LIVE) {
  const policy = definePolicy(policyInput);
  let state = deepFreeze(initialReceipt({ tenant: 'acme', receiptId: '77' }));
  const milestones: Milestone[] = [];
  const facts: ProfileFact[] = [];
  let findings: readonly string[] = [];
  let wakeAt: string | null = null;
  const step = (input: ReceiptInput): void => {
    const result = advance(state, deepFreeze(input), policy, run);
    state = deepFreeze(result.state);
    milestones.push(...result.milestones);
    facts.push(...result.facts);
    findings = result.findings.map(({ code }) => code);
    wakeAt = result.wakeAt;
  };
  const wakeUntil = (instant: string): void => {
    for (let turns = 0; wakeAt !== null && wakeAt <= instant; turns += 1) {
      if (turns > 50) throw new Error(`livelock: still asks to be woken at ${wakeAt}`);
      step({ kind: 'time', at: wakeAt });
    }
  };
  for (const input of inputs) {
    wakeUntil(input.kind === 'time' ? input.at : input.receivedAt);
    step(input);
  }
  if (until !== null) wakeUntil(until);
  return { milestones, told: inWords(milestones), facts: facts.map(({ kind }) => kind), findings, wakeAt, state };
}

interface Story {
  readonly name: string;
  readonly inputs: readonly ReceiptInput[];
  readonly until?: string;
  readonly policy?: PolicyInput;
  readonly told: readonly string[];
  readonly findings?: readonly string[];
  readonly facts?: readonly string[];
}

const DONE = receipt({ statusCode: 'COMPLETED', lines: [line('TEE', 2, 2)] });
const TWO = [line('TEE', 2, 0), line('CAP', 1, 0)];

const STORIES: readonly Story[] = [
  {
    name: 'expected, then received whole',
    inputs: [seen(at('0s'), receipt()), seen(at('2d'), DONE), seen(at('3d'), DONE)],
    told: ['return expected [2 TEE]', 'return received [2 TEE], the last'],
    facts: ['returnOpened', 'returned'],
  },
  {
    name: 'two lines come on two days: each is told, the second is the last',
    inputs: [
      seen(at('0s'), receipt({ lines: TWO })),
      seen(at('1d'), receipt({ statusCode: 'RCV', lines: [line('TEE', 2, 2), line('CAP', 1, 0)] })),
      seen(at('2d'), receipt({ statusCode: 'RCV', lines: [line('TEE', 2, 2), line('CAP', 1, 1)] })),
    ],
    told: ['return expected [2 TEE, 1 CAP]', 'return received [2 TEE]', 'return received [1 CAP], the last'],
    facts: ['returnOpened', 'returned'],
  },
  {
    name: 'half a line is here: it waits until the line is whole or the receipt is closed',
    inputs: [
      seen(at('0s'), receipt()),
      seen(at('1d'), receipt({ statusCode: 'RCV', lines: [line('TEE', 2, 1)] })),
      seen(at('2d'), receipt({ statusCode: 'completed', lines: [line('TEE', 2, 1)] })),
    ],
    told: ['return expected [2 TEE]', 'return received [1 TEE], the last'],
    facts: ['returnOpened', 'returned'],
  },
  {
    name: 'closed with one line missing: what came is the last of it',
    inputs: [
      seen(at('0s'), receipt({ lines: TWO })),
      seen(at('1d'), receipt({ statusCode: 'Completed', lines: [line('TEE', 2, 2), line('CAP', 1, 0)] })),
    ],
    told: ['return expected [2 TEE, 1 CAP]', 'return received [2 TEE], the last'],
    facts: ['returnOpened', 'returned'],
  },
  {
    name: 'first seen when it was already received: nothing was expected',
    inputs: [seen(at('1h'), DONE)],
    told: ['return received [2 TEE], the last'],
    facts: ['returned'],
  },
  {
    name: 'abandoned: nothing came for thirty days',
    inputs: [seen(at('0s'), receipt())],
    until: at('40d'),
    told: ['return expected [2 TEE]', 'return abandoned: overdue'],
    facts: ['returnOpened', 'returnClosed'],
  },
  {
    name: 'abandoned, and it comes after all: told as received',
    inputs: [seen(at('0s'), receipt()), seen(at('35d'), DONE)],
    told: ['return expected [2 TEE]', 'return abandoned: overdue', 'return received [2 TEE], the last'],
    facts: ['returnOpened', 'returnClosed', 'returned'],
  },
  {
    name: 'cancelled: abandoned at once',
    inputs: [seen(at('0s'), receipt()), seen(at('1d'), receipt({ statusCode: 'Cancelled' }))],
    told: ['return expected [2 TEE]', 'return abandoned: cancelled'],
    facts: ['returnOpened', 'returnClosed'],
  },
  {
    name: 'the record is gone after a cancel hook: abandoned',
    inputs: [seen(at('0s'), receipt()), seen(at('1d'), null, { hooks: ['goods_in.cancelled'] })],
    told: ['return expected [2 TEE]', 'return abandoned: cancelled'],
    facts: ['returnOpened', 'returnClosed'],
  },
  {
    name: 'completed without a unit: abandoned',
    inputs: [seen(at('0s'), receipt()), seen(at('1d'), receipt({ statusCode: 'COMPLETED' }))],
    told: ['return expected [2 TEE]', 'return abandoned: nothing-received'],
    facts: ['returnOpened', 'returnClosed'],
  },
  {
    name: 'cancelled before anybody heard of it: nobody misses it',
    inputs: [seen(at('1d'), receipt({ statusCode: 'Cancelled' }))],
    told: [],
  },
  {
    name: 'no rule says that it is a return: it is none',
    policy: {},
    inputs: [seen(at('0s'), receipt()), seen(at('1d'), DONE)],
    told: [],
  },
  {
    name: 'recognised by the automation that rang, once it has rung',
    policy: { returns: { automations: ['43'] } },
    inputs: [seen(at('0s'), receipt()), seen(at('1d'), DONE, { automations: ['43', '44'] }), seen(at('2d'), DONE)],
    told: ['return received [2 TEE], the last'],
    facts: ['returned'],
  },
  {
    name: 'recognised by its kind',
    policy: { returns: { kinds: ['Return'] } },
    inputs: [seen(at('1h'), receipt({ ...DONE, kindCode: 'RETURN' }))],
    told: ['return received [2 TEE], the last'],
    facts: ['returned'],
  },
  {
    name: 'no order is found: nothing is told, a person is',
    inputs: [seen(at('0s'), receipt(), { order: null }), seen(at('1d'), DONE, { order: null })],
    until: at('40d'),
    told: [],
    findings: ['return-unresolved'],
  },
  {
    name: 'the order is found the next day: told then',
    inputs: [seen(at('0s'), DONE, { order: null }), seen(at('1d'), DONE)],
    told: ['return received [2 TEE], the last'],
    facts: ['returned'],
  },
  {
    name: 'the order is found weeks later: on the timeline, but silent',
    inputs: [seen(at('0s'), DONE, { order: null }), seen(at('20d'), DONE)],
    told: ['return received [2 TEE], the last (silent: late)'],
    facts: ['returned'],
    findings: ['late-news'],
  },
  {
    name: 'an unresolved return that is cancelled needs nobody',
    inputs: [seen(at('0s'), receipt({ statusCode: 'Cancelled' }), { order: null })],
    told: [],
  },
  {
    name: 'first start: a completed return found by a sweep is history',
    inputs: [swept(at('0s'), DONE), seen(at('1d'), DONE)],
    until: at('40d'),
    told: [],
  },
  {
    name: 'first start: an expected one is history, its arrival is news',
    inputs: [swept(at('0s'), receipt()), swept(at('1d'), DONE)],
    told: ['return received [2 TEE], the last'],
    facts: ['returned'],
  },
  {
    name: 'first start, order not found: what was received then never becomes news',
    inputs: [
      seen(at('0s'), DONE, { order: null, source: 'sweep', hooks: [] }),
      seen(at('1d'), DONE, { source: 'sweep', hooks: [] }),
    ],
    told: [],
  },
  {
    name: 'no e-mail on the order: held, and withheld at the age limit',
    inputs: [seen(at('0s'), DONE, { order: { ...ORDER, contact: null } })],
    until: at('5d'),
    told: ['return received [2 TEE], the last (withheld: identity-missing)'],
    findings: ['identity-missing'],
  },
  {
    name: 'a relay address: withheld',
    policy: { ...POLICY, identity: { ignoredEmails: ['ada@shopper.co.uk'] } },
    inputs: [seen(at('0s'), DONE)],
    told: ['return received [2 TEE], the last (withheld: identity-filtered)'],
    findings: ['identity-filtered'],
  },
  {
    name: 'an abandoned return is recorded and not told where nobody wants it',
    policy: { returns: { referencePattern: '^RMA-', abandonAfter: '1d' } },
    inputs: [seen(at('0s'), receipt({ expectedAt: at('2d') }))],
    until: at('3d'),
    told: ['return expected [2 TEE]'],
    facts: ['returnOpened', 'returnClosed'],
  },
];

describe('a return', () => {
  test.each(STORIES)('$name', ({ inputs, until, policy, told, findings = [], facts = [] }) => {
    const result = play(inputs, until ?? null, policy);
    expect(result.told).toEqual(told);
    expect(result.findings).toEqual(findings);
    expect(result.facts).toEqual(facts);
  });

  test('in shadow everything is decided and nothing goes out', () => {
    const { told } = play([seen(at('0s'), DONE)], null, POLICY, { ...LIVE, isShadow: true });
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
        const { milestones, state } = play([...inputs, ...shuffled], at('90d'));
        expect(new Set(milestones.map(({ id }) => id)).size).toBe(milestones.length);
        expect(state.facts).toEqual(play(inputs, null).state.facts);
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
