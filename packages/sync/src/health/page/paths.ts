/**
 * Where things are on the page, as it knows them itself: what stands before them for a browser, an `At` adds. Nothing
 * secret ever stands in a path.
 */

/** A path as a browser sees it. */
export type At = (path: string) => string;

export const PATHS = {
  overview: '/',
  incidents: '/incidents',
  orders: '/orders',
  login: '/login',
  logout: '/logout',
  style: '/assets/page.css',
  script: '/assets/page.js',
  icon: '/assets/icon.svg',
} as const;

export type ActionName = 'assign' | 'note' | 'resolve' | 'pause' | 'resume';

export function actionPath(name: ActionName): string {
  return `/actions/${name}`;
}

/** All incidents of a class; with a subject, that one first. */
export function incidentPath(incidentClass: string, subject?: string): string {
  const path = `${PATHS.incidents}/${encodeURIComponent(incidentClass)}`;
  return subject === undefined ? path : `${path}?subject=${encodeURIComponent(subject)}`;
}

export function orderPath(reference: string): string {
  return `${PATHS.orders}?q=${encodeURIComponent(reference)}`;
}

/** Where a form leads back to: one of our own pages, never somebody else's. */
export function ownPath(given: string | null): string {
  return given !== null && /^\/(?![/\\])[\x21-\x7e]*$/.test(given) && !given.includes('\\') ? given : PATHS.overview;
}
