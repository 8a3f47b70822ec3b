import type { EventMessage } from '../messages.js';
import type { ReturnAbandoned, ReturnExpected, ReturnReceived } from '../milestones.js';
import type { Policy } from '../policy-types.js';
import { toEvent } from './event.js';

/** One shape for all three: what is coming back, and how far it has come. */
export function returnNews(milestone: ReturnExpected | ReturnReceived | ReturnAbandoned, policy: Policy): EventMessage {
  const { items } = milestone;
  return toEvent(
    milestone,
    [
      {
        ReturnId: milestone.receiptId,
        ReturnReference: milestone.receiptReference,
        Items: items.map((item) => ({
          SKU: item.sku,
          ProductName: item.productName,
          Quantity: item.quantity,
          QuantityExpected: item.expected,
        })),
        ItemNames: items.map((item) => item.productName),
        SKUs: items.map((item) => item.sku),
        ItemCount: items.reduce((sum, item) => sum + item.quantity, 0),
        ...ownProperties(milestone),
        IsLate: milestone.isLate,
      },
    ],
    policy,
  );
}

function ownProperties(
  milestone: ReturnExpected | ReturnReceived | ReturnAbandoned,
): Readonly<Record<string, unknown>> {
  switch (milestone.kind) {
    case 'ReturnExpected':
      return { RequestedAt: milestone.at, ExpectedAt: milestone.expectedAt };
    case 'ReturnReceived':
      return {
        ReceivedAt: milestone.at,
        ReturnLineId: milestone.receiptLineId,
        IsFinalLine: milestone.isFinalLine,
      };
    case 'ReturnAbandoned':
      return { AbandonedAt: milestone.at, Reason: milestone.reason };
  }
}
