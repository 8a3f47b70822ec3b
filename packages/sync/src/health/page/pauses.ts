/** What waits and why; pausing and resuming. */
import type { Metrics, PauseView } from '../../operations.js';
import { type Frame, hiddenKey } from './frame.js';
import { type Html, html, type Part } from './html.js';
import type { Overview } from './overview.js';
import { actionPath, incidentPath } from './paths.js';
import { count, duration, timeAgo } from './words.js';

/** Hours after which a message is no longer worth sending when its account goes on. */
const DISCARD_CHOICES = [1, 6, 24] as const;

function resumeForm(pause: PauseView, index: number, frame: Frame): Html | false {
  const id = `resume-${index}`;
  return (
    frame.formKey !== null &&
    html`<form class="inline" action="${frame.at(actionPath('resume'))}" method="post">
      ${hiddenKey(frame)}
      <input type="hidden" name="account" value="${pause.account}">
      ${pause.metric !== null && html`<input type="hidden" name="metric" value="${pause.metric}">`}
      <label for="${id}">What waited</label>
      <select id="${id}" name="discardHours">
        <option value="">is sent, all of it</option>
        ${DISCARD_CHOICES.map((hours) => html`<option value="${hours}">is sent, unless older than ${hours} h</option>`)}
      </select>
      <button type="submit">Resume<span class="hidden"> ${pause.account} ${pause.metric}</span></button>
    </form>`
  );
}

function pauseRow(pause: PauseView, index: number, frame: Frame): Html {
  const what = pause.metric === null ? `Everything of ${pause.account}` : `“${pause.metric}” of ${pause.account}`;
  return html`<li class="row">
    <p><strong>${what}</strong> is paused${pause.by !== null && ` by ${pause.by}`}, ${timeAgo(pause.since, frame)}.${pause.reason !== null && html` <q>${pause.reason}</q>`}</p>
    ${resumeForm(pause, index, frame)}
  </li>`;
}

export function renderWaiting({ health, pauses, metrics }: Overview, frame: Frame): Html {
  const { webhooks, reads, messages } = health.backlog;
  const rows: Part[] = pauses.map((pause, index) => pauseRow(pause, index, frame));
  for (const { account, until } of health.resting) {
    rows.push(
      html`<li class="row"><p><strong>${account}</strong> rests: Klaviyo asked for it, or does not answer. It is tried again ${timeAgo(until, frame)}.</p></li>`,
    );
  }
  for (const account of metrics.accounts.filter(({ pending }) => pending > 0)) {
    const oldest = account.oldestPendingSeconds;
    rows.push(
      html`<li class="row"><p><strong>${count(account.pending, 'message')}</strong> of ${account.account} on the way to Klaviyo${oldest !== null && `, the oldest for ${duration(oldest)}`}.</p></li>`,
    );
  }
  // A store that does not count by account still says how many there are.
  if (messages > 0 && metrics.accounts.every(({ pending }) => pending === 0))
    rows.push(html`<li class="row"><p><strong>${count(messages, 'message')}</strong> on the way to Klaviyo.</p></li>`);
  if (reads > 0)
    rows.push(
      html`<li class="row"><p><strong>${count(reads, 'record')}</strong> to be read from Clarus: a change is read once it has been quiet for a moment.</p></li>`,
    );
  if (webhooks > 0)
    rows.push(
      html`<li class="row"><p><strong>${count(webhooks, 'webhook')}</strong> stored and not looked at yet.</p></li>`,
    );
  if (health.parked > 0)
    rows.push(
      html`<li class="row"><p><strong>${count(health.parked, 'webhook')}</strong> kept aside, because <a href="${frame.at(incidentPath('webhook-not-understood'))}">nobody said what they mean</a>.</p></li>`,
    );
  return rows.length === 0 ? html`<p class="card calm">Nothing waits.</p>` : html`<ul class="card rows">${rows}</ul>`;
}

export function renderPauseForm(metrics: Metrics, frame: Frame): Html {
  return html`<details class="card act" id="pause">
    <summary>Pause sending…</summary>
    <p class="quiet">What is paused waits, in order, until somebody resumes it. Webhooks are taken and decided meanwhile.</p>
    <form class="fields" action="${frame.at(actionPath('pause'))}" method="post">
      ${hiddenKey(frame)}
      <div><label for="pause-account">Klaviyo account</label>
        <select id="pause-account" name="account" required>${metrics.accounts.map(({ account }) => html`<option>${account}</option>`)}</select></div>
      <div><label for="pause-metric">Only this metric</label>
        <input id="pause-metric" name="metric" maxlength="200" placeholder="all of them" autocomplete="off"></div>
      <div><label for="pause-by">Your name</label>
        <input id="pause-by" name="by" maxlength="100" autocomplete="name" data-remember="name"></div>
      <div class="wide"><label for="pause-reason">Why</label>
        <input id="pause-reason" name="reason" maxlength="300" autocomplete="off"></div>
      <div class="wide"><button class="grave" type="submit">Pause</button></div>
    </form>
  </details>`;
}
