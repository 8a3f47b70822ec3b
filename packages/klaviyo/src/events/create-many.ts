import type { CallOptions, KlaviyoContext } from '../context.js';
import type { KlaviyoError } from '../errors.js';
import { type BulkSender, sendIsolating } from '../jobs/isolate.js';
import { Batches } from './batches.js';
import { BULK_OPERATION, BULK_PATH, blamedPositions, toBulkRequest } from './bulk-body.js';
import { checkEvent } from './check.js';
import type { EventCallOptions } from './create.js';
import type { BulkItem, Fate, ItemFate, PendingItem, Settle } from './fate.js';

/** Enough to fill 150 requests a minute when one takes a second and a half. */
const DEFAULT_CONCURRENCY = 4;

export interface CreateManyOptions extends EventCallOptions {
  /** Requests under way at once; 1 keeps the whole stream in order. @default 4 */
  readonly concurrency?: number;
  /** Hears of every item, once, as soon as its fate is known. */
  readonly onFate?: (fate: ItemFate) => void;
}

/** How a stream of events fared. */
export interface CreateManyResult {
  /** How many items had which fate; their sum is the number of items read. */
  readonly counts: Readonly<Record<Fate, number>>;
  /** Items that Klaviyo did not accept, as far as is known. Accepted ones are only counted, so memory stays flat. */
  readonly failures: readonly ItemFate[];
  /** What ended the run early (key, quota, outage, `signal`); null when everything given was tried. */
  readonly stoppedBy: KlaviyoError | null;
}

/**
 * Sends a stream of events in bulk requests: up to 1000 events and 5 MB each, one event per lane and request,
 * without repeats; reads no further ahead than that takes. A poisonous event is isolated and reported. Does not
 * throw for what Klaviyo answers: look at `failures` and `stoppedBy`. A 202 for a bulk request is the last that
 * Klaviyo ever says about it.
 *
 * @throws what the given iterable throws, after requests under way have been settled.
 * @example
 * const { counts, stoppedBy } = await klaviyo.events.createMany(orders.map((order) => ({ body: toBody(order) })));
 */
export async function createManyEvents(
  context: KlaviyoContext,
  items: Iterable<BulkItem> | AsyncIterable<BulkItem>,
  { concurrency = DEFAULT_CONCURRENCY, onFate, isRepeatable: mayRepeat, ...callOptions }: CreateManyOptions = {},
): Promise<CreateManyResult> {
  const options: CallOptions = { priority: 'bulk', ...callOptions };
  const counts: Record<Fate, number> = { accepted: 0, repeated: 0, refused: 0, unknown: 0, 'not-sent': 0 };
  const failures: ItemFate[] = [];
  const report = ({ index, lane, uniqueId }: PendingItem, fate: Fate, error: KlaviyoError | undefined): void => {
    const itemFate = { index, fate, lane, uniqueId: uniqueId ?? null, error };
    counts[fate] += 1;
    if (error !== undefined) failures.push(itemFate);
    onFate?.(itemFate);
  };
  const settle: Settle = (settled, fate, error) => {
    for (const item of settled) {
      report(item, fate, error);
      for (const repeat of item.repeats) report(repeat, fate === 'accepted' ? 'repeated' : fate, error);
    }
  };

  const sender: BulkSender<PendingItem> = {
    settle,
    blamed: (batch, pointers) => blamedPositions(toBulkRequest(batch), pointers),
    send: async (batch) => {
      const { body, isRepeatable } = toBulkRequest(batch);
      const call = { method: 'POST', path: BULK_PATH, body, isChecked: true } as const;
      await context.send({ ...call, isRepeatable: mayRepeat ?? isRepeatable }, options);
      settle(batch, 'accepted');
      return null;
    },
  };
  const batches = new Batches(
    items,
    ({ uniqueId, given }) => checkEvent(context, uniqueId, given, BULK_OPERATION),
    settle,
  );
  const busyLanes = new Set<string>();
  const underWay = new Set<Promise<void>>();
  let stoppedBy: KlaviyoError | null = null;
  const send = async (batch: readonly PendingItem[]): Promise<void> => {
    const lanes = batch.flatMap(({ lane }) => lane ?? []);
    for (const lane of lanes) busyLanes.add(lane);
    stoppedBy = (await sendIsolating(batch, sender)) ?? stoppedBy;
    for (const lane of lanes) busyLanes.delete(lane);
  };

  try {
    while (stoppedBy === null) {
      const batch = await batches.next(busyLanes);
      if (batch.length > 0) {
        const sending = send(batch).finally(() => underWay.delete(sending));
        underWay.add(sending);
        if (underWay.size < concurrency) continue;
      }
      if (underWay.size === 0) break;
      await Promise.race(underWay);
    }
  } finally {
    await Promise.all(underWay);
    const left = await batches.close();
    if (stoppedBy !== null) settle(left, 'not-sent', stoppedBy);
  }
  return { counts, failures, stoppedBy };
}
