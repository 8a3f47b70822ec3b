/** The endpoints the fake speaks, with the windows and the scope Klaviyo's OpenAPI (revision 2026-07-15) gives each. */

export interface Windows {
  /** Requests per second. */
  readonly burst: number;
  /** Requests per minute. */
  readonly steady: number;
}

export type Operation =
  | 'create-event'
  | 'bulk-create-events'
  | 'list-events'
  | 'list-metrics'
  | 'import-profile'
  | 'list-variants'
  | 'get-variant'
  | 'update-variant'
  | 'get-accounts';

export interface Endpoint {
  readonly operation: Operation;
  readonly method: string;
  readonly path: RegExp;
  readonly windows: Windows;
  /** What a key must be allowed to. */
  readonly scope: string;
}

const XL: Windows = { burst: 350, steady: 3500 };
const L: Windows = { burst: 75, steady: 750 };
const M: Windows = { burst: 10, steady: 150 };
const XS: Windows = { burst: 1, steady: 15 };

export const ENDPOINTS: readonly Endpoint[] = [
  { operation: 'create-event', method: 'POST', path: /^\/api\/events$/, windows: XL, scope: 'events:write' },
  { operation: 'list-events', method: 'GET', path: /^\/api\/events$/, windows: XL, scope: 'events:read' },
  {
    operation: 'bulk-create-events',
    method: 'POST',
    path: /^\/api\/event-bulk-create-jobs$/,
    windows: M,
    scope: 'events:write',
  },
  { operation: 'list-metrics', method: 'GET', path: /^\/api\/metrics$/, windows: M, scope: 'metrics:read' },
  { operation: 'import-profile', method: 'POST', path: /^\/api\/profile-import$/, windows: L, scope: 'profiles:write' },
  { operation: 'list-variants', method: 'GET', path: /^\/api\/catalog-variants$/, windows: XL, scope: 'catalogs:read' },
  {
    operation: 'get-variant',
    method: 'GET',
    path: /^\/api\/catalog-variants\/([^/]+)$/,
    windows: XL,
    scope: 'catalogs:read',
  },
  {
    operation: 'update-variant',
    method: 'PATCH',
    path: /^\/api\/catalog-variants\/([^/]+)$/,
    windows: L,
    scope: 'catalogs:write',
  },
  { operation: 'get-accounts', method: 'GET', path: /^\/api\/accounts$/, windows: XS, scope: 'accounts:read' },
];

export interface MatchedEndpoint {
  readonly endpoint: Endpoint;
  /** The id in the path, decoded; null where the path has none. */
  readonly id: string | null;
}

/** `unknown-path` answers 404, `wrong-method` 405. */
export function matchEndpoint(method: string, path: string): MatchedEndpoint | 'unknown-path' | 'wrong-method' {
  const candidates = ENDPOINTS.filter((endpoint) => endpoint.path.test(path));
  const endpoint = candidates.find((candidate) => candidate.method === method);
  if (endpoint === undefined) return candidates.length > 0 ? 'wrong-method' : 'unknown-path';
  const id = endpoint.path.exec(path)?.[1];
  return { endpoint, id: id === undefined ? null : decodeURIComponent(id) };
}
