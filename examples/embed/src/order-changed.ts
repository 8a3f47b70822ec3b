/** For an iPaaS step or a Lambda with a queue and a state store of its own: one order in, Klaviyo bodies out. */
import {
  advance,
  definePolicy,
  type EventBody,
  initialOrder,
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
  const state = before ?? initialOrder({ tenant: 'acme', orderId: view.order.id });
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
  const result = advance(state, seen, policy, run);
  const messages = result.milestones.flatMap((milestone) => toKlaviyo(milestone, policy));
  return {
    state: result.state,
    events: messages.flatMap((message) =>
      message.kind === 'event' && message.mode !== 'withheld' ? [message.body] : [],
    ),
  };
}
