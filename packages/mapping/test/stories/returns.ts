/** Returns as they happen, as an analyst tells them, and the plain records they are made of. */
import fc from 'fast-check';
import {
  advance,
  definePolicy,
  initialReceipt,
  type Milestone,
  type PolicyInput,
  type ProfileFact,
  type ReceiptInput,
  type ReceiptLine,
  type ReceiptObservation,
  type ReceiptRecord,
  type ReceiptState,
  type ReturnedOrder,
  type RunSettings,
} from '../../src/index.js';
import { at, deepFreeze, inWords, LIVE } from '../builders.js';

const ORDER: ReturnedOrder = {
  orderId: '1001',
  orderNumber: 'WEB-1001',
  shopReference: '5550001',
  warehouseCode: 'LEEDS',
  contact: { email: 'ada@shopper.co.uk', phone: null, countryCode: 'GB' },
};
export const POLICY: PolicyInput = { returns: { referencePattern: '^RMA-' }, events: { ReturnAbandoned: true } };

export function receipt(change: Partial<ReceiptRecord> = {}): ReceiptRecord {
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

export function line(sku: string, expected: number, received: number): ReceiptLine {
  return { id: `line-${sku}`, sku, productName: `The ${sku}`, expected, received };
}

let reads = 0;

export function seen(
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

const swept = (receivedAt: string, record: ReceiptRecord): ReceiptObservation =>
  seen(receivedAt, record, { source: 'sweep', hooks: [] });

interface PlayedReturn {
  readonly milestones: readonly Milestone[];
  /** The same in words. */
  readonly told: readonly string[];
  readonly facts: readonly string[];
  readonly findings: readonly string[];
  readonly wakeAt: string | null;
  readonly state: ReceiptState;
}

export function playReturn(
  inputs: readonly ReceiptInput[],
  until: string | null,
  policyInput: PolicyInput = POLICY,
  run: RunSettings = LIVE,
): PlayedReturn {
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

interface ReturnStory {
  readonly name: string;
  readonly inputs: readonly ReceiptInput[];
  readonly until?: string;
  readonly policy?: PolicyInput;
  readonly told: readonly string[];
  readonly findings?: readonly string[];
  readonly facts?: readonly string[];
}

export const DONE: ReceiptRecord = receipt({ statusCode: 'COMPLETED', lines: [line('TEE', 2, 2)] });
const TWO = [line('TEE', 2, 0), line('CAP', 1, 0)];

export const RETURNS: readonly ReturnStory[] = [
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
    name: 'expected on a day: abandoned thirty days after that day, not after it was booked',
    inputs: [seen(at('0s'), receipt({ expectedAt: at('5d') }))],
    until: at('34d'),
    told: ['return expected [2 TEE]'],
    facts: ['returnOpened'],
  },
  {
    name: 'expected on a day that nobody can read: as if none was given',
    inputs: [seen(at('0s'), receipt({ expectedAt: 'next week' }))],
    until: at('30d'),
    told: ['return expected [2 TEE]', 'return abandoned: overdue'],
    facts: ['returnOpened', 'returnClosed'],
  },
  {
    name: 'closed is complete as well',
    inputs: [seen(at('0s'), receipt()), seen(at('1d'), receipt({ statusCode: 'Closed', lines: [line('TEE', 2, 1)] }))],
    told: ['return expected [2 TEE]', 'return received [1 TEE], the last'],
    facts: ['returnOpened', 'returned'],
  },
  {
    name: 'a receipt without lines expects nothing, and is told once it has some',
    inputs: [seen(at('0s'), receipt({ lines: [] })), seen(at('1h'), receipt())],
    told: ['return expected [2 TEE]'],
    facts: ['returnOpened'],
  },
  {
    name: 'one line came and then it was cancelled: what came is told and closes the return, nothing is abandoned',
    inputs: [
      seen(at('0s'), receipt({ lines: TWO })),
      seen(at('1d'), receipt({ statusCode: 'RCV', lines: [line('TEE', 2, 2), line('CAP', 1, 0)] })),
      seen(at('2d'), receipt({ statusCode: 'Cancelled', lines: [line('TEE', 2, 2), line('CAP', 1, 0)] })),
    ],
    until: at('60d'),
    told: ['return expected [2 TEE, 1 CAP]', 'return received [2 TEE]'],
    facts: ['returnOpened', 'returned'],
  },
  {
    name: 'nobody to tell yet: it waits for an address and is told once there is one',
    inputs: [seen(at('0s'), receipt(), { order: { ...ORDER, contact: null } }), seen(at('1h'), receipt())],
    told: ['return expected [2 TEE]'],
    facts: ['returnOpened'],
  },
  {
    name: 'nobody to tell ever: people are told instead',
    inputs: [seen(at('0s'), receipt(), { order: { ...ORDER, contact: null } })],
    told: [],
    findings: ['identity-missing'],
  },
  {
    name: 'the record is gone and nobody cancelled it: nothing is told of that',
    inputs: [seen(at('0s'), receipt()), seen(at('1d'), null, { hooks: [] })],
    told: ['return expected [2 TEE]'],
    facts: ['returnOpened'],
  },
  {
    name: 'booked anew after it was gone: it stands',
    inputs: [seen(at('0s'), receipt()), seen(at('1d'), null, { hooks: [] }), seen(at('2d'), DONE)],
    told: ['return expected [2 TEE]', 'return received [2 TEE], the last'],
    facts: ['returnOpened', 'returned'],
  },
  {
    name: 'the order is corrected to another customer meanwhile: the flag is taken from whom it was given',
    inputs: [
      seen(at('0s'), receipt()),
      seen(at('1d'), receipt({ statusCode: 'Cancelled' }), {
        order: { ...ORDER, contact: { email: 'grace@shopper.co.uk', phone: null, countryCode: 'GB' } },
      }),
    ],
    told: ['return expected [2 TEE]', 'return abandoned: cancelled'],
    facts: ['returnOpened', 'returnClosed'],
  },
  {
    name: 'its order is found after three weeks: what came is on the timeline, and starts no flow',
    inputs: [seen(at('0s'), DONE, { order: null }), seen(at('21d'), DONE)],
    told: ['return received [2 TEE], the last (silent: late)'],
    findings: ['late-news'],
    facts: ['returned'],
  },
  {
    name: 'known from the first sweep and overdue since: nobody waits for it',
    inputs: [swept(at('0s'), receipt())],
    until: at('60d'),
    told: [],
  },
  {
    name: 'found by a sweep after webhooks had rung for it: news',
    inputs: [seen(at('0s'), receipt({ lines: [] })), swept(at('1d'), DONE)],
    told: ['return received [2 TEE], the last'],
    facts: ['returned'],
  },
  {
    name: 'two lines of one SKU are one entry of the message',
    inputs: [seen(at('0s'), receipt({ lines: [line('TEE', 2, 0), { ...line('TEE', 1, 0), id: 'line-TEE-2' }] }))],
    told: ['return expected [3 TEE]'],
    facts: ['returnOpened'],
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

/** Reads of one return in which anything may happen: units come and go, it is closed, cancelled, gone, nobody's. */
export const anyReturn: fc.Arbitrary<readonly ReceiptObservation[]> = fc
  .array(
    fc.record({
      received: fc.tuple(fc.nat({ max: 2 }), fc.nat({ max: 1 })),
      statusCode: fc.constantFrom('PENDING', 'RCV', 'COMPLETED', 'Cancelled'),
      expectedAt: fc.constantFrom(null, at('3d'), '2026-03-09', 'soon'),
      reference: fc.constantFrom('RMA-1', 'RMA-2', 'x'.repeat(300)),
      isGone: fc.boolean(),
      order: fc.constantFrom(null, ORDER, { ...ORDER, contact: null }),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((steps) =>
    steps.map(({ received: [tee, cap], isGone, order, reference, ...change }, index) => {
      const lines = [line('TEE', 2, tee), line('CAP', 1, cap)];
      const record = receipt({ ...change, reference: `RMA-${reference}`, lines });
      return seen(at(`${index * 9}h`), isGone ? null : record, { order });
    }),
  );
