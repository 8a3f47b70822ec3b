/** Pieces that the overview and the incident pages share. */
import type { IncidentView } from '../../operations.js';
import type { Frame } from './frame.js';
import { type Html, html } from './html.js';
import { incidentPath } from './paths.js';
import { count, ownerName, prose, severityName, timeAgo, type Viewed } from './words.js';

/** All incidents of one class, with what is the same for all of them. */
export interface IncidentGroup {
  readonly class: string;
  readonly title: string;
  /** The gravest among them. */
  readonly severity: IncidentView['severity'];
  readonly owner: IncidentView['owner'];
  readonly action: string;
  readonly runbook: string;
  readonly firstSeen: string;
  readonly incidents: readonly IncidentView[];
}

const GRAVEST_FIRST: readonly IncidentView['severity'][] = ['error', 'warning', 'info'];

/** Grave before mild, else in the order of the list. */
export function groupByClass(incidents: readonly IncidentView[]): readonly IncidentGroup[] {
  const groups = new Map<string, [IncidentView, ...IncidentView[]]>();
  for (const incident of incidents) {
    const group = groups.get(incident.class);
    if (group === undefined) groups.set(incident.class, [incident]);
    else group.push(incident);
  }
  const grouped = [...groups.values()].map((group): IncidentGroup => {
    const [first] = group;
    return {
      class: first.class,
      title: first.title,
      severity: GRAVEST_FIRST.find((grave) => group.some(({ severity }) => severity === grave)) ?? first.severity,
      owner: first.owner,
      action: first.action,
      runbook: first.runbook,
      firstSeen: group.map(({ firstSeen }) => firstSeen).sort()[0] ?? first.firstSeen,
      incidents: group,
    };
  });
  return grouped.sort((one, other) => GRAVEST_FIRST.indexOf(one.severity) - GRAVEST_FIRST.indexOf(other.severity));
}

export function severityBadge(severity: IncidentView['severity']): Html {
  return html`<span class="badge ${severity}">${severityName(severity)}</span>`;
}

/** The page about it among the runbooks; its key where nobody said where they are. */
export function runbookLink(runbook: string, runbooksAt: string | null): Html {
  return runbooksAt === null
    ? html`<span class="quiet">Runbook <code>${runbook}</code></span>`
    : html`<a href="${runbooksAt}${runbook}">Runbook</a>`;
}

const NAMED_SUBJECTS = 3;

function subjects({ incidents }: IncidentGroup): Html {
  const named = incidents.slice(0, NAMED_SUBJECTS).map(({ subject }) => subject);
  const more = incidents.length - named.length;
  return html`<span class="subjects">${named.join(', ')}${more > 0 && ` and ${more.toLocaleString('en-GB')} more`}</span>`;
}

export function renderGroups(
  groups: readonly IncidentGroup[],
  viewed: Viewed & Pick<Frame, 'runbooksAt' | 'at'>,
): Html {
  return html`<ul class="groups">${groups.map(
    (group) => html`<li class="card group ${group.severity}">
      <div class="title">${severityBadge(group.severity)}<h3><a href="${viewed.at(incidentPath(group.class))}">${group.title}</a></h3></div>
      <p>${prose(group.action)}</p>
      <p class="facts">
        <span><span class="quiet">Owner</span> ${ownerName(group.owner)}</span>
        <span><span class="quiet">Since</span> ${timeAgo(group.firstSeen, viewed)}</span>
        <span><span class="quiet">${count(group.incidents.length, 'subject')}:</span> ${subjects(group)}</span>
        <span>${runbookLink(group.runbook, viewed.runbooksAt)}</span>
      </p>
    </li>`,
  )}</ul>`;
}
