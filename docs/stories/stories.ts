/**
 * The stories of the playground, and the source of every example on the pages for marketers: each event shown
 * there was made by the real mapping from one of these.
 */
import { CARRIERS } from '@clarus-klaviyo/mapping/carriers';
import {
  aLine,
  anOrder,
  aParcel,
  aReceipt,
  aShipment,
  at,
  aView,
  evidence,
  receiptSeen,
  seen,
  stockSeen,
} from './records.js';
import type { Story } from './story.js';

const carriers = { DPD: CARRIERS['DPD'] ?? {} };
const COMPLETED = anOrder({ statusCode: 'COMPLETED' });
const CANCELLED = anOrder({ statusCode: 'CANCELLED' });
const twoLines = [aLine('TEE', 2, 0), aLine('CAP', 1, 0)];
const firstGone = [aLine('TEE', 2, 2), aLine('CAP', 1, 0)];
const bothGone = [aLine('TEE', 2, 2), aLine('CAP', 1, 1)];
const untracked = { parcels: [aParcel('A1', { trackingNumber: null })] };
const oneGone = aView({ order: COMPLETED, lines: [aLine('TEE', 2, 2)], shipments: [aShipment('A', 'dispatched')] });
const shelf = {
  kind: 'catalogue' as const,
  source: 'shop' as const,
  products: [
    {
      sku: 'TEE',
      url: 'https://brand.example/products/organic-tee',
      imageUrl: 'https://brand.example/images/organic-tee.jpg',
      price: 29,
      brand: 'Brand',
      categories: ['T-shirts'],
    },
  ],
};

export const STORIES: readonly Story[] = [
  {
    id: 'one-parcel',
    title: 'One order, one parcel',
    about:
      'The label is made at ten, and nobody hears a thing. The parcel leaves at three, and the customer is told then.',
    subject: 'order',
    policy: { dispatchStrategy: 'shipment', carriers },
    steps: [
      { saying: 'The order is released to the floor.', input: seen('0s', aView()) },
      {
        saying: 'The shop adds what it knows of the products: link, picture, price.',
        input: { ...shelf, receivedAt: at('1m'), read: 1 },
      },
      { saying: 'Packed; the label is made.', input: seen('1h', aView({ shipments: [aShipment('A', 'Created')] })) },
      { saying: 'The warehouse dispatches the shipment.', input: seen('6h', oneGone) },
    ],
  },
  {
    id: 'split-over-two-days',
    title: 'Split over two days',
    about:
      'Two shipments, two messages, each with its own items. In between, a profile property says that more is to come.',
    subject: 'order',
    policy: { dispatchStrategy: 'shipment', carriers, events: { OrderPartlyFulfilled: true } },
    steps: [
      { saying: 'The order is released to the floor.', input: seen('0s', aView({ lines: twoLines })) },
      {
        saying: 'Two T-shirts leave; the cap is out of stock.',
        input: seen(
          '5h',
          aView({ lines: firstGone, shipments: [aShipment('A', 'dispatched'), aShipment('B', 'Created')] }),
        ),
      },
      {
        saying: 'The cap leaves.',
        input: seen(
          '30h',
          aView({
            order: COMPLETED,
            lines: bothGone,
            shipments: [aShipment('A', 'dispatched'), aShipment('B', 'dispatched')],
          }),
        ),
      },
    ],
  },
  {
    id: 'nobody-can-tell',
    title: 'Two parcels at once, contents unknown',
    about:
      'Clarus shows two shipments and three units gone, and not what is in which. No contents are guessed: the order is listed under its own name. The van’s plan is passed on as a plan.',
    subject: 'order',
    policy: { dispatchStrategy: 'shipment', carriers },
    steps: [
      { saying: 'The order is released to the floor.', input: seen('0s', aView({ lines: twoLines })) },
      {
        saying: 'Both shipments are dispatched in the same minute.',
        input: seen(
          '5h',
          aView({
            order: COMPLETED,
            lines: bothGone,
            shipments: [
              aShipment('A', 'dispatched', { plannedCollectionAt: at('8h') }),
              aShipment('B', 'dispatched', { plannedCollectionAt: at('8h') }),
            ],
          }),
        ),
      },
    ],
  },
  {
    id: 'completed-at-label',
    title: 'Clarus completes at label time',
    about:
      'With the strategy auto_shipment an order is COMPLETED while its parcel still lies on the bench. This policy waits for the carrier’s scan. Take shippedWhen out and see what definePolicy says.',
    subject: 'order',
    policy: { dispatchStrategy: 'auto_shipment', shippedWhen: 'scanned', carriers, events: { ShipmentLabelled: true } },
    steps: [
      {
        saying: 'The order is released to the floor.',
        input: seen('0s', aView({ order: anOrder({ dispatchStrategy: 'auto_shipment' }) })),
      },
      {
        saying: 'The label is made, and Clarus completes the order in the same moment.',
        input: seen('2h', {
          ...oneGone,
          order: anOrder({ statusCode: 'COMPLETED', dispatchStrategy: 'auto_shipment' }),
        }),
      },
      { saying: 'The carrier scans the parcel in its depot.', input: evidence('11h', 'scanned', 'A') },
    ],
  },
  {
    id: 'collection-times',
    title: 'The van comes at half past five',
    about:
      'No scan is fed in, but everybody knows when the van comes: the first collection after the label releases the message.',
    subject: 'order',
    policy: {
      dispatchStrategy: 'auto_shipment',
      shippedWhen: {
        collectionTimes: {
          timeZone: 'Europe/London',
          carriers: { DPD: { mon: '17:30', tue: '17:30', wed: '17:30', thu: '17:30', fri: '16:00' } },
        },
      },
      carriers,
    },
    steps: [
      {
        saying: 'The order is released to the floor.',
        input: seen('0s', aView({ order: anOrder({ dispatchStrategy: 'auto_shipment' }) })),
      },
      {
        saying: 'The label is made, and Clarus completes the order in the same moment.',
        input: seen('2h', {
          ...oneGone,
          order: anOrder({ statusCode: 'COMPLETED', dispatchStrategy: 'auto_shipment' }),
        }),
      },
    ],
  },
  {
    id: 'tracking-comes-later',
    title: 'The tracking number comes later',
    about:
      'The shipment has left and has no number yet: the message waits up to two hours. Set waitForTracking to 0s and it goes at once, corrected later.',
    subject: 'order',
    policy: { dispatchStrategy: 'shipment', carriers },
    steps: [
      { saying: 'The order is released to the floor.', input: seen('0s', aView()) },
      {
        saying: 'Dispatched. The carrier has not answered with a number.',
        input: seen('5h', { ...oneGone, shipments: [aShipment('A', 'dispatched', untracked)] }),
      },
      { saying: 'The number arrives.', input: seen('6h', oneGone) },
    ],
  },
  {
    id: 'told-then-renumbered',
    title: 'The label is made again after the message',
    about:
      'What a customer was told is no longer so. After updateGrace a correction goes out, with the old number beside the new one.',
    subject: 'order',
    policy: { dispatchStrategy: 'shipment', carriers },
    steps: [
      { saying: 'The order is released to the floor.', input: seen('0s', aView()) },
      { saying: 'The parcel leaves.', input: seen('5h', oneGone) },
      {
        saying: 'The carrier could not read the label: it is made again, under another number.',
        input: seen('7h', { ...oneGone, shipments: [aShipment('A', 'dispatched', { parcels: [aParcel('A2')] })] }),
      },
    ],
  },
  {
    id: 'cancelled-in-time',
    title: 'Cancelled before anything left',
    about:
      'A cancel waits ten minutes for a new order under the same reference: a reissue is an edit, not a cancellation.',
    subject: 'order',
    policy: { dispatchStrategy: 'shipment', carriers },
    steps: [
      { saying: 'The order is released to the floor.', input: seen('0s', aView()) },
      {
        saying: 'The order is cancelled.',
        input: seen('1h', aView({ order: CANCELLED }), { hooks: ['goods_out.cancelled'] }),
      },
    ],
  },
  {
    id: 'rest-cancelled',
    title: 'Cancelled after the first parcel',
    about: 'Cancelled Order would be a lie: half of it is on its way. The rest is cancelled, and the order ends short.',
    subject: 'order',
    policy: { dispatchStrategy: 'shipment', carriers },
    steps: [
      { saying: 'The order is released to the floor.', input: seen('0s', aView({ lines: twoLines })) },
      {
        saying: 'Two T-shirts leave.',
        input: seen('5h', aView({ lines: firstGone, shipments: [aShipment('A', 'dispatched')] })),
      },
      {
        saying: 'The customer does not want to wait for the cap: the rest is cancelled.',
        input: seen('26h', aView({ order: CANCELLED, lines: firstGone, shipments: [aShipment('A', 'dispatched')] }), {
          hooks: ['goods_out.cancelled'],
        }),
      },
    ],
  },
  {
    id: 'short-pick',
    title: 'Picked short',
    about: 'One cap was on the system and not on the shelf. Customers hear what comes and what does not.',
    subject: 'order',
    policy: { dispatchStrategy: 'shipment', carriers },
    steps: [
      { saying: 'The order is released to the floor.', input: seen('0s', aView({ lines: twoLines })) },
      {
        saying: 'Completed without the cap.',
        input: seen('5h', aView({ order: COMPLETED, lines: firstGone, shipments: [aShipment('A', 'dispatched')] })),
      },
    ],
  },
  {
    id: 'edited',
    title: 'Edited while it was picked',
    about: 'Off unless switched on, as here: the shop usually tells its customers of edits itself.',
    subject: 'order',
    policy: { dispatchStrategy: 'shipment', carriers, events: { OrderEdited: true } },
    steps: [
      { saying: 'The order is released to the floor.', input: seen('0s', aView({ lines: twoLines })) },
      {
        saying: 'One T-shirt instead of two, and a mug instead of the cap.',
        input: seen('1h', aView({ lines: [aLine('TEE', 1, 0), aLine('MUG', 1, 0)] })),
      },
    ],
  },
  {
    id: 'delayed',
    title: 'Later than planned',
    about:
      'The plan was Monday. A day after the day is over, with units still here, the customer hears that it is late.',
    subject: 'order',
    policy: { dispatchStrategy: 'shipment', carriers },
    steps: [
      {
        saying: 'The order is released, to leave on Monday.',
        input: seen('0s', aView({ order: anOrder({ expectedDispatchAt: '2026-03-02' }) })),
      },
    ],
  },
  {
    id: 'carrier-news',
    title: 'With carrier data fed in',
    about:
      'Clarus knows nothing of the road. Feed in what the carrier says, and customers hear of it, each step once and none after a later one.',
    subject: 'order',
    policy: { dispatchStrategy: 'shipment', carriers, events: { ShipmentCollected: true } },
    steps: [
      { saying: 'The order is released to the floor.', input: seen('0s', aView()) },
      { saying: 'The parcel leaves.', input: seen('6h', oneGone) },
      { saying: 'The carrier says: collected.', input: evidence('9h', 'collected', 'A') },
      { saying: 'The carrier says: out for delivery.', input: evidence('23h', 'outForDelivery', 'A') },
      { saying: 'The carrier says: delivered.', input: evidence('28h', 'delivered', 'A') },
      { saying: 'A scan of the day before turns up late.', input: evidence('29h', 'outForDelivery', 'A') },
    ],
  },
  {
    id: 'load',
    title: 'Dispatched by load',
    about: 'The parcel is on the lorry when the load departs, not when it is loaded.',
    subject: 'order',
    policy: { dispatchStrategy: 'load', carriers },
    steps: [
      {
        saying: 'The order is released to the floor.',
        input: seen('0s', aView({ order: anOrder({ dispatchStrategy: 'load' }) })),
      },
      {
        saying: 'Loaded: Clarus calls the shipment dispatched.',
        input: seen('5h', { ...oneGone, order: anOrder({ statusCode: 'COMPLETED', dispatchStrategy: 'load' }) }),
      },
      { saying: 'The load departs.', input: evidence('7h', 'departed', null) },
    ],
  },
  {
    id: 'dispatch-undone',
    title: 'Dispatched by mistake, and undone',
    about:
      'If it is undone within updateGrace, nobody hears of the mistake a second time. After it, the customer is put right.',
    subject: 'order',
    policy: { dispatchStrategy: 'shipment', carriers },
    steps: [
      { saying: 'The order is released to the floor.', input: seen('0s', aView()) },
      { saying: 'The wrong pallet is scanned out: the shipment counts as dispatched.', input: seen('5h', oneGone) },
      {
        saying: 'Somebody notices, and the dispatch is undone.',
        input: seen('19000s', aView({ shipments: [aShipment('A', 'Created')] })),
      },
      { saying: 'The parcel leaves after all.', input: seen('8h', oneGone) },
    ],
  },
  {
    id: 'no-shipment',
    title: 'It left, and there is no shipment',
    about:
      'A manual dispatch without a booking: after a quarter of an hour one message about the order, without tracking, and a finding for the warehouse.',
    subject: 'order',
    policy: { dispatchStrategy: 'manual', carriers },
    steps: [
      {
        saying: 'The order is released to the floor.',
        input: seen('0s', aView({ order: anOrder({ dispatchStrategy: 'manual' }) })),
      },
      {
        saying: 'Completed by hand; nobody booked a carrier in Clarus.',
        input: seen(
          '5h',
          aView({
            order: anOrder({ statusCode: 'COMPLETED', dispatchStrategy: 'manual' }),
            lines: [aLine('TEE', 2, 2)],
          }),
        ),
      },
    ],
  },
  {
    id: 'nobody-to-tell',
    title: 'No e-mail address',
    about: 'It is held for as long as the news would be news, then withheld for ever. No profile is guessed.',
    subject: 'order',
    policy: { dispatchStrategy: 'shipment', carriers },
    steps: [
      {
        saying: 'The order is released; it names no address.',
        input: seen('0s', aView({ order: anOrder({ contact: null }) })),
      },
      {
        saying: 'The parcel leaves.',
        input: seen('6h', { ...oneGone, order: anOrder({ statusCode: 'COMPLETED', contact: null }) }),
      },
      { saying: 'The shop hands the address in after all.', input: seen('20h', oneGone) },
    ],
  },
  {
    id: 'first-start',
    title: 'First start, with a full history',
    about: 'A sweep meets an order that left long ago. It is recorded as it is, and nobody is mailed.',
    subject: 'order',
    policy: { dispatchStrategy: 'shipment', carriers },
    steps: [
      {
        saying: 'The first sweep finds the order, completed.',
        input: seen('0s', oneGone, { source: 'sweep', hooks: [] }),
      },
      { saying: 'A webhook about it rings a day later: nothing in it is new.', input: seen('1d', oneGone) },
    ],
  },
  {
    id: 'return',
    title: 'A return comes in',
    about:
      'Clarus marks returns thinly, so the policy says what one is: here, a receipt whose reference begins with RMA-.',
    subject: 'receipt',
    policy: { returns: { referencePattern: '^RMA-', orderReferencePattern: '^RMA-(.+)$' } },
    steps: [
      { saying: 'The return is announced.', input: receiptSeen('0s', aReceipt({ expectedAt: at('3d') })) },
      {
        saying: 'The parcel is opened: one T-shirt.',
        input: receiptSeen(
          '2d',
          aReceipt({
            statusCode: 'RCV',
            lines: [{ id: 'r1', sku: 'TEE', productName: 'Organic tee, navy', expected: 1, received: 1 }],
          }),
        ),
      },
    ],
  },
  {
    id: 'return-that-never-came',
    title: 'A return that never came',
    about:
      'Thirty days after it was expected it is given up, and the open return on the profile goes. The event is off unless switched on, as here.',
    subject: 'receipt',
    policy: {
      events: { ReturnAbandoned: true },
      returns: { referencePattern: '^RMA-', orderReferencePattern: '^RMA-(.+)$' },
    },
    steps: [{ saying: 'The return is announced.', input: receiptSeen('0s', aReceipt({ expectedAt: at('3d') })) }],
  },
  {
    id: 'back-in-stock',
    title: 'Back in stock, for a moment and for good',
    about:
      'Down at once; up when it has held for a minute. A unit that is there for twenty seconds releases no notice to thousands of people.',
    subject: 'stock',
    policy: {},
    steps: [
      { saying: 'Sold out.', input: stockSeen('0s', 0) },
      { saying: 'One comes back from a cancelled order …', input: stockSeen('60s', 1) },
      { saying: '… and is sold again twenty seconds later.', input: stockSeen('80s', 0) },
      { saying: 'A delivery is put away.', input: stockSeen('1h', 40) },
    ],
  },
  {
    id: 'synced-catalogue',
    title: 'A catalogue synced from Shopify',
    about: 'Klaviyo’s API cannot write it. The policy says so, and a finding says so too; nothing is sent.',
    subject: 'stock',
    policy: { stock: { catalog: 'synced' } },
    steps: [{ saying: 'A delivery is put away.', input: stockSeen('0s', 40) }],
  },
];
