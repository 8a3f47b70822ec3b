/**
 * What a sales channel named and Clarus ties to nothing of its own: its orders may fail to find a product or a carrier.
 * And metrics of ours that another integration of the Klaviyo account has under the same name.
 */
import { type ExistingMetric, metricNameClashes } from '@clarus-klaviyo/mapping';
import type { SyncAccount, SyncContext } from '../config.js';
import { reasonOf } from '../events.js';
import type { ListedExternalEntity } from '../ports.js';
import type { Incident, IncidentReport } from '../stores/store.js';
import { listed, requestsFor, type SweepOptions, type Swept, together } from './swept.js';

const SKU_UNMAPPED = 'sku-unmapped';
const SHIP_METHOD_UNMAPPED = 'ship-method-unmapped';
type ChannelClass = typeof SKU_UNMAPPED | typeof SHIP_METHOD_UNMAPPED;
const METRIC_NAME_CLASH = 'metric-name-clash';
/** Before the name of a channel: single orders report under these classes too. */
const CHANNEL = 'channel ';
/** Named in the incident; the rest is a number. */
const MAX_EXAMPLES = 5;

export async function sweepMappings(context: SyncContext, { signal }: SweepOptions): Promise<Swept> {
  const { clarus } = context;
  const mapped = new Set<string>();
  let requests = 0;
  const sources = [
    [clarus.productMappings, (one: { product?: unknown }) => one.product != null],
    [clarus.carrierMappings, (one: { carrierId?: unknown }) => one.carrierId != null],
    [clarus.shippingRateMappings, (one: { carrierId?: unknown }) => one.carrierId != null],
  ] as const;
  for (const [source, isTied] of sources) {
    let count = 0;
    for await (const mapping of source.list(listed({}, signal))) {
      count += 1;
      if (mapping.external !== null && isTied(mapping)) mapped.add(mapping.external.id);
    }
    requests += requestsFor(count);
  }
  const unmapped = new Map<string, ListedExternalEntity[]>();
  let entities = 0;
  for await (const entity of clarus.externalEntities.list(listed({}, signal))) {
    entities += 1;
    const incident = classOf(entity);
    if (incident === null || mapped.has(entity.id)) continue;
    const channel = entity.integration?.name ?? entity.integration?.id ?? 'unnamed';
    const name = JSON.stringify([incident, `${CHANNEL}${channel}`]);
    unmapped.set(name, [...(unmapped.get(name) ?? []), entity]);
  }
  const isChannel = ({ class: name, subject }: Incident): boolean =>
    (name === SKU_UNMAPPED || name === SHIP_METHOD_UNMAPPED) && subject.startsWith(CHANNEL);
  await standing(context, isChannel, [...unmapped].map(toReport));
  await checkMetricNames(context, signal);
  return together([{ listed: entities, requests: requests + requestsFor(entities), rung: 0, found: false }]);
}

function classOf({ type }: ListedExternalEntity): ChannelClass | null {
  switch (type?.toLowerCase()) {
    case 'product':
      return SKU_UNMAPPED;
    case 'carrier':
    case 'shipping_rate':
      return SHIP_METHOD_UNMAPPED;
    default:
      return null;
  }
}

/** One incident per channel, however much it names. */
function toReport([name, entities]: readonly [string, readonly ListedExternalEntity[]]): IncidentReport {
  const [incident, subject]: readonly [ChannelClass, string] = JSON.parse(name);
  const codes = entities.flatMap(({ code }) => code ?? []).sort();
  return {
    class: incident,
    subject,
    severity: 'warning',
    owner: 'ecommerce',
    detail: { count: entities.length, examples: codes.slice(0, MAX_EXAMPLES).join(', ') },
  };
}

/** Klaviyo binds a flow to one metric: two of a name are a trap. Asked once a day and at every start. */
export async function checkMetricNames(context: SyncContext, signal: AbortSignal | undefined): Promise<void> {
  const reports: IncidentReport[] = [];
  for (const account of context.accounts) {
    try {
      reports.push(...(await clashesOf(account, signal)));
    } catch (error) {
      if (signal?.aborted === true) return;
      // A key that may not read metrics sends all the same: what could not be asked is not reported either way.
      context.onEvent({ type: 'stage.failed', stage: 'metrics', reason: reasonOf(error) });
      return;
    }
  }
  await standing(context, (one) => one.class === METRIC_NAME_CLASH, reports);
}

async function clashesOf(
  { klaviyo, name, policy }: SyncAccount,
  signal: AbortSignal | undefined,
): Promise<readonly IncidentReport[]> {
  const existing: ExistingMetric[] = [];
  for await (const { attributes } of klaviyo.metrics.list({
    retry: false,
    ...(signal === undefined ? {} : { signal }),
  })) {
    const integration = attributes.integration?.['name'];
    if (typeof attributes.name !== 'string') continue;
    existing.push({ name: attributes.name, integration: typeof integration === 'string' ? integration : null });
  }
  return metricNameClashes(existing, policy).map(({ code, subject, severity, owner, detail }) => ({
    class: code,
    subject: `${name}: ${subject}`,
    severity,
    owner,
    detail: { ...detail, account: name },
  }));
}

/** Reports what stands and clears what no longer does. */
async function standing(
  { clock, store }: SyncContext,
  isOurs: (incident: Incident) => boolean,
  reports: readonly IncidentReport[],
): Promise<void> {
  for (const incident of await store.incidents()) {
    const isStill = reports.some((one) => one.class === incident.class && one.subject === incident.subject);
    if (isOurs(incident) && !isStill) await store.clear(incident.class, incident.subject);
  }
  await store.report(reports, clock.now());
}
