/** Which request goes where: webhooks, health, and, when the configuration opens them, the API, metrics and the page. */

import type { Clock } from '../clock.js';
import type { PageConfig } from '../config.js';
import { type OnEvent, reasonOf } from '../events.js';
import { createPages } from '../health/page/pages.js';
import { PROMETHEUS_TYPE, toPrometheus } from '../health/prometheus.js';
import type { Operations } from '../operations.js';
import { createAccess } from './access.js';
import { answerApi } from './api.js';

export interface HandlerConfig {
  /** Answers a webhook; null: the path is none of its. */
  readonly receive: (request: Request) => Promise<Response> | null;
  readonly operations: Operations;
  readonly page: PageConfig | null;
  readonly tenant: string;
  readonly clock: Clock;
  readonly timeZone: string;
  readonly runbooksAt: string | null;
  /** See `PageConfig.basePath`. */
  readonly basePath: string;
  readonly onEvent: OnEvent;
}

const API = '/api/';
const NO_STORE = { 'cache-control': 'no-store' };

function isRead({ method }: Request): boolean {
  return method === 'GET' || method === 'HEAD';
}

function readsOnly(): Response {
  return new Response(null, { status: 405, headers: { allow: 'GET, HEAD' } });
}

/** For load balancers and monitors: open to all, so it names classes and accounts and never an order or a person. */
async function answerHealth(request: Request, operations: Operations): Promise<Response> {
  if (!isRead(request)) return readsOnly();
  try {
    return Response.json(await operations.health(), { headers: NO_STORE });
  } catch (error) {
    return Response.json({ status: 'down', reason: reasonOf(error) }, { status: 503, headers: NO_STORE });
  }
}

async function answerMetrics(request: Request, operations: Operations): Promise<Response> {
  if (!isRead(request)) return readsOnly();
  try {
    const [health, metrics] = await Promise.all([operations.health(), operations.metrics({ hours: 1 })]);
    return new Response(toPrometheus(health, metrics), { headers: { ...NO_STORE, 'content-type': PROMETHEUS_TYPE } });
  } catch {
    return new Response(null, { status: 503, headers: NO_STORE });
  }
}

export function createHandler(config: HandlerConfig): (request: Request) => Promise<Response> {
  const { receive, operations, page, clock, onEvent } = config;
  const access = page !== null && 'token' in page ? createAccess(page.token, clock, config.basePath) : null;
  const pages = page === null ? null : createPages({ ...config, access });

  return async (request) => {
    const received = receive(request);
    if (received !== null) return received;
    const { pathname } = new URL(request.url);
    if (pathname === '/health') return answerHealth(request, operations);
    if (access !== null && pathname.startsWith(API))
      return answerApi(pathname.slice(API.length), request, { operations, access, onEvent });
    if (access !== null && pathname === '/metrics') {
      if (await access.isKnown(request)) return answerMetrics(request, operations);
      return new Response(null, { status: 401, headers: { 'www-authenticate': 'Bearer' } });
    }
    return (await pages?.(request)) ?? new Response(null, { status: 404 });
  };
}
