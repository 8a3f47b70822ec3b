import { messageId } from '../message-id.js';
import type { EventMessage } from '../messages.js';
import type { MetricKind, Milestone, ProfileChanged, StockChanged } from '../milestones.js';
import type { Policy } from '../policy-types.js';
import { compact, orderProperties } from './properties.js';

type EventMilestone = Exclude<Milestone, StockChanged | ProfileChanged>;

/** Wraps a milestone's own properties into the body of `POST /api/events`. Never a `value`: Clarus knows no money. */
export function toEvent(
  milestone: EventMilestone,
  properties: readonly Readonly<Record<string, unknown>>[],
  policy: Policy,
  kind: MetricKind = milestone.kind,
): EventMessage {
  const { id, order, at, email, mode, because } = milestone;
  const phone = policy.identity.phone ? milestone.phone : null;
  const metric = policy.metrics[kind];
  return {
    kind: 'event',
    id,
    lane: messageId('order', order.tenant, order.orderId),
    mode,
    because,
    metric,
    body: {
      data: {
        type: 'event',
        attributes: {
          properties: compact(policy.propertyStyle, orderProperties(id, order), ...properties),
          time: at,
          unique_id: id,
          ...(mode === 'silent' ? { backfill: true } : {}),
          metric: { data: { type: 'metric', attributes: { name: metric } } },
          // Identifiers only: anything else here would overwrite the profile on every replay.
          profile: {
            data: {
              type: 'profile',
              attributes: {
                ...(email === null ? {} : { email }),
                ...(email === null || phone === null ? {} : { phone_number: phone }),
              },
            },
          },
        },
      },
    },
  };
}
