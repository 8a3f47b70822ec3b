/** For an iPaaS step or a Lambda with a queue and a state store of its own: one order in, Klaviyo bodies out. */
import {
  advance,
  type CatalogueProduct,
  definePolicy,
  type EventBody,
  initialOrder,
  type OrderInput,
  type OrderState,
  type OrderView,
  toKlaviyo,
} from '@clarus-klaviyo/mapping';

const policy = definePolicy({ dispatchStrategy: 'shipment', waitForTracking: '0s' });
const run = { liveFrom: '2026-01-01T00:00:00Z', isShadow: false };

export interface Changed {
  /** Store it under the order's id, together with sending the events: both or neither. */
  readonly state: OrderState;
  /** Bodies for `POST /api/events`, in this order. */
  readonly events: readonly EventBody[];
}

/** `read` is a number that rises with every read of the order, so that an old answer never undoes a newer one. */
export function orderChanged(view: OrderView, read: number, receivedAt: string, before?: OrderState): Changed {
  const covers = ['order', 'lines', 'shipments', 'dispatches'] as const;
  const seen = {
    kind: 'order',
    source: 'webhook',
    receivedAt,
    read,
    covers,
    view,
    hooks: [],
    hookContact: null,
  } as const;
  return feed(seen, before ?? initialOrder({ tenant: 'acme', orderId: view.order.id }));
}

/** What the shop knows of the order's products, and Clarus does not. Feed it before the view: what is told stays told. */
export function productsKnown(
  products: readonly CatalogueProduct[],
  read: number,
  receivedAt: string,
  before: OrderState,
): Changed {
  return feed({ kind: 'catalogue', source: 'shop', receivedAt, read, products }, before);
}

function feed(input: OrderInput, state: OrderState): Changed {
  const result = advance(state, input, policy, run);
  const messages = result.milestones.flatMap((milestone) => toKlaviyo(milestone, policy));
  return {
    state: result.state,
    events: messages.flatMap((message) =>
      message.kind === 'event' && message.mode !== 'withheld' ? [message.body] : [],
    ),
  };
}
