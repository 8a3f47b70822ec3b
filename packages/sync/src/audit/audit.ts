/** The integration's gaps over a stretch of time, for a business reader. Reads Clarus's listing and the store; changes nothing. */
import type { SyncContext } from '../config.js';
import { rowAs } from '../decide/rows.js';
import { SyncRequestError } from '../errors.js';
import { orderKey } from '../keys.js';
import type { Audit, LongOptions } from '../operations.js';
import { ordersWithin, toldWithin } from '../reconcile/orders-within.js';
import { ledgerMessages } from '../reconcile/read-ledger.js';
import { addOrderGaps, GapList } from './gaps.js';
import { LagMeter } from './lag.js';

const PROGRESS_EVERY = 100;

/** Without these, customers hear of nothing until a sweep finds it. */
const NEEDED_EVENTS: readonly string[] = ['goods_out.completed', 'goods_out.cancelled'];
const NEEDED_FOR_STOCK = 'stock_balance.updated';

/**
 * Orders that were planned for the stretch, told of or dispatched in it, as sync last read them, and the messages about
 * what became true in it. SKUs and returns are counted as they stand now.
 *
 * @throws {SyncRequestError} the instants make no stretch.
 * @throws the Clarus client's error: half an audit would look like a good one.
 */
export async function audit(
  context: SyncContext,
  { from, to }: { readonly from: string; readonly to: string },
  { signal, onProgress }: LongOptions = {},
): Promise<Audit> {
  const stretch = { fromMs: Date.parse(from), toMs: Date.parse(to) };
  if (!(stretch.fromMs < stretch.toMs)) {
    throw new SyncRequestError('from', 'from and to must be ISO 8601 instants, the earlier one first.');
  }
  const { store, accounts } = context;
  const run = await context.run();
  const gaps = new GapList();
  let orders = 0;
  const told = await toldWithin(store, stretch);
  for await (const { id } of ordersWithin(context, stretch, { told, isExact: true, signal })) {
    const row = rowAs(await store.read(orderKey(id)), 'order');
    const policy = accounts.find(({ name }) => name === row?.account)?.policy;
    orders += 1;
    if (row !== null && policy !== undefined) addOrderGaps(gaps, row, { policy, run, nowMs: context.clock.now() });
    if (orders % PROGRESS_EVERY === 0) onProgress?.({ step: 'orders', done: orders, total: null });
  }
  await addIncidents(context, gaps);
  addAutomations(context, gaps);
  const lag = new LagMeter();
  let messages = 0;
  for await (const message of ledgerMessages(store, {
    kinds: ['event'],
    statuses: ['delivered'],
    modes: ['live'],
    ...stretch,
  })) {
    lag.add(message);
    messages += 1;
    if (messages % (5 * PROGRESS_EVERY) === 0) {
      signal?.throwIfAborted();
      onProgress?.({ step: 'messages', done: messages, total: null });
    }
  }
  return { from, to, orders, gaps: gaps.gaps(), lag: lag.lag() };
}

/** What no order's state tells: variants that Klaviyo does not have, returns that name no order. */
async function addIncidents({ store }: SyncContext, gaps: GapList): Promise<void> {
  for (const { class: name, subject } of await store.incidents()) {
    if (name === 'sku-unmapped') gaps.add('sku-unmapped', skuOf(subject), null);
    if (name === 'return-unresolved') gaps.add('return-without-order', subject, null);
  }
}

/** `$custom:::$default:::TEE-M` is Klaviyo's way to name a variant; people know the SKU. */
function skuOf(subject: string): string {
  return subject.split(':::').at(-1) ?? subject;
}

function addAutomations({ webhooks, accounts }: SyncContext, gaps: GapList): void {
  const rung = new Set(Object.values(webhooks.automations));
  const wantsStock = accounts.some(({ policy }) => policy.stock.catalog === 'custom');
  for (const event of wantsStock ? [...NEEDED_EVENTS, NEEDED_FOR_STOCK] : NEEDED_EVENTS) {
    if (!rung.has(event)) gaps.add('automation-missing', event, null);
  }
}
