/**
 * Which alerts are due: pure. First sight of a class is told at once, what follows is collected; nobody took it → the
 * second owner; all of it over → all-clear; more than fit into an hour → one alert for all the rest.
 */
import { entryOf } from '../incidents/catalogue.js';
import type { IncidentSeverity } from '../incidents/classes.js';
import { escalatesAtMs } from '../incidents/view.js';
import type { KeptIncident } from '../stores/store.js';
import type { AlertLimits } from './alert.js';
import { type AlertMemory, sentLately } from './memory.js';

/** Incidents that one alert speaks of: never none, all of one class unless `isFolded`. */
export interface PlannedAlert {
  readonly kind: 'opened' | 'escalated' | 'cleared';
  readonly incidents: readonly [KeptIncident, ...KeptIncident[]];
  /** Alerts of several classes in one, because an hour holds no more. */
  readonly isFolded: boolean;
  readonly heldBack: number;
}

export interface PlanRules {
  readonly minSeverity: IncidentSeverity;
  readonly limits: Pick<AlertLimits, 'collectMs' | 'settleMs' | 'perHour'>;
}

const GRAVITY: Readonly<Record<IncidentSeverity, number>> = { info: 0, warning: 1, error: 2 };

/** Would tell the sink that the sink does not work. */
const NEVER_TOLD: ReadonlySet<string> = new Set(['alerts-undelivered']);

type Group = readonly [KeptIncident, ...KeptIncident[]];

function byClass(incidents: readonly KeptIncident[]): Group[] {
  const groups = new Map<string, [KeptIncident, ...KeptIncident[]]>();
  for (const incident of incidents) {
    const group = groups.get(incident.class);
    if (group === undefined) groups.set(incident.class, [incident]);
    else group.push(incident);
  }
  return [...groups.values()];
}

export function gravestOf(incidents: readonly KeptIncident[]): IncidentSeverity {
  return incidents.reduce<IncidentSeverity>(
    (gravest, { severity }) => (GRAVITY[severity] > GRAVITY[gravest] ? severity : gravest),
    'info',
  );
}

/** `incidents`: the open ones, and those closed since before anybody could have been told of it. */
export function planAlerts(
  incidents: readonly KeptIncident[],
  memory: AlertMemory,
  { minSeverity, limits }: PlanRules,
  nowMs: number,
): readonly PlannedAlert[] {
  const worthTelling = incidents.filter(
    (incident) => GRAVITY[incident.severity] >= GRAVITY[minSeverity] && !NEVER_TOLD.has(incident.class),
  );
  const open = worthTelling.filter(({ closedAtMs }) => closedAtMs === null);

  const isCollecting = (name: string): boolean => {
    const sinceMs = nowMs - (memory.toldAtMs[name] ?? Number.NEGATIVE_INFINITY);
    return sinceMs >= 0 && sinceMs < limits.collectMs;
  };
  const opened = byClass(open.filter(({ notifiedAtMs }) => notifiedAtMs === null))
    .filter(([first]) => !isCollecting(first.class))
    .sort((one, other) => GRAVITY[gravestOf(other)] - GRAVITY[gravestOf(one)]);

  const escalated = byClass(
    open.filter((incident) => {
      const atMs = escalatesAtMs(incident);
      return incident.notifiedAtMs !== null && incident.escalatedAtMs === null && atMs !== null && atMs <= nowMs;
    }),
  );

  const stillOpen = new Set(open.map((incident) => incident.class));
  const cleared = byClass(
    worthTelling.filter(
      ({ closedAtMs, notifiedAtMs }) => closedAtMs !== null && notifiedAtMs !== null && notifiedAtMs <= closedAtMs,
    ),
  ).filter(
    (group) =>
      !stillOpen.has(group[0].class) && group.every(({ closedAtMs }) => nowMs - (closedAtMs ?? 0) >= limits.settleMs),
  );

  const alone = (kind: PlannedAlert['kind'], group: Group): PlannedAlert => ({
    kind,
    incidents: group,
    isFolded: false,
    heldBack: 0,
  });
  const planned = [
    ...escalated.map((group) => alone('escalated', group)),
    ...opened.map((group) => alone('opened', group)),
    ...cleared.map((group) => alone('cleared', group)),
  ];
  return fitInto(planned, Math.max(0, limits.perHour - sentLately(memory, nowMs).length));
}

/** What does not fit is told together in the hour's last place, kind by kind; without a place, it waits. */
function fitInto(planned: readonly PlannedAlert[], places: number): readonly PlannedAlert[] {
  if (planned.length <= places) return planned;
  const kept = planned.slice(0, Math.max(0, places - 1));
  const rest = planned.slice(kept.length);
  const [first] = rest;
  if (places === 0 || first === undefined) return kept;
  const alike = rest.filter(({ kind }) => kind === first.kind);
  if (alike.length === 1) return [...kept, first];
  const [head, ...tail] = alike.flatMap(({ incidents }) => incidents);
  if (head === undefined) return kept;
  return [...kept, { kind: first.kind, incidents: [head, ...tail], isFolded: true, heldBack: alike.length - 1 }];
}

/** Names of everything an alert speaks of, for the memory. */
export function classesOf({ incidents }: PlannedAlert): readonly string[] {
  return [...new Set(incidents.map((incident) => incident.class))];
}

/** The owner whom an alert asks; null: it speaks of several. */
export function ownerOf({ kind, incidents, isFolded }: PlannedAlert): KeptIncident['owner'] | null {
  if (isFolded) return null;
  const [first] = incidents;
  return kind === 'escalated' ? entryOf(first.class).secondOwner : first.owner;
}
