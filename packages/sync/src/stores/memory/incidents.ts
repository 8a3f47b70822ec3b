/** Incidents in memory, and which findings stand for which key: an incident closes when its last key lets go. */
import { changeIncident, clearIncident, incidentId, seeIncident, toIncident } from '../rules/incidents.js';
import type { Incident, IncidentChange, IncidentReport, KeptIncident, StandingFinding } from '../store.js';

export class IncidentBook {
  /** Open and closed, by id. */
  readonly #kept = new Map<string, KeptIncident>();
  /** Key → ids of the findings that stand for it. */
  readonly #standing = new Map<string, ReadonlySet<string>>();

  report(report: IncidentReport, nowMs: number, isNew = true): void {
    const id = incidentId(report.class, report.subject);
    this.#kept.set(id, structuredClone(seeIncident(this.#kept.get(id) ?? null, report, nowMs, isNew)));
  }

  stand(key: string, findings: readonly StandingFinding[], nowMs: number): void {
    const before = this.#standing.get(key) ?? new Set<string>();
    const now = new Set<string>();
    for (const { code, ...rest } of findings) {
      const id = incidentId(code, rest.subject);
      this.report({ class: code, ...rest }, nowMs, !before.has(id) && !now.has(id));
      now.add(id);
    }
    this.#standing.set(key, now);
    for (const id of before) {
      if (![...this.#standing.values()].some((ids) => ids.has(id))) this.#clear(id, nowMs);
    }
  }

  clear(incidentClass: string, subject: string | undefined, atMs: number): void {
    for (const [id, incident] of this.#kept) {
      if (incident.class !== incidentClass) continue;
      if (subject === undefined || incident.subject === subject) this.#clear(id, atMs);
    }
  }

  /** False: there is no such incident. */
  change(id: string, change: IncidentChange): boolean {
    const incident = this.#kept.get(id);
    if (incident === undefined) return false;
    this.#kept.set(id, structuredClone(changeIncident(incident, change)));
    return true;
  }

  open(): Incident[] {
    return this.kept(undefined).map(toIncident);
  }

  kept(closedSinceMs: number | undefined): KeptIncident[] {
    const wanted = [...this.#kept.values()].filter(
      ({ closedAtMs }) => closedAtMs === null || (closedSinceMs !== undefined && closedAtMs >= closedSinceMs),
    );
    return structuredClone(wanted).sort(
      (one, other) =>
        one.firstSeenAtMs - other.firstSeenAtMs ||
        compare(one.class, other.class) ||
        compare(one.subject, other.subject),
    );
  }

  /** Forgets what was closed before; at most `limit`, the longest closed first. */
  purge(closedBeforeMs: number, limit: number): void {
    const old = [...this.#kept.values()]
      .flatMap(({ id, closedAtMs }) => (closedAtMs !== null && closedAtMs < closedBeforeMs ? [{ id, closedAtMs }] : []))
      .sort((one, other) => one.closedAtMs - other.closedAtMs || compare(one.id, other.id));
    for (const { id } of old.slice(0, limit)) this.#kept.delete(id);
  }

  #clear(id: string, atMs: number): void {
    const incident = this.#kept.get(id);
    if (incident !== undefined) this.#kept.set(id, clearIncident(incident, atMs));
  }
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
