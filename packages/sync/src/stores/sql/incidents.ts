/** Open incidents, and which findings stand for which key. */
import type { Finding } from '@clarus-klaviyo/mapping';
import type { Incident, IncidentReport } from '../store.js';
import type { Connection, Row } from './connection.js';
import { number, oneOf, text } from './rows.js';

export interface IncidentTables {
  report(report: IncidentReport, nowMs: number): void;
  /** Replaces what stands for a key: opens what is new, closes what no key holds any more. */
  stand(key: string, findings: readonly Finding[], nowMs: number): void;
  clear(incidentClass: string, subject: string | undefined): void;
  list(): Incident[];
}

function toIncident(row: Row): Incident {
  return {
    class: text(row, 'class'),
    subject: text(row, 'subject'),
    severity: oneOf(row, 'severity', ['info', 'warning', 'error']),
    owner: oneOf(row, 'owner', ['warehouse', 'ecommerce', 'integration']),
    detail: JSON.parse(text(row, 'detail')),
    firstSeenAtMs: number(row, 'first_seen_at'),
    lastSeenAtMs: number(row, 'last_seen_at'),
    count: number(row, 'count'),
  };
}

export function prepareIncidents(connection: Connection): IncidentTables {
  const upsert = connection.prepare(`
    INSERT INTO incidents (class, subject, severity, owner, detail, first_seen_at, last_seen_at, count)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, 1)
    ON CONFLICT (class, subject) DO UPDATE SET
      severity = excluded.severity,
      owner = excluded.owner,
      detail = excluded.detail,
      last_seen_at = MAX(last_seen_at, excluded.last_seen_at),
      count = count + ?7`);
  const closeOne = connection.prepare('DELETE FROM incidents WHERE class = ? AND subject = ?');
  const closeClass = connection.prepare('DELETE FROM incidents WHERE class = ?');
  const selectAll = connection.prepare(`
    SELECT class, subject, severity, owner, detail, first_seen_at, last_seen_at, count
    FROM incidents ORDER BY first_seen_at, class, subject`);
  const selectStanding = connection.prepare('SELECT class, subject FROM standing WHERE key = ?');
  const insertStanding = connection.prepare(`
    INSERT OR IGNORE INTO standing (key, class, subject) VALUES (?, ?, ?) RETURNING key`);
  const deleteStanding = connection.prepare('DELETE FROM standing WHERE key = ? AND class = ? AND subject = ?');
  const selectHolder = connection.prepare('SELECT 1 FROM standing WHERE class = ? AND subject = ? LIMIT 1');

  function see(report: IncidentReport, nowMs: number, more: number): void {
    const { class: incidentClass, subject, severity, owner, detail } = report;
    upsert.run(incidentClass, subject, severity, owner, JSON.stringify(detail), nowMs, more);
  }

  function letGo(key: string, incidentClass: string, subject: string): void {
    deleteStanding.run(key, incidentClass, subject);
    if (selectHolder.get(incidentClass, subject) === undefined) closeOne.run(incidentClass, subject);
  }

  return {
    report: (report, nowMs) => see(report, nowMs, 1),
    stand(key, findings, nowMs) {
      for (const { code, ...rest } of findings) {
        const isNew = insertStanding.get(key, code, rest.subject) !== undefined;
        see({ class: code, ...rest }, nowMs, isNew ? 1 : 0);
      }
      const isStanding = (row: Row): boolean =>
        findings.some(({ code, subject }) => code === row.class && subject === row.subject);
      for (const row of selectStanding.all(key)) {
        if (!isStanding(row)) letGo(key, text(row, 'class'), text(row, 'subject'));
      }
    },
    clear(incidentClass, subject) {
      if (subject === undefined) closeClass.run(incidentClass);
      else closeOne.run(incidentClass, subject);
    },
    list: () => selectAll.all().map(toIncident),
  };
}
