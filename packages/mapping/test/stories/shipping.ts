/** Orders as they happen, told as a business analyst would tell them. Times are counted from a Monday, 09:00 UTC. */
import type { OrderInput } from '../../src/index.js';
import { aLine, anOrder, aParcel, aShipment, at, aView, evidence, seen, swept, time } from '../builders.js';
import type { Story } from '../story.js';

const COMPLETED = anOrder({ statusCode: 'COMPLETED' });
const CANCELLED = anOrder({ statusCode: 'CANCELLED' });
const noAddress = { contact: { email: null, phone: null, countryCode: 'GB' } };
const untracked = { parcels: [aParcel('x', { trackingNumber: null })] };
const pending = seen(at('0s'), aView());
const oneShipment = aView({ order: COMPLETED, lines: [aLine('TEE', 2, 2)], shipments: [aShipment('A', 'dispatched')] });
const reissue = (instant: string): OrderInput => ({
  kind: 'reissue',
  source: 'webhook',
  receivedAt: instant,
  orderId: '1002',
});
const cancelledBeforeDispatch = seen(at('1h'), aView({ order: CANCELLED }), { hooks: ['goods_out.cancelled'] });
const halfShipped = aView({
  lines: [aLine('TEE', 2, 2), aLine('CAP', 1, 0)],
  shipments: [aShipment('A', 'Dispatched'), aShipment('B', 'Created')],
});
const bothShipped = aView({
  order: COMPLETED,
  lines: [aLine('TEE', 2, 2), aLine('CAP', 1, 1)],
  shipments: [aShipment('A', 'Dispatched'), aShipment('B', 'Dispatched')],
});
const collectionTimes = {
  collectionTimes: { timeZone: 'Europe/London', carriers: { DPD: { mon: '17:30', tue: '17:30' } } },
} as const;

export const SHIPPING: readonly Story[] = [
  {
    name: 'one order, one shipment: told once with its contents, then fulfilled in full',
    inputs: [pending, seen(at('1h'), oneShipment), seen(at('2h'), oneShipment)],
    told: ['shipped A [2 TEE]', 'fulfilled full'],
  },
  {
    name: 'split over days: each shipment carries what left with it, and the customer is half way meanwhile',
    inputs: [pending, seen(at('1h'), halfShipped), seen(at('2d'), bothShipped)],
    told: ['shipped A [2 TEE]', 'shipped B [1 CAP]', 'fulfilled full'],
    facts: ['partlyShipped', 'fullyShipped'],
  },
  {
    name: 'two shipments in one second, parcels list their contents: each has its own',
    inputs: [
      seen(
        at('1h'),
        aView({
          ...bothShipped,
          shipments: [
            aShipment('A', 'dispatched', { parcels: [aParcel('a', { contents: [{ sku: 'TEE', quantity: 2 }] })] }),
            aShipment('B', 'dispatched', { parcels: [aParcel('b', { contents: [{ sku: 'CAP', quantity: 1 }] })] }),
          ],
        }),
      ),
    ],
    told: ['shipped A [2 TEE]', 'shipped B [1 CAP]', 'fulfilled full'],
  },
  {
    name: 'two shipments in one second, dispatch records name the storage units: each has its own',
    inputs: [
      seen(
        at('1h'),
        aView({
          ...bothShipped,
          shipments: [
            aShipment('A', 'dispatched', { parcels: [aParcel('a', { storageUnitId: 'u1' })] }),
            aShipment('B', 'dispatched', { parcels: [aParcel('b', { storageUnitId: 'u2' })] }),
          ],
          dispatches: [
            { id: '1', sku: 'TEE', quantity: 2, at: at('30m'), notBefore: null, storageUnitId: 'u1' },
            { id: '2', sku: 'CAP', quantity: 1, at: at('31m'), notBefore: null, storageUnitId: 'u2' },
          ],
        }),
      ),
    ],
    told: ['shipped A [2 TEE]', 'shipped B [1 CAP]', 'fulfilled full'],
  },
  {
    name: 'two shipments in one second and nothing tells them apart: no items are guessed',
    inputs: [seen(at('1h'), bothShipped)],
    told: ['shipped A', 'shipped B', 'fulfilled full'],
    findings: ['items-ambiguous'],
  },
  {
    name: 'after an ambiguous pair a third shipment gets only what left later',
    inputs: [
      seen(at('1h'), aView({ ...bothShipped, order: anOrder(), lines: [aLine('TEE', 2, 2), aLine('CAP', 2, 1)] })),
      seen(
        at('1d'),
        aView({
          order: COMPLETED,
          lines: [aLine('TEE', 2, 2), aLine('CAP', 2, 2)],
          shipments: [...bothShipped.shipments, aShipment('C', 'dispatched')],
        }),
      ),
    ],
    told: ['shipped A', 'shipped B', 'shipped C [1 CAP]', 'fulfilled full'],
    findings: ['items-ambiguous'],
    facts: ['partlyShipped', 'fullyShipped'],
  },
  {
    name: 'parcel contents claim more than was dispatched: never more than left is told',
    inputs: [
      seen(
        at('1h'),
        aView({
          ...oneShipment,
          shipments: [
            aShipment('A', 'dispatched', { parcels: [aParcel('a', { contents: [{ sku: 'TEE', quantity: 9 }] })] }),
          ],
        }),
      ),
    ],
    told: ['shipped A [2 TEE]', 'fulfilled full'],
  },
  {
    name: 'a label alone tells nothing',
    inputs: [pending, seen(at('1h'), aView({ shipments: [aShipment('A', 'Created')] }))],
    until: at('5d'),
    told: [],
  },
  {
    name: 'statuses say nothing, the order is completed: its booked shipment is taken as dispatched',
    inputs: [pending, seen(at('1h'), aView({ ...oneShipment, shipments: [aShipment('A', 'Created')] }))],
    told: ['shipped A [2 TEE]', 'fulfilled full'],
  },
  {
    name: 'the warehouse uses the status: a labelled sibling without it never left',
    inputs: [
      pending,
      seen(at('1h'), aView({ ...oneShipment, shipments: [aShipment('A', 'DISPATCHED'), aShipment('B', 'Created')] })),
    ],
    told: ['shipped A [2 TEE]', 'fulfilled full'],
    findings: ['fulfilment-mismatch'],
  },
  {
    name: 'a voided label is no shipment, its reissue is',
    inputs: [
      pending,
      seen(at('1h'), aView({ shipments: [aShipment('A', 'Created')] })),
      seen(at('2h'), aView({ ...oneShipment, shipments: [aShipment('A', 'Voided'), aShipment('B', 'dispatched')] })),
    ],
    told: ['shipped B [2 TEE]', 'fulfilled full'],
  },
  {
    name: 'dispatch undone and done again hours later: told, corrected, and told to be on its way after all',
    inputs: [
      pending,
      seen(at('1h'), oneShipment),
      seen(at('2h'), aView({ shipments: [aShipment('A', 'Created')] })),
      seen(at('3h'), oneShipment),
    ],
    told: ['shipped A [2 TEE]', 'fulfilled full', 'updated A 1: dispatch-reversed', 'updated A 2: dispatch-redone'],
  },
  {
    name: 'dispatch undone and done again within minutes: told once',
    inputs: [
      pending,
      seen(at('60m'), oneShipment),
      seen(at('62m'), aView({ shipments: [aShipment('A', 'Created')] })),
      seen(at('69m'), oneShipment),
    ],
    until: at('1d'),
    told: ['shipped A [2 TEE]', 'fulfilled full'],
  },
  {
    name: 'dispatch undone before tracking came: not told',
    inputs: [
      pending,
      seen(at('1h'), aView({ ...halfShipped, shipments: [aShipment('A', 'dispatched', untracked)] })),
      seen(at('2h'), aView({ shipments: [aShipment('A', 'Created', untracked)] })),
    ],
    until: at('5d'),
    told: [],
  },
  {
    name: 'tracking arrives within the wait: told then, tracked',
    inputs: [
      pending,
      seen(at('1h'), aView({ ...oneShipment, shipments: [aShipment('A', 'dispatched', untracked)] })),
      seen(at('2h'), oneShipment),
    ],
    told: ['shipped A [2 TEE]', 'fulfilled full'],
  },
  {
    name: 'tracking does not arrive: told after two hours without it',
    inputs: [pending, seen(at('1h'), aView({ ...oneShipment, shipments: [aShipment('A', 'dispatched', untracked)] }))],
    until: at('3h'),
    told: ['shipped A [2 TEE]', 'fulfilled full'],
    findings: ['tracking-missing'],
  },
  {
    name: 'tracking arrives after it was told: the number follows, and the finding clears',
    inputs: [
      pending,
      seen(at('1h'), aView({ ...oneShipment, shipments: [aShipment('A', 'dispatched', untracked)] })),
      seen(at('4h'), oneShipment),
    ],
    told: ['shipped A [2 TEE]', 'fulfilled full', 'updated A 1: tracking-added'],
  },
  {
    name: 'a shorted line: the rest is told as short, the order as fulfilled short',
    inputs: [
      pending,
      seen(
        at('1h'),
        aView({ order: COMPLETED, lines: [aLine('TEE', 3, 2)], shipments: [aShipment('A', 'dispatched')] }),
      ),
    ],
    told: ['shipped A [2 TEE]', 'short [1 TEE]', 'fulfilled short'],
  },
  {
    name: 'every line shorted: nothing left, so it is told as cancelled after the grace',
    inputs: [pending, seen(at('1h'), aView({ order: COMPLETED }))],
    until: at('2h'),
    told: ['cancelled'],
    facts: ['cancelled'],
  },
  {
    name: 'cancelled before anything left: told once the grace for a reissue is over',
    inputs: [pending, cancelledBeforeDispatch],
    until: at('2h'),
    told: ['cancelled'],
    facts: ['cancelled'],
  },
  {
    name: 'cancelled, and still within the grace: nothing yet',
    inputs: [pending, cancelledBeforeDispatch],
    told: [],
    wakeAt: at('70m'),
  },
  {
    name: 'cancelled and reissued under the same reference: an edit, nothing is told',
    inputs: [pending, cancelledBeforeDispatch, reissue(at('65m'))],
    until: at('5d'),
    told: [],
  },
  {
    name: 'the rest reissued after the first shipment: an edit, and the customer is no longer half way here',
    inputs: [
      pending,
      seen(at('1h'), halfShipped),
      seen(at('2h'), aView({ ...halfShipped, order: CANCELLED, shipments: [aShipment('A', 'Dispatched')] })),
      reissue(at('125m')),
    ],
    until: at('5d'),
    told: ['shipped A [2 TEE]'],
    facts: ['partlyShipped', 'fullyShipped'],
  },
  {
    name: 'a reissue long before a real cancel does not hide it',
    inputs: [pending, reissue(at('1m')), cancelledBeforeDispatch],
    until: at('5d'),
    told: ['cancelled'],
    facts: ['cancelled'],
  },
  {
    name: 'a reissue after the cancel was told changes nothing',
    inputs: [pending, cancelledBeforeDispatch, reissue(at('2h'))],
    until: at('5d'),
    told: ['cancelled'],
    facts: ['cancelled'],
  },
  {
    name: 'a cancel taken back within the grace: nothing is told',
    inputs: [pending, cancelledBeforeDispatch, seen(at('65m'), aView())],
    until: at('5d'),
    told: [],
  },
  {
    name: 'the rest cancelled after the first shipment: told for the rest, and fulfilled short',
    inputs: [
      pending,
      seen(at('1h'), halfShipped),
      seen(at('2h'), aView({ ...halfShipped, order: CANCELLED, shipments: [aShipment('A', 'Dispatched')] })),
    ],
    until: at('3h'),
    told: ['shipped A [2 TEE]', 'cancelled [1 CAP]', 'fulfilled short'],
    facts: ['partlyShipped', 'fullyShipped', 'cancelled'],
  },
  {
    name: 'shipped after a told cancellation: the shipment is told, the flag withdrawn, a person is warned',
    inputs: [pending, cancelledBeforeDispatch, seen(at('3h'), oneShipment)],
    told: ['cancelled', 'shipped A [2 TEE]', 'fulfilled full'],
    findings: ['shipped-after-cancel'],
    facts: ['cancelled', 'cancellationWithdrawn'],
  },
  {
    name: 'a shipment held for tracking while the rest is cancelled is no contradiction',
    inputs: [
      pending,
      seen(at('1h'), aView({ ...halfShipped, shipments: [aShipment('A', 'Dispatched', untracked)] })),
      seen(
        at('61m'),
        aView({ ...halfShipped, order: CANCELLED, shipments: [aShipment('A', 'Dispatched', untracked)] }),
      ),
    ],
    until: at('4h'),
    told: ['cancelled [1 CAP]', 'shipped A [2 TEE]', 'fulfilled short'],
    findings: ['tracking-missing'],
    facts: ['cancelled'],
  },
  {
    name: 'the record is gone after a cancel hook: cancelled',
    inputs: [pending, seen(at('1h'), null, { hooks: ['goods_out.cancelled'] })],
    until: at('2h'),
    told: ['cancelled'],
    facts: ['cancelled'],
  },
  {
    name: 'the record is gone and no hook said why: nothing is told, a person is',
    inputs: [pending, seen(at('1h'), null)],
    until: at('5d'),
    told: [],
    findings: ['order-gone'],
  },
  {
    name: 'an order nobody ever read is gone: nothing is told',
    inputs: [seen(at('1h'), null, { hooks: ['goods_out.cancelled'] })],
    until: at('5d'),
    told: [],
    findings: ['order-gone'],
  },
  {
    name: 'no shipment at all: one order-level message after the grace',
    inputs: [pending, seen(at('1h'), aView({ order: COMPLETED, lines: [aLine('TEE', 2, 2)] }))],
    until: at('75m'),
    told: ['shipped order [2 TEE]', 'fulfilled full'],
    findings: ['dispatched-without-shipment'],
  },
  {
    name: 'no shipment at first, one turns up later: it is the one that was told',
    inputs: [
      pending,
      seen(at('1h'), aView({ order: COMPLETED, lines: [aLine('TEE', 2, 2)] })),
      seen(at('2h'), oneShipment),
    ],
    told: ['shipped order [2 TEE]', 'fulfilled full', 'updated A 1: tracking-added'],
  },
  {
    name: 'a shipment turns up within the grace: it alone is told',
    inputs: [
      pending,
      seen(at('1h'), aView({ order: COMPLETED, lines: [aLine('TEE', 2, 2)] })),
      seen(at('65m'), oneShipment),
    ],
    told: ['shipped A [2 TEE]', 'fulfilled full'],
  },
  {
    name: 'strategy neither stated nor readable: treated as shipment, and said so while it matters',
    inputs: [seen(at('1h'), aView({ ...halfShipped, order: anOrder({ dispatchStrategy: null }) }))],
    told: ['shipped A [2 TEE]'],
    findings: ['dispatch-strategy-unconfirmed'],
    facts: ['partlyShipped'],
  },
  {
    name: 'a readable auto strategy without a choice: nothing early, a person is told, and it ends withheld',
    inputs: [
      seen(at('1h'), aView({ ...oneShipment, order: anOrder({ ...COMPLETED, dispatchStrategy: 'auto_shipment' }) })),
    ],
    until: at('4d'),
    told: ['shipped A [2 TEE] (withheld: dispatch-unconfirmed)', 'fulfilled full (silent: late)'],
    findings: ['dispatch-looks-like-label', 'late-news'],
  },
  {
    name: 'auto_shipment, at label by choice: told when the label is there',
    policy: { dispatchStrategy: 'auto_shipment', shippedWhen: 'atLabel' },
    inputs: [seen(at('1h'), oneShipment)],
    told: ['shipped A [2 TEE]', 'fulfilled full'],
  },
  {
    name: 'auto_shipment, scanned by choice: told at the scan, not at the label',
    policy: { dispatchStrategy: 'auto_shipment', shippedWhen: 'scanned' },
    inputs: [seen(at('1h'), oneShipment), evidence('scanned', 'A', at('9h'))],
    told: ['shipped A [2 TEE]', 'fulfilled full'],
  },
  {
    name: "auto_shipment, the van's time by choice: told when the van has come",
    policy: { dispatchStrategy: 'auto_shipment', shippedWhen: collectionTimes },
    inputs: [seen(at('1h'), oneShipment)],
    until: at('9h'), // 18:00; the van comes at 17:30
    told: ['shipped A [2 TEE]', 'fulfilled full'],
  },
  {
    name: "auto_shipment, the van's time by choice: nothing before it",
    policy: { dispatchStrategy: 'auto_shipment', shippedWhen: collectionTimes },
    inputs: [seen(at('1h'), oneShipment)],
    until: at('8h'),
    told: [],
    wakeAt: at('510m'),
  },
  {
    name: 'planned collection by choice: told when the plan says so',
    policy: { dispatchStrategy: 'auto', shippedWhen: 'plannedCollection' },
    inputs: [
      seen(
        at('1h'),
        aView({ ...oneShipment, shipments: [aShipment('A', 'Created', { plannedCollectionAt: at('5h') })] }),
      ),
    ],
    until: at('5h'),
    told: ['shipped A [2 TEE]', 'fulfilled full'],
  },
  {
    name: 'load: told when the load has left, not when its shipment is called dispatched',
    policy: { dispatchStrategy: 'load' },
    inputs: [seen(at('1h'), oneShipment), evidence('departed', null, at('6h'))],
    told: ['shipped A [2 TEE]', 'fulfilled full'],
  },
  {
    name: 'load: one load that left says nothing about a shipment that is not dispatched',
    policy: { dispatchStrategy: 'load' },
    inputs: [seen(at('1h'), halfShipped), evidence('departed', null, at('6h'))],
    told: ['shipped A [2 TEE]'],
    facts: ['partlyShipped'],
  },
  {
    name: 'load: the departure came before we read the order',
    policy: { dispatchStrategy: 'load' },
    inputs: [evidence('departed', null, at('1h')), seen(at('2h'), oneShipment)],
    told: ['shipped A [2 TEE]', 'fulfilled full'],
  },
  {
    name: 'a relay address: withheld, and said so',
    policy: { identity: { ignoredEmailDomains: ['relay.example'] } },
    inputs: [
      seen(
        at('1h'),
        aView({
          ...oneShipment,
          order: anOrder({ ...COMPLETED, contact: { email: 'x@eu.relay.example', phone: null, countryCode: null } }),
        }),
      ),
    ],
    told: ['shipped A [2 TEE] (withheld: identity-filtered)', 'fulfilled full (withheld: identity-filtered)'],
    findings: ['identity-filtered'],
  },
  {
    name: 'no e-mail: held, and said so',
    inputs: [seen(at('1h'), aView({ ...oneShipment, order: anOrder({ ...COMPLETED, ...noAddress }) }))],
    until: at('1d'),
    told: [],
    findings: ['identity-missing'],
    wakeAt: at('73h'),
  },
  {
    name: 'no e-mail until the age limit: withheld for good',
    inputs: [seen(at('1h'), aView({ ...oneShipment, order: anOrder({ ...COMPLETED, ...noAddress }) }))],
    until: at('6d'),
    told: ['shipped A [2 TEE] (withheld: identity-missing)', 'fulfilled full (withheld: identity-missing)'],
    findings: ['identity-missing'],
  },
  {
    name: 'the e-mail arrives late, from a webhook body: told then',
    inputs: [
      seen(at('1h'), aView({ ...oneShipment, order: anOrder({ ...COMPLETED, contact: null }) })),
      seen(at('5h'), aView({ ...oneShipment, order: anOrder({ ...COMPLETED, contact: null }) }), {
        hookContact: { email: ' Ada@shopper.co.uk ', phone: null, countryCode: 'GB' },
      }),
    ],
    told: ['shipped A [2 TEE]', 'fulfilled full'],
  },
  {
    name: 'first start: an order completed long ago, found by a sweep, is never told',
    inputs: [swept(at('1h'), oneShipment), swept(at('2h'), oneShipment)],
    until: at('9d'),
    told: [],
  },
  {
    name: 'first start: a cancelled order found by a sweep is never told',
    inputs: [swept(at('1h'), aView({ order: CANCELLED }))],
    until: at('9d'),
    told: [],
  },
  {
    name: 'first start: half of it had left before, the other half is news',
    inputs: [swept(at('1h'), halfShipped), seen(at('1d'), bothShipped)],
    told: ['shipped B [1 CAP]', 'fulfilled full'],
  },
  {
    name: 'every webhook was lost, but the dispatch is dated after we went live: told',
    inputs: [
      swept(
        at('1h'),
        aView({
          ...oneShipment,
          dispatches: [{ id: '1', sku: 'TEE', quantity: 2, at: null, notBefore: at('10m'), storageUnitId: null }],
        }),
      ),
    ],
    told: ['shipped A [2 TEE]', 'fulfilled full'],
  },
  {
    name: 'the sweep knew the order as open: what happens later is news',
    inputs: [swept(at('1h'), aView()), swept(at('1d'), oneShipment)],
    told: ['shipped A [2 TEE]', 'fulfilled full'],
  },
  {
    name: 'a webhook about an order whose dispatch is dated before we went live: baseline',
    inputs: [
      seen(
        at('1h'),
        aView({
          ...oneShipment,
          dispatches: [
            { id: '1', sku: 'TEE', quantity: 2, at: '2026-02-01T10:00:00Z', notBefore: null, storageUnitId: null },
          ],
        }),
      ),
    ],
    until: at('5d'),
    told: [],
  },
  {
    name: 'news older than the age limit: on the timeline, but silent',
    inputs: [
      pending,
      seen(
        at('6d'),
        aView({
          ...oneShipment,
          dispatches: [{ id: '1', sku: 'TEE', quantity: 2, at: at('1d'), notBefore: null, storageUnitId: null }],
        }),
      ),
    ],
    told: ['shipped A [2 TEE] (silent: late)', 'fulfilled full (silent: late)'],
    findings: ['late-news'],
  },
  {
    name: 'shadow: everything is decided and recorded, nothing goes out',
    run: { liveFrom: '2026-03-01T00:00:00Z', isShadow: true },
    inputs: [pending, seen(at('1h'), oneShipment)],
    told: ['shipped A [2 TEE] (withheld: shadow)', 'fulfilled full (withheld: shadow)'],
  },
  {
    name: 'an older read that arrives late changes nothing',
    inputs: [seen(at('1h'), oneShipment, { read: 1e6 }), seen(at('2h'), aView(), { read: 1 })],
    told: ['shipped A [2 TEE]', 'fulfilled full'],
  },
  {
    name: 'shipments not looked at are not the same as none',
    inputs: [
      seen(at('1h'), aView({ order: COMPLETED, lines: [aLine('TEE', 2, 2)] }), { covers: ['order', 'lines'] }),
      time(at('1d')),
    ],
    until: at('5d'),
    told: [],
  },
  {
    name: 'an unmapped carrier never blocks: it goes by its raw code',
    inputs: [
      seen(
        at('1h'),
        aView({
          ...oneShipment,
          shipments: [aShipment('A', 'dispatched', { carrier: { id: '9', code: 'ZX9', name: null } })],
        }),
      ),
    ],
    told: ['shipped A [2 TEE]', 'fulfilled full'],
    findings: ['ship-method-unmapped'],
  },
  {
    name: 'shipments left but no line says so: the shipment is told, the end is not',
    inputs: [seen(at('1h'), aView({ order: COMPLETED, shipments: [aShipment('A', 'dispatched')] }))],
    until: at('5d'),
    told: ['shipped A'],
    findings: ['items-ambiguous', 'fulfilment-mismatch'],
  },
  {
    name: 'the lines were read a moment before the dispatch: it waits for the next read, and has its contents',
    inputs: [seen(at('60m'), aView({ shipments: [aShipment('A', 'dispatched')] })), seen(at('61m'), oneShipment)],
    told: ['shipped A [2 TEE]', 'fulfilled full'],
  },
  {
    name: "units that turn up after their shipment was told are nobody else's",
    inputs: [
      pending,
      seen(at('1h'), aView({ shipments: [aShipment('A', 'dispatched')] })),
      seen(
        at('2h'),
        aView({ ...oneShipment, shipments: [aShipment('A', 'dispatched'), aShipment('B', 'dispatched')] }),
      ),
    ],
    told: ['shipped A', 'shipped B', 'fulfilled full'],
    findings: ['items-ambiguous'],
  },
  {
    name: 'told as shipped, undone, and shorted in the end: corrected first, then told as short',
    inputs: [
      pending,
      seen(at('1h'), halfShipped),
      seen(
        at('2h'),
        aView({
          order: COMPLETED,
          lines: [aLine('TEE', 2, 0), aLine('CAP', 1, 1)],
          shipments: [aShipment('A', 'Created'), aShipment('B', 'dispatched')],
        }),
      ),
    ],
    until: at('3h'),
    told: [
      'shipped A [2 TEE]',
      'shipped B [1 CAP]',
      'updated A 1: dispatch-reversed',
      'short [2 TEE]',
      'fulfilled short',
    ],
    facts: ['partlyShipped', 'fullyShipped'],
  },
  {
    name: 'two shipments dated by their records: numbered in the order in which they left',
    inputs: [
      seen(
        at('5h'),
        aView({
          ...bothShipped,
          shipments: [
            aShipment('A', 'dispatched', { parcels: [aParcel('a', { storageUnitId: 'u1' })] }),
            aShipment('B', 'dispatched', { parcels: [aParcel('b', { storageUnitId: 'u2' })] }),
          ],
          dispatches: [
            { id: '1', sku: 'TEE', quantity: 2, at: at('3h'), notBefore: null, storageUnitId: 'u1' },
            { id: '2', sku: 'CAP', quantity: 1, at: at('2h'), notBefore: null, storageUnitId: 'u2' },
          ],
        }),
      ),
    ],
    told: ['shipped B [1 CAP]', 'shipped A [2 TEE]', 'fulfilled full'],
  },
  {
    name: 'one SKU on two lines: the first line fills up first, and a message names the SKU once',
    inputs: [
      seen(
        at('1h'),
        aView({
          order: COMPLETED,
          lines: [aLine('TEE', 2, 2, { id: '1' }), aLine('TEE', 3, 3, { id: '2' })],
          shipments: [
            aShipment('A', 'dispatched', { parcels: [aParcel('a', { contents: [{ sku: 'TEE', quantity: 4 }] })] }),
            aShipment('B', 'dispatched', { parcels: [aParcel('b', { contents: [{ sku: 'TEE', quantity: 1 }] })] }),
          ],
        }),
      ),
    ],
    told: ['shipped A [4 TEE]', 'shipped B [1 TEE]', 'fulfilled full'],
  },
  {
    name: 'an unknown order status is open, and reported',
    inputs: [seen(at('1h'), aView({ order: anOrder({ statusCode: 'AWAITING_CUSTOMS' }) }))],
    told: [],
    findings: ['unknown-status'],
  },
];
