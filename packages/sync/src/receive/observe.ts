/**
 * What Clarus does not know is fed in: what carriers say of parcels, what the shop knows of products and customers.
 * Durable before it is acknowledged, and harmless when it comes twice.
 */
import { toInstant } from '../clock.js';
import type { SyncContext } from '../config.js';
import { observedWrite } from '../decide/observed.js';
import { decideOrder } from '../decide/order.js';
import { rowAs, type WaitingObservation } from '../decide/rows.js';
import { anyReferenceName, type ObservedBy, observedKey, orderIdsOf, orderKey, trackingName } from '../keys.js';
import { forgottenOf } from '../privacy/forgotten.js';
import { type ObservationInput, readObservation } from './observation.js';

/** More than this waits for no order: somebody feeds another system's orders. */
const MAX_WAITING = 200;

/** What became of an observation that was handed in. */
export interface Observed {
  /** `applied`: to orders that are known. `waiting`: kept until the order is; after two weeks it is let go. */
  readonly status: 'applied' | 'waiting';
  readonly orderIds: readonly string[];
}

/**
 * Resolves once the observation is committed: whoever feeds it may forget it then.
 *
 * @throws {ObservationError} it says nothing that could be used; names the field. Sending it again cannot help.
 * @throws {StoreUnavailableError} not kept: send it again.
 */
export async function observe(context: SyncContext, input: ObservationInput): Promise<Observed> {
  const { names, observation } = readObservation(input, {
    receivedAt: toInstant(context.clock.now()),
    accounts: context.accounts.map(({ name }) => name),
  });
  const [name] = names;
  if (observation.kind === 'contact' && (await forgottenOf(context.store, [observation.contact]))(observation.contact))
    return { status: 'applied', orderIds: [] };
  const key = observedKey(name.by, name.value);
  // Kept first, under one key: what comes after this commit finds it, and what came before is looked for below.
  await context.store.transact([key], context.clock.now(), (rows) => {
    const row = rowAs(rows.get(key), 'observed') ?? { v: 1, kind: 'observed', waiting: [] };
    const isKnown = row.waiting.some((one) => isSame(one, observation));
    const waiting = isKnown ? row.waiting : [...row.waiting, observation].slice(-MAX_WAITING);
    return { writes: [observedWrite(key, { ...row, waiting })], messages: [] };
  });
  const orderIds = await ordersNamed(context, names[0]);
  const applied: string[] = [];
  for (const orderId of orderIds) {
    // Time is what claims it: the order takes what waits for it with whatever comes next.
    const at = toInstant(context.clock.now());
    const isDone = await context.bench.charge(orderKey(orderId), () =>
      decideOrder(context, orderId, [{ kind: 'time', at }]),
    );
    if (isDone) applied.push(orderId);
  }
  const left = rowAs(await context.store.read(key), 'observed')?.waiting.some((one) => isSame(one, observation));
  return left === true ? { status: 'waiting', orderIds: [] } : { status: 'applied', orderIds: applied };
}

function isSame(one: WaitingObservation, other: WaitingObservation): boolean {
  return JSON.stringify({ ...one, receivedAt: '' }) === JSON.stringify({ ...other, receivedAt: '' });
}

async function ordersNamed(
  context: SyncContext,
  { by, value }: { readonly by: ObservedBy; readonly value: string },
): Promise<readonly string[]> {
  switch (by) {
    case 'id':
      return (await context.store.read(orderKey(value))) === null ? [] : [value];
    case 'reference':
      return orderIdsOf(await context.store.keysNamed(anyReferenceName(value)));
    case 'tracking':
      return orderIdsOf(await context.store.keysNamed(trackingName(value)));
  }
}
