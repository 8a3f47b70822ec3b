/** Which receipts are returns, and of which order: Clarus marks them thinly, so the policy says (design §5.9). */
import { foldCode } from './fold-text.js';
import type { ReceiptRecord } from './inputs.js';
import type { Policy } from './policy-types.js';

/** By the automation that rang, its kind, or its reference. Without any of the three rules no receipt is a return. */
export function isReturn(receipt: ReceiptRecord, automations: readonly string[], { returns }: Policy): boolean {
  const kind = foldCode(receipt.kindCode ?? '');
  return (
    automations.some((id) => returns.automations.includes(id)) ||
    (kind !== '' && returns.kinds.some((one) => foldCode(one) === kind)) ||
    (returns.referencePattern !== null && new RegExp(returns.referencePattern).test(receipt.reference ?? ''))
  );
}

/**
 * The reference of the order that a return belongs to, as the policy reads it: look the order up by it while
 * the receipt is read, and hand what you find in as `order`. Null: the receipt names none.
 *
 * @example
 * const reference = returnedOrderReference(receipt, policy);
 * const order = reference === null ? null : await findOrderByReference(reference);
 */
export function returnedOrderReference(receipt: ReceiptRecord, { returns }: Policy): string | null {
  const { orderReference, orderReferencePattern } = returns;
  const written = orderReference === 'reference' ? receipt.reference : receipt.references[orderReference];
  const text = written?.trim() ?? '';
  if (orderReferencePattern === null) return text || null;
  return new RegExp(orderReferencePattern).exec(text)?.[1]?.trim() || null;
}
