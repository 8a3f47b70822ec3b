/** The door: a person shows the token once, in a form. */

import { renderBarePage, type Site } from './frame.js';
import { type Html, html } from './html.js';
import { PATHS } from './paths.js';

export interface Login {
  /** Where to go afterwards. */
  readonly next: string;
  readonly wasWrong: boolean;
}

export function renderLogin({ next, wasWrong }: Login, site: Site): Html {
  const main = html`<div class="card door">
    <h1>Sign in</h1>
    <p>This page shows how the warehouse’s news reaches customers. It opens with the service’s token.</p>
    <form action="${site.at(PATHS.login)}" method="post">
      <input type="hidden" name="next" value="${next}">
      <input class="hidden" type="text" name="username" value="clarus-klaviyo" autocomplete="username" tabindex="-1" aria-hidden="true" readonly>
      <label for="token">Token</label>
      <input id="token" name="token" type="password" autocomplete="current-password" required maxlength="500" ${wasWrong && html`aria-invalid="true" aria-describedby="wrong"`} autofocus>
      ${wasWrong && html`<p id="wrong" class="problem" role="alert">This is not the token.</p>`}
      <button type="submit">Sign in</button>
    </form>
  </div>`;
  return renderBarePage('Sign in', main, site);
}

/**
 * Whoever follows a link from another site (an alert in a chat) comes without the cookie, because it is `Strict`. This
 * page asks for the same address once more, now as one of ours, and the cookie comes along.
 */
export function renderOnceMore(path: string, site: Site): Html {
  const address = site.at(path);
  const main = html`<div class="card door"><h1>One moment</h1><p><a href="${address}">Go on</a></p></div>`;
  return renderBarePage('One moment', main, site, address);
}

export function renderProblem(title: string, sentence: string, site: Site): Html {
  const main = html`<div class="card door">
    <h1>${title}</h1>
    <p>${sentence}</p>
    <p><a href="${site.at(PATHS.overview)}">To the overview</a></p>
  </div>`;
  return renderBarePage(title, main, site);
}
