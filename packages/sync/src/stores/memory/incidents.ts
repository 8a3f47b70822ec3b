/** Incidents in memory, and which findings stand for which key: an incident closes when its last key lets go. */
import type { Finding } from '@clarus-klaviyo/mapping';
import type { Incident, IncidentReport } from '../store.js';

function nameOf(incidentClass: string, subject: string): string {
  return JSON.stringify([incidentClass, subject]);
}

export class IncidentBook {
  readonly #open = new Map<string, Incident>();
  /** Key → names of the findings that stand for it. */
  readonly #standing = new Map<string, ReadonlySet<string>>();

  report(report: IncidentReport, nowMs: number, isNew = true): void {
    const name = nameOf(report.class, report.subject);
    const before = this.#open.get(name);
    this.#open.set(name, {
      class: report.class,
      subject: report.subject,
      severity: report.severity,
      owner: report.owner,
      detail: structuredClone(report.detail),
      firstSeenAtMs: before?.firstSeenAtMs ?? nowMs,
      lastSeenAtMs: Math.max(before?.lastSeenAtMs ?? nowMs, nowMs),
      count: before === undefined ? 1 : before.count + (isNew ? 1 : 0),
    });
  }

  stand(key: string, findings: readonly Finding[], nowMs: number): void {
    const before = this.#standing.get(key) ?? new Set<string>();
    const now = new Set<string>();
    for (const { code, ...rest } of findings) {
      const name = nameOf(code, rest.subject);
      this.report({ class: code, ...rest }, nowMs, !before.has(name) && !now.has(name));
      now.add(name);
    }
    this.#standing.set(key, now);
    for (const name of before) {
      if (![...this.#standing.values()].some((names) => names.has(name))) this.#open.delete(name);
    }
  }

  clear(incidentClass: string, subject: string | undefined): void {
    for (const [name, incident] of this.#open) {
      if (incident.class !== incidentClass) continue;
      if (subject === undefined || incident.subject === subject) this.#open.delete(name);
    }
  }

  list(): Incident[] {
    return structuredClone([...this.#open.values()]).sort(
      (one, other) =>
        one.firstSeenAtMs - other.firstSeenAtMs ||
        compare(one.class, other.class) ||
        compare(one.subject, other.subject),
    );
  }
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
