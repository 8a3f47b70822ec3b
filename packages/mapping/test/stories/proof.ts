/** What lets a shipment go, by which policy, and what a first look takes for history. */
import type { EvidenceKind, OrderInput, PolicyInput, ShippedWhen } from '../../src/index.js';
import { aLine, anOrder, aParcel, aShipment, at, aView, evidence, LIVE, seen, swept } from '../builders.js';
import type { Story } from '../story.js';

const DONE = anOrder({ statusCode: 'COMPLETED' });
const unbooked = aShipment('A', 'Created', { hasLabel: false, parcels: [aParcel('a', { trackingNumber: null })] });
const labelled = aView({ lines: [aLine('TEE', 2, 2)], shipments: [aShipment('A', 'Created')] });
const notLabelled = aView({ lines: [aLine('TEE', 2, 0)], shipments: [unbooked] });
const collection: ShippedWhen = {
  collectionTimes: { timeZone: 'Europe/London', carriers: { '*': { mon: '17:30', tue: '17:30' } } },
};
const auto = (shippedWhen: ShippedWhen): PolicyInput => ({ dispatchStrategy: 'auto', shippedWhen });
const record = (id: string, instant: string | null, notBefore: string | null, storageUnitId: string | null = null) => ({
  id,
  sku: id,
  quantity: 1,
  at: instant,
  notBefore,
  storageUnitId,
});
const two = (first: string | null, second: string | null) =>
  aView({
    order: DONE,
    lines: [aLine('TEE', 1, 1), aLine('CAP', 1, 1)],
    shipments: ['A', 'B'].map((id, index) =>
      aShipment(id, 'dispatched', { parcels: [aParcel(id, { storageUnitId: `u${index}` })] }),
    ),
    dispatches: [record('TEE', first, null, 'u0'), record('CAP', second, null, 'u1')],
  });
const one = (...dispatches: readonly ReturnType<typeof record>[]) =>
  aView({ order: DONE, lines: [aLine('TEE', 1, 1)], shipments: [aShipment('A', 'dispatched')], dispatches });

/** With a view in which it is labelled: what each choice takes as proof, and what not. */
export const RELEASES: readonly {
  readonly shippedWhen: ShippedWhen;
  readonly proof: EvidenceKind | null;
  readonly told: { readonly evidence: string; readonly releasedBy: string; readonly at: string } | null;
}[] = [
  ...(['manifested', 'scanned', 'collected', 'outForDelivery', 'delivered'] as const).map((proof) => ({
    shippedWhen: 'manifested' as const,
    proof,
    told: { evidence: proof, releasedBy: proof, at: at('3h') },
  })),
  ...(['packed', 'labelled', 'departed'] as const).map((proof) => ({
    shippedWhen: 'manifested' as const,
    proof,
    told: null,
  })),
  ...(['departed', 'scanned'] as const).map((proof) => ({
    shippedWhen: 'departed' as const,
    proof,
    told: { evidence: proof, releasedBy: proof, at: at('3h') },
  })),
  { shippedWhen: 'departed', proof: 'manifested', told: null },
  {
    shippedWhen: 'scanned',
    proof: 'delivered',
    told: { evidence: 'delivered', releasedBy: 'delivered', at: at('3h') },
  },
  { shippedWhen: 'scanned', proof: 'departed', told: null },
  {
    shippedWhen: collection,
    proof: null,
    told: { evidence: 'labelled', releasedBy: 'collectionTime', at: '2026-03-02T17:30:00.000Z' },
  },
  {
    shippedWhen: 'plannedCollection',
    proof: null,
    told: { evidence: 'labelled', releasedBy: 'plannedCollection', at: at('8h') },
  },
  { shippedWhen: 'atLabel', proof: null, told: { evidence: 'labelled', releasedBy: 'atLabel', at: at('1h') } },
  { shippedWhen: 'atLabel', proof: 'labelled', told: { evidence: 'labelled', releasedBy: 'atLabel', at: at('30m') } },
];

/** The label was made at 09:30 by evidence that names it, else seen at 10:00; anything else is dated 12:00. */
export function inputsOf(proof: EvidenceKind | null): readonly OrderInput[] {
  const booked = { ...labelled, shipments: [aShipment('A', 'Created', { plannedCollectionAt: at('8h') })] };
  const before = proof === 'labelled' ? [evidence('labelled', 'A', at('30m'))] : [];
  const after = proof === null || proof === 'labelled' ? [] : [evidence(proof, 'A', at('3h'))];
  return [...before, seen(at('1h'), booked), ...after];
}

export const PROOFS: readonly Story[] = [
  {
    name: 'no label yet: the van that comes takes nothing along',
    policy: auto(collection),
    inputs: [seen(at('1h'), notLabelled)],
    until: at('2d'),
    told: [],
  },
  {
    name: 'no label yet: the planned collection passes, and nothing left',
    policy: auto('plannedCollection'),
    inputs: [seen(at('1h'), { ...notLabelled, shipments: [{ ...unbooked, plannedCollectionAt: at('2h') }] })],
    until: at('2d'),
    told: [],
  },
  {
    name: 'no label yet: at label there is nothing to tell',
    policy: auto('atLabel'),
    inputs: [seen(at('1h'), notLabelled)],
    until: at('2d'),
    told: [],
  },
  {
    name: 'a label without any planned collection waits for one',
    policy: auto('plannedCollection'),
    inputs: [
      seen(at('1h'), labelled),
      seen(at('2h'), { ...labelled, shipments: [aShipment('A', 'Created', { plannedCollectionAt: at('90m') })] }),
    ],
    told: ['shipped A [2 TEE]', 'fulfilled full'],
  },
  {
    name: 'units left without any shipment, and the policy waits for a planned collection: nothing plans one',
    policy: auto('plannedCollection'),
    inputs: [seen(at('1h'), aView({ lines: [aLine('TEE', 2, 1)] }))],
    until: at('2h'),
    told: [],
    wakeAt: at('73h'),
  },
  {
    name: 'first start: of two shipments each has its own records, and only the later is news',
    inputs: [swept(at('1h'), two(at('-60h'), at('30m')))],
    told: ['shipped B [1 CAP]', 'fulfilled full'],
  },
  {
    name: 'first start: one shipment, a record of before and one of after we went live: it is history',
    inputs: [swept(at('1h'), one(record('TEE', at('-60h'), null), record('CAP', at('30m'), null)))],
    told: ['fulfilled full'],
  },
  {
    name: 'first start: known to be confirmed after we went live, if not when: news',
    inputs: [swept(at('1h'), one(record('TEE', null, LIVE.liveFrom)))],
    told: ['shipped A [1 TEE]', 'fulfilled full'],
  },
  {
    name: 'first start: known to be confirmed after some instant before we went live: that proves nothing',
    inputs: [swept(at('1h'), one(record('TEE', null, at('-60h'))))],
    told: [],
  },
  {
    name: 'first start: nothing dates it, so it is history',
    inputs: [swept(at('1h'), one(record('TEE', null, null)))],
    told: [],
  },
  {
    name: 'first start: dated to the very instant we went live, it is news',
    inputs: [swept(at('1h'), one(record('TEE', LIVE.liveFrom, null)))],
    told: ['shipped A [1 TEE]', 'fulfilled full'],
  },
  {
    name: 'first start: a scan of before we went live proves nothing',
    inputs: [evidence('scanned', 'A', at('-60h')), swept(at('1h'), one())],
    told: [],
  },
  {
    name: 'first start: a scan of after we went live, and it is news',
    inputs: [evidence('scanned', 'A', at('30m')), swept(at('1h'), one())],
    told: ['shipped A [1 TEE]', 'fulfilled full'],
  },
  {
    name: 'first start in several parts: what was shorted long ago stays untold, what left after we went live does not',
    inputs: [
      swept(
        at('1h'),
        aView({
          order: DONE,
          lines: [aLine('TEE', 3, 1)],
          shipments: [aShipment('A', 'dispatched')],
          dispatches: [record('TEE', at('30m'), null)],
        }),
      ),
    ],
    told: ['shipped A [1 TEE]', 'short [2 TEE]', 'fulfilled short'],
  },
];
