/** A kept incident as people see it: the catalogue's words, and when it goes to the second owner. Pure. */
import { toInstant } from '../clock.js';
import type { IncidentView } from '../operations.js';
import type { KeptIncident } from '../stores/store.js';
import { entryOf } from './catalogue.js';
import { maskEmails } from './mask.js';
import { explainIncident } from './sentences.js';

/**
 * When nobody has taken it by then, the second owner is told. Null: it is closed, somebody has it, or its class
 * never escalates. Counted from when people first heard of it, since one that is open again keeps its first sight.
 */
export function escalatesAtMs(incident: KeptIncident): number | null {
  const { escalateAfterMs } = entryOf(incident.class);
  if (incident.closedAtMs !== null || incident.assignee !== null || escalateAfterMs === null) return null;
  return (incident.notifiedAtMs ?? incident.firstSeenAtMs) + escalateAfterMs;
}

function instantOrNull(atMs: number | null): string | null {
  return atMs === null ? null : toInstant(atMs);
}

export function toIncidentView(incident: KeptIncident): IncidentView {
  const entry = entryOf(incident.class);
  return {
    id: incident.id,
    class: incident.class,
    subject: maskEmails(incident.subject),
    title: entry.title,
    sentence: `${explainIncident(incident)} ${entry.meaning}`,
    severity: incident.severity,
    owner: incident.owner,
    secondOwner: entry.secondOwner,
    assignee: incident.assignee,
    runbook: entry.runbook,
    action: entry.action,
    firstSeen: toInstant(incident.firstSeenAtMs),
    lastSeen: toInstant(incident.lastSeenAtMs),
    count: incident.count,
    escalateAt: instantOrNull(escalatesAtMs(incident)),
    closedAt: instantOrNull(incident.closedAtMs),
    closedBy: incident.closedBy,
    notes: incident.notes.map(({ atMs, by, text }) => ({ at: toInstant(atMs), by, text: maskEmails(text) })),
  };
}
