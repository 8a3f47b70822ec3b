/** History put onto timelines after the fact, and what is left of a customer who asked to be forgotten. */
import { describe, expect, test } from 'vitest';
import {
  advance,
  definePolicy,
  initialOrder,
  initialProfile,
  initialReceipt,
  type OrderInput,
  type ReceiptObservation,
  type RunSettings,
  toKlaviyo,
  withoutContact,
} from '../src/index.js';
import {
  aLine,
  anOrder,
  aParcel,
  aShipment,
  at,
  aView,
  evidence,
  inWords,
  LIVE,
  play,
  seen,
  swept,
} from './builders.js';

/** Asked for on the Monday of the stories; history begins thirty days earlier. */
const BACKFILL: RunSettings = { liveFrom: at('-30d'), isShadow: false, isBackfill: true };
const COMPLETED = anOrder({ statusCode: 'COMPLETED' });
const dated = (at: string) => [{ id: '1', sku: 'TEE', quantity: 2, at, notBefore: null, storageUnitId: null }];
const shipped = (instant: string) =>
  aView({
    order: COMPLETED,
    lines: [aLine('TEE', 2, 2)],
    shipments: [aShipment('A', 'dispatched')],
    dispatches: dated(instant),
  });
const untracked = [aShipment('A', 'dispatched', { parcels: [aParcel('x', { trackingNumber: null })] })];

interface History {
  readonly name: string;
  readonly inputs: readonly OrderInput[];
  readonly told: readonly string[];
  readonly wakeAt?: string;
}

const HISTORIES: readonly History[] = [
  {
    name: 'an order shipped three weeks ago goes onto the timeline and starts no flow',
    inputs: [swept(at('0s'), shipped(at('-21d')))],
    told: ['shipped A [2 TEE] (silent: backfill)', 'fulfilled full (silent: backfill)'],
  },
  {
    name: 'what left before the backfill begins stays untold',
    inputs: [swept(at('0s'), shipped(at('-31d')))],
    told: [],
  },
  {
    name: 'a cancelled order waits for no new order under its reference: nothing of history is still found out',
    inputs: [swept(at('0s'), aView({ order: anOrder({ statusCode: 'CANCELLED' }) }))],
    told: ['cancelled (silent: backfill)'],
  },
  {
    name: 'neither does a parcel without a tracking number',
    inputs: [swept(at('0s'), aView({ ...shipped(at('-21d')), shipments: untracked }))],
    told: ['shipped A [2 TEE] (silent: backfill)', 'fulfilled full (silent: backfill)'],
  },
  {
    name: 'an order that nobody can be told of is withheld at once',
    inputs: [swept(at('0s'), aView({ ...shipped(at('-1d')), order: { ...COMPLETED, contact: null } }))],
    told: ['shipped A [2 TEE] (withheld: identity-missing)', 'fulfilled full (withheld: identity-missing)'],
  },
  {
    name: 'a planned dispatch that is still to come is waited for, since it is no history',
    inputs: [swept(at('0s'), aView({ order: anOrder({ expectedDispatchAt: at('1d') }) }))],
    told: [],
    wakeAt: at('2d'),
  },
];

describe('a backfill', () => {
  test.each(HISTORIES)('$name', ({ inputs, told, wakeAt = null }) => {
    const result = play(inputs, null, { run: BACKFILL });
    expect(inWords(result.milestones)).toEqual(told);
    expect(result.wakeAt).toBe(wakeAt);
  });

  test('tells what the first sweep passed over, and each only once', () => {
    const view = shipped(at('-21d'));
    const first = play([swept(at('0s'), view)], null, { run: LIVE });
    expect(first.milestones).toEqual([]);
    const second = play([swept(at('1h'), view), swept(at('2h'), view)], null, { run: BACKFILL, state: first.state });
    expect(inWords(second.milestones)).toEqual([
      'shipped A [2 TEE] (silent: backfill)',
      'fulfilled full (silent: backfill)',
    ]);
    const [message] = second.milestones.flatMap((milestone) => toKlaviyo(milestone, definePolicy()));
    expect(message?.body.data.attributes).toMatchObject({ backfill: true, time: at('-21d') });
    const third = play([swept(at('3h'), view)], null, { run: LIVE, state: second.state });
    expect(third.milestones).toEqual([]);
  });

  test('leaves an order alone of which something was told', () => {
    const half = aView({ lines: [aLine('TEE', 2, 2), aLine('CAP', 1, 0)], shipments: [aShipment('A', 'dispatched')] });
    const whole = aView({
      order: COMPLETED,
      lines: [aLine('TEE', 2, 2), aLine('CAP', 1, 1)],
      shipments: [aShipment('A', 'dispatched'), aShipment('B', 'dispatched')],
    });
    const live = play([swept(at('0s'), half), seen(at('1h'), whole)], null);
    expect(inWords(live.milestones)).toEqual(['shipped B [1 CAP]', 'fulfilled full']);
    expect(play([swept(at('2h'), whole)], null, { run: BACKFILL, state: live.state }).milestones).toEqual([]);
  });

  test('dates what Clarus does not by the instant as of which its view is handed in', () => {
    const undated = aView({ ...shipped(at('0s')), dispatches: [] });
    const { milestones } = play([swept(at('-10d'), undated)], null, { run: BACKFILL });
    expect(milestones.map((milestone) => milestone.at)).toEqual([at('-10d'), at('-10d')]);
  });

  test('dates a shipment by evidence that was fed in before its view', () => {
    const undated = aView({ ...shipped(at('0s')), dispatches: [] });
    const inputs = [evidence('dispatched', null, at('-12d')), swept(at('0s'), undated)];
    const [shipment] = play(inputs, null, { run: BACKFILL }).milestones;
    expect(shipment?.at).toBe(at('-12d'));
  });

  test('makes nothing live: what a later live look finds is told live', () => {
    const open = play([swept(at('0s'), aView())], null, { run: BACKFILL });
    expect(open.state.told.isLive).toBe(false);
    const later = play([swept(at('1h'), aView({ ...shipped(at('30m')) }))], null, { run: LIVE, state: open.state });
    expect(inWords(later.milestones)).toEqual(['shipped A [2 TEE]', 'fulfilled full']);
  });

  test('in shadow withholds', () => {
    const { milestones } = play([swept(at('0s'), shipped(at('-1d')))], null, { run: { ...BACKFILL, isShadow: true } });
    expect(milestones.map(({ mode, because }) => [mode, because.modeReason])).toEqual([
      ['withheld', 'shadow'],
      ['withheld', 'shadow'],
    ]);
  });
});

const RETURNS = definePolicy({ returns: { kinds: ['RETURN'] } });
const NEW_RECEIPT = initialReceipt({ tenant: 'acme', receiptId: '77' });

function returned(change: Partial<ReceiptObservation> = {}): ReceiptObservation {
  return {
    kind: 'receipt',
    source: 'sweep',
    receivedAt: at('0s'),
    read: 1,
    receipt: {
      id: '77',
      reference: 'RMA-1',
      statusCode: 'completed',
      kindCode: 'RETURN',
      expectedAt: null,
      references: {},
      lines: [{ id: '1', sku: 'TEE', productName: null, expected: 1, received: 1 }],
    },
    hooks: [],
    automations: [],
    order: {
      orderId: '1001',
      orderNumber: 'WEB-1001',
      shopReference: null,
      warehouseCode: null,
      contact: { email: 'ada@shopper.co.uk', phone: '+447700900123', countryCode: 'GB' },
    },
    ...change,
  };
}

describe('a backfill of returns', () => {
  test('tells what the first sweep passed over, silently', () => {
    const { state, milestones: first } = advance(NEW_RECEIPT, returned(), RETURNS, LIVE);
    expect(first).toEqual([]);
    const { milestones } = advance(state, returned(), RETURNS, BACKFILL);
    expect(inWords(milestones)).toEqual(['return received [1 TEE], the last (silent: backfill)']);
  });

  test('whose order nobody found stay history: they are no news once it is found', () => {
    const { state } = advance(NEW_RECEIPT, returned({ order: null }), RETURNS, BACKFILL);
    const found = advance(state, returned({ read: 2, source: 'webhook', hooks: ['goods_in.updated'] }), RETURNS, LIVE);
    expect(found.milestones).toEqual([]);
  });

  test('leave a return alone of which something was told', () => {
    const { state } = advance(NEW_RECEIPT, returned({ source: 'webhook' }), RETURNS, LIVE);
    expect(advance(state, returned({ read: 2 }), RETURNS, BACKFILL).milestones).toEqual([]);
  });
});

const PERSONAL = /ada@shopper|447700900123/;

describe('a customer who asked to be forgotten', () => {
  test('leaves no address in the state of an order, which tells nothing again', () => {
    const half = aView({ lines: [aLine('TEE', 2, 2), aLine('CAP', 1, 0)], shipments: [aShipment('A', 'dispatched')] });
    const { state } = play([seen(at('0s'), half, { hookContact: anOrder().contact })], null);
    expect(JSON.stringify(state)).toMatch(PERSONAL);
    const forgotten = withoutContact(state);
    expect(JSON.stringify(forgotten)).not.toMatch(PERSONAL);
    expect(forgotten.facts.order?.value.contact?.countryCode).toBe('GB');
    const again = advance(forgotten, { kind: 'time', at: at('1h') }, definePolicy(), LIVE);
    expect([again.milestones, again.facts]).toEqual([[], []]);
  });

  test('leaves none in a cancelled order either', () => {
    const { state } = play([seen(at('0s'), aView({ order: anOrder({ statusCode: 'CANCELLED' }) }))], at('1h'));
    expect(state.told.cancelledFlag).not.toBeNull();
    expect(JSON.stringify(withoutContact(state))).not.toMatch(PERSONAL);
  });

  test('leaves none in the state of a return, nor an open flag', () => {
    const pending = returned().receipt;
    const open = pending && { ...pending, statusCode: 'PENDING', lines: [{ ...pending.lines[0], received: 0 }] };
    const observation = returned({ source: 'webhook', receipt: open as ReceiptObservation['receipt'] });
    const { state, facts } = advance(NEW_RECEIPT, observation, RETURNS, LIVE);
    expect(facts.map(({ kind }) => kind)).toEqual(['returnOpened']);
    expect(JSON.stringify(withoutContact(state))).not.toMatch(PERSONAL);
  });

  test('is no profile to write to any more', () => {
    const fact = {
      email: 'ada@shopper.co.uk',
      kind: 'cancelled',
      source: '1',
      orderNumber: 'W1',
      at: at('0s'),
    } as const;
    const input = { kind: 'fact', receivedAt: at('0s'), fact } as const;
    const { state } = advance(
      initialProfile({ tenant: 'acme', account: 'main', profile: 'f00d' }),
      input,
      definePolicy(),
      LIVE,
    );
    const forgotten = withoutContact(state);
    expect(JSON.stringify(forgotten)).not.toMatch(PERSONAL);
    expect(advance(forgotten, { kind: 'time', at: at('1h') }, definePolicy(), LIVE).milestones).toEqual([]);
  });

  test('is forgotten where nothing was known as well', () => {
    const states = [initialOrder({ tenant: 'acme', orderId: '1' }), NEW_RECEIPT];
    for (const state of states) expect(withoutContact(state)).toEqual(state);
    const anonymous = play([seen(at('0s'), aView({ order: anOrder({ contact: null }) }))], null).state;
    expect(withoutContact(anonymous)).toEqual(anonymous);
  });
});
