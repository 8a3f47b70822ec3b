/** An order's story in words. */
import type { ExplainedOrder, Explanation } from '../../operations.js';
import type { Frame, Page } from './frame.js';
import { type Html, html } from './html.js';
import { incidentPath, PATHS } from './paths.js';
import { timeAgo, timeAt, timeInDetail } from './words.js';

function searchForm(reference: string, { at }: Frame): Html {
  return html`<form class="find" role="search" action="${at(PATHS.orders)}" method="get">
    <label for="find">Order reference, exactly as Clarus has it</label>
    <div class="inline">
      <input id="find" name="q" type="search" value="${reference}" autocomplete="off" spellcheck="false" maxlength="200" required>
      <button type="submit">Find</button>
    </div>
  </form>`;
}

/** The colour of an entry's dot; what a kind of a later version means, its sentence says. */
const TONES: Readonly<Record<string, string>> = {
  delivered: 'good',
  dead: 'bad',
  incident: 'bad',
  withheld: 'mild',
  superseded: 'mild',
};

function timeline({ timeline: entries }: ExplainedOrder, frame: Frame): Html {
  if (entries.length === 0) return html`<p class="quiet">Nothing happened to it yet.</p>`;
  return html`<ol class="timeline">${entries.map(
    (entry) => html`<li class="${TONES[entry.kind] ?? 'plain'}">
      <p class="when">${timeInDetail(entry.at, frame)} <span class="kind">${entry.kind}</span></p>
      <p>${entry.sentence}</p>
      ${entry.messageId !== null && html`<p class="quiet"><code>${entry.messageId}</code></p>`}
    </li>`,
  )}</ol>`;
}

function renderOrder(order: ExplainedOrder, index: number, frame: Frame): Html {
  const id = `order-${index}`;
  return html`<article aria-labelledby="${id}">
    <h2 id="${id}">${order.reference}</h2>
    <dl class="card facts-list">
      <div><dt>Status in Clarus</dt><dd>${order.statusCode ?? 'gone from Clarus'}</dd></div>
      <div><dt>Customer</dt><dd>${order.customer ?? 'nobody known'}</dd></div>
      <div><dt>Klaviyo account</dt><dd>${order.account ?? 'none: nobody speaks for it'}</dd></div>
      <div><dt>Last read</dt><dd>${timeAgo(order.readAt, frame)}</dd></div>
    </dl>
    ${
      order.waiting.length > 0 &&
      html`<div class="card note"><h3>What is waited for</h3><ul>${order.waiting.map(
        ({ sentence, until }) => html`<li>${sentence}${until !== null && html` (${timeAt(until, frame)})`}</li>`,
      )}</ul></div>`
    }
    ${
      order.findings.length > 0 &&
      html`<div class="card note"><h3>What somebody should look at</h3><ul>${order.findings.map(
        (finding) =>
          html`<li>${finding.sentence} <a href="${frame.at(incidentPath(finding.class))}">What to do<span class="hidden"> about ${finding.class}</span></a></li>`,
      )}</ul></div>`
    }
    <div class="card">${timeline(order, frame)}</div>
  </article>`;
}

/** `explanation` null: nothing was asked for yet. */
export function ordersPage(reference: string, explanation: Explanation | null, frame: Frame): Page {
  const main = html`
    <h1>Orders</h1>
    ${searchForm(reference, frame)}
    ${
      explanation !== null && explanation.orders.length === 0
        ? html`<p class="card calm">No order “${reference}” was ever seen. Check how Clarus writes it; older orders are forgotten after a while.</p>`
        : explanation?.orders.map((order, index) => renderOrder(order, index, frame))
    }`;
  return { title: reference === '' ? 'Orders' : reference, place: 'orders', main };
}
