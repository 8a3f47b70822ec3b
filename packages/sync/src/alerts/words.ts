/** Alerts and digests in plain words. Pure. */
import { toInstant } from '../clock.js';
import { entryOf } from '../incidents/catalogue.js';
import type { IncidentOwner } from '../incidents/classes.js';
import { maskEmails } from '../incidents/mask.js';
import { explainIncident } from '../incidents/sentences.js';
import type { KeptIncident } from '../stores/store.js';
import type { Alert, Digest } from './alert.js';
import { classesOf, gravestOf, ownerOf, type PlannedAlert } from './plan.js';

const NAMED_SUBJECTS = 20;
const TOLD_SENTENCES = 5;

/** Where people find more. */
export interface AlertLinks {
  /** Address of the health page, without a slash at its end; null: not known. */
  readonly page: string | null;
  /** Address before a runbook's key, ending in `/`. */
  readonly runbooks: string | null;
}

const OWNERS: Readonly<Record<IncidentOwner, string>> = {
  warehouse: 'warehouse',
  ecommerce: 'e-commerce',
  integration: 'integration',
};

function listed(subjects: readonly string[], count: number): string {
  const more = count - subjects.length;
  return `${subjects.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function titleOf(planned: PlannedAlert): string {
  const { kind, incidents, isFolded } = planned;
  const [first] = incidents;
  const what = isFolded
    ? `${incidents.length} incidents of ${classesOf(planned).length} kinds`
    : `${entryOf(first.class).title}${incidents.length > 1 ? ` (${incidents.length})` : `: ${maskEmails(first.subject)}`}`;
  switch (kind) {
    case 'opened':
      return what;
    case 'escalated':
      return `Nobody has taken it: ${what}`;
    case 'cleared':
      return `Over: ${what}`;
  }
}

/** Of a folded alert, one line per class; else one sentence per incident. */
function sentencesOf({ incidents, isFolded }: PlannedAlert): readonly string[] {
  if (!isFolded) {
    const told = incidents.slice(0, TOLD_SENTENCES).map(explainIncident);
    return incidents.length > told.length ? [...told, `And ${incidents.length - told.length} more.`] : told;
  }
  const counts = new Map<string, number>();
  for (const incident of incidents) counts.set(incident.class, (counts.get(incident.class) ?? 0) + 1);
  return [...counts].map(([name, count]) => `${entryOf(name).title}: ${count}`);
}

function textOf(planned: PlannedAlert, links: AlertLinks): string {
  const { kind, incidents, isFolded, heldBack } = planned;
  const [first] = incidents;
  const entry = entryOf(first.class);
  const owner = ownerOf(planned);
  const isOver = kind === 'cleared';
  const lines = [
    ...sentencesOf(planned),
    ...(isOver || isFolded ? [] : [entry.meaning, `What to do: ${entry.action}`]),
    ...(isOver || owner === null ? [] : [`Owner: ${OWNERS[owner]}`]),
    ...(heldBack > 0 ? ['There is more to tell than an hour should hold, so it is told together.'] : []),
    ...(links.page === null
      ? []
      : [`Page: ${links.page}/incidents${isFolded ? '' : `/${encodeURIComponent(first.class)}`}`]),
    ...(links.runbooks === null || isFolded || isOver ? [] : [`Runbook: ${links.runbooks}${entry.runbook}`]),
  ];
  return lines.join('\n');
}

/** From the first of them, so that a later try of the same alert has the same. */
function idOf({ kind, incidents, isFolded }: PlannedAlert, tenant: string): string {
  const instants: Readonly<Record<PlannedAlert['kind'], (incident: KeptIncident) => number>> = {
    opened: (incident) => incident.firstSeenAtMs,
    escalated: (incident) => incident.notifiedAtMs ?? 0,
    cleared: (incident) => incident.closedAtMs ?? 0,
  };
  return [tenant, kind, isFolded ? 'several' : incidents[0].class, Math.min(...incidents.map(instants[kind]))].join(
    ':',
  );
}

export interface AlertFacts {
  readonly tenant: string;
  readonly nowMs: number;
  readonly links: AlertLinks;
}

export function toAlert(planned: PlannedAlert, { tenant, nowMs, links }: AlertFacts): Alert {
  const { kind, incidents, isFolded, heldBack } = planned;
  const [first] = incidents;
  return {
    kind,
    id: idOf(planned, tenant),
    at: toInstant(nowMs),
    tenant,
    title: titleOf(planned),
    text: textOf(planned, links),
    severity: kind === 'cleared' ? 'info' : gravestOf(incidents),
    class: isFolded ? null : first.class,
    owner: ownerOf(planned),
    runbook: isFolded ? null : entryOf(first.class).runbook,
    subjects: incidents.slice(0, NAMED_SUBJECTS).map(({ subject }) => maskEmails(subject)),
    count: incidents.length,
    heldBack,
    digest: null,
  };
}

function seconds(value: number): string {
  if (value < 90) return `${Math.round(value * 10) / 10} s`;
  return value < 5_400 ? `${Math.round(value / 60)} min` : `${Math.round(value / 360) / 10} h`;
}

export function toDigestAlert(digest: Digest, day: string, { tenant, nowMs, links }: AlertFacts): Alert {
  const open = Object.values(digest.open).reduce((sum, count) => sum + count, 0);
  const owners = (Object.keys(OWNERS) as IncidentOwner[]).filter((owner) => digest.open[owner] > 0);
  const step = digest.slowestStep;
  const lines = [
    `Told: ${digest.delivered}. Onto timelines only: ${digest.silent}. Withheld: ${digest.withheld}. Dead: ${digest.dead}.`,
    `Incidents: ${digest.opened} opened, ${digest.closed} closed, ${open} open${
      owners.length === 0
        ? ''
        : ` (${listed(
            owners.map((owner) => `${OWNERS[owner]} ${digest.open[owner]}`),
            owners.length,
          )})`
    }.`,
    step === null
      ? 'Nothing was told, so no step was slow.'
      : `Slowest step: ${step.step}, ${seconds(step.meanSeconds)} on average and ${seconds(step.maxSeconds)} at most.`,
    ...(links.page === null ? [] : [`Page: ${links.page}/`]),
  ];
  return {
    kind: 'digest',
    id: [tenant, 'digest', day].join(':'),
    at: toInstant(nowMs),
    tenant,
    title: `${day}: ${digest.delivered} told, ${open} ${open === 1 ? 'incident' : 'incidents'} open`,
    text: lines.join('\n'),
    severity: 'info',
    class: null,
    owner: null,
    runbook: null,
    subjects: [],
    count: 0,
    heldBack: 0,
    digest,
  };
}
