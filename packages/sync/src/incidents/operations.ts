/** What people do with incidents: look, take, note, resolve. The same for the page, the API and the command line. */
import type { Clock } from '../clock.js';
import { SyncRequestError } from '../errors.js';
import type { IncidentOperations, IncidentView } from '../operations.js';
import type { IncidentChange, IncidentNote, IncidentStore, KeptIncident } from '../stores/store.js';
import { toIncidentView } from './view.js';

const GRAVEST_FIRST: Readonly<Record<KeptIncident['severity'], number>> = { error: 0, warning: 1, info: 2 };

/** Open before closed, grave before mild, old before new. */
function byUrgency(one: KeptIncident, other: KeptIncident): number {
  return (
    Number(one.closedAtMs !== null) - Number(other.closedAtMs !== null) ||
    GRAVEST_FIRST[one.severity] - GRAVEST_FIRST[other.severity] ||
    one.firstSeenAtMs - other.firstSeenAtMs
  );
}

export function createIncidentOperations(store: IncidentStore, clock: Clock): IncidentOperations {
  async function changed(id: string, change: IncidentChange): Promise<IncidentView> {
    const isKnown = await store.changeIncident(id, change);
    const kept = isKnown ? await store.keptIncidents({ closedSinceMs: 0 }) : [];
    const incident = kept.find((one) => one.id === id);
    if (incident === undefined) throw new SyncRequestError('id', 'there is no incident of this id.');
    return toIncidentView(incident);
  }
  const noteOf = (text: string, by: string | undefined): IncidentNote => ({
    atMs: clock.now(),
    by: by ?? null,
    text,
  });

  return {
    async list({ class: name, closedSince } = {}) {
      const kept = await store.keptIncidents(
        closedSince === undefined ? {} : { closedSinceMs: instantMs('closedSince', closedSince) },
      );
      return kept
        .filter((incident) => name === undefined || incident.class === name)
        .sort(byUrgency)
        .map(toIncidentView);
    },
    assign: ({ id, to }) => changed(id, { assignee: to }),
    note: ({ id, text, by }) => changed(id, { note: noteOf(text, by) }),
    resolve: ({ id, by, text }) =>
      changed(id, {
        resolvedAtMs: clock.now(),
        ...(text === undefined && by === undefined ? {} : { note: noteOf(text ?? 'Resolved.', by) }),
      }),
  };
}

function instantMs(field: string, value: string): number {
  const atMs = Date.parse(value);
  if (Number.isNaN(atMs)) throw new SyncRequestError(field, 'it must be an ISO 8601 instant.');
  return atMs;
}
