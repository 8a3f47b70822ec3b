/** A receipt's facts are a join, as an order's are. */
import type { ReceiptInput, ReceiptObservation, ReceiptRecord, ReturnedOrder } from '../inputs.js';
import type { Policy } from '../policy-types.js';
import { newest } from './order-facts.js';
import type { ReceiptFacts } from './receipt-state.js';

export function mergeReceipt(facts: ReceiptFacts, input: ReceiptInput, policy: Policy): ReceiptFacts {
  if (input.kind === 'time') return facts;
  const { read, receipt, order, hooks } = input;
  return {
    receipt: receipt === null ? facts.receipt : newest(facts.receipt, read, pickReceipt(receipt, policy)),
    goneRead: receipt === null ? Math.max(facts.goneRead ?? read, read) : facts.goneRead,
    isCancelHookSeen: facts.isCancelHookSeen || hooks.some((hook) => hook.endsWith('.cancelled')),
    automations: automationsOf(facts, input, policy),
    order: order === null ? facts.order : newest(facts.order, read, pickOrder(order)),
  };
}

/** Only those the policy knows, in one order: the state stays small, and equal. */
function automationsOf(
  facts: ReceiptFacts,
  { automations }: ReceiptObservation,
  { returns }: Policy,
): readonly string[] {
  const known = automations.filter((id) => returns.automations.includes(id));
  return [...new Set([...facts.automations, ...known])].sort();
}

function pickReceipt(receipt: ReceiptRecord, { returns }: Policy): ReceiptRecord {
  const { id, reference, statusCode, kindCode, expectedAt, references, lines } = receipt;
  const named = Object.hasOwn(references, returns.orderReference) ? references[returns.orderReference] : undefined;
  return {
    id,
    reference,
    statusCode,
    kindCode,
    expectedAt,
    references: named === undefined ? {} : { [returns.orderReference]: named },
    lines: lines.map(({ id, sku, productName, expected, received }) => ({ id, sku, productName, expected, received })),
  };
}

function pickOrder({ orderId, orderNumber, shopReference, warehouseCode, contact }: ReturnedOrder): ReturnedOrder {
  return {
    orderId,
    orderNumber,
    shopReference,
    warehouseCode,
    contact: contact === null ? null : { email: contact.email, phone: contact.phone, countryCode: contact.countryCode },
  };
}
