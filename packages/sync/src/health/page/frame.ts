/** What stands around every page: skip link, header with search, footer with the time it shows. */
import { type Html, html } from './html.js';
import { type At, PATHS } from './paths.js';
import { dateAndTime, type Viewed } from './words.js';

/** Where the page stands, and what it is made of. */
export interface Site {
  readonly at: At;
  /** Version of the assets: part of their address, so that a browser never mixes two versions. */
  readonly version: string;
}

/** What a page knows beside its subject. */
export interface Frame extends Viewed, Site {
  readonly tenant: string;
  /** Hidden in each form; null: who looks may not act. */
  readonly formKey: string | null;
  /** Address before a runbook's key, ending in `/`; null: nobody named one. */
  readonly runbooksAt: string | null;
}

export type Place = 'overview' | 'incidents' | 'orders' | 'none';

function navLink(place: Place, here: Place, path: string, name: string): Html {
  return place === here ? html`<a href="${path}" aria-current="page">${name}</a>` : html`<a href="${path}">${name}</a>`;
}

/** The search of the header; the orders page has its own, which keeps what was asked for. */
function search({ at }: Site): Html {
  return html`<form class="search" role="search" action="${at(PATHS.orders)}" method="get">
    <label class="hidden" for="find">Find an order by its reference</label>
    <input id="find" name="q" type="search" placeholder="Order reference" autocomplete="off" spellcheck="false" maxlength="200" required>
    <button type="submit">Find</button>
  </form>`;
}

export function hiddenKey({ formKey }: Frame): Html {
  return html`<input type="hidden" name="key" value="${formKey}">`;
}

function head(title: string, { at, version }: Site, refreshTo: string | null = null): Html {
  return html`<head>
    <meta charset="utf-8">
    ${refreshTo !== null && html`<meta http-equiv="refresh" content="0; url=${refreshTo}">`}
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="robots" content="noindex, nofollow">
    <title>${title}</title>
    <link rel="stylesheet" href="${at(PATHS.style)}?v=${version}">
    <link rel="icon" type="image/svg+xml" href="${at(PATHS.icon)}?v=${version}">
    <script src="${at(PATHS.script)}?v=${version}" defer></script>
  </head>`;
}

function brand({ tenant, at }: Frame): Html {
  return html`<a class="brand" href="${at(PATHS.overview)}">
    <svg viewBox="0 0 32 32" aria-hidden="true" focusable="false"><path d="M4 17h6l3-9 5 17 4-12 2 4h4"></path></svg>
    <span>${tenant} <span class="quiet">warehouse → customers</span></span>
  </a>`;
}

export interface Page {
  readonly title: string;
  readonly place: Place;
  readonly main: Html;
}

export function renderPage({ title, place, main }: Page, frame: Frame): Html {
  const { at } = frame;
  return html`<!doctype html>
<html lang="en">
${head(`${title} · ${frame.tenant}`, frame)}
<body>
  <a class="skip" href="#main">Skip to the content</a>
  <header class="top">
    <div class="bar">
      ${brand(frame)}
      <nav aria-label="Pages">
        ${navLink('overview', place, at(PATHS.overview), 'Overview')}
        ${navLink('incidents', place, at(PATHS.incidents), 'Incidents')}
        ${navLink('orders', place, at(PATHS.orders), 'Orders')}
      </nav>
      ${place !== 'orders' && search(frame)}
      ${
        frame.formKey !== null &&
        html`<form class="out" action="${at(PATHS.logout)}" method="post">${hiddenKey(frame)}<button class="plain" type="submit">Sign out</button></form>`
      }
    </div>
  </header>
  <main id="main" tabindex="-1">${main}</main>
  <footer class="bottom">
    <p id="as-of">As of <time datetime="${new Date(frame.nowMs).toISOString()}">${dateAndTime(frame.nowMs, frame)}</time>. <span id="updating"></span></p>
  </footer>
</body>
</html>
`;
}

/** A page for who is not known yet: nothing on it but its subject. */
export function renderBarePage(title: string, main: Html, site: Site, refreshTo: string | null = null): Html {
  return html`<!doctype html>
<html lang="en">
${head(title, site, refreshTo)}
<body class="bare">
  <main id="main">${main}</main>
</body>
</html>
`;
}
