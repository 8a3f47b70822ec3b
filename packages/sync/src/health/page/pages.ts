/** Which page answers which address. Who may look was settled before; who may act is settled here. */
import { type Access, isFromOurPages } from '../../api/access.js';
import { toApiError } from '../../api/answer.js';
import { readText } from '../../api/body.js';
import type { Clock } from '../../clock.js';
import { SyncRequestError } from '../../errors.js';
import { entryOf, isIncidentClass } from '../../incidents/catalogue.js';
import type { Operations } from '../../operations.js';
import { act, isAction, NOTICES } from './actions.js';
import { answerAsset, answerPage, seeOther, versionOf } from './answer.js';
import { type Frame, type Page, renderPage, type Site } from './frame.js';
import { incidentClassPage, incidentsPage } from './incidents.js';
import { renderLogin, renderOnceMore, renderProblem } from './login.js';
import { ordersPage } from './orders.js';
import { overviewPage } from './overview.js';
import { ownPath, PATHS } from './paths.js';
import { SCRIPT } from './script.js';
import { ICON, STYLE } from './style.js';

export interface PagesConfig {
  readonly operations: Operations;
  readonly tenant: string;
  readonly clock: Clock;
  /** Null: everybody may look, nobody may act. */
  readonly access: Access | null;
  readonly timeZone: string;
  readonly runbooksAt: string | null;
  /** What a browser puts before each path; empty: nothing. */
  readonly basePath: string;
}

/** Answers an address of the page; null: it is none. */
export type Pages = (request: Request) => Promise<Response | null>;

const MAX_FORM_BYTES = 32_768;
const WEEK_MS = 7 * 86_400_000;
const VERSION: string = /* @__PURE__ */ versionOf(STYLE, SCRIPT, ICON);

const ASSETS: Readonly<Record<string, readonly [string, string]>> = {
  [PATHS.style]: [STYLE, 'text/css; charset=utf-8'],
  [PATHS.script]: [SCRIPT, 'text/javascript; charset=utf-8'],
  [PATHS.icon]: [ICON, 'image/svg+xml'],
};

function isRead(request: Request): boolean {
  return request.method === 'GET' || request.method === 'HEAD';
}

function notAllowed(allow: string): Response {
  return new Response(null, { status: 405, headers: { allow } });
}

export function createPages(config: PagesConfig): Pages {
  const { operations, tenant, clock, access, timeZone, runbooksAt, basePath } = config;
  const at = (path: string): string => `${basePath}${path}`;
  const site: Site = { at, version: VERSION };

  function problem(status: number, title: string, sentence: string): Response {
    return answerPage(renderProblem(title, sentence, site), status);
  }

  async function frameOf(): Promise<Frame> {
    const formKey = access === null ? null : await access.formKey();
    return { ...site, tenant, nowMs: clock.now(), timeZone, formKey, runbooksAt };
  }

  async function overview(url: URL, frame: Frame): Promise<Page> {
    const [health, metrics, incidents, pauses] = await Promise.all([
      operations.health(),
      operations.metrics({ hours: 24 }),
      operations.incidents.list(),
      operations.pauses(),
    ]);
    return overviewPage({ health, metrics, incidents, pauses, notice: noticeOf(url) }, frame);
  }

  async function recentIncidents(frame: Frame, incidentClass?: string) {
    const closedSince = new Date(frame.nowMs - WEEK_MS).toISOString();
    return operations.incidents.list({ closedSince, ...(incidentClass === undefined ? {} : { class: incidentClass }) });
  }

  async function incidentClass(name: string, url: URL, frame: Frame): Promise<Page | null> {
    const incidents = await recentIncidents(frame, name);
    if (incidents.length === 0 && !isIncidentClass(name)) return null;
    const view = { ...entryOf(name), incidents, subject: url.searchParams.get('subject'), notice: noticeOf(url) };
    return incidentClassPage(view, frame);
  }

  async function orders(url: URL, frame: Frame): Promise<Page> {
    const reference = (url.searchParams.get('q') ?? '').trim().slice(0, 200);
    return ordersPage(reference, reference === '' ? null : await operations.explain({ reference }), frame);
  }

  async function pageAt(url: URL): Promise<Page | null> {
    const frame = await frameOf();
    const { pathname } = url;
    if (pathname === PATHS.overview) return overview(url, frame);
    if (pathname === PATHS.incidents) return incidentsPage(await recentIncidents(frame), frame);
    if (pathname === PATHS.orders) return orders(url, frame);
    const name = partAfter(pathname, `${PATHS.incidents}/`);
    return name === null ? null : incidentClass(name, url, frame);
  }

  async function show(request: Request, url: URL): Promise<Response> {
    if (!isRead(request)) return notAllowed('GET, HEAD');
    const page = await pageAt(url);
    if (page === null) return problem(404, 'There is no such page', 'Perhaps the address was cut off on its way.');
    return answerPage(renderPage(page, await frameOf()));
  }

  /** The form, if it is one of ours: sent by one of our pages and holding what only they know. */
  async function ownForm(request: Request, known: Access): Promise<URLSearchParams | null> {
    if (!isFromOurPages(request)) return null;
    const form = new URLSearchParams(await readText(request, MAX_FORM_BYTES));
    return (await known.isFormKey(form.get('key') ?? '')) ? form : null;
  }

  async function perform(name: string, request: Request, known: Access): Promise<Response> {
    if (request.method !== 'POST') return notAllowed('POST');
    const form = await ownForm(request, known);
    if (form === null) return problem(403, 'Not from this page', 'Open the page afresh and try once more.');
    if (name === PATHS.logout) return seeOther(at(PATHS.login), { 'set-cookie': known.logout(request) });
    const action = partAfter(name, '/actions/') ?? '';
    if (!isAction(action)) return problem(404, 'There is no such action', 'Open the page afresh and try once more.');
    return seeOther(at(await act(action, form, operations, { nowMs: clock.now(), signal: request.signal })));
  }

  async function login(request: Request, url: URL, known: Access): Promise<Response> {
    if (isRead(request)) {
      if (await known.isKnown(request)) return seeOther(at(PATHS.overview));
      return answerPage(renderLogin({ next: ownPath(url.searchParams.get('next')), wasWrong: false }, site));
    }
    if (request.method !== 'POST') return notAllowed('GET, HEAD, POST');
    // Nobody is to be signed in by a page that is not ours.
    if (!isFromOurPages(request)) return problem(403, 'Not from this page', 'Open the page afresh and sign in there.');
    const form = new URLSearchParams(await readText(request, MAX_FORM_BYTES));
    const next = ownPath(form.get('next'));
    if (!(await known.isToken(form.get('token') ?? '')))
      return answerPage(renderLogin({ next, wasWrong: true }, site), 401);
    return seeOther(at(next), { 'set-cookie': await known.login(request) });
  }

  /** Somebody unknown: the door; or the same once more, for who came from elsewhere and left the cookie behind. */
  function door(request: Request, url: URL): Response {
    const path = `${url.pathname}${url.search}`;
    if (request.headers.get('sec-fetch-site') === 'cross-site' && isRead(request))
      return answerPage(renderOnceMore(path, site), 401);
    const page = renderLogin({ next: ownPath(path), wasWrong: false }, site);
    return answerPage(page, 401, { 'www-authenticate': 'Bearer' });
  }

  async function route(request: Request, url: URL): Promise<Response> {
    const { pathname } = url;
    if (access !== null && pathname === PATHS.login) return login(request, url, access);
    if (access !== null && !(await access.isKnown(request))) return door(request, url);
    const isDeed = pathname === PATHS.logout || pathname.startsWith('/actions/');
    if (!isDeed) return show(request, url);
    if (access === null)
      return problem(403, 'Only looking', 'This page is open to everybody, so nothing can be done here.');
    return perform(pathname, request, access);
  }

  return async (request) => {
    const url = new URL(request.url);
    const asset = Object.hasOwn(ASSETS, url.pathname) ? ASSETS[url.pathname] : undefined;
    if (asset !== undefined) return isRead(request) ? answerAsset(...asset) : notAllowed('GET, HEAD');
    if (!isOurs(url.pathname)) return null;
    try {
      return await route(request, url);
    } catch (error) {
      if (error instanceof SyncRequestError) return problem(400, 'That did not work', error.message);
      const { status, error: told } = toApiError(error);
      return problem(status, 'This cannot be shown now', told.message);
    }
  };
}

function isOurs(pathname: string): boolean {
  const own: readonly string[] = [PATHS.overview, PATHS.incidents, PATHS.orders, PATHS.login, PATHS.logout];
  return own.includes(pathname) || pathname.startsWith(`${PATHS.incidents}/`) || pathname.startsWith('/actions/');
}

function noticeOf(url: URL): string | null {
  const done = url.searchParams.get('done') ?? '';
  return Object.hasOwn(NOTICES, done) ? (NOTICES[done] ?? null) : null;
}

/** One decoded path segment after a prefix; null: there is none, or it is not one. */
function partAfter(pathname: string, prefix: string): string | null {
  if (!pathname.startsWith(prefix)) return null;
  const part = pathname.slice(prefix.length);
  if (part === '' || part.includes('/')) return null;
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
