/** The order that a return belongs to: among those sync knows first, then in Clarus. */
import type { Contact, ReturnedOrder } from '@clarus-klaviyo/mapping';
import type { SyncContext } from '../config.js';
import { type OrderRow, rowAs } from '../decide/rows.js';
import { orderIdsOf, orderKey, referenceName, shopReferenceName } from '../keys.js';

/** Null: nobody knows an order of this account under this reference. */
export async function findReturnedOrder(
  context: SyncContext,
  accountId: string,
  reference: string,
  signal: AbortSignal | undefined,
): Promise<ReturnedOrder | null> {
  const known = await findKnown(context, accountId, reference);
  if (known !== null) return known;
  const listed = context.clarus.orders.list({
    filter: { reference: { eq: reference }, account_id: { eq: accountId } },
    pageSize: 1,
    ...(signal === undefined ? {} : { signal }),
  });
  for await (const { id, reference: orderNumber, shopReference, warehouse, contact } of listed) {
    const warehouseCode = warehouse?.code ?? null;
    return { orderId: id, orderNumber, shopReference, warehouseCode, contact: contact ?? null };
  }
  return null;
}

/** Of several (an order that was cancelled and made again) the one that was sent is the one that comes back. */
async function findKnown(context: SyncContext, accountId: string, reference: string): Promise<ReturnedOrder | null> {
  const keys = [
    ...(await context.store.keysNamed(referenceName(accountId, reference))),
    ...(await context.store.keysNamed(shopReferenceName(accountId, reference))),
  ];
  const found: OrderRow[] = [];
  for (const orderId of new Set(orderIdsOf(keys))) {
    const row = rowAs(await context.store.read(orderKey(orderId)), 'order');
    if (row?.state?.facts.order != null) found.push(row);
  }
  const hasLeft = (row: OrderRow): number => (row.progress.dispatchedAtMs === null ? 0 : 1);
  const [best] = found.sort((one, other) => hasLeft(other) - hasLeft(one) || other.readAtMs - one.readAtMs);
  const order = best?.state?.facts.order?.value;
  if (best?.state == null || order === undefined) return null;
  return {
    orderId: order.id,
    orderNumber: order.reference,
    shopReference: order.shopReference,
    warehouseCode: order.warehouse?.code ?? null,
    contact: contactOf(order.contact, best.state.facts.hookContact?.contact ?? null),
  };
}

function contactOf(read: Contact | null, heard: Contact | null): Contact | null {
  return read?.email == null ? (heard ?? read) : read;
}
