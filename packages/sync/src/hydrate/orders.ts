/** Reads orders, about twenty to a request, and hands each to decide with what the shop knows of its products. */
import type { CatalogueObservation, OrderInput, OrderView } from '@clarus-klaviyo/mapping';
import { toInstant } from '../clock.js';
import type { SyncContext } from '../config.js';
import { decideOrder } from '../decide/order.js';
import { orderKey } from '../keys.js';
import { forgottenOf, viewWithoutContact } from '../privacy/forgotten.js';
import { routeAccount } from '../routing.js';
import type { TakenBell } from '../stores/store.js';
import { answer, giveBack, isAboutTheRecord, readInTime } from './failures.js';
import { fromHint } from './hints.js';
import { ordersCreatedSince } from './new-orders.js';
import { toOrderObservation, viewFromHint } from './order-input.js';

export interface OrderBell {
  readonly bell: TakenBell;
  readonly orderId: string;
}

/** An order that cannot be read must not hold up the nineteen beside it: they are then read one by one. */
export async function answerOrders(
  context: SyncContext,
  group: readonly OrderBell[],
  signal: AbortSignal | undefined,
): Promise<void> {
  let reads: readonly Read[];
  try {
    reads = await readInTime(context, signal, (until) => readOrders(context, group, until));
  } catch (error) {
    if (signal?.aborted === true) return; // we are stopping; these bells ring again at the next start
    if (!isAboutTheRecord(error) || group.length === 1) {
      await giveBack(
        context,
        group.map((one) => one.bell),
        error,
      );
      return;
    }
    for (const one of group) await answerOrders(context, [one], signal);
    return;
  }
  for (const read of reads) await answer(context, read.bell, () => decideRead(context, read));
}

interface Read extends OrderBell {
  readonly view: OrderView | null;
  readonly isCreatedSinceLive: boolean;
  readonly catalogue: CatalogueObservation | null;
  readonly isForgotten: boolean;
}

async function readOrders(
  context: SyncContext,
  group: readonly OrderBell[],
  signal: AbortSignal | undefined,
): Promise<readonly Read[]> {
  const { liveFrom } = await context.run();
  const wanted = group.map(({ bell, orderId }) => {
    const { reference } = fromHint(bell.hint);
    return reference === null ? { id: orderId } : { id: orderId, reference };
  });
  const views = await context.clarus.orders.viewMany(wanted, {
    dispatchedSince: liveFrom,
    ...(signal === undefined ? {} : { signal }),
  });
  const reads = group.map((one) => {
    const view = views.get(one.orderId);
    if (view === undefined) throw new Error('The reader left out an order it was asked for.');
    return { ...one, view };
  });
  const young = await ordersCreatedSince(context, reads, liveFrom, signal);
  const catalogues = await readCatalogues(context, reads, signal);
  const contactsOf = ({ bell, view }: (typeof reads)[number]) => [view?.order.contact, fromHint(bell.hint).contact];
  const isForgotten = await forgottenOf(context.store, reads.flatMap(contactsOf));
  return reads.map((read) => ({
    ...read,
    isForgotten: contactsOf(read).some(isForgotten),
    isCreatedSinceLive: young.has(read.orderId),
    catalogue: catalogues.get(read.orderId) ?? null,
  }));
}

/** One look-up per account, whatever the number of orders. */
async function readCatalogues(
  context: SyncContext,
  reads: readonly (OrderBell & { readonly view: OrderView | null })[],
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, CatalogueObservation>> {
  const observations = new Map<string, CatalogueObservation>();
  const { catalogue } = context;
  if (catalogue === null) return observations;
  const byAccount = Map.groupBy(
    reads.filter(({ view }) => view !== null),
    ({ view }) => routeAccount(context.accounts, view?.order.account ?? null)?.name ?? null,
  );
  for (const [account, orders] of byAccount) {
    if (account === null) continue;
    const skusOf = (view: OrderView | null): readonly string[] => [...new Set(view?.lines.map(({ sku }) => sku))];
    const known = await catalogue.products(
      account,
      orders.flatMap(({ view }) => skusOf(view)),
      signal,
    );
    for (const { orderId, bell, view } of orders) {
      const products = skusOf(view).flatMap((sku) => known.get(sku) ?? []);
      if (products.length === 0) continue;
      const receivedAt = toInstant(context.clock.now());
      observations.set(orderId, { kind: 'catalogue', source: 'shop', receivedAt, read: bell.read, products });
    }
  }
  return observations;
}

async function decideRead(context: SyncContext, read: Read): Promise<void> {
  const { orderId, isCreatedSinceLive, catalogue, isForgotten } = read;
  const bell = isForgotten ? withoutContact(read.bell) : read.bell;
  const view = isForgotten && read.view !== null ? viewWithoutContact(read.view) : read.view;
  const nowMs = context.clock.now();
  const inputs: OrderInput[] = [];
  if (view === null && (await context.store.read(orderKey(orderId))) === null) {
    const remembered = viewFromHint(orderId, fromHint(bell.hint));
    // Never read, and gone: without a name there is nobody to tell and nothing to tell of.
    if (remembered === null) return;
    inputs.push({ ...toOrderObservation(bell, remembered, nowMs), covers: ['order'] });
  }
  // First, so that what the order makes true is told with its pictures.
  if (catalogue !== null) inputs.push(catalogue);
  inputs.push(toOrderObservation(bell, view, nowMs, isCreatedSinceLive));
  await decideOrder(context, orderId, inputs, isForgotten ? { isForgotten } : {});
}

function withoutContact(bell: TakenBell): TakenBell {
  const { contact: _contact, ...hint } = bell.hint;
  return { ...bell, hint };
}
