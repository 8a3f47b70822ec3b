/** How an incident is seen, changed and closed, in every store alike. */
import type { Incident, IncidentChange, IncidentReport, KeptIncident } from '../store.js';

export function incidentId(incidentClass: string, subject: string): string {
  return `${incidentClass}/${subject}`;
}

/** `isNew`: it counts; else it is the same cause seen once more. Closed before, it is open again. */
export function seeIncident(
  before: KeptIncident | null,
  report: IncidentReport,
  nowMs: number,
  isNew: boolean,
): KeptIncident {
  const open = before?.closedAtMs === null ? before : null;
  return {
    id: incidentId(report.class, report.subject),
    class: report.class,
    subject: report.subject,
    severity: report.severity,
    owner: report.owner,
    detail: report.detail,
    firstSeenAtMs: open?.firstSeenAtMs ?? nowMs,
    lastSeenAtMs: Math.max(open?.lastSeenAtMs ?? nowMs, nowMs),
    count: open === null ? 1 : open.count + (isNew ? 1 : 0),
    assignee: before?.assignee ?? null,
    notes: before?.notes ?? [],
    closedAtMs: null,
    closedBy: null,
    notifiedAtMs: open?.notifiedAtMs ?? null,
    escalatedAtMs: open?.escalatedAtMs ?? null,
  };
}

/** Nothing for one that is closed. */
export function clearIncident(incident: KeptIncident, atMs: number): KeptIncident {
  return incident.closedAtMs === null ? { ...incident, closedAtMs: atMs, closedBy: 'cleared' } : incident;
}

export function changeIncident(incident: KeptIncident, change: IncidentChange): KeptIncident {
  const { assignee, note, resolvedAtMs, notifiedAtMs, escalatedAtMs } = change;
  const isResolved = resolvedAtMs !== undefined && incident.closedAtMs === null;
  return {
    ...incident,
    assignee: assignee === undefined ? incident.assignee : assignee,
    notes: note === undefined ? incident.notes : [...incident.notes, note],
    closedAtMs: isResolved ? resolvedAtMs : incident.closedAtMs,
    closedBy: isResolved ? 'resolved' : incident.closedBy,
    notifiedAtMs: notifiedAtMs ?? incident.notifiedAtMs,
    escalatedAtMs: escalatedAtMs ?? incident.escalatedAtMs,
  };
}

/** Without what people did about it. */
export function toIncident(kept: KeptIncident): Incident {
  return {
    class: kept.class,
    subject: kept.subject,
    severity: kept.severity,
    owner: kept.owner,
    detail: kept.detail,
    firstSeenAtMs: kept.firstSeenAtMs,
    lastSeenAtMs: kept.lastSeenAtMs,
    count: kept.count,
  };
}
