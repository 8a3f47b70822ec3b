/** Incidents, open and closed, and which findings stand for which key. */
import { changeIncident, clearIncident, incidentId, seeIncident } from '../rules/incidents.js';
import type { IncidentChange, IncidentReport, KeptIncident, StandingFinding } from '../store.js';
import type { Connection, Row } from './connection.js';
import { number, numberOrNull, oneOf, text, textOrNull } from './rows.js';

export interface IncidentTables {
  report(report: IncidentReport, nowMs: number): void;
  /** Replaces what stands for a key: opens what is new, closes what no key holds any more. */
  stand(key: string, findings: readonly StandingFinding[], nowMs: number): void;
  clear(incidentClass: string, subject: string | undefined, atMs: number): void;
  /** False: there is no such incident. */
  change(id: string, change: IncidentChange): boolean;
  kept(closedSinceMs: number | undefined): KeptIncident[];
  /** Forgets at most `limit` that were closed before, the longest closed first. */
  purge(closedBeforeMs: number, limit: number): void;
}

const CLOSERS: readonly ('cleared' | 'resolved')[] = ['cleared', 'resolved'];

function toKept(row: Row): KeptIncident {
  const incidentClass = text(row, 'class');
  const subject = text(row, 'subject');
  return {
    id: incidentId(incidentClass, subject),
    class: incidentClass,
    subject,
    severity: oneOf(row, 'severity', ['info', 'warning', 'error']),
    owner: oneOf(row, 'owner', ['warehouse', 'ecommerce', 'integration']),
    detail: JSON.parse(text(row, 'detail')),
    firstSeenAtMs: number(row, 'first_seen_at'),
    lastSeenAtMs: number(row, 'last_seen_at'),
    count: number(row, 'count'),
    assignee: textOrNull(row, 'assignee'),
    notes: JSON.parse(text(row, 'notes')),
    closedAtMs: numberOrNull(row, 'closed_at'),
    closedBy: row.closed_by === null ? null : oneOf(row, 'closed_by', CLOSERS),
    notifiedAtMs: numberOrNull(row, 'notified_at'),
    escalatedAtMs: numberOrNull(row, 'escalated_at'),
  };
}

const COLUMNS = `class, subject, severity, owner, detail, first_seen_at, last_seen_at, count,
  assignee, notes, closed_at, closed_by, notified_at, escalated_at`;

export function prepareIncidents(connection: Connection): IncidentTables {
  const select = connection.prepare(`SELECT ${COLUMNS} FROM incidents WHERE class = ? AND subject = ?`);
  const replace = connection.prepare(`
    INSERT OR REPLACE INTO incidents (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const selectOpen = connection.prepare(`SELECT ${COLUMNS} FROM incidents WHERE closed_at IS NULL`);
  const selectOpenOfClass = connection.prepare(`
    SELECT ${COLUMNS} FROM incidents WHERE class = ? AND closed_at IS NULL`);
  const selectClosedSince = connection.prepare(`SELECT ${COLUMNS} FROM incidents WHERE closed_at >= ?`);
  const selectClosedBefore = connection.prepare(`
    SELECT class, subject FROM incidents WHERE closed_at < ? ORDER BY closed_at, class, subject LIMIT ?`);
  const remove = connection.prepare('DELETE FROM incidents WHERE class = ? AND subject = ?');
  const selectStanding = connection.prepare('SELECT class, subject FROM standing WHERE key = ?');
  const insertStanding = connection.prepare(`
    INSERT OR IGNORE INTO standing (key, class, subject) VALUES (?, ?, ?) RETURNING key`);
  const deleteStanding = connection.prepare('DELETE FROM standing WHERE key = ? AND class = ? AND subject = ?');
  const selectHolder = connection.prepare('SELECT 1 FROM standing WHERE class = ? AND subject = ? LIMIT 1');

  function find(incidentClass: string, subject: string): KeptIncident | null {
    const row = select.get(incidentClass, subject);
    return row === undefined ? null : toKept(row);
  }

  function save(incident: KeptIncident): void {
    replace.run(
      incident.class,
      incident.subject,
      incident.severity,
      incident.owner,
      JSON.stringify(incident.detail),
      incident.firstSeenAtMs,
      incident.lastSeenAtMs,
      incident.count,
      incident.assignee,
      JSON.stringify(incident.notes),
      incident.closedAtMs,
      incident.closedBy,
      incident.notifiedAtMs,
      incident.escalatedAtMs,
    );
  }

  function see(report: IncidentReport, nowMs: number, isNew: boolean): void {
    save(seeIncident(find(report.class, report.subject), report, nowMs, isNew));
  }

  function clearOne(incidentClass: string, subject: string, atMs: number): void {
    const incident = find(incidentClass, subject);
    if (incident?.closedAtMs === null) save(clearIncident(incident, atMs));
  }

  return {
    report: (report, nowMs) => see(report, nowMs, true),
    stand(key, findings, nowMs) {
      for (const { code, ...rest } of findings) {
        const isNew = insertStanding.get(key, code, rest.subject) !== undefined;
        see({ class: code, ...rest }, nowMs, isNew);
      }
      const isStanding = (row: Row): boolean =>
        findings.some(({ code, subject }) => code === row.class && subject === row.subject);
      for (const row of selectStanding.all(key)) {
        if (isStanding(row)) continue;
        const [incidentClass, subject] = [text(row, 'class'), text(row, 'subject')];
        deleteStanding.run(key, incidentClass, subject);
        if (selectHolder.get(incidentClass, subject) === undefined) clearOne(incidentClass, subject, nowMs);
      }
    },
    clear(incidentClass, subject, atMs) {
      if (subject !== undefined) clearOne(incidentClass, subject, atMs);
      else for (const row of selectOpenOfClass.all(incidentClass)) save(clearIncident(toKept(row), atMs));
    },
    change(id, change) {
      const slash = id.indexOf('/'); // a class holds none, a subject may
      const incident = find(id.slice(0, slash), id.slice(slash + 1));
      if (incident === null) return false;
      save(changeIncident(incident, change));
      return true;
    },
    kept(closedSinceMs) {
      const closed = closedSinceMs === undefined ? [] : selectClosedSince.all(closedSinceMs);
      return [...selectOpen.all(), ...closed]
        .map(toKept)
        .sort(
          (one, other) =>
            one.firstSeenAtMs - other.firstSeenAtMs ||
            compare(one.class, other.class) ||
            compare(one.subject, other.subject),
        );
    },
    purge(closedBeforeMs, limit) {
      for (const row of selectClosedBefore.all(closedBeforeMs, limit)) {
        remove.run(text(row, 'class'), text(row, 'subject'));
      }
    },
  };
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
