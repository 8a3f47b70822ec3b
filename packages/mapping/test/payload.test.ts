/** One message of each kind, written out in full: what Klaviyo gets, to the letter. */
import { expect, test } from 'vitest';
import { CARRIERS } from '../src/carriers.js';
import {
  advance,
  definePolicy,
  initialProfile,
  initialReceipt,
  initialStock,
  type Milestone,
  type OrderView,
  type Parcel,
  type ProfileFact,
  toKlaviyo,
} from '../src/index.js';
import { aLine, anOrder, aParcel, aShipment, at, aView, LIVE, play, seen } from './builders.js';

const POLICY = definePolicy({
  identity: { phone: true },
  carriers: { ...CARRIERS, DPD: { ...CARRIERS['DPD'], services: { NEXT: 'Next working day' } } },
});

function messagesOf(milestones: readonly Milestone[]): readonly unknown[] {
  return milestones.flatMap((milestone) => toKlaviyo(milestone, POLICY));
}

const halfShipped = seen(
  at('1h'),
  aView({
    lines: [aLine('TEE', 2, 2), aLine('CAP', 1, 0)],
    shipments: [
      aShipment('A', 'dispatched', {
        plannedCollectionAt: at('8h'),
        parcels: [
          aParcel('a1', { trackingNumber: '1550 1', contents: [{ sku: 'TEE', quantity: 1 }] }),
          aParcel('a2', { trackingNumber: null, contents: [{ sku: 'TEE', quantity: 1 }] }),
        ],
      }),
    ],
  }),
);

test('the first of two shipments, in full', () => {
  const { milestones } = play([halfShipped], null, { policy: { identity: { phone: true } } });
  expect(messagesOf(milestones)).toEqual([
    {
      kind: 'event',
      id: 'acme:ShipmentDispatched:1001:A',
      lane: 'order:acme:1001',
      mode: 'live',
      metric: 'Fulfilled Shipment',
      because: {
        rule: 'shipment-dispatched',
        evidence: 'dispatched',
        evidenceAt: '2026-03-02T10:00:00.000Z',
        source: 'webhook',
        receivedAt: '2026-03-02T10:00:00.000Z',
        heldFor: [],
        modeReason: null,
      },
      body: {
        data: {
          type: 'event',
          attributes: {
            time: '2026-03-02T10:00:00.000Z',
            unique_id: 'acme:ShipmentDispatched:1001:A',
            metric: { data: { type: 'metric', attributes: { name: 'Fulfilled Shipment' } } },
            profile: {
              data: { type: 'profile', attributes: { email: 'ada@shopper.co.uk', phone_number: '+447700900123' } },
            },
            properties: {
              EventId: 'acme:ShipmentDispatched:1001:A',
              OrderId: '1001',
              OrderNumber: 'WEB-1001',
              ShopReference: '5550001',
              WarehouseCode: 'LEEDS',
              DestinationCountryCode: 'GB',
              SchemaVersion: 1,
              ShipmentId: 'A',
              ShipmentReference: 'SH-A',
              ShipmentNumber: 1,
              ShipmentCount: 1,
              IsPartialShipment: true,
              IsFinalShipment: false,
              Evidence: 'dispatched',
              ReleasedBy: 'dispatched',
              DispatchedAt: '2026-03-02T10:00:00.000Z',
              CarrierName: 'DPD',
              CarrierCode: 'DPD',
              ServiceLevel: 'Next working day',
              ServiceLevelCode: 'NEXT',
              TrackingNumber: '1550 1',
              TrackingNumbers: ['1550 1'],
              TrackingURL: 'https://track.dpd.co.uk/search?reference=1550%201',
              IsTracked: true,
              Parcels: [
                {
                  ParcelId: 'a1',
                  TrackingNumber: '1550 1',
                  TrackingURL: 'https://track.dpd.co.uk/search?reference=1550%201',
                },
                { ParcelId: 'a2' },
              ],
              PlannedCollectionAt: '2026-03-02T17:00:00.000Z',
              Items: [{ SKU: 'TEE', ProductName: 'The TEE', Quantity: 2, QuantityOrdered: 2, QuantityShipped: 2 }],
              ItemNames: ['The TEE'],
              SKUs: ['TEE'],
              ItemCount: 2,
              ItemsSource: 'parcels',
              OutstandingItems: [
                { SKU: 'CAP', ProductName: 'The CAP', Quantity: 1, QuantityOrdered: 1, QuantityOutstanding: 1 },
              ],
              IsLate: false,
            },
          },
        },
      },
    },
  ]);
});

test('the second shipment names the first, and is the last', () => {
  const both = aView({
    order: anOrder({ statusCode: 'COMPLETED' }),
    lines: [aLine('TEE', 2, 2), aLine('CAP', 1, 1)],
    shipments: [aShipment('A', 'dispatched'), aShipment('B', 'dispatched')],
  });
  const { milestones } = play([halfShipped, seen(at('1d'), both)], null);
  expect(milestones.map((one) => toKlaviyo(one, POLICY)[0]?.body.data.attributes)).toMatchObject([
    {},
    {
      properties: {
        ShipmentNumber: 2,
        ShipmentCount: 2,
        IsPartialShipment: true,
        IsFinalShipment: true,
        ItemsSource: 'only-untold-shipment',
        OtherShipmentsInThisOrder: [{ ShipmentId: 'A', ShipmentNumber: 1, TrackingNumbers: ['1550A1'] }],
      },
    },
    {
      unique_id: 'acme:OrderFulfilled:1001:order',
      properties: { FulfilmentStatus: 'full', ShipmentCount: 2, ItemCount: 3 },
    },
  ]);
});

test('unknown contents leave Items out and list the order under its own name', () => {
  const both = aView({
    lines: [aLine('TEE', 2, 2), aLine('CAP', 1, 1)],
    shipments: [aShipment('A', 'dispatched'), aShipment('B', 'dispatched')],
  });
  const { milestones } = play([seen(at('1h'), both)], null);
  const properties = milestones.slice(0, 1).flatMap((one) => toKlaviyo(one, POLICY))[0]?.body.data.attributes;
  expect(properties).toMatchObject({
    properties: { ItemsSource: 'unknown', OrderItems: [{ SKU: 'TEE' }, { SKU: 'CAP' }] },
  });
  expect(properties).not.toHaveProperty('properties.Items');
});

test('late news is marked as backfill, so that no flow starts', () => {
  const late = { id: '1', sku: 'TEE', quantity: 2, at: at('0s'), notBefore: null, storageUnitId: null };
  const view = aView({ lines: [aLine('TEE', 2, 2)], shipments: [aShipment('A', 'dispatched')], dispatches: [late] });
  const { milestones } = play([seen(at('4d'), view)], null);
  for (const message of messagesOf(milestones)) {
    expect(message).toMatchObject({ mode: 'silent', body: { data: { attributes: { backfill: true } } } });
  }
});

test('a message nobody can be sent names no profile', () => {
  const order = anOrder({ statusCode: 'CANCELLED', contact: null });
  const { milestones } = play([seen(at('1h'), aView({ order }))], at('9d'));
  expect(messagesOf(milestones)).toMatchObject([
    {
      id: 'acme:OrderCancelled:1001:order',
      mode: 'withheld',
      body: { data: { attributes: { profile: { data: { attributes: {} } } } } },
    },
  ]);
  expect(JSON.stringify(messagesOf(milestones))).not.toContain('email');
});

test('no property is ever 0, empty or null, nested ones included', () => {
  const view = aView({
    order: anOrder({ statusCode: 'COMPLETED', shopReference: '', warehouse: null }),
    lines: [aLine('TEE', 3, 2, { productName: '' })],
    shipments: [aShipment('A', 'dispatched', { service: null, reference: null })],
  });
  const { milestones } = play([seen(at('1h'), view)], null);
  expect(milestones).toHaveLength(3);
  const bodies = milestones.flatMap((one) => toKlaviyo(one, POLICY)).map(({ body }) => body);
  expect(JSON.stringify(bodies)).not.toMatch(/:(0|""|null|\[\]|\{\})[,}]/);
});

test('customer flags: what was set, and what clears', () => {
  const fact = (kind: ProfileFact['kind'], offset: string): ProfileFact => ({
    email: 'ada@shopper.co.uk',
    kind,
    source: '1001',
    orderNumber: 'WEB-1001',
    at: at(offset),
  });
  let state = initialProfile({ tenant: 'acme', account: 'main', profile: 'f00d' });
  const bodies = [
    fact('cancelled', '1h'),
    fact('cancellationWithdrawn', '2h'),
    fact('partlyShipped', '2h'),
    fact('fullyShipped', '3h'),
  ].flatMap((one) => {
    const result = advance(state, { kind: 'fact', receivedAt: one.at, fact: one }, POLICY, LIVE);
    state = result.state;
    return result.milestones.flatMap((milestone) => toKlaviyo(milestone, POLICY));
  });
  expect(bodies.map(({ id, lane }) => [id, lane])).toEqual(
    [1, 2, 3, 4].map((n) => [`acme:ProfileChanged:main:f00d:${n}`, 'profile:acme:main:f00d']),
  );
  const cleared = { 'Warehouse Last Cancelled Order': '', 'Warehouse Last Cancelled At': '' };
  expect(bodies.map(({ body }) => body.data.attributes)).toEqual([
    {
      email: 'ada@shopper.co.uk',
      properties: {
        'Warehouse Last Cancelled Order': 'WEB-1001',
        'Warehouse Last Cancelled At': '2026-03-02T10:00:00.000Z',
      },
    },
    { email: 'ada@shopper.co.uk', properties: cleared },
    { email: 'ada@shopper.co.uk', properties: { ...cleared, 'Warehouse Has Partly Shipped Order': true } },
    { email: 'ada@shopper.co.uk', properties: { ...cleared, 'Warehouse Has Partly Shipped Order': false } },
  ]);
});

test('stock: one variant, its sellable units', () => {
  const balances = [{ warehouse: 'LEEDS', available: 0, allocated: 0, ordered: 0, received: 0, picked: 0 }];
  const { milestones } = advance(
    initialStock({ tenant: 'acme', account: 'main', sku: 'TEE:S' }),
    { kind: 'stock', source: 'webhook', receivedAt: at('1h'), read: 4, balances },
    POLICY,
    LIVE,
  );
  expect(messagesOf(milestones)).toMatchObject([
    {
      kind: 'stock',
      id: 'acme:StockChanged:main:TEE%3AS:4.1',
      lane: 'stock:acme:main:TEE%3AS',
      body: {
        data: { type: 'catalog-variant', id: '$custom:::$default:::TEE:S', attributes: { inventory_quantity: 0 } },
      },
    },
  ]);
});

const shippedToday = aView({
  order: anOrder({ statusCode: 'COMPLETED' }),
  lines: [aLine('TEE', 2, 2)],
  shipments: [aShipment('A', 'dispatched')],
});

function propertiesOf(milestones: readonly Milestone[], policy = POLICY): readonly unknown[] {
  return milestones
    .flatMap((one) => toKlaviyo(one, policy))
    .map(({ body }) => ('properties' in body.data.attributes ? body.data.attributes.properties : null));
}

test('a correction says what changed, with the numbers of before and now', () => {
  const renumbered = { ...shippedToday, shipments: [aShipment('A', 'dispatched', { parcels: [aParcel('N')] })] };
  const { milestones } = play([seen(at('1h'), shippedToday), seen(at('2h'), renumbered)], at('3h'));
  expect(propertiesOf(milestones)[2]).toEqual({
    EventId: 'acme:ShipmentUpdated:1001:A:1',
    OrderId: '1001',
    OrderNumber: 'WEB-1001',
    ShopReference: '5550001',
    WarehouseCode: 'LEEDS',
    DestinationCountryCode: 'GB',
    SchemaVersion: 1,
    ShipmentId: 'A',
    ShipmentReference: 'SH-A',
    ShipmentNumber: 1,
    UpdateNumber: 1,
    Reason: 'tracking-replaced',
    UpdatedAt: at('2h'),
    IsDispatched: true,
    CarrierName: 'DPD',
    CarrierCode: 'DPD',
    ServiceLevel: 'Next working day',
    ServiceLevelCode: 'NEXT',
    TrackingNumber: '1550N',
    TrackingNumbers: ['1550N'],
    TrackingURL: 'https://track.dpd.co.uk/search?reference=1550N',
    IsTracked: true,
    Parcels: [
      { ParcelId: 'N', TrackingNumber: '1550N', TrackingURL: 'https://track.dpd.co.uk/search?reference=1550N' },
    ],
    PreviousTrackingNumbers: ['1550A1'],
    Items: [{ SKU: 'TEE', ProductName: 'The TEE', Quantity: 2, QuantityOrdered: 2, QuantityShipped: 2 }],
    ItemNames: ['The TEE'],
    SKUs: ['TEE'],
    ItemCount: 2,
    IsLate: false,
  });
});

test('a correction that takes a shipment back names no number to follow', () => {
  const { milestones } = play([seen(at('1h'), shippedToday), seen(at('2h'), aView())], at('3h'));
  expect(propertiesOf(milestones)[2]).toMatchObject({
    Reason: 'label-voided',
    IsDispatched: false,
    IsTracked: false,
    PreviousTrackingNumbers: ['1550A1'],
  });
  expect(propertiesOf(milestones)[2]).not.toHaveProperty('TrackingNumber');
});

test('a partial shipment also makes the event of its order, where that is wanted; the last one does not', () => {
  const policy = definePolicy({ events: { OrderPartlyFulfilled: true, ShipmentDispatched: false } });
  const both = { ...shippedToday, lines: [aLine('TEE', 2, 2), aLine('CAP', 1, 1)] };
  const whole = { ...both, shipments: [aShipment('A', 'dispatched'), aShipment('B', 'dispatched')] };
  const { milestones } = play([halfShipped, seen(at('1d'), whole)], null, {
    policy: { events: { OrderPartlyFulfilled: true, ShipmentDispatched: false } },
  });
  expect(milestones.flatMap((one) => toKlaviyo(one, policy)).map(({ id }) => id)).toEqual([
    'acme:OrderPartlyFulfilled:1001:A',
    'acme:OrderFulfilled:1001:order',
  ]);
  expect(milestones.slice(0, 1).flatMap((one) => toKlaviyo(one, policy))).toMatchObject([
    {
      metric: 'Fulfilled Partial Order',
      body: { data: { attributes: { properties: { EventId: 'acme:OrderPartlyFulfilled:1001:A', ShipmentId: 'A' } } } },
    },
  ]);
});

test('an event that is switched off makes no message', () => {
  const { milestones } = play([seen(at('1h'), shippedToday)], null);
  const off = definePolicy({ events: { ShipmentDispatched: false, OrderFulfilled: false } });
  expect(milestones.flatMap((one) => toKlaviyo(one, off))).toEqual([]);
});

test('properties in words, all but the one that reconciling looks for', () => {
  const spaced = definePolicy({ propertyStyle: 'spaced' });
  const { milestones } = play([seen(at('1h'), shippedToday)], null);
  const [properties] = propertiesOf(milestones, spaced);
  expect(properties).toMatchObject({
    EventId: 'acme:ShipmentDispatched:1001:A',
    'Order Number': 'WEB-1001',
    'Is Tracked': true,
    'Tracking Numbers': ['1550A1'],
    SKUs: ['TEE'],
    Items: [{ SKU: 'TEE', 'Product Name': 'The TEE', Quantity: 2 }],
  });
  expect(properties).not.toHaveProperty('OrderNumber');
});

test('a catalogue observation adds pictures, links and prices to the items it knows', () => {
  const product = {
    sku: 'TEE',
    url: 'https://shop.example/tee',
    imageUrl: 'https://shop.example/tee.png',
    price: 19.5,
    brand: null,
    categories: ['Tops'],
  };
  const catalogue = (read: number, price: number) =>
    ({ kind: 'catalogue', source: 'shop', receivedAt: at('0s'), read, products: [{ ...product, price }] }) as const;
  const { milestones } = play([catalogue(2, 19.5), catalogue(1, 99), seen(at('1h'), shippedToday)], null);
  expect(propertiesOf(milestones)[0]).toMatchObject({
    Items: [
      {
        SKU: 'TEE',
        Quantity: 2,
        ProductURL: 'https://shop.example/tee',
        ImageURL: 'https://shop.example/tee.png',
        ItemPrice: 19.5,
        Categories: ['Tops'],
      },
    ],
  });
});

test('labels, carrier steps, delays and edits, each with what its template needs', () => {
  const events = { ShipmentLabelled: true, ShipmentCollected: true, OrderEdited: true };
  const order = anOrder({ expectedDispatchAt: at('2h') });
  const labelled = aView({ order, shipments: [aShipment('A', 'Created', { plannedCollectionAt: at('8h') })] });
  const { milestones } = play(
    [
      seen(at('0s'), labelled),
      seen(at('1h'), { ...labelled, lines: [aLine('TEE', 1, 0), aLine('CAP', 1, 0)] }),
      seen(at('30h'), { ...labelled, lines: [aLine('TEE', 1, 0), aLine('CAP', 1, 0)] }),
      seen(at('31h'), {
        ...shippedToday,
        order: anOrder({ statusCode: 'COMPLETED' }),
        lines: [aLine('TEE', 1, 1), aLine('CAP', 1, 1)],
      }),
      {
        kind: 'evidence',
        source: 'carrier',
        receivedAt: at('40h'),
        shipmentId: 'A',
        evidence: 'delivered',
        at: at('39h'),
      },
    ],
    null,
    { policy: { events } },
  );
  const messages = milestones.flatMap((one) => toKlaviyo(one, definePolicy({ events })));
  expect(messages.map(({ id }) => id)).toEqual([
    'acme:ShipmentLabelled:1001:A',
    'acme:OrderEdited:1001:1',
    'acme:OrderDelayed:1001:order',
    'acme:ShipmentDispatched:1001:A',
    'acme:OrderFulfilled:1001:order',
    'acme:Delivered:1001:A',
  ]);
  expect(propertiesOf(milestones, definePolicy({ events }))).toMatchObject([
    { ShipmentId: 'A', TrackingNumber: '1550A1', LabelledAt: at('0s'), PlannedCollectionAt: at('8h'), IsLate: false },
    {
      EditNumber: 1,
      Reason: 'lines',
      EditedAt: at('1h'),
      ItemCount: 2,
      AddedItems: [{ SKU: 'CAP', Quantity: 1 }],
      RemovedItems: [{ SKU: 'TEE', Quantity: 1 }],
      IsAfterDispatch: false,
    },
    { ExpectedDispatchAt: at('2h'), DelayedAt: at('26h'), OutstandingItems: [{ SKU: 'TEE' }, { SKU: 'CAP' }] },
    {},
    {},
    { ShipmentId: 'A', ShipmentNumber: 1, Evidence: 'delivered', ObservedAt: at('39h'), TrackingNumber: '1550A1' },
  ]);
});

test('a return, in full', () => {
  const policy = definePolicy({ returns: { referencePattern: '^RMA' } });
  const contact = { email: 'ada@shopper.co.uk', phone: null, countryCode: 'GB' };
  const { milestones } = advance(
    initialReceipt({ tenant: 'acme', receiptId: '77' }),
    {
      kind: 'receipt',
      source: 'webhook',
      receivedAt: at('1h'),
      read: 1,
      hooks: [],
      automations: [],
      receipt: {
        id: '77',
        reference: 'RMA-1',
        statusCode: 'COMPLETED',
        kindCode: null,
        expectedAt: null,
        references: {},
        lines: [{ id: '8', sku: 'TEE', productName: 'The TEE', expected: 2, received: 1 }],
      },
      order: { orderId: '1001', orderNumber: 'WEB-1001', shopReference: null, warehouseCode: 'LEEDS', contact },
    },
    policy,
    LIVE,
  );
  expect(milestones.flatMap((one) => toKlaviyo(one, policy))).toMatchObject([
    { id: 'acme:ReturnReceived:77:8', lane: 'order:acme:1001', metric: 'Received Return', mode: 'live' },
  ]);
  expect(propertiesOf(milestones, policy)).toEqual([
    {
      EventId: 'acme:ReturnReceived:77:8',
      OrderId: '1001',
      OrderNumber: 'WEB-1001',
      WarehouseCode: 'LEEDS',
      DestinationCountryCode: 'GB',
      SchemaVersion: 1,
      ReturnId: '77',
      ReturnReference: 'RMA-1',
      ReturnLineId: '8',
      ReceivedAt: at('1h'),
      IsFinalLine: true,
      Items: [{ SKU: 'TEE', ProductName: 'The TEE', Quantity: 1, QuantityExpected: 2 }],
      ItemNames: ['The TEE'],
      SKUs: ['TEE'],
      ItemCount: 1,
      IsLate: false,
    },
  ]);
});

test('flags of returns and dispatches, under names of the client', () => {
  const policy = definePolicy({ flags: { prefix: 'WMS ', names: { openReturns: 'Returns Under Way' } } });
  const fact = (kind: ProfileFact['kind'], source: string, offset: string): ProfileFact => ({
    email: 'ada@shopper.co.uk',
    kind,
    source,
    orderNumber: 'WEB-1001',
    at: at(offset),
  });
  let state = initialProfile({ tenant: 'acme', account: 'main', profile: 'f00d' });
  const bodies = [
    fact('returnOpened', 'receipt:1', '1h'),
    fact('returnOpened', 'receipt:2', '2h'),
    fact('returned', 'receipt:1', '3h'),
    fact('returnClosed', 'receipt:2', '4h'),
    fact('dispatched', '1001', '5h'),
  ].flatMap((one) => {
    const result = advance(state, { kind: 'fact', receivedAt: one.at, fact: one }, policy, LIVE);
    state = result.state;
    return result.milestones.flatMap((milestone) => toKlaviyo(milestone, policy));
  });
  const returned = { 'WMS Last Returned Order': 'WEB-1001', 'WMS Last Returned At': at('3h') };
  expect(
    bodies.map(({ body }) => ('properties' in body.data.attributes ? body.data.attributes.properties : null)),
  ).toEqual([
    { 'WMS Returns Under Way': 1 },
    { 'WMS Returns Under Way': 2 },
    { 'WMS Returns Under Way': 1, ...returned },
    { 'WMS Returns Under Way': 0, ...returned },
    {
      'WMS Returns Under Way': 0,
      ...returned,
      'WMS Last Dispatched Order': 'WEB-1001',
      'WMS Last Dispatched At': at('5h'),
    },
  ]);
});

const twoParcels = (change: (index: number) => Partial<Parcel>) =>
  aView({
    lines: [aLine('TEE', 3, 3), aLine('CAP', 1, 1)],
    shipments: [aShipment('A', 'dispatched', { parcels: [0, 1].map((index) => aParcel(`a${index}`, change(index))) })],
  });

function perParcel(view: OrderView): readonly unknown[] {
  const input = { perParcel: true, events: { OrderFulfilled: false } };
  return propertiesOf(play([seen(at('1h'), view)], null, { policy: input }).milestones, definePolicy(input));
}

test('one event per parcel, each with its own number and what its contents list', () => {
  const contents = [
    [{ sku: 'TEE', quantity: 2 }],
    [
      { sku: 'TEE', quantity: 1 },
      { sku: 'CAP', quantity: 1 },
    ],
  ];
  expect(perParcel(twoParcels((index) => ({ contents: contents[index] ?? null })))).toMatchObject([
    {
      EventId: 'acme:ShipmentDispatched:1001:A:a0',
      TrackingNumber: '1550a0',
      Parcels: [{ ParcelId: 'a0' }],
      ParcelNumber: 1,
      ParcelCount: 2,
      Items: [{ SKU: 'TEE', Quantity: 2 }],
      ItemsSource: 'parcels',
    },
    {
      EventId: 'acme:ShipmentDispatched:1001:A:a1',
      TrackingNumber: '1550a1',
      Parcels: [{ ParcelId: 'a1' }],
      ParcelNumber: 2,
      ParcelCount: 2,
      Items: [
        { SKU: 'TEE', Quantity: 1 },
        { SKU: 'CAP', Quantity: 1 },
      ],
    },
  ]);
});

test('one event per parcel, its items by the dispatch records of its storage unit', () => {
  const view = {
    ...twoParcels((index) => ({ storageUnitId: `u${index}` })),
    dispatches: [
      { id: '1', sku: 'TEE', quantity: 3, at: null, notBefore: null, storageUnitId: 'u1' },
      { id: '2', sku: 'CAP', quantity: 1, at: null, notBefore: null, storageUnitId: 'u0' },
    ],
  };
  expect(perParcel(view)).toMatchObject([
    { ParcelNumber: 1, Items: [{ SKU: 'CAP', Quantity: 1 }], ItemsSource: 'dispatch-records' },
    { ParcelNumber: 2, Items: [{ SKU: 'TEE', Quantity: 3 }], ItemsSource: 'dispatch-records' },
  ]);
});

test('one event per parcel where nobody can tell what is in which: the shipment is listed under its own name', () => {
  const [first, second] = perParcel(twoParcels(() => ({})));
  for (const properties of [first, second]) {
    expect(properties).not.toHaveProperty('Items');
    expect(properties).toMatchObject({
      ItemsSource: 'unknown',
      ShipmentItems: [
        { SKU: 'TEE', Quantity: 3 },
        { SKU: 'CAP', Quantity: 1 },
      ],
    });
  }
});

test('a shipment of one parcel has its items, and an order without a shipment its one event', () => {
  const one = aView({ lines: [aLine('TEE', 2, 2)], shipments: [aShipment('A', 'dispatched')] });
  expect(perParcel(one)).toMatchObject([
    { EventId: 'acme:ShipmentDispatched:1001:A:A1', ParcelCount: 1, Items: [{ SKU: 'TEE', Quantity: 2 }] },
  ]);
  const input = { perParcel: true, noShipmentGrace: '0s' };
  const { milestones } = play([seen(at('1h'), aView({ lines: [aLine('TEE', 2, 1)] }))], null, { policy: input });
  expect(propertiesOf(milestones, definePolicy(input))).toMatchObject([
    { EventId: 'acme:ShipmentDispatched:1001:order', Items: [{ SKU: 'TEE', Quantity: 1 }] },
  ]);
});
