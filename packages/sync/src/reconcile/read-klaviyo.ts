/** Klaviyo's column: our events of a stretch of event time, read back by metric. */
import type { SyncAccount } from '../config.js';
import type { RecordedEvent } from '../ports.js';
import type { Recorded } from './compare.js';

/** The most that Klaviyo hands out in one page. */
const PAGE_SIZE = 1_000;

interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * Ids of the metrics we may have written to, by name. Klaviyo tells two metrics of one name apart by their
 * integration: those of a shop platform are not ours, however they are called.
 */
export async function metricIds(
  { klaviyo }: SyncAccount,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const ids = new Map<string, string[]>();
  for await (const { id, attributes } of klaviyo.metrics.list(signal === undefined ? {} : { signal })) {
    const { name, integration } = attributes;
    const writer = integration?.['name'];
    if (typeof name !== 'string' || (typeof writer === 'string' && writer.trim().toLowerCase() !== 'api')) continue;
    ids.set(name, [...(ids.get(name) ?? []), id]);
  }
  return ids;
}

/** The filter is written here because the port knows no client: instants bare, ids quoted, as Klaviyo wants them. */
function filterOf(metricId: string, { fromMs, toMs }: Stretch): string {
  const [from, to] = [new Date(fromMs).toISOString(), new Date(toMs).toISOString()];
  return `and(equals(metric_id,"${metricId}"),greater-or-equal(datetime,${from}),less-than(datetime,${to}))`;
}

/** What is ours: it names an id of our tenant; or it names none, in the words of our schema. Samples are nobody's news. */
function toRecorded(event: RecordedEvent, metric: string, tenant: string): Recorded | null {
  const properties = event.attributes.event_properties ?? {};
  const { EventId: eventId, IsSample: isSample, SchemaVersion: schema, OrderNumber: order } = properties;
  const atMs = Date.parse(event.attributes.datetime ?? '');
  if (isSample === true || Number.isNaN(atMs)) return null;
  if (typeof eventId === 'string') {
    return eventId.startsWith(`${tenant}:`) ? { eventId, metric, atMs, properties } : null;
  }
  return typeof schema === 'number' && typeof order === 'string' ? { eventId: null, metric, atMs, properties } : null;
}

export async function readRecorded(
  account: SyncAccount,
  metrics: ReadonlyMap<string, readonly string[]>,
  { tenant, signal, ...stretch }: Stretch & { readonly tenant: string; readonly signal: AbortSignal | undefined },
): Promise<readonly Recorded[]> {
  const recorded: Recorded[] = [];
  for (const [metric, ids] of metrics) {
    for (const id of ids) {
      const events = account.klaviyo.events.list({
        filter: filterOf(id, stretch),
        sort: 'datetime',
        pageSize: PAGE_SIZE,
        ...(signal === undefined ? {} : { signal }),
      });
      for await (const event of events) {
        const ours = toRecorded(event, metric, tenant);
        if (ours !== null) recorded.push(ours);
      }
    }
  }
  return recorded;
}
