/** The pages about incidents: all of them, and one class with its subjects. */
import type { IncidentView } from '../../operations.js';
import { type Frame, hiddenKey, type Page } from './frame.js';
import { type Html, html } from './html.js';
import { groupByClass, renderGroups, runbookLink, severityBadge } from './incident-parts.js';
import { actionPath, incidentPath, orderPath, PATHS } from './paths.js';
import { count, ownerName, prose, timeAgo, timeAt } from './words.js';

/** More are named by the count alone: nobody works through a page of thousands. */
const SHOWN_SUBJECTS = 50;
const SHOWN_CLOSED = 100;

export function incidentsPage(incidents: readonly IncidentView[], frame: Frame): Page {
  const open = groupByClass(incidents.filter(({ closedAt }) => closedAt === null));
  const closed = incidents
    .filter(({ closedAt }) => closedAt !== null)
    .sort((one, other) => ((one.closedAt ?? '') < (other.closedAt ?? '') ? 1 : -1));
  const main = html`
    <h1>Incidents</h1>
    <section aria-labelledby="open">
      <h2 id="open">Open</h2>
      ${open.length === 0 ? html`<p class="card calm">None.</p>` : renderGroups(open, frame)}
    </section>
    <section aria-labelledby="closed">
      <h2 id="closed">Closed in the last week</h2>
      ${closed.length === 0 ? html`<p class="card calm">None.</p>` : closedTable(closed, frame)}
    </section>`;
  return { title: 'Incidents', place: 'incidents', main };
}

function closedTable(closed: readonly IncidentView[], frame: Frame): Html {
  return html`<div class="card scroll" tabindex="0" role="region" aria-label="Table of closed incidents">
    <table class="wide">
      <thead><tr><th scope="col">What</th><th scope="col">Subject</th><th scope="col">Seen</th><th scope="col">Closed</th></tr></thead>
      <tbody>${closed.slice(0, SHOWN_CLOSED).map(
        (incident) => html`<tr>
          <th scope="row"><a href="${frame.at(incidentPath(incident.class, incident.subject))}">${incident.title}</a></th>
          <td>${incident.subject}</td>
          <td>${count(incident.count, 'time')}</td>
          <td>${incident.closedAt !== null && timeAgo(incident.closedAt, frame)}, ${incident.closedBy === 'resolved' ? 'by hand' : 'by itself'}</td>
        </tr>`,
      )}</tbody>
    </table>
    ${closed.length > SHOWN_CLOSED && html`<p class="quiet">And ${closed.length - SHOWN_CLOSED} more.</p>`}
  </div>`;
}

export interface IncidentClassView {
  readonly title: string;
  readonly meaning: string;
  readonly action: string;
  readonly owner: string;
  readonly secondOwner: string;
  readonly runbook: string;
  /** Of this class: the open ones, and those closed in the last week. */
  readonly incidents: readonly IncidentView[];
  /** The one somebody followed a link to: it comes first. */
  readonly subject: string | null;
  readonly notice: string | null;
}

export function incidentClassPage(view: IncidentClassView, frame: Frame): Page {
  const [first] = view.incidents;
  const sorted = [...view.incidents].sort(
    (one, other) => Number(other.subject === view.subject) - Number(one.subject === view.subject),
  );
  const more = sorted.length - SHOWN_SUBJECTS;
  const main = html`
    <p class="crumbs"><a href="${frame.at(PATHS.incidents)}">Incidents</a></p>
    ${view.notice !== null && html`<p class="card done" role="status">${view.notice}</p>`}
    <div class="title big">${first !== undefined && severityBadge(first.severity)}<h1>${view.title}</h1></div>
    <dl class="card facts-list">
      <div><dt>For customers</dt><dd>${view.meaning}</dd></div>
      <div><dt>What to do now</dt><dd>${prose(view.action)}</dd></div>
      <div><dt>Owner</dt><dd>${ownerName(view.owner)}; then ${ownerName(view.secondOwner)}</dd></div>
      <div><dt>More</dt><dd>${runbookLink(view.runbook, frame.runbooksAt)}</dd></div>
    </dl>
    <section aria-labelledby="subjects">
      <h2 id="subjects">${view.incidents.length === 0 ? 'Nothing of this kind is open' : count(view.incidents.length, 'subject')}</h2>
      ${sorted.slice(0, SHOWN_SUBJECTS).map((incident, index) => renderIncident(incident, index, frame))}
      ${more > 0 && html`<p class="quiet">And ${more.toLocaleString('en-GB')} more, which have the same cause or one alike.</p>`}
    </section>`;
  return { title: view.title, place: 'incidents', main };
}

function standing(incident: IncidentView, frame: Frame): Html {
  if (incident.closedAt !== null) {
    return html`<span class="badge closed">Closed</span> <span class="quiet">${incident.closedBy === 'resolved' ? 'Resolved' : 'Cleared by itself'} ${timeAgo(incident.closedAt, frame)}</span>`;
  }
  return html`<span class="quiet">${incident.assignee === null ? 'Nobody has taken it yet' : html`With <strong>${incident.assignee}</strong>`}${incident.escalateAt !== null && html`; ${ownerName(incident.secondOwner)} is told ${timeAgo(incident.escalateAt, frame)}`}</span>`;
}

function renderIncident(incident: IncidentView, index: number, frame: Frame): Html {
  const id = `incident-${index}`;
  return html`<article class="card incident" aria-labelledby="${id}">
    <div class="title"><h3 id="${id}">${incident.subject}</h3></div>
    <p>${incident.sentence}</p>
    <p class="facts">
      <span>${standing(incident, frame)}</span>
      <span><span class="quiet">First seen</span> ${timeAgo(incident.firstSeen, frame)}</span>
      <span><span class="quiet">Last seen</span> ${timeAgo(incident.lastSeen, frame)}</span>
      <span>${count(incident.count, 'time')}</span>
      <span><a href="${frame.at(orderPath(incident.subject))}">Find it among orders</a></span>
    </p>
    ${
      incident.notes.length > 0 &&
      html`<ol class="notes">${incident.notes.map(
        (note) =>
          html`<li><p>${note.text}</p><p class="quiet">${note.by ?? 'Somebody'}, ${timeAt(note.at, frame)}</p></li>`,
      )}</ol>`
    }
    ${frame.formKey !== null && incident.closedAt === null && forms(incident, id, frame)}
  </article>`;
}

function forms(incident: IncidentView, id: string, frame: Frame): Html {
  const hidden = html`${hiddenKey(frame)}<input type="hidden" name="id" value="${incident.id}"><input type="hidden" name="back" value="${incidentPath(incident.class, incident.subject)}">`;
  const about = html`<span class="hidden"> ${incident.subject}</span>`;
  return html`<details class="act" id="${id}-act">
    <summary>Take it, note something, or resolve it${about}</summary>
    <form class="inline" action="${frame.at(actionPath('assign'))}" method="post">${hidden}
      <label for="${id}-to">Who has it</label>
      <input id="${id}-to" name="to" maxlength="100" value="${incident.assignee}" autocomplete="name" data-remember="name">
      <button type="submit">Assign${about}</button>
    </form>
    <form class="stack" action="${frame.at(actionPath('note'))}" method="post">${hidden}
      <label for="${id}-text">A note for the others; no names of customers</label>
      <textarea id="${id}-text" name="text" rows="2" maxlength="2000" required></textarea>
      <label for="${id}-by">Your name</label>
      <input id="${id}-by" name="by" maxlength="100" autocomplete="name" data-remember="name">
      <button type="submit">Add the note${about}</button>
    </form>
    <form class="inline" action="${frame.at(actionPath('resolve'))}" method="post">${hidden}
      <label for="${id}-why">How it was solved</label>
      <input id="${id}-why" name="text" maxlength="2000" autocomplete="off">
      <button type="submit">Resolve${about}</button>
    </form>
    <p class="quiet">It closes by itself when its cause is gone. Resolve it when you know better; seen again, it opens again.</p>
  </details>`;
}
