import type { EventMessage, Message } from '../messages.js';
import type { Milestone, ProfileChanged, ShipmentDispatched, StockChanged } from '../milestones.js';
import type { Policy } from '../policy-types.js';
import { linesCancelled, orderCancelled } from './order-cancelled.js';
import { orderDelayed, orderEdited } from './order-changed.js';
import { orderFulfilled } from './order-fulfilled.js';
import { profileChanged } from './profile-changed.js';
import { returnNews } from './returns.js';
import { shipmentDispatched } from './shipment-dispatched.js';
import { carrierStep, shipmentLabelled, shipmentUpdated } from './shipment-news.js';
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
      return shipmentDispatched(milestone, policy);
    case 'ProfileChanged':
      return [profileChanged(milestone, policy)];
    case 'StockChanged':
      return stockChanged(milestone, policy);
    default:
      return policy.events[milestone.kind] ? [eventOf(milestone, policy)] : [];
  }
}

type PlainMilestone = Exclude<Milestone, ShipmentDispatched | ProfileChanged | StockChanged>;

function eventOf(milestone: PlainMilestone, policy: Policy): EventMessage {
  switch (milestone.kind) {
    case 'ShipmentLabelled':
      return shipmentLabelled(milestone, policy);
    case 'ShipmentUpdated':
      return shipmentUpdated(milestone, policy);
    case 'ShipmentCollected':
    case 'OutForDelivery':
    case 'Delivered':
      return carrierStep(milestone, policy);
    case 'OrderFulfilled':
      return orderFulfilled(milestone, policy);
    case 'OrderCancelled':
      return orderCancelled(milestone, policy);
    case 'LinesCancelled':
      return linesCancelled(milestone, policy);
    case 'OrderEdited':
      return orderEdited(milestone, policy);
    case 'OrderDelayed':
      return orderDelayed(milestone, policy);
    case 'ReturnExpected':
    case 'ReturnReceived':
    case 'ReturnAbandoned':
      return returnNews(milestone, policy);
  }
}
