import type { Message } from '@clarus-klaviyo/mapping';
import { aLine, anOrder, aShipment, aView } from '../../stories/records.js';

// #region readme
import { advance, definePolicy, initialOrder, type OrderView, toKlaviyo } from '@clarus-klaviyo/mapping';
import { CARRIERS } from '@clarus-klaviyo/mapping/carriers';

const policy = definePolicy({ dispatchStrategy: 'shipment', carriers: CARRIERS });
const run = { liveFrom: '2026-03-01T00:00:00Z', isShadow: false };

/** `saved` is what this returned last time; store it in the same transaction as the messages. */
function decide(view: OrderView, read: number, receivedAt: string, saved = initialOrder({ tenant: 'acme', orderId: view.order.id })) {
  const { state, milestones, wakeAt, findings } = advance(
    saved,
    {
      kind: 'order', source: 'webhook', receivedAt, read, view,
      covers: ['order', 'lines', 'shipments', 'dispatches'], hooks: ['goods_out.completed'], hookContact: null,
    },
    policy,
    run,
  );
  const messages = milestones.flatMap((milestone) => toKlaviyo(milestone, policy));
  return { state, wakeAt, findings, send: messages.filter(({ mode }) => mode !== 'withheld') };
}
// #endregion readme

const order = anOrder({ statusCode: 'COMPLETED' });
const view = aView({ order, lines: [aLine('TEE', 2, 2)], shipments: [aShipment('A', 'dispatched')] });
export const sent: readonly Message[] = decide(view, 1, '2026-03-02T15:00:00.000Z').send;
