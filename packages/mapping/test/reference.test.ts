/** The tables that people read, held against what the code really writes over every story there is. */
import { describe, expect, test } from 'vitest';
import { FLAG_NAMES } from '../src/flag-names.js';
import {
  advance,
  definePolicy,
  type EventMessage,
  initialProfile,
  type MetricKind,
  type Milestone,
  type PolicyInput,
  type ProfileFact,
  toKlaviyo,
} from '../src/index.js';
import {
  FINDINGS,
  FLAGS,
  HOLDS,
  METRICS,
  type MemberReference,
  MODES,
  PROPERTIES,
  type PropertyReference,
  propertyName,
} from '../src/reference.js';
import { aLine, aParcel, aShipment, at, aView, evidence, LIVE, play, seen } from './builders.js';
import { CORRECTIONS, NEWS } from './stories/after-telling.js';
import { playReturn, POLICY as RETURN_POLICY, RETURNS } from './stories/returns.js';
import { SHIPPING } from './stories/shipping.js';

const EVERY_EVENT = Object.fromEntries(METRICS.map(({ kind }) => [kind, true])) as Record<MetricKind, boolean>;
const EVERYTHING: PolicyInput = {
  events: EVERY_EVENT,
  carriers: { DPD: { trackingUrl: 'https://track.example/{trackingNumber}' } },
};
const POLICY = definePolicy({ ...RETURN_POLICY, ...EVERYTHING });

/** What no story of an analyst has: products of a shop, a planned collection, every step of a carrier. */
const RICH = play(
  [
    {
      kind: 'catalogue',
      source: 'shop',
      receivedAt: at('0s'),
      read: 1,
      products: [
        {
          sku: 'TEE',
          url: 'https://shop.example/tee',
          imageUrl: 'https://shop.example/tee.png',
          price: 19.5,
          brand: 'Acme',
          categories: ['Tops'],
        },
      ],
    },
    seen(at('1h'), aView({ shipments: [aShipment('A', 'Created', { plannedCollectionAt: at('8h') })] })),
    seen(
      at('2h'),
      aView({
        lines: [aLine('TEE', 2, 2), aLine('CAP', 1, 0)],
        shipments: [aShipment('A', 'dispatched', { plannedCollectionAt: at('8h') })],
      }),
    ),
    evidence('collected', 'A', at('9h')),
    evidence('outForDelivery', 'A', at('20h')),
    evidence('delivered', 'A', at('22h')),
  ],
  null,
  { policy: EVERYTHING },
);

const STORIES = [...SHIPPING, ...CORRECTIONS, ...NEWS].map(({ inputs, until, ...settings }) =>
  play(inputs, until ?? null, { ...settings, policy: { ...settings.policy, ...EVERYTHING } }),
);
const milestones: readonly Milestone[] = [
  ...[RICH, ...STORIES].flatMap((story) => story.milestones),
  ...RETURNS.flatMap(
    ({ inputs, until, policy }) => playReturn(inputs, until ?? null, { ...policy, ...EVERYTHING }).milestones,
  ),
];

/** With an event per parcel: one shipment whose parcels list their contents, and one whose do not. */
const PER_PARCEL = definePolicy({ perParcel: true });
const parcels = (contents: readonly (readonly { sku: string; quantity: number }[] | null)[]) =>
  play(
    [
      seen(
        at('1h'),
        aView({
          lines: [aLine('TEE', 2, 2)],
          shipments: [
            aShipment('A', 'dispatched', {
              parcels: contents.map((inside, index) => aParcel(`a${index}`, { contents: inside })),
            }),
          ],
        }),
      ),
    ],
    null,
    { policy: { perParcel: true } },
  ).milestones.flatMap((milestone) => toKlaviyo(milestone, PER_PARCEL));

const events: readonly EventMessage[] = [
  ...parcels([null, null]),
  ...parcels([[{ sku: 'TEE', quantity: 2 }], []]),
  ...milestones.flatMap((milestone) => toKlaviyo(milestone, POLICY)),
].filter((message) => message.kind === 'event');

const kindOf = ({ id }: EventMessage): string => id.split(':')[1] ?? '';
const rowsOf = (kind: string): readonly PropertyReference[] =>
  PROPERTIES.filter(({ metrics }) => metrics.some((one) => one === kind));

/** What a value is not, by its row; nothing where it is. */
function mistakes(value: unknown, row: MemberReference & Partial<PropertyReference>): readonly string[] {
  const { name, type, values, members: known = [] } = row;
  if (values !== undefined && !values.some((word) => word === value)) return [`${name}: unknown word ${value}`];
  switch (type) {
    case 'text':
      return typeof value === 'string' ? [] : [`${name} is no text`];
    case 'number':
    case 'boolean':
      return typeof value === type ? [] : [`${name} is no ${type}`];
    case 'instant':
      return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(String(value)) ? [] : [`${name} is no instant`];
    case 'link':
      return String(value).startsWith('https://') ? [] : [`${name} is no link`];
    case 'texts':
      return Array.isArray(value) && value.every((one) => typeof one === 'string') ? [] : [`${name} are no texts`];
    case 'list':
      return (value as Record<string, unknown>[]).flatMap((entry) =>
        Object.entries(entry).flatMap(([key, one]) => {
          const member = known.find((candidate) => candidate.name === key);
          return member === undefined ? [`${name}.${key} is not in the table`] : mistakes(one, member);
        }),
      );
  }
}

describe('the table of properties', () => {
  test('names everything that events carry, of the type it says', () => {
    for (const event of events) {
      const rows = rowsOf(kindOf(event));
      for (const [key, value] of Object.entries(event.body.data.attributes.properties)) {
        const row = rows.find(({ name }) => name === key);
        expect(row === undefined ? [`${kindOf(event)}.${key} is not in the table`] : mistakes(value, row)).toEqual([]);
      }
    }
  });

  test('promises nothing that no event ever carries', () => {
    const carried = new Set(
      events.flatMap((event) =>
        Object.entries(event.body.data.attributes.properties).flatMap(([key, value]) => [
          `${kindOf(event)}.${key}`,
          ...(Array.isArray(value) ? value.flatMap((one) => Object.keys(one).map((member) => `${key}.${member}`)) : []),
        ]),
      ),
    );
    const promised = PROPERTIES.flatMap(({ name, metrics }) => metrics.map((kind) => `${kind}.${name}`));
    expect(promised.filter((one) => !carried.has(one))).toEqual([]);
    const members = PROPERTIES.flatMap(({ name, members: known = [] }) => known.map((one) => `${name}.${one.name}`));
    const unheard = members.filter((one) => !carried.has(one));
    // The same entries under another name: units of the whole order, or of an edit, carry what `Items` do.
    expect(
      unheard.filter(
        (one) => !/^(OrderItems|ShipmentItems|OutstandingItems|MissingItems|AddedItems|RemovedItems)\./.test(one),
      ),
    ).toEqual([]);
  });

  test('says which are always there', () => {
    for (const event of events) {
      const always = rowsOf(kindOf(event)).filter(({ isAlways }) => isAlways);
      expect(Object.keys(event.body.data.attributes.properties)).toEqual(
        expect.arrayContaining(always.map(({ name }) => name)),
      );
    }
  });

  test('has an example of its own type for each, and one row per metric and name', () => {
    expect(PROPERTIES.flatMap((row) => mistakes(row.example, row))).toEqual([]);
    expect(PROPERTIES.flatMap(({ members = [] }) => members.flatMap((row) => mistakes(row.example, row)))).toEqual([]);
    const keys = PROPERTIES.flatMap(({ name, metrics }) => metrics.map((kind) => `${kind}.${name}`));
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('can be read in the other style of names', () => {
    expect(propertyName('TrackingURL', 'pascal')).toBe('TrackingURL');
    expect(propertyName('OrderNumber', 'spaced')).toBe('Order Number');
    expect(propertyName('EventId', 'spaced')).toBe('EventId');
  });
});

describe('the table of metrics', () => {
  test('is told by the stories, metric by metric, under the names and ids it gives', () => {
    const told = new Map(events.map((event) => [kindOf(event), event]));
    for (const { kind, name, id } of METRICS) {
      const event = told.get(kind);
      expect([kind, event?.metric]).toEqual([kind, name]);
      expect(event?.id).toMatch(new RegExp(`^${id.replace(/\{\w+\}/g, '[^:]+')}$`));
    }
  });

  test('says what a policy without options sends', () => {
    const { events: sent, metrics } = definePolicy();
    expect(METRICS.map(({ kind, name, isOnByDefault }) => [kind, name, isOnByDefault])).toEqual(
      Object.entries(metrics).map(([kind, name]) => [kind, name, sent[kind as MetricKind]]),
    );
  });
});

describe('the tables of words', () => {
  test('a finding has a sentence with nothing left out, an owner and a runbook', () => {
    for (const { sentence, owner, runbook, code } of FINDINGS) {
      expect(sentence).toMatch(/^[A-Z{].+\.$/);
      expect(sentence).not.toContain('undefined');
      expect(['warehouse', 'ecommerce', 'integration']).toContain(owner);
      expect(runbook).toBe(`findings/${code}`);
    }
  });

  test('every wait and every reason that stories know is in them', () => {
    const waits = milestones.flatMap(({ because }) => because.heldFor);
    expect(HOLDS.map(({ reason }) => reason)).toEqual(expect.arrayContaining([...new Set(waits)]));
    const modes = new Map(MODES.map(({ reason, mode }) => [reason, mode]));
    for (const { mode, because } of milestones) {
      if (mode !== 'live')
        expect([because.modeReason, modes.get(because.modeReason ?? '')]).toEqual([because.modeReason, mode]);
    }
  });

  test('a wait names an option that a policy knows', () => {
    for (const { option } of HOLDS) {
      const [first = '', second] = option.split('.');
      const input = { [first]: second === undefined ? '!' : { [second]: '!' } };
      expect(() => definePolicy(input as PolicyInput)).not.toThrow(/Remove or correct/);
    }
  });

  test('a flag is what a profile of Klaviyo gets for it', () => {
    expect(FLAGS.map(({ flag, name }) => [flag, name])).toEqual(Object.entries(FLAG_NAMES));
    const facts = [
      ['cancelled', 'cancellationWithdrawn'],
      ['partlyShipped', 'fullyShipped'],
      ['returnOpened', 'returned'],
      ['dispatched', 'dispatched'],
    ] as const;
    const written = facts.map((kinds) => flagsAfter(kinds.slice(0, 1)));
    const cleared = facts.map((kinds) => flagsAfter(kinds));
    for (const { name, example, cleared: empty } of FLAGS) {
      const values = [...written, ...cleared].flatMap((flags) => flags[`Warehouse ${name}`] ?? []);
      expect([name, values.length > 0]).toEqual([name, true]);
      expect(values.every((value) => typeof value === typeof example)).toBe(true);
      if (empty !== null) expect(cleared.some((flags) => flags[`Warehouse ${name}`] === empty)).toBe(true);
    }
  });
});

/** The profile properties written after one order said this about its customer. */
function flagsAfter(kinds: readonly ProfileFact['kind'][]): Readonly<Record<string, unknown>> {
  let state = initialProfile({ tenant: 'acme', account: 'main', profile: 'f00d' });
  let flags: Readonly<Record<string, unknown>> = {};
  for (const [index, kind] of kinds.entries()) {
    const instant = at(`${index}h`);
    const fact = { email: 'ada@shopper.co.uk', kind, source: '1001', orderNumber: 'WEB-1001', at: instant };
    const result = advance(state, { kind: 'fact', receivedAt: instant, fact }, POLICY, LIVE);
    state = result.state;
    for (const { body } of result.milestones.flatMap((one) => toKlaviyo(one, POLICY))) {
      if (body.data.type === 'profile') flags = body.data.attributes.properties;
    }
  }
  return flags;
}
