/** The HTTP door: authenticate → size → is it JSON → store raw → commit → 2xx. Meaning is found afterwards. */
import { authenticate } from '@clarus-klaviyo/clarus/webhooks';
import type { SyncContext } from '../config.js';
import { reasonOf } from '../events.js';
import { createGroupCommit } from './group-commit.js';

const WEBHOOK_PATH = '/webhooks/clarus';
const SECRET_HEADER = 'x-webhook-secret';
/** Asked of whoever sends webhooks again; Clarus documents no retry, a proxy in between may have one. */
const RETRY_AFTER_SECONDS = '5';

function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Response {
  return Response.json(body, { status, headers: { 'cache-control': 'no-store', ...headers } });
}

function isWebhookPath(path: string): boolean {
  const rest = path.startsWith(WEBHOOK_PATH) ? path.slice(WEBHOOK_PATH.length) : null;
  return rest !== null && /^(\/[^/]*)?\/?$/.test(rest);
}

/** Answers a webhook; null: the request's path is none of its. */
export function createReceiver(context: SyncContext): (request: Request) => Promise<Response> | null {
  const { clock, onEvent, store, tenant, timing, webhooks } = context;
  const commit = createGroupCommit(store, clock, timing.groupCommitMs);

  async function receiveWebhook(request: Request): Promise<Response> {
    const verdict = await authenticate(request, {
      secret: webhooks.secrets,
      tenant,
      maxBodyBytes: webhooks.maxBodyBytes,
      secretFrom: [{ in: 'path' }, { in: 'header', name: SECRET_HEADER }],
    });
    if (verdict.kind === 'refused') {
      onEvent({ type: 'webhook.refused', status: verdict.status, reason: verdict.reason });
      const allow = verdict.status === 405 ? { allow: 'POST' } : {};
      return new Response(null, { status: verdict.status, headers: allow });
    }
    const { automationId, headers, rawBody } = verdict;
    try {
      await context.run(); // what arrives after the first start must not look older than it
      await commit({ receivedAtMs: clock.now(), automationId, headers, body: rawBody });
    } catch (error) {
      onEvent({ type: 'webhook.not-stored', status: 503, reason: reasonOf(error) });
      return json(503, { error: 'not stored, send it again' }, { 'retry-after': RETRY_AFTER_SECONDS });
    }
    onEvent({ type: 'webhook.accepted', automationId });
    context.nudge();
    return new Response(null, { status: 200 });
  }

  return (request) => (isWebhookPath(new URL(request.url).pathname) ? receiveWebhook(request) : null);
}
