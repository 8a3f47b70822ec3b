/** What the package promises, in Web standards only: `scripts/check-runtimes.mjs` runs it in every runtime. */
import {
  advance,
  definePolicy,
  initialOrder,
  initialProfile,
  initialStock,
  MappingError,
  type Message,
  type OrderInput,
  type OrderState,
  type OrderView,
  type RunSettings,
  type Shipment,
  StateVersionError,
  toKlaviyo,
} from '@clarus-klaviyo/mapping';
import { CARRIERS } from '@clarus-klaviyo/mapping/carriers';

const POLICY = definePolicy({ dispatchStrategy: 'shipment', carriers: CARRIERS });
const RUN: RunSettings = { liveFrom: '2026-03-01T00:00:00.000Z', isShadow: false };
const MONDAY = '2026-03-02T10:00:00.000Z';
const TUESDAY = '2026-03-03T10:00:00.000Z';

function shipment(id: string): Shipment {
  return {
    id,
    reference: `SH-${id}`,
    statusCode: 'dispatched',
    carrier: { id: '3', code: 'DPD', name: 'DPD' },
    service: null,
    plannedCollectionAt: null,
    hasLabel: true,
    parcels: [{ id: `${id}1`, trackingNumber: `1550${id}`, storageUnitId: null, contents: null }],
  };
}

/** Two tees and a cap: the tees leave on Monday in shipment A, the cap on Tuesday in shipment B. */
function viewWith(statusCode: string, capsGone: number, shipments: readonly Shipment[]): OrderView {
  const line = (sku: string, ordered: number, dispatched: number) => ({
    id: `line-${sku}`,
    productId: `product-${sku}`,
    sku,
    productName: `The ${sku}`,
    ordered,
    dispatched,
  });
  return {
    order: {
      id: '1001',
      reference: 'WEB-1001',
      statusCode,
      expectedDispatchAt: null,
      account: { id: '5', code: 'BRAND', name: 'Brand Ltd' },
      warehouse: { id: '1', code: 'LEEDS', name: 'Leeds' },
      carrier: null,
      dispatchStrategy: 'shipment',
      shopReference: null,
      contact: { email: 'ada@shopper.co.uk', phone: null, countryCode: 'GB' },
    },
    lines: [line('TEE', 2, 2), line('CAP', 1, capsGone)],
    shipments,
    dispatches: [],
  };
}

function reading(read: number, receivedAt: string, view: OrderView): OrderInput {
  return {
    kind: 'order',
    source: 'webhook',
    receivedAt,
    read,
    covers: ['order', 'lines', 'shipments', 'dispatches'],
    view,
    hooks: ['goods_out.updated'],
    hookContact: null,
  };
}

const STORY: readonly OrderInput[] = [
  reading(1, MONDAY, viewWith('PICK', 0, [shipment('A')])),
  reading(2, TUESDAY, viewWith('COMPLETED', 1, [shipment('A'), shipment('B')])),
];

/** Between two inputs the state goes through JSON, as it does in every store. */
function tell(inputs: readonly OrderInput[]): { readonly state: OrderState; readonly messages: readonly Message[] } {
  let state = initialOrder({ tenant: 'acme', orderId: '1001' });
  const messages: Message[] = [];
  for (const input of inputs) {
    const result = advance(state, input, POLICY, RUN);
    state = JSON.parse(JSON.stringify(result.state));
    messages.push(...result.milestones.flatMap((milestone) => toKlaviyo(milestone, POLICY)));
  }
  return { state, messages };
}

function assertEqual(actual: unknown, expected: unknown): void {
  const [is, should] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (is !== should) throw new Error(`expected ${should}\n     got ${is}`);
}

function errorOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('expected an error');
}

export const cases: Readonly<Record<string, () => Promise<void> | void>> = {
  'tells two shipments, each with its own lines, and the order once'() {
    const { messages } = tell(STORY);
    assertEqual(
      messages.map(({ id, mode }) => [id, mode]),
      [
        ['acme:ShipmentDispatched:1001:A', 'live'],
        ['acme:ShipmentDispatched:1001:B', 'live'],
        ['acme:OrderFulfilled:1001:order', 'live'],
      ],
    );
    const contents = messages.map((message) => message.kind === 'event' && message.body.data.attributes.properties);
    assertEqual(
      contents.map((properties) => properties && [properties['SKUs'], properties['IsFinalShipment'] ?? null]),
      [
        [['TEE'], false],
        [['CAP'], true],
        [['TEE', 'CAP'], null],
      ],
    );
  },

  'renders a shipment as a body Klaviyo takes'() {
    const [first] = tell(STORY).messages;
    if (first?.kind !== 'event') throw new Error(`got ${first?.kind}`);
    const { attributes } = first.body.data;
    assertEqual(
      [attributes.time, attributes.unique_id, attributes.metric, attributes.profile],
      [
        MONDAY,
        'acme:ShipmentDispatched:1001:A',
        { data: { type: 'metric', attributes: { name: 'Fulfilled Shipment' } } },
        { data: { type: 'profile', attributes: { email: 'ada@shopper.co.uk' } } },
      ],
    );
    assertEqual(attributes.properties['TrackingURL'], 'https://track.dpd.co.uk/search?reference=1550A');
    const empties = JSON.stringify(attributes.properties).match(/:(0|""|null|\[\]|\{\})[,}]/g);
    assertEqual(empties, null);
  },

  'tells nothing a second time'() {
    const { state } = tell(STORY);
    for (const input of STORY) assertEqual(advance(state, input, POLICY, RUN).milestones, []);
  },

  'wakes by time alone for a shipment without tracking'() {
    const bare = { ...shipment('A'), parcels: [] };
    const held = advance(
      initialOrder({ tenant: 'acme', orderId: '1001' }),
      reading(1, MONDAY, viewWith('PICK', 0, [bare])),
      POLICY,
      RUN,
    );
    assertEqual([held.milestones, held.wakeAt], [[], '2026-03-02T12:00:00.000Z']);
    const woken = advance(held.state, { kind: 'time', at: '2026-03-02T12:00:00.000Z' }, POLICY, RUN);
    assertEqual(
      woken.milestones.map(({ kind }) => kind),
      ['ShipmentDispatched'],
    );
  },

  'sets a customer flag and writes stock'() {
    const fact = { email: 'ada@shopper.co.uk', kind: 'cancelled', source: '1', orderNumber: 'W1', at: MONDAY } as const;
    const profile = initialProfile({ tenant: 'acme', account: 'main', profile: 'f00d' });
    const flagged = advance(profile, { kind: 'fact', receivedAt: MONDAY, fact }, POLICY, RUN);
    assertEqual(
      flagged.milestones.flatMap((one) => toKlaviyo(one, POLICY)).map(({ body }) => body.data.attributes),
      [
        {
          email: 'ada@shopper.co.uk',
          properties: { 'Warehouse Last Cancelled Order': 'W1', 'Warehouse Last Cancelled At': MONDAY },
        },
      ],
    );
    const stock = initialStock({ tenant: 'acme', account: 'main', sku: 'TEE' });
    const balances = [{ warehouse: 'LEEDS', available: 0, allocated: 0, ordered: 0, received: 0, picked: 0 }];
    const emptied = advance(
      stock,
      { kind: 'stock', source: 'webhook', receivedAt: MONDAY, read: 1, balances },
      POLICY,
      RUN,
    );
    assertEqual(
      emptied.milestones.flatMap((one) => toKlaviyo(one, POLICY)).map(({ body }) => body.data.attributes),
      [{ inventory_quantity: 0 }],
    );
  },

  'refuses an undecided policy and a state of another version by typed errors'() {
    const undecided = errorOf(() => definePolicy({ dispatchStrategy: 'auto' }));
    if (!MappingError.is(undecided)) throw new Error(`not a MappingError: ${String(undecided)}`);
    assertEqual(undecided.code, 'mapping_policy_invalid');
    const newer: OrderState = JSON.parse(JSON.stringify({ ...tell([]).state, version: 99 }));
    const refused = errorOf(() => advance(newer, { kind: 'time', at: MONDAY }, POLICY, RUN));
    if (!(refused instanceof StateVersionError)) throw new Error(`not a StateVersionError: ${String(refused)}`);
  },
};
