/** Every event property there can be. A test holds the table against what `toKlaviyo` writes in all stories. */
import type { MetricKind } from '../milestones.js';

/** `texts`: a list of texts, for segments. `list`: a list of objects, for templates. Instants are ISO 8601. */
export type PropertyType = 'text' | 'number' | 'boolean' | 'instant' | 'link' | 'texts' | 'list';

/** A property, or a member of an entry in a list, as people read of it. */
export interface MemberReference {
  readonly name: string;
  readonly type: PropertyType;
  readonly example: unknown;
  readonly meaning: string;
}

/** An event property, as people read of it. */
export interface PropertyReference extends MemberReference {
  /** The metrics whose events can carry it. */
  readonly metrics: readonly MetricKind[];
  /** Always there? Else it is left out where there is nothing to say; never `0`, `''` or `null`. */
  readonly isAlways: boolean;
  /** All the words it can be, where they are known. */
  readonly values?: readonly string[];
  /** What each entry of a `list` can have. */
  readonly members?: readonly MemberReference[];
}

type Row = readonly [name: string, type: PropertyType, example: unknown, meaning: string];

const SHIPPED: readonly MetricKind[] = ['ShipmentDispatched', 'OrderPartlyFulfilled'];
const CARRIER: readonly MetricKind[] = ['ShipmentCollected', 'OutForDelivery', 'Delivered'];
const OF_SHIPMENTS: readonly MetricKind[] = ['ShipmentLabelled', ...SHIPPED, 'ShipmentUpdated', ...CARRIER];
const CANCELS: readonly MetricKind[] = ['OrderCancelled', 'LinesCancelled'];
const RETURNS: readonly MetricKind[] = ['ReturnExpected', 'ReturnReceived', 'ReturnAbandoned'];
const OF_ORDERS: readonly MetricKind[] = [...CANCELS, 'OrderFulfilled', 'OrderEdited', 'OrderDelayed'];
const ALL: readonly MetricKind[] = [...OF_SHIPMENTS, ...OF_ORDERS, ...RETURNS];
const WITH_ITEMS: readonly MetricKind[] = [...SHIPPED, 'ShipmentUpdated', ...CANCELS, 'OrderFulfilled', 'OrderEdited'];

const EVIDENCE: readonly string[] = [
  'labelled',
  'dispatched',
  'departed',
  'manifested',
  'scanned',
  'collected',
  'outForDelivery',
  'delivered',
];

const PRODUCT: readonly MemberReference[] = members([
  ['ProductURL', 'link', 'https://shop.example/tee', 'Its page in the shop, where a catalogue look-up named it.'],
  ['ImageURL', 'link', 'https://shop.example/tee.png', 'Its picture, likewise.'],
  ['ItemPrice', 'number', 19.5, "Its price in the shop's currency, likewise."],
  ['Brand', 'text', 'Acme', 'Likewise.'],
  ['Categories', 'texts', ['Tops'], 'Likewise.'],
]);

const ITEM: readonly MemberReference[] = [
  ...members([
    ['SKU', 'text', 'TEE-S', "The product's SKU."],
    ['ProductName', 'text', 'Tee, small', "The product's name in Clarus."],
    ['Quantity', 'number', 2, 'Units this entry is about.'],
    ['QuantityOrdered', 'number', 3, 'Units ordered in all.'],
    ['QuantityShipped', 'number', 2, 'Units that have left by now.'],
    ['QuantityOutstanding', 'number', 1, 'Units still to come.'],
  ]),
  ...PRODUCT,
];

const RETURNED: readonly MemberReference[] = members([
  ['SKU', 'text', 'TEE-S', "The product's SKU."],
  ['ProductName', 'text', 'Tee, small', "The product's name in Clarus."],
  ['Quantity', 'number', 1, 'Units this event is about.'],
  ['QuantityExpected', 'number', 2, 'Units the return is to bring.'],
]);

const PARCEL: readonly MemberReference[] = members([
  ['ParcelId', 'text', '88', "The parcel's id in Clarus."],
  ['TrackingNumber', 'text', '15501234567890', 'Its number, where it has one.'],
  ['TrackingURL', 'link', 'https://track.example/15501234567890', 'Where to follow it, where its carrier is known.'],
]);

const OTHER: readonly MemberReference[] = members([
  ['ShipmentId', 'text', '41', "The other shipment's id in Clarus."],
  ['ShipmentNumber', 'number', 1, 'Its number in the order of telling.'],
  ['TrackingNumbers', 'texts', ['15501234567890'], 'Its numbers, as known now.'],
]);

const ITEMS_EXAMPLE = [
  { SKU: 'TEE-S', ProductName: 'Tee, small', Quantity: 2, QuantityOrdered: 2, QuantityShipped: 2 },
];
const OPEN_EXAMPLE = [{ SKU: 'CAP', ProductName: 'Cap', Quantity: 1, QuantityOrdered: 1, QuantityOutstanding: 1 }];

/** In the order in which events carry them. */
export const PROPERTIES: readonly PropertyReference[] = [
  ...always(ALL, [
    ['EventId', 'text', 'acme:ShipmentDispatched:1001:42', 'The id of this event; the same in every style of names.'],
    ['OrderId', 'text', '1001', "The order's id in Clarus."],
    ['OrderNumber', 'text', 'WEB-1001', "The order's reference in Clarus."],
  ]),
  ...maybe(ALL, [
    ['ShopReference', 'text', '5550001', "The shop's own id of the order, where Clarus has it."],
    ['WarehouseCode', 'text', 'LEEDS', 'The warehouse that ships it.'],
    ['DestinationCountryCode', 'text', 'GB', 'The country it goes to, in two letters.'],
  ]),
  ...always(ALL, [['SchemaVersion', 'number', 1, 'The version of these names; rises when one changes its meaning.']]),

  ...maybe(OF_SHIPMENTS, [
    ['ShipmentId', 'text', '42', "The shipment's id in Clarus; left out where an order left without one."],
    ['ShipmentReference', 'text', 'SH-42', "The shipment's reference in Clarus."],
  ]),
  ...always(
    [...SHIPPED, 'ShipmentUpdated', ...CARRIER],
    [['ShipmentNumber', 'number', 2, 'Counts the shipments of an order as they are told; never renumbered.']],
  ),
  ...always(
    [...SHIPPED, 'OrderFulfilled'],
    [['ShipmentCount', 'number', 2, 'How many shipments the order has, as far as known then.']],
  ),
  ...always(SHIPPED, [
    ['IsPartialShipment', 'boolean', true, 'The order has more than this shipment.'],
    ['IsFinalShipment', 'boolean', false, 'Nothing more is to come, as far as known then.'],
  ]),
  ...words([...SHIPPED, ...CARRIER], EVIDENCE, 'Evidence', 'scanned', 'What proved it.'),
  ...words(
    SHIPPED,
    [...EVIDENCE.filter((one) => one !== 'labelled'), 'plannedCollection', 'collectionTime', 'atLabel', 'nothing'],
    'ReleasedBy',
    'dispatched',
    'The condition of the policy that let it be told.',
  ),
  ...always(SHIPPED, [['DispatchedAt', 'instant', '2026-03-02T16:04:00.000Z', 'When it left.']]),
  ...always(['ShipmentLabelled'], [['LabelledAt', 'instant', '2026-03-02T14:00:00.000Z', 'When its label was made.']]),
  ...always(
    ['ShipmentUpdated'],
    [
      ['UpdateNumber', 'number', 1, 'Counts the corrections of this shipment.'],
      ['UpdatedAt', 'instant', '2026-03-02T18:00:00.000Z', 'Since when it is otherwise.'],
      ['IsDispatched', 'boolean', true, 'Is it on its way, as known now?'],
    ],
  ),
  ...words(
    ['ShipmentUpdated'],
    ['tracking-added', 'tracking-replaced', 'contents-changed', 'label-voided', 'dispatch-reversed', 'dispatch-redone'],
    'Reason',
    'tracking-added',
    'What changed.',
  ),
  ...maybe(
    ['ShipmentUpdated'],
    [['PreviousTrackingNumbers', 'texts', ['15501234567890'], 'The numbers told before, whether they changed or not.']],
  ),
  ...always(CARRIER, [['ObservedAt', 'instant', '2026-03-03T08:00:00.000Z', 'When the carrier says it happened.']]),
  ...maybe(
    [...SHIPPED, 'ShipmentLabelled'],
    [
      [
        'PlannedCollectionAt',
        'instant',
        '2026-03-02T17:00:00.000Z',
        'When the carrier was booked for. A plan, no proof.',
      ],
    ],
  ),

  ...maybe(OF_SHIPMENTS, [
    ['CarrierName', 'text', 'DPD', "The policy's name of the carrier, else Clarus's, else its code."],
    ['CarrierCode', 'text', 'DPD', "The carrier's code in Clarus."],
    ['ServiceLevel', 'text', 'Next working day', "The policy's name of the service, else Clarus's, else its code."],
    ['ServiceLevelCode', 'text', 'NEXT', "The service's code in Clarus."],
    ['TrackingNumber', 'text', '15501234567890', 'The first of its numbers.'],
    ['TrackingNumbers', 'texts', ['15501234567890'], 'All of its numbers.'],
    [
      'TrackingURL',
      'link',
      'https://track.example/15501234567890',
      'Where to follow the first; only for known carriers.',
    ],
  ]),
  ...always(OF_SHIPMENTS, [['IsTracked', 'boolean', true, 'It has at least one tracking number.']]),
  list(
    OF_SHIPMENTS,
    PARCEL,
    'Parcels',
    [{ ParcelId: '88', TrackingNumber: '15501234567890', TrackingURL: 'https://track.example/15501234567890' }],
    'The parcels of the shipment.',
  ),

  ...maybe(
    ['ShipmentDispatched'],
    [
      ['ParcelNumber', 'number', 1, 'Counts the parcels of the shipment; only with `perParcel`.'],
      ['ParcelCount', 'number', 2, 'How many parcels the shipment has; only with `perParcel`.'],
    ],
  ),
  list(
    ['ShipmentDispatched'],
    ITEM,
    'ShipmentItems',
    ITEMS_EXAMPLE,
    'What is in the whole shipment; only with `perParcel`, where nobody can tell what is in which parcel.',
  ),

  ...words(
    ['OrderFulfilled'],
    ['full', 'short'],
    'FulfilmentStatus',
    'full',
    '`short`: some units will not come; `MissingItems` has them.',
  ),
  ...always(['OrderFulfilled'], [['FulfilledAt', 'instant', '2026-03-04T16:04:00.000Z', 'When it was complete.']]),
  ...always(CANCELS, [['CancelledAt', 'instant', '2026-03-02T12:00:00.000Z', 'When the cancellation was first seen.']]),
  ...words(CANCELS, ['cancelled', 'short'], 'Reason', 'cancelled', '`short`: the warehouse could not send them.'),
  ...always(
    ['OrderEdited'],
    [
      ['EditNumber', 'number', 1, 'Counts the edits told of this order.'],
      ['EditedAt', 'instant', '2026-03-02T11:00:00.000Z', 'When the edit was first seen.'],
      ['IsAfterDispatch', 'boolean', false, 'Part of the order had been told as shipped before.'],
    ],
  ),
  ...words(
    ['OrderEdited'],
    ['lines', 'destination', 'carrier', 'reissued', 'reinstated'],
    'Reason',
    'lines',
    '`destination`, `carrier`: its country, its carrier. `reissued`: cancelled, and made again under its reference. `reinstated`: a told cancellation was taken back.',
  ),
  ...maybe(
    ['OrderEdited'],
    [
      ['PreviousDestinationCountryCode', 'text', 'GB', 'Where it was to go before, where that changed.'],
      ['CarrierName', 'text', 'DPD', 'Who is to carry it, where that changed.'],
      ['CarrierCode', 'text', 'DPD', 'Likewise, by code.'],
      ['PreviousCarrierName', 'text', 'Evri', 'Who was to carry it before, where that changed.'],
      ['PreviousCarrierCode', 'text', 'EVRI', 'Likewise, by code.'],
    ],
  ),
  ...always(
    ['OrderDelayed'],
    [
      [
        'ExpectedDispatchAt',
        'text',
        '2026-03-01',
        'The plan that was missed, as Clarus has it: a date, or an instant.',
      ],
      ['DelayedAt', 'instant', '2026-03-03T00:00:00.000Z', 'When the plan and its grace had passed.'],
    ],
  ),

  ...always(RETURNS, [['ReturnId', 'text', '77', "The receipt's id in Clarus."]]),
  ...maybe(RETURNS, [['ReturnReference', 'text', 'RMA-WEB-1001', "The receipt's reference in Clarus."]]),
  ...always(
    ['ReturnExpected'],
    [['RequestedAt', 'instant', '2026-03-05T09:00:00.000Z', 'When the return was first seen.']],
  ),
  ...maybe(['ReturnExpected'], [['ExpectedAt', 'text', '2026-03-12', 'When it is expected, as Clarus has it.']]),
  ...always(
    ['ReturnReceived'],
    [
      ['ReceivedAt', 'instant', '2026-03-11T10:00:00.000Z', 'When the line was first seen as received.'],
      ['ReturnLineId', 'text', '770', "The receipt line's id in Clarus."],
      ['IsFinalLine', 'boolean', true, 'Nothing more of this return is awaited.'],
    ],
  ),
  ...always(
    ['ReturnAbandoned'],
    [['AbandonedAt', 'instant', '2026-04-11T00:00:00.000Z', 'Since when it is taken as abandoned.']],
  ),
  ...words(
    ['ReturnAbandoned'],
    ['cancelled', 'nothing-received', 'overdue'],
    'Reason',
    'overdue',
    'Why nobody waits for it any more.',
  ),

  list(WITH_ITEMS, ITEM, 'Items', ITEMS_EXAMPLE, 'What the event is about, one entry per SKU, for templates.'),
  list(RETURNS, RETURNED, 'Items', [{ SKU: 'TEE-S', Quantity: 1, QuantityExpected: 2 }], 'What comes back.'),
  ...maybe(
    [...WITH_ITEMS, ...RETURNS],
    [
      ['ItemNames', 'texts', ['Tee, small'], 'The names of `Items`, for segments.'],
      ['SKUs', 'texts', ['TEE-S'], 'The SKUs of `Items`, for segments.'],
      ['ItemCount', 'number', 2, 'Units in `Items`, all together.'],
    ],
  ),
  ...words(
    SHIPPED,
    ['parcels', 'dispatch-records', 'only-untold-shipment', 'order-lines', 'unknown'],
    'ItemsSource',
    'parcels',
    '`unknown`: nobody can tell which units left, so there are no `Items`.',
  ),
  list(SHIPPED, ITEM, 'OrderItems', ITEMS_EXAMPLE, 'The whole order; only where `ItemsSource` is `unknown`.'),
  list([...SHIPPED, 'OrderDelayed'], ITEM, 'OutstandingItems', OPEN_EXAMPLE, 'What is still to come.'),
  list(['OrderFulfilled'], ITEM, 'MissingItems', OPEN_EXAMPLE, 'What will not come.'),
  list(['OrderEdited'], ITEM, 'AddedItems', [{ SKU: 'CAP', Quantity: 1 }], 'Units more than the customer knew of.'),
  list(['OrderEdited'], ITEM, 'RemovedItems', [{ SKU: 'TEE-S', Quantity: 1 }], 'Units fewer.'),
  list(
    SHIPPED,
    OTHER,
    'OtherShipmentsInThisOrder',
    [{ ShipmentId: '41', ShipmentNumber: 1, TrackingNumbers: ['15501234567890'] }],
    'Shipments of the order that were told before.',
  ),
  ...always(ALL, [
    [
      'IsLate',
      'boolean',
      false,
      "Older than the policy's age limit when it could first be told, so it started no flow.",
    ],
  ]),
];

function members(rows: readonly Row[]): readonly MemberReference[] {
  return rows.map(([name, type, example, meaning]) => ({ name, type, example, meaning }));
}

function always(metrics: readonly MetricKind[], rows: readonly Row[]): readonly PropertyReference[] {
  return members(rows).map((member) => ({ ...member, metrics, isAlways: true }));
}

function maybe(metrics: readonly MetricKind[], rows: readonly Row[]): readonly PropertyReference[] {
  return members(rows).map((member) => ({ ...member, metrics, isAlways: false }));
}

function words(
  metrics: readonly MetricKind[],
  values: readonly string[],
  ...[name, example, meaning]: readonly [name: string, example: string, meaning: string]
): readonly PropertyReference[] {
  return [{ name, type: 'text', example, meaning, metrics, isAlways: true, values }];
}

function list(
  metrics: readonly MetricKind[],
  entries: readonly MemberReference[],
  ...[name, example, meaning]: readonly [name: string, example: unknown, meaning: string]
): PropertyReference {
  return { name, type: 'list', example, meaning, metrics, isAlways: false, members: entries };
}
