/** A milestone as the outbox takes it in: its messages, with an owner and a last moment. */
import { type Milestone, type Policy, toKlaviyo } from '@clarus-klaviyo/mapping';
import type { OutgoingMessage } from '../stores/store.js';

export interface OutgoingFacts {
  readonly account: string;
  readonly policy: Policy;
  readonly nowMs: number;
}

export function toOutgoing(milestone: Milestone, { account, policy, nowMs }: OutgoingFacts): OutgoingMessage[] {
  const orderReference = 'order' in milestone ? milestone.order.orderNumber : null;
  return toKlaviyo(milestone, policy).map((message) => ({
    message,
    account,
    orderReference,
    coalesces: message.kind !== 'event',
    dueAtMs: nowMs,
    // News that starts flows must not go out days late; what is silent, or a state, may.
    expiresAtMs: message.kind === 'event' && message.mode === 'live' ? nowMs + policy.ageLimitMs[milestone.kind] : null,
  }));
}

export function wakeAtMs(wakeAt: string | null): number | null {
  return wakeAt === null ? null : Date.parse(wakeAt);
}
