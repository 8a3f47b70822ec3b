import type { Message } from '../messages.js';
import type { Milestone } from '../milestones.js';
import type { Policy } from '../policy-types.js';
import { linesCancelled, orderCancelled } from './order-cancelled.js';
import { orderFulfilled } from './order-fulfilled.js';
import { profileChanged } from './profile-changed.js';
import { shipmentDispatched } from './shipment-dispatched.js';
import { stockChanged } from './stock-changed.js';

/**
 * The Klaviyo calls a milestone makes, as data ready to send: reads the milestone and the policy, nothing
 * else. Withheld milestones make messages too, so that they can be recorded; never send those.
 *
 * @example
 * for (const message of milestones.flatMap((milestone) => toKlaviyo(milestone, policy))) outbox.push(message);
 */
export function toKlaviyo(milestone: Milestone, policy: Policy): readonly Message[] {
  switch (milestone.kind) {
    case 'ShipmentDispatched':
      return [shipmentDispatched(milestone, policy)];
    case 'OrderFulfilled':
      return [orderFulfilled(milestone, policy)];
    case 'OrderCancelled':
      return [orderCancelled(milestone, policy)];
    case 'LinesCancelled':
      return [linesCancelled(milestone, policy)];
    case 'ProfileChanged':
      return [profileChanged(milestone, policy)];
    case 'StockChanged':
      return stockChanged(milestone, policy);
  }
}
