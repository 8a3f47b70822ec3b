/** How events word the cases that are easily got wrong: carriers without names, orders that end in part, nobody to tell. */
import { describe, expect, test } from 'vitest';
import {
  definePolicy,
  type EventProperties,
  type Milestone,
  type OrderInput,
  type PolicyInput,
  toKlaviyo,
} from '../src/index.js';
import { aLine, anOrder, aParcel, aShipment, at, aView, play, seen } from './builders.js';
import { playReturn, RETURNS } from './stories/returns.js';

const DONE = anOrder({ statusCode: 'COMPLETED' });

function properties(inputs: readonly OrderInput[], until: string | null, policy: PolicyInput = {}) {
  return worded(play(inputs, until, { policy }).milestones, policy);
}

function worded(milestones: readonly Milestone[], policy: PolicyInput): readonly EventProperties[] {
  return milestones
    .flatMap((one) => toKlaviyo(one, definePolicy(policy)))
    .flatMap((message) => (message.kind === 'event' ? [message.body.data.attributes.properties] : []));
}

/** Carrier and service of one dispatched shipment, as its event names them. */
function carrierOf(change: Parameters<typeof aShipment>[2], carriers: PolicyInput['carriers'] = {}): unknown {
  const view = aView({ order: DONE, lines: [aLine('TEE', 1, 1)], shipments: [aShipment('A', 'dispatched', change)] });
  const [{ CarrierName, CarrierCode, ServiceLevel, ServiceLevelCode, TrackingURL } = {}] = properties(
    [seen(at('1h'), view)],
    null,
    { carriers },
  );
  return [CarrierName, CarrierCode, ServiceLevel, ServiceLevelCode, TrackingURL];
}

const code = (value: string | null, name: string | null) => ({ id: '1', code: value, name });

describe('a carrier is named', () => {
  test.each([
    ["by the policy's name", code('DPD', 'DPD plc'), { DPD: { name: 'DPD UK' } }, ['DPD UK', 'DPD']],
    ["by Clarus's where the policy gives it none", code('DPD', 'DPD plc'), { DPD: {} }, ['DPD plc', 'DPD']],
    ['by its code where nobody gives it a name', code('ZX9', null), {}, ['ZX9', 'ZX9']],
    ['by its name where it has no code', code(null, 'Evri'), { evri: { name: 'Evri UK' } }, ['Evri UK', undefined]],
    ['not at all where there is none', null, { DPD: { name: 'DPD UK' } }, [undefined, undefined]],
  ])('%s', (_, carrier, carriers, expected) => {
    expect(carrierOf({ carrier, service: null }, carriers)).toEqual([...expected, undefined, undefined, undefined]);
  });

  test.each([
    ["by the policy's words, spelt as it may", code('next day', 'ND'), ['Tomorrow', 'next day']],
    ["by Clarus's where the policy knows other services", code('SAT', 'Saturday'), ['Saturday', 'SAT']],
    ['by its code where nobody gives it a name', code('SAT', null), ['SAT', 'SAT']],
    ['by its name where it has no code', code(null, 'Saturday'), ['Saturday', undefined]],
  ])('and its service %s', (_, service, expected) => {
    const carriers = { DPD: { name: 'DPD', services: { '-': 'No code', OTHER: 'Other', NEXT_DAY: 'Tomorrow' } } };
    expect(carrierOf({ service }, carriers)).toEqual(['DPD', 'DPD', ...expected, undefined]);
  });

  test('with a link only where the policy has one, and nothing in it is trusted', () => {
    const parcels = [aParcel('a', { trackingNumber: '1 & $& 2' })];
    const linked = { DPD: { trackingUrl: 'https://track.example/?a={trackingNumber}&b={trackingNumber}' } };
    expect(carrierOf({ parcels }, linked)).toContain(
      'https://track.example/?a=1%20%26%20%24%26%202&b=1%20%26%20%24%26%202',
    );
    expect(carrierOf({ parcels }, { DPD: { name: 'DPD' } })).toEqual(['DPD', 'DPD', 'Next Day', 'NEXT', undefined]);
  });
});

const cancelled = aView({ order: anOrder({ statusCode: 'CANCELLED' }) });
const half = { lines: [aLine('TEE', 2, 1)], shipments: [aShipment('A', 'dispatched')] };

describe('the end of an order is worded', () => {
  test.each<[string, readonly OrderInput[], Readonly<Record<string, unknown>>]>([
    [
      'cancelled whole',
      [seen(at('1h'), cancelled)],
      { Reason: 'cancelled', CancelledAt: at('1h'), ItemCount: 2, IsLate: false },
    ],
    [
      'shorted whole',
      [seen(at('1h'), aView({ order: DONE }))],
      { Reason: 'short', CancelledAt: at('1h'), ItemCount: 2, SKUs: ['TEE'] },
    ],
    [
      'the rest cancelled',
      [seen(at('1h'), aView({ ...half, order: anOrder({ statusCode: 'CANCELLED' }) }))],
      { Reason: 'cancelled', CancelledAt: at('1h'), ItemCount: 1, ItemNames: ['The TEE'], IsLate: false },
    ],
    ['the rest short', [seen(at('1h'), aView({ ...half, order: DONE }))], { Reason: 'short', ItemCount: 1 }],
  ])('%s', (_, inputs, expected) => {
    const ends = properties(inputs, at('1d')).filter((one) => 'CancelledAt' in one);
    expect(ends).toHaveLength(1);
    expect(ends[0]).toMatchObject(expected);
  });
});

test('what has no name leaves no hole in a list of names', () => {
  const lines = [aLine('TEE', 1, 1, { productName: null }), aLine('CAP', 1, 1)];
  const [first] = properties(
    [seen(at('1h'), aView({ order: DONE, lines, shipments: [aShipment('A', 'dispatched')] }))],
    null,
  );
  expect(first).toMatchObject({ ItemNames: ['The CAP'], SKUs: ['TEE', 'CAP'], ItemCount: 2 });
});

test('where items are known the order is not listed beside them', () => {
  const [first] = properties([seen(at('1h'), aView({ ...half, order: DONE }))], null);
  expect(first).not.toHaveProperty('OrderItems');
});

test('nobody to tell by e-mail is told by no phone number either', () => {
  const policy = { identity: { phone: true } };
  const order = anOrder({
    statusCode: 'CANCELLED',
    contact: { email: null, phone: '+447700900123', countryCode: null },
  });
  const { milestones } = play([seen(at('1h'), aView({ order }))], at('9d'), { policy });
  const [message] = milestones.flatMap((one) => toKlaviyo(one, definePolicy(policy)));
  expect(message).toMatchObject({ kind: 'event', mode: 'withheld' });
  expect(JSON.stringify(message)).not.toContain('447700900123');
});

test('an event that neither the shipment nor the order wants is none', () => {
  const off = definePolicy({ events: { ShipmentDispatched: false } });
  const { milestones } = play([seen(at('1h'), aView(half))], null);
  expect(milestones.map(({ kind }) => kind)).toEqual(['ShipmentDispatched']);
  expect(milestones.flatMap((one) => toKlaviyo(one, off))).toEqual([]);
});

test('an order-level message makes the event of its order under its own id', () => {
  const policy = { events: { OrderPartlyFulfilled: true, ShipmentDispatched: false }, noShipmentGrace: '0s' };
  const { milestones } = play([seen(at('1h'), aView({ lines: [aLine('TEE', 2, 1)] }))], null, { policy });
  expect(milestones.flatMap((one) => toKlaviyo(one, definePolicy(policy))).map(({ id }) => id)).toEqual([
    'acme:OrderPartlyFulfilled:1001:order',
  ]);
});

test.each([
  ['expected', { RequestedAt: at('0s'), ReturnId: '77', ReturnReference: 'RMA-WEB-1001', ItemCount: 2 }],
  ['abandoned: nothing came', { AbandonedAt: at('30d'), Reason: 'overdue', ItemCount: 2, IsLate: false }],
  ['completed without a unit', { AbandonedAt: at('1d'), Reason: 'nothing-received' }],
  ['cancelled: abandoned', { AbandonedAt: at('1d'), Reason: 'cancelled' }],
])('a return is worded: %s', (name, expected) => {
  const story = RETURNS.find((one) => one.name.startsWith(name));
  if (story === undefined) throw new Error(`there is no story "${name}"`);
  const { milestones } = playReturn(story.inputs, story.until ?? null, story.policy);
  const all = worded(milestones, { events: { ReturnAbandoned: true } });
  expect(all).toContainEqual(expect.objectContaining(expected));
});

describe('stock', () => {
  const changed: Milestone = {
    kind: 'StockChanged',
    id: 'acme:StockChanged:main:TEE:1.1',
    tenant: 'acme',
    account: 'main',
    sku: 'TEE',
    quantity: 3,
    at: at('0s'),
    mode: 'live',
    because: {
      rule: 'stock-changed',
      evidence: null,
      evidenceAt: null,
      source: 'sweep',
      receivedAt: at('0s'),
      heldFor: [],
      modeReason: null,
    },
  };

  test.each([
    ['in a catalogue that Klaviyo lets be written', definePolicy(), 1],
    ['in a catalogue synced from a shop', definePolicy({ stock: { catalog: 'synced' } }), 0],
    ['without a catalogue', definePolicy({ stock: { catalog: 'none' } }), 0],
    ['of a SKU that is not in it', definePolicy({}, { toCatalogId: () => null }), 0],
  ])('%s', (_, policy, count) => {
    expect(toKlaviyo(changed, policy)).toHaveLength(count);
  });
});
