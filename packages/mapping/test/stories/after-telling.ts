/** What happens to orders after customers heard of them, and before: corrections, labels, carriers, delays, edits. */
import type { CodedRecord, OrderInput, PolicyInput } from '../../src/index.js';
import { aLine, anOrder, aParcel, aShipment, at, aView, DPD, evidence, seen, swept } from '../builders.js';
import type { Story } from '../story.js';

const COMPLETED = anOrder({ statusCode: 'COMPLETED' });
const pending = seen(at('0s'), aView());
const shippedAs = (...shipments: readonly ReturnType<typeof aShipment>[]) =>
  aView({ order: COMPLETED, lines: [aLine('TEE', 2, 2)], shipments });
const oneShipment = shippedAs(aShipment('A', 'dispatched'));
const numbered = (id: string, ...numbers: readonly (string | null)[]) =>
  aShipment(id, 'dispatched', {
    parcels: numbers.map((trackingNumber, index) => aParcel(`${id}${index}`, { trackingNumber })),
  });
const undone = aView({ lines: [aLine('TEE', 2, 0)], shipments: [aShipment('A', 'Created')] });
const everything: PolicyInput = {
  events: { ShipmentLabelled: true, ShipmentCollected: true, OrderEdited: true, OrderPartlyFulfilled: true },
};
const planned = (expectedDispatchAt: string, dispatched = 0) =>
  aView({ order: anOrder({ expectedDispatchAt }), lines: [aLine('TEE', 2, dispatched)] });
const edited = (...lines: readonly ReturnType<typeof aLine>[]) => aView({ lines });

const goingTo = (countryCode: string | null) =>
  aView({ order: anOrder({ contact: { email: 'ada@shopper.co.uk', phone: null, countryCode } }) });
const carriedBy = (carrier: CodedRecord | null) => aView({ order: anOrder({ carrier }) });

/** Parcels list their contents: units of one SKU in two shipments. */
const packed = (inA: number, inB: number, ...[numberOfA = '1550a', numberOfB = '1550b']: (string | null)[]) =>
  aView({
    lines: [aLine('TEE', 3, inA + inB)],
    shipments: [aPackedShipment('A', inA, numberOfA), aPackedShipment('B', inB, numberOfB)],
  });
const aPackedShipment = (id: string, quantity: number, trackingNumber: string | null) =>
  aShipment(id, quantity > 0 ? 'dispatched' : 'Created', {
    parcels: [aParcel(id, { trackingNumber, contents: [{ sku: 'TEE', quantity }] })],
  });

/** Nothing says which unit is in which of the two. */
const pair = (statusOfA: string, statusOfB: string, dispatched: number) =>
  aView({ lines: [aLine('TEE', 2, dispatched)], shipments: [aShipment('A', statusOfA), aShipment('B', statusOfB)] });
const twoLines = (first: number, second: number) =>
  aView({
    lines: [aLine('TEE', 1, first, { id: 'line-1' }), aLine('TEE', 1, second, { id: 'line-2' })],
    shipments: [aShipment('A', 'dispatched')],
  });
const collectedAt = (plannedCollectionAt: string | null, change: Partial<ReturnType<typeof aShipment>>) =>
  aView({ lines: [aLine('TEE', 2, 2)], shipments: [aShipment('A', 'Created', { plannedCollectionAt, ...change })] });

export const CORRECTIONS: readonly Story[] = [
  {
    name: 'tracking replaced: the new number is told once it has stayed for ten minutes',
    inputs: [pending, seen(at('1h'), oneShipment), seen(at('2h'), shippedAs(numbered('A', 'NEW-1')))],
    until: at('130m'),
    told: ['shipped A [2 TEE]', 'fulfilled full', 'updated A 1: tracking-replaced'],
  },
  {
    name: 'tracking replaced and put back within minutes: nothing is told',
    inputs: [
      pending,
      seen(at('60m'), oneShipment),
      seen(at('120m'), shippedAs(numbered('A', 'NEW-1'))),
      seen(at('125m'), oneShipment),
    ],
    until: at('1d'),
    told: ['shipped A [2 TEE]', 'fulfilled full'],
  },
  {
    name: 'the same numbers in another order are the same numbers',
    inputs: [
      pending,
      seen(at('1h'), shippedAs(numbered('A', '1', '2'))),
      seen(at('2h'), shippedAs(numbered('A', '2', '1'))),
    ],
    until: at('1d'),
    told: ['shipped A [2 TEE]', 'fulfilled full'],
  },
  {
    name: 'a second parcel gets its number later: told as replaced, with both',
    inputs: [
      pending,
      seen(at('1h'), shippedAs(numbered('A', '1', null))),
      seen(at('2h'), shippedAs(numbered('A', '1', '2'))),
    ],
    until: at('1d'),
    told: ['shipped A [2 TEE]', 'fulfilled full', 'updated A 1: tracking-replaced'],
  },
  {
    name: 'label voided after telling and reissued: the first is taken back, and its units go with the second',
    inputs: [
      pending,
      seen(at('1h'), oneShipment),
      seen(at('2h'), shippedAs(aShipment('A', 'Voided'), aShipment('B', 'dispatched'))),
    ],
    until: at('3h'),
    told: ['shipped A [2 TEE]', 'fulfilled full', 'updated A 1: label-voided', 'shipped B [2 TEE]'],
  },
  {
    name: 'a told shipment that is no longer listed counts as voided',
    inputs: [pending, seen(at('1h'), oneShipment), seen(at('2h'), aView())],
    until: at('3h'),
    told: ['shipped A [2 TEE]', 'fulfilled full', 'updated A 1: label-voided'],
  },
  {
    name: 'undone and redone twice: each is told under its own ordinal',
    inputs: [
      pending,
      seen(at('1h'), oneShipment),
      seen(at('2h'), undone),
      seen(at('3h'), oneShipment),
      seen(at('4h'), undone),
      seen(at('5h'), oneShipment),
    ],
    told: [
      'shipped A [2 TEE]',
      'fulfilled full',
      'updated A 1: dispatch-reversed',
      'updated A 2: dispatch-redone',
      'updated A 3: dispatch-reversed',
      'updated A 4: dispatch-redone',
    ],
  },
  {
    name: 'undone, then cancelled: the shipment is taken back before the order is',
    inputs: [
      pending,
      seen(at('1h'), oneShipment),
      seen(at('2h'), aView({ order: anOrder({ statusCode: 'CANCELLED' }), shipments: [aShipment('A', 'Created')] })),
    ],
    until: at('3h'),
    told: ['shipped A [2 TEE]', 'fulfilled full', 'updated A 1: dispatch-reversed', 'cancelled'],
    facts: ['cancelled'],
  },
  {
    name: 'undone, cancelled and told so, then shipped after all: on its way again, and the flag is withdrawn',
    inputs: [
      pending,
      seen(at('1h'), oneShipment),
      seen(at('2h'), aView({ order: anOrder({ statusCode: 'CANCELLED' }), shipments: [aShipment('A', 'Created')] })),
      seen(at('4h'), oneShipment),
    ],
    told: [
      'shipped A [2 TEE]',
      'fulfilled full',
      'updated A 1: dispatch-reversed',
      'cancelled',
      'updated A 2: dispatch-redone',
    ],
    findings: ['shipped-after-cancel'],
    facts: ['cancelled', 'cancellationWithdrawn'],
  },
  {
    name: 'other units than told turn out to have left: the contents are corrected',
    inputs: [
      pending,
      seen(
        at('1h'),
        aView({ lines: [aLine('TEE', 1, 1), aLine('CAP', 1, 0)], shipments: [aShipment('A', 'dispatched')] }),
      ),
      seen(
        at('2h'),
        aView({ lines: [aLine('TEE', 1, 0), aLine('CAP', 1, 1)], shipments: [aShipment('A', 'dispatched')] }),
      ),
    ],
    until: at('3h'),
    told: ['shipped A [1 TEE]', 'updated A 1: contents-changed'],
    facts: ['partlyShipped'],
  },
  {
    name: 'dispatched without a shipment and undone: the order-level message is taken back, and told again',
    inputs: [
      pending,
      seen(at('1h'), aView({ order: COMPLETED, lines: [aLine('TEE', 2, 2)] })),
      seen(at('2h'), aView()),
      seen(at('3h'), aView({ order: COMPLETED, lines: [aLine('TEE', 2, 2)] })),
    ],
    until: at('4h'),
    told: [
      'shipped order [2 TEE]',
      'fulfilled full',
      'updated order 1: dispatch-reversed',
      'updated order 2: dispatch-redone',
    ],
    findings: ['dispatched-without-shipment'],
  },
  {
    name: 'the shipment that took the place of the order-level message is voided: taken back under its own id',
    inputs: [
      pending,
      seen(at('1h'), aView({ order: COMPLETED, lines: [aLine('TEE', 2, 2)] })),
      seen(at('2h'), oneShipment),
      seen(at('3h'), shippedAs(aShipment('A', 'Voided'), aShipment('B', 'dispatched'))),
    ],
    until: at('4h'),
    told: [
      'shipped order [2 TEE]',
      'fulfilled full',
      'updated A 1: tracking-added',
      'updated A 2: label-voided',
      'shipped B [2 TEE]',
    ],
  },
  {
    name: 'nobody could be told of the shipment, so nobody is told of its correction',
    policy: { identity: { ignoredEmailDomains: ['shopper.co.uk'] } },
    inputs: [pending, seen(at('1h'), oneShipment), seen(at('2h'), undone)],
    until: at('3h'),
    told: [
      'shipped A [2 TEE] (withheld: identity-filtered)',
      'fulfilled full (withheld: identity-filtered)',
      'updated A 1: dispatch-reversed (withheld: identity-filtered)',
    ],
    findings: ['identity-filtered'],
  },
  {
    name: 'a shipment from before the first start is undone and leaves as another: only the new one is told',
    inputs: [
      swept(at('1h'), oneShipment),
      seen(at('2h'), shippedAs(aShipment('A', 'Voided'), aShipment('B', 'dispatched'))),
    ],
    told: ['shipped B [2 TEE]'],
  },
  {
    name: 'tracking that arrives for a late, silent shipment is silent too',
    inputs: [
      pending,
      seen(
        at('6d'),
        aView({
          ...shippedAs(numbered('A', null)),
          dispatches: [{ id: '1', sku: 'TEE', quantity: 2, at: at('1d'), notBefore: null, storageUnitId: null }],
        }),
      ),
      seen(at('7d'), oneShipment),
    ],
    told: [
      'shipped A [2 TEE] (silent: late)',
      'fulfilled full (silent: late)',
      'updated A 1: tracking-added (silent: late)',
    ],
    findings: ['late-news'],
  },
  {
    name: 'one of an ambiguous pair is undone: the other keeps its units, the rest is told as short',
    inputs: [
      pending,
      seen(
        at('1h'),
        aView({ lines: [aLine('TEE', 2, 2)], shipments: [aShipment('A', 'dispatched'), aShipment('B', 'dispatched')] }),
      ),
      seen(
        at('2h'),
        aView({
          order: COMPLETED,
          lines: [aLine('TEE', 2, 1)],
          shipments: [aShipment('A', 'dispatched'), aShipment('B', 'Created')],
        }),
      ),
    ],
    until: at('3h'),
    told: ['shipped A', 'shipped B', 'fulfilled full', 'updated B 1: dispatch-reversed', 'short [1 TEE]'],
    findings: ['items-ambiguous'],
  },
  {
    name: 'an ambiguous pair is undone, both of them, and one leaves again: its items are still not guessed',
    inputs: [
      pending,
      seen(at('1h'), pair('dispatched', 'dispatched', 2)),
      seen(at('2h'), pair('Created', 'Created', 0)),
      seen(at('4h'), pair('dispatched', 'Created', 1)),
    ],
    until: at('1d'),
    told: [
      'shipped A',
      'shipped B',
      'fulfilled full',
      'updated A 1: dispatch-reversed',
      'updated B 1: dispatch-reversed',
      'updated A 2: dispatch-redone',
    ],
    findings: ['items-ambiguous'],
    facts: ['partlyShipped'],
  },
  {
    name: 'of an ambiguous pair one unit comes back and neither shipment does: nobody heard which it was, so nothing is told',
    inputs: [
      pending,
      seen(at('1h'), pair('dispatched', 'dispatched', 2)),
      seen(at('2h'), pair('dispatched', 'dispatched', 1)),
    ],
    until: at('1d'),
    told: ['shipped A', 'shipped B', 'fulfilled full'],
    findings: ['items-ambiguous'],
    facts: ['partlyShipped'],
  },
  {
    name: 'units of one line come back and as many of another with the same SKU leave: customers were told no different',
    inputs: [pending, seen(at('1h'), twoLines(1, 0)), seen(at('2h'), twoLines(0, 1))],
    until: at('1d'),
    told: ['shipped A [1 TEE]'],
    facts: ['partlyShipped'],
  },
  {
    name: 'done again while the lines still say that nothing left: told with its items once they do',
    inputs: [
      pending,
      seen(at('60m'), oneShipment),
      seen(at('120m'), undone),
      seen(at('180m'), aView({ lines: [aLine('TEE', 2, 0)], shipments: [aShipment('A', 'dispatched')] })),
      seen(at('185m'), oneShipment),
    ],
    until: at('1d'),
    told: ['shipped A [2 TEE]', 'fulfilled full', 'updated A 1: dispatch-reversed', 'updated A 2: dispatch-redone'],
  },
  {
    name: 'done again and the lines never say so: told without items after a quarter of an hour',
    inputs: [
      pending,
      seen(at('60m'), oneShipment),
      seen(at('120m'), undone),
      seen(at('180m'), aView({ lines: [aLine('TEE', 2, 0)], shipments: [aShipment('A', 'dispatched')] })),
    ],
    until: at('1d'),
    told: ['shipped A [2 TEE]', 'fulfilled full', 'updated A 1: dispatch-reversed', 'updated A 2: dispatch-redone'],
    findings: ['items-ambiguous', 'fulfilment-mismatch'],
  },
  {
    name: 'told at the planned collection: a status alone does not undo it, a label that is gone does',
    policy: { dispatchStrategy: 'auto', shippedWhen: 'plannedCollection' },
    inputs: [
      pending,
      seen(at('1h'), collectedAt(at('3h'), {})),
      seen(at('4h'), collectedAt(at('3h'), { statusCode: 'Created' })),
      seen(at('6h'), collectedAt(at('3h'), { statusCode: 'Created', hasLabel: false, parcels: [] })),
    ],
    until: at('1d'),
    told: ['shipped A [2 TEE]', 'fulfilled full', 'updated A 1: dispatch-reversed'],
  },
  {
    name: 'told at the hour of the van, then voided: taken back ten minutes later',
    policy: {
      dispatchStrategy: 'auto',
      shippedWhen: { collectionTimes: { timeZone: 'UTC', carriers: { DPD: { mon: '12:00' } } } },
    },
    inputs: [
      pending,
      seen(at('1h'), collectedAt(null, {})),
      seen(at('4h'), collectedAt(null, { statusCode: 'Packed' })),
      seen(at('6h'), { ...collectedAt(null, { statusCode: 'Voided' }), lines: [aLine('TEE', 2, 0)] }),
    ],
    until: at('1d'),
    told: ['shipped A [2 TEE]', 'fulfilled full', 'updated A 1: label-voided'],
  },
  {
    name: 'the order-level message came too late for a flow, so the number of its shipment starts none either',
    inputs: [
      pending,
      seen(
        at('6d'),
        aView({
          order: COMPLETED,
          lines: [aLine('TEE', 2, 2)],
          dispatches: [{ id: '1', sku: 'TEE', quantity: 2, at: at('1d'), notBefore: null, storageUnitId: null }],
        }),
      ),
      seen(at('7d'), oneShipment),
      seen(at('8d'), shippedAs(numbered('A', 'NEW-1'))),
    ],
    until: at('9d'),
    told: [
      'shipped order [2 TEE] (silent: late)',
      'fulfilled full (silent: late)',
      'updated A 1: tracking-added (silent: late)',
      'updated A 2: tracking-replaced (silent: late)',
    ],
    findings: ['late-news'],
  },
  {
    name: 'two numbers become one of them: the list is told as it is now',
    inputs: [
      pending,
      seen(at('1h'), shippedAs(numbered('A', '1', '2'))),
      seen(at('2h'), shippedAs(numbered('A', '1'))),
    ],
    until: at('1d'),
    told: ['shipped A [2 TEE]', 'fulfilled full', 'updated A 1: tracking-replaced'],
  },
  {
    name: 'a number is taken away and none put in its place: told, without one',
    inputs: [pending, seen(at('1h'), oneShipment), seen(at('2h'), shippedAs(numbered('A', null)))],
    until: at('1d'),
    told: ['shipped A [2 TEE]', 'fulfilled full', 'updated A 1: tracking-replaced'],
    findings: ['tracking-missing'],
  },
  {
    name: 'two orders share a parcel: this one tells its own part once, the other order is none of its business',
    inputs: [
      pending,
      seen(
        at('1h'),
        shippedAs(
          aShipment('SHARED', 'dispatched', {
            parcels: [
              aParcel('box', {
                contents: [
                  { sku: 'TEE', quantity: 2 },
                  { sku: 'OF-ANOTHER-ORDER', quantity: 5 },
                ],
              }),
            ],
          }),
        ),
      ),
      seen(at('2h'), shippedAs(aShipment('SHARED', 'dispatched'))),
    ],
    until: at('3h'),
    told: ['shipped SHARED [2 TEE]', 'fulfilled full', 'updated SHARED 1: tracking-replaced'],
  },
  {
    name: 'units join the only shipment after it was told: it is told again with them once none of their own turns up',
    inputs: [
      pending,
      seen(at('60m'), aView({ lines: [aLine('TEE', 2, 1)], shipments: [aShipment('A', 'dispatched')] })),
      seen(at('70m'), aView({ lines: [aLine('TEE', 2, 2)], shipments: [aShipment('A', 'dispatched')] })),
    ],
    until: at('84m'),
    told: ['shipped A [1 TEE]'],
    facts: ['partlyShipped'],
    wakeAt: at('85m'),
  },
  {
    name: 'a quarter of an hour later they are told, and the order is done',
    inputs: [
      pending,
      seen(at('60m'), aView({ lines: [aLine('TEE', 2, 1)], shipments: [aShipment('A', 'dispatched')] })),
      seen(at('70m'), aView({ lines: [aLine('TEE', 2, 2)], shipments: [aShipment('A', 'dispatched')] })),
    ],
    until: at('85m'),
    told: ['shipped A [1 TEE]', 'updated A 1: contents-changed', 'fulfilled full'],
    facts: ['partlyShipped', 'fullyShipped'],
  },
  {
    name: 'a shipment of their own turns up within the quarter of an hour: they are its units',
    inputs: [
      pending,
      seen(at('60m'), aView({ lines: [aLine('TEE', 2, 1)], shipments: [aShipment('A', 'dispatched')] })),
      seen(at('70m'), aView({ lines: [aLine('TEE', 2, 2)], shipments: [aShipment('A', 'dispatched')] })),
      seen(
        at('80m'),
        aView({ lines: [aLine('TEE', 2, 2)], shipments: [aShipment('A', 'dispatched'), aShipment('B', 'dispatched')] }),
      ),
    ],
    until: at('1d'),
    told: ['shipped A [1 TEE]', 'shipped B [1 TEE]', 'fulfilled full'],
    facts: ['partlyShipped', 'fullyShipped'],
  },
  {
    name: 'two shipments were told, and parcel contents say which of them the units joined',
    inputs: [seen(at('1h'), packed(1, 1)), seen(at('2h'), packed(1, 2))],
    until: at('1d'),
    told: ['shipped A [1 TEE]', 'shipped B [1 TEE]', 'updated B 1: contents-changed', 'fulfilled full'],
    facts: ['partlyShipped', 'fullyShipped'],
  },
  {
    name: 'two shipments were told, and nothing says which of them the units joined: the order ends, and no items are guessed',
    inputs: [
      seen(at('1h'), aView({ lines: [aLine('TEE', 3, 1)], shipments: [aShipment('A', 'dispatched')] })),
      seen(
        at('2h'),
        aView({ lines: [aLine('TEE', 3, 2)], shipments: [aShipment('A', 'dispatched'), aShipment('B', 'dispatched')] }),
      ),
      seen(
        at('3h'),
        aView({
          order: COMPLETED,
          lines: [aLine('TEE', 3, 3)],
          shipments: [aShipment('A', 'dispatched'), aShipment('B', 'dispatched')],
        }),
      ),
    ],
    until: at('1d'),
    told: ['shipped A [1 TEE]', 'shipped B [1 TEE]', 'fulfilled full'],
    facts: ['partlyShipped', 'fullyShipped'],
  },
  {
    name: 'units join a told shipment while another waits for its number: told a quarter of an hour after that one is',
    inputs: [
      pending,
      seen(at('1h'), packed(1, 0, '1550a', null)),
      seen(at('2h'), packed(1, 1, '1550a', null)),
      seen(at('3h'), packed(2, 1, '1550a', null)),
    ],
    until: at('4h'),
    told: ['shipped A [1 TEE]', 'shipped B [1 TEE]'],
    findings: ['tracking-missing'],
    facts: ['partlyShipped'],
    wakeAt: at('255m'),
  },
  {
    name: 'an order-level message is undone and done again with its shipment there: that is what it was about',
    inputs: [
      pending,
      seen(at('1h'), aView({ lines: [aLine('TEE', 2, 2)] })),
      seen(at('2h'), aView({ lines: [aLine('TEE', 2, 0)] })),
      seen(at('3h'), aView({ lines: [aLine('TEE', 2, 2)], shipments: [aShipment('A', 'dispatched')] })),
    ],
    until: at('1d'),
    told: [
      'shipped order [2 TEE]',
      'fulfilled full',
      'updated order 1: dispatch-reversed',
      'updated order 2: dispatch-redone',
      'updated A 1: tracking-added',
      'updated A 2: contents-changed',
    ],
  },
  {
    name: 'more units leave without any shipment after the order was told: its message is told again with them',
    inputs: [
      pending,
      seen(at('1h'), aView({ lines: [aLine('TEE', 2, 1)] })),
      seen(at('2h'), aView({ lines: [aLine('TEE', 2, 2)] })),
    ],
    until: at('1d'),
    told: ['shipped order [1 TEE]', 'updated order 1: contents-changed', 'fulfilled full'],
    findings: ['dispatched-without-shipment'],
    facts: ['partlyShipped', 'fullyShipped'],
  },
  {
    name: 'units join a shipment that was history: recorded, and told nobody',
    inputs: [
      swept(at('60m'), aView({ lines: [aLine('TEE', 2, 1)], shipments: [aShipment('A', 'dispatched')] })),
      seen(at('70m'), aView({ lines: [aLine('TEE', 2, 2)], shipments: [aShipment('A', 'dispatched')] })),
    ],
    until: at('1d'),
    told: ['fulfilled full'],
  },
];

export const NEWS: readonly Story[] = [
  {
    name: 'label made, then dispatched: both are told where labels are wanted',
    policy: everything,
    inputs: [pending, seen(at('1h'), undone), seen(at('2h'), oneShipment)],
    told: ['labelled A', 'shipped A [2 TEE]', 'fulfilled full'],
  },
  {
    name: 'label and dispatch seen together: the label is no news any more',
    policy: everything,
    inputs: [pending, seen(at('1h'), oneShipment)],
    told: ['shipped A [2 TEE]', 'fulfilled full'],
  },
  {
    name: 'auto_shipment waiting for its scan: the label is told meanwhile',
    policy: { ...everything, dispatchStrategy: 'auto_shipment', shippedWhen: 'scanned' },
    inputs: [pending, seen(at('1h'), oneShipment), evidence('scanned', 'A', at('9h'))],
    told: ['labelled A', 'shipped A [2 TEE]', 'collected A', 'fulfilled full'],
  },
  {
    name: 'labels from before the first start are history',
    policy: everything,
    inputs: [swept(at('1h'), undone), seen(at('2h'), undone)],
    told: [],
  },
  {
    name: 'labels seen while nobody wanted them are not told when somebody does',
    inputs: [pending, seen(at('1h'), undone)],
    told: [],
  },
  {
    name: 'carrier observations: out for delivery, then delivered',
    inputs: [
      pending,
      seen(at('1h'), oneShipment),
      evidence('outForDelivery', 'A', at('20h')),
      evidence('delivered', 'A', at('25h')),
    ],
    told: ['shipped A [2 TEE]', 'fulfilled full', 'out for delivery A', 'delivered A'],
  },
  {
    name: 'a late scan after delivery tells nothing',
    inputs: [
      pending,
      seen(at('1h'), oneShipment),
      evidence('delivered', 'A', at('25h')),
      evidence('outForDelivery', 'A', at('26h')),
      evidence('delivered', 'A', at('27h')),
    ],
    told: ['shipped A [2 TEE]', 'fulfilled full', 'delivered A'],
  },
  {
    name: 'the carrier delivered before the warehouse said dispatched: told once the shipment was',
    inputs: [pending, evidence('delivered', 'A', at('1h')), seen(at('2h'), oneShipment)],
    told: ['shipped A [2 TEE]', 'delivered A', 'fulfilled full'],
  },
  {
    name: 'the carrier delivered weeks before the warehouse said dispatched: on the timeline, but silent',
    inputs: [pending, evidence('delivered', 'A', at('1h')), seen(at('30d'), oneShipment)],
    told: ['shipped A [2 TEE]', 'delivered A (silent: late)', 'fulfilled full'],
  },
  {
    name: 'collected is told where it is wanted',
    policy: everything,
    inputs: [pending, seen(at('1h'), oneShipment), evidence('collected', 'A', at('9h'))],
    told: ['shipped A [2 TEE]', 'fulfilled full', 'collected A'],
  },
  {
    name: "a carrier's word releases a shipment that waits for a scan",
    policy: { dispatchStrategy: 'auto_shipment', shippedWhen: 'scanned' },
    inputs: [pending, seen(at('1h'), oneShipment), evidence('outForDelivery', 'A', at('9h'))],
    told: ['shipped A [2 TEE]', 'out for delivery A', 'fulfilled full'],
  },
  {
    name: 'delivered before we went live: history',
    inputs: [swept(at('1h'), oneShipment), evidence('delivered', 'A', '2026-02-20T10:00:00Z')],
    told: [],
  },
  {
    name: 'the plan was missed by a day: delayed, once',
    inputs: [seen(at('0s'), planned(at('2h'))), seen(at('30h'), planned(at('2h'))), seen(at('40h'), planned(at('2h')))],
    until: at('5d'),
    told: ['delayed [2 TEE]'],
  },
  {
    name: 'a planned day ends with its day, then the grace begins',
    inputs: [seen(at('0s'), planned('2026-03-02'))],
    until: at('38h'), // Tuesday 23:00; the day ended at Monday midnight
    told: [],
    wakeAt: at('39h'),
  },
  {
    name: 'the plan moved in time: not delayed',
    inputs: [seen(at('0s'), planned(at('2h'))), seen(at('20h'), planned(at('3d')))],
    until: at('3d'),
    told: [],
    wakeAt: at('4d'),
  },
  {
    name: 'part of it left in time: delayed for the rest',
    inputs: [seen(at('0s'), { ...planned(at('2h'), 1), shipments: [aShipment('A', 'dispatched')] })],
    until: at('2d'),
    told: ['shipped A [1 TEE]', 'delayed [1 TEE]'],
    facts: ['partlyShipped'],
  },
  {
    name: 'dispatched or cancelled in time: not delayed',
    inputs: [
      seen(at('0s'), planned(at('2h'))),
      seen(at('1h'), { ...oneShipment, order: anOrder({ ...COMPLETED, expectedDispatchAt: at('2h') }) }),
    ],
    until: at('5d'),
    told: ['shipped A [2 TEE]', 'fulfilled full'],
  },
  {
    name: 'overdue long before the first start: nobody is told',
    inputs: [swept(at('1h'), planned('2026-02-10')), seen(at('2h'), planned('2026-02-10'))],
    until: at('5d'),
    told: [],
  },
  {
    name: 'a line is added and another shrinks: edited, where edits are wanted',
    policy: everything,
    inputs: [
      seen(at('0s'), edited(aLine('TEE', 2, 0))),
      seen(at('1h'), edited(aLine('TEE', 1, 0), aLine('CAP', 3, 0))),
      seen(at('2h'), edited(aLine('TEE', 1, 0), aLine('CAP', 3, 0))),
    ],
    told: ['edited lines +[3 CAP] -[1 TEE]'],
  },
  {
    name: 'it goes to another country now: edited, and again on the way back',
    policy: everything,
    inputs: [
      seen(at('0s'), goingTo('GB')),
      seen(at('1h'), goingTo('IE')),
      seen(at('2h'), goingTo(null)),
      seen(at('3h'), goingTo('GB')),
    ],
    told: ['edited destination: IE instead of GB', 'edited destination: GB instead of IE'],
  },
  {
    name: 'a country that turns up late is no edit',
    policy: everything,
    inputs: [seen(at('0s'), goingTo(null)), seen(at('1h'), goingTo('GB'))],
    told: [],
  },
  {
    name: 'another carrier: edited; the first one is no edit, nor one that a read does not show',
    policy: everything,
    inputs: [
      seen(at('0s'), carriedBy(null)),
      seen(at('1h'), carriedBy(DPD)),
      seen(at('2h'), carriedBy(null)),
      seen(at('3h'), carriedBy({ ...DPD, name: 'DPD Group' })),
      seen(at('4h'), carriedBy({ id: '4', code: 'EVRI', name: null })),
    ],
    told: ['edited carrier: EVRI instead of DPD'],
  },
  {
    name: 'country, carrier and lines change at once: each is told',
    policy: everything,
    inputs: [
      seen(at('0s'), carriedBy(DPD)),
      seen(at('1h'), {
        ...goingTo('IE'),
        order: { ...goingTo('IE').order, carrier: { id: '4', code: 'EVRI', name: null } },
        lines: [aLine('TEE', 3, 0)],
      }),
    ],
    told: ['edited lines +[1 TEE] -[]', 'edited destination: IE instead of GB', 'edited carrier: EVRI instead of DPD'],
  },
  {
    name: 'country and carrier changed while edits are not wanted: never told later',
    inputs: [
      seen(at('0s'), carriedBy(DPD)),
      seen(at('1h'), goingTo('IE')),
      seen(at('2h'), carriedBy({ id: '4', code: 'EVRI', name: null })),
    ],
    told: [],
  },
  {
    name: 'country and carrier as a first sweep finds them are how customers know the order',
    policy: everything,
    inputs: [swept(at('0s'), goingTo('IE')), seen(at('1h'), goingTo('GB'))],
    told: ['edited destination: GB instead of IE'],
  },
  {
    name: 'edited between shipments: what was told stays, a person is warned until the order is done',
    inputs: [
      seen(at('0s'), edited(aLine('TEE', 1, 0), aLine('CAP', 1, 0))),
      seen(at('1h'), { ...edited(aLine('TEE', 1, 1), aLine('CAP', 1, 0)), shipments: [aShipment('A', 'dispatched')] }),
      seen(at('2h'), { ...edited(aLine('TEE', 1, 1), aLine('CAP', 4, 0)), shipments: [aShipment('A', 'dispatched')] }),
    ],
    told: ['shipped A [1 TEE]'],
    findings: ['order-edited-after-dispatch'],
    facts: ['partlyShipped'],
  },
  {
    name: 'lines that are made again under other ids are no edit',
    policy: everything,
    inputs: [
      seen(at('0s'), edited(aLine('TEE', 2, 0, { id: '1' }))),
      seen(at('1h'), edited(aLine('TEE', 1, 0, { id: '2' }), aLine('TEE', 1, 0, { id: '3' }))),
    ],
    told: [],
  },
  {
    name: 'cancelled and reissued under the same reference: told as an edit, where edits are wanted',
    policy: everything,
    inputs: [
      pending,
      seen(at('1h'), aView({ order: anOrder({ statusCode: 'CANCELLED' }) })),
      { kind: 'reissue', source: 'webhook', receivedAt: at('61m'), orderId: '1002' } satisfies OrderInput,
      seen(at('62m'), aView({ order: anOrder({ statusCode: 'CANCELLED' }) })),
    ],
    until: at('5d'),
    told: ['edited reissued +[] -[]'],
  },
  {
    name: 'a told cancellation is taken back: the flag goes, edits say so, and a person is warned',
    policy: everything,
    inputs: [pending, seen(at('1h'), aView({ order: anOrder({ statusCode: 'CANCELLED' }) })), seen(at('3h'), aView())],
    until: at('5d'),
    told: ['cancelled', 'edited reinstated +[] -[]'],
    findings: ['cancel-withdrawn'],
    facts: ['cancelled', 'cancellationWithdrawn'],
  },
  {
    name: 'taken back and cancelled again: the message is told once, the flag is set again',
    inputs: [
      pending,
      seen(at('1h'), aView({ order: anOrder({ statusCode: 'CANCELLED' }) })),
      seen(at('3h'), aView()),
      seen(at('5h'), aView({ order: anOrder({ statusCode: 'CANCELLED' }) })),
    ],
    until: at('5d'),
    told: ['cancelled'],
    facts: ['cancelled', 'cancellationWithdrawn', 'cancelled'],
  },
  {
    name: 'taken back, then shipped: as any other order',
    inputs: [
      pending,
      seen(at('1h'), aView({ order: anOrder({ statusCode: 'CANCELLED' }) })),
      seen(at('3h'), aView()),
      seen(at('5h'), oneShipment),
    ],
    told: ['cancelled', 'shipped A [2 TEE]', 'fulfilled full'],
    facts: ['cancelled', 'cancellationWithdrawn'],
  },
  {
    name: 'cancelled before the first start, reopened, and cancelled again: the second one is news',
    inputs: [
      swept(at('1h'), aView({ order: anOrder({ statusCode: 'CANCELLED' }) })),
      seen(at('2h'), aView()),
      seen(at('3h'), aView({ order: anOrder({ statusCode: 'CANCELLED' }) })),
    ],
    until: at('4h'),
    told: ['cancelled'],
    facts: ['cancelled'],
  },
  {
    name: 'the last dispatched order is kept for the customer where it is wanted',
    policy: { flags: { lastDispatched: true } },
    inputs: [pending, seen(at('1h'), oneShipment)],
    told: ['shipped A [2 TEE]', 'fulfilled full'],
    facts: ['dispatched'],
  },
  {
    name: 'an order comes whose plan was missed weeks before: its delay is on the timeline, but silent',
    inputs: [seen(at('0s'), planned(at('-30d')))],
    run: { liveFrom: '2026-01-01T00:00:00.000Z', isShadow: false },
    told: ['delayed [2 TEE] (silent: late)'],
  },
];
