/** The first page: is it healthy, how late, what waits and why, who is needed. */
import type { IncidentView, Metrics, PauseView } from '../../operations.js';
import type { Health } from '../health.js';
import { chartsOf } from './charts.js';
import type { Frame, Page } from './frame.js';
import { type Html, html } from './html.js';
import { groupByClass, renderGroups } from './incident-parts.js';
import { PATHS } from './paths.js';
import { renderPauseForm, renderWaiting } from './pauses.js';
import { statusOf, totalsOf } from './status.js';
import { duration, lag, timeAt } from './words.js';

export interface Overview {
  readonly health: Health;
  readonly metrics: Metrics;
  /** The open ones. */
  readonly incidents: readonly IncidentView[];
  readonly pauses: readonly PauseView[];
  /** What was just done, to be said once. */
  readonly notice: string | null;
}

function tile(name: string, value: string, note: string): Html {
  return html`<div class="card tile"><dt>${name}</dt><dd><strong>${value}</strong><span class="quiet">${note}</span></dd></div>`;
}

function tiles({ health, metrics }: Overview): Html {
  const totals = totalsOf(metrics);
  const oldest = health.oldestPendingSeconds;
  const { messages, reads, webhooks } = health.backlog;
  return html`<dl class="tiles" id="tiles">
    ${tile('Told', totals.delivered.toLocaleString('en-GB'), 'messages in the last 24 h')}
    ${tile('How late', totals.meanLagSeconds === null ? '–' : lag(totals.meanLagSeconds), totals.maxLagSeconds === null ? 'nothing was told yet' : `on average; ${lag(totals.maxLagSeconds)} at most`)}
    ${tile('On the way', messages.toLocaleString('en-GB'), oldest === null ? 'no message waits' : `oldest: ${duration(oldest)}`)}
    ${tile('To be read', (reads + webhooks).toLocaleString('en-GB'), 'changes in Clarus')}
  </dl>`;
}

function shadowNote({ mode }: Health): Html | false {
  return (
    mode === 'shadow' &&
    html`<p class="card note"><strong>Rehearsal.</strong> Everything is decided and recorded, and nothing is sent, now or later.</p>`
  );
}

export function overviewPage(overview: Overview, frame: Frame): Page {
  const { health, incidents, metrics, notice } = overview;
  const status = statusOf(health, incidents);
  const groups = groupByClass(incidents);
  const main = html`
    ${notice !== null && html`<p class="card done" role="status">${notice}</p>`}
    <section class="card hero ${status.level}" id="hero">
      <p class="word"><span class="dot" aria-hidden="true"></span>${status.word}</p>
      <h1>${status.headline}</h1>
      <p>${status.detail}</p>
    </section>
    ${shadowNote(health)}
    ${tiles(overview)}
    <section aria-labelledby="needed" id="needs">
      <h2 id="needed">Who is needed</h2>
      ${groups.length === 0 ? html`<p class="card calm">Nobody. No incident is open.</p>` : renderGroups(groups, frame)}
      <p class="more"><a href="${frame.at(PATHS.incidents)}">All incidents, also those of the last week</a></p>
    </section>
    <section aria-labelledby="waits" id="waiting">
      <h2 id="waits">What waits, and why</h2>
      ${renderWaiting(overview, frame)}
    </section>
    ${frame.formKey !== null && renderPauseForm(metrics, frame)}
    <section aria-labelledby="charts" id="trends">
      <h2 id="charts">The last 24 hours</h2>
      <div class="charts">${chartsOf(metrics, frame)}</div>
    </section>
    <p class="quiet more">Nothing that was true before ${timeAt(health.liveFrom, frame)} is told to anybody.</p>`;
  return { title: status.word, place: 'overview', main };
}
