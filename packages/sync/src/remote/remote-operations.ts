import type { LongOptions, Operations, Progress } from '../operations.js';
import { SyncRemoteError } from './errors.js';
import { linesOf } from './lines.js';

/** Where the service is, and the token it asks for. */
export interface RemoteConfig {
  /** Where the service listens, e.g. `https://hooks.shop.example`. Plain HTTP only inside your own network. */
  readonly url: string;
  /** What the service was given as its token. */
  readonly token: string;
  readonly fetch?: typeof globalThis.fetch;
}

/**
 * The operations of a sync that runs elsewhere: each is one `POST <url>/api/<name>`, answered as it goes on. Nothing is
 * retried: whether a repeat is safe, the caller knows.
 *
 * @throws {SyncRemoteError} from every operation: not reached, token refused, or the service said no (and `field` why).
 * @throws {TypeError} at construction: the URL is none.
 * @example
 * const sync = createRemoteOperations({ url: 'http://127.0.0.1:3000', token });
 * const { orders } = await sync.explain({ reference: 'SO-1001' });
 */
export function createRemoteOperations(config: RemoteConfig): Operations {
  const base = new URL(config.url);
  if (!/^https?:$/.test(base.protocol)) throw new TypeError('url must be http or https');
  const settings: Settings = {
    base: `${base.origin}${base.pathname.replace(/\/+$/, '')}`,
    token: config.token,
    fetch: config.fetch ?? ((input, init) => globalThis.fetch(input, init)),
  };
  const call = <Result>(operation: string, request: unknown = {}, options: LongOptions = {}): Promise<Result> =>
    ask(settings, operation, request, options) as Promise<Result>; // both ends are of one version of this contract
  return {
    health: () => call('health'),
    metrics: (request) => call('metrics', request),
    explain: (request) => call('explain', request),
    incidents: {
      list: (filter) => call('incidents.list', filter),
      assign: (request) => call('incidents.assign', request),
      note: (request) => call('incidents.note', request),
      resolve: (request) => call('incidents.resolve', request),
    },
    reconcile: (request, options) => call('reconcile', request, options),
    repair: (plan, options) => call('repair', plan, options),
    replay: (filter) => call('replay', filter),
    backfill: (request, options) => call('backfill', request, options),
    sample: (request) => call('sample', request),
    audit: (request, options) => call('audit', request, options),
    pauses: () => call('pauses'),
    pause: (request) => call('pause', request),
    resume: (request) => call('resume', request),
    forget: (request) => call('forget', request),
  };
}

interface Settings {
  readonly base: string;
  readonly token: string;
  readonly fetch: typeof globalThis.fetch;
}

async function ask(settings: Settings, operation: string, request: unknown, options: LongOptions): Promise<unknown> {
  const response = await send(settings, operation, request, options.signal);
  if (response.status === 401 || response.status === 403) throw new SyncRemoteError(operation, 'unauthorized');
  const isOurs = /^application\/(x-)?(ndjson|json)\b/.test(response.headers.get('content-type') ?? '');
  if (isOurs && response.body !== null) return readAnswer(response.body, operation, options);
  await response.body?.cancel();
  if (response.status === 404) throw new SyncRemoteError(operation, 'unknown-operation');
  throw new SyncRemoteError(operation, response.status >= 500 ? 'unavailable' : 'not-understood');
}

async function send(
  { base, token, fetch }: Settings,
  operation: string,
  request: unknown,
  signal: AbortSignal | undefined,
): Promise<Response> {
  try {
    return await fetch(`${base}/api/${operation}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept: 'application/x-ndjson' },
      body: JSON.stringify(request),
      redirect: 'manual', // a redirect would take the token elsewhere
      ...(signal === undefined ? {} : { signal }),
    });
  } catch {
    signal?.throwIfAborted();
    // Not chained as `cause`: the runtime's error may hold the request, and with it the token.
    throw new SyncRemoteError(operation, 'unreachable');
  }
}

async function readAnswer(
  body: ReadableStream<Uint8Array>,
  operation: string,
  { onProgress, signal }: LongOptions,
): Promise<unknown> {
  const lines = linesOf(body);
  for (;;) {
    const { value: line } = await lines.next().catch(() => {
      signal?.throwIfAborted();
      throw new SyncRemoteError(operation, 'interrupted');
    });
    if (line === undefined) throw new SyncRemoteError(operation, 'interrupted');
    const answer = parsed(line, operation);
    if ('progress' in answer) onProgress?.(answer['progress'] as Progress);
    else if ('error' in answer) throw refusal(operation, answer['error']);
    else if ('result' in answer) return answer['result'];
    else throw new SyncRemoteError(operation, 'not-understood');
  }
}

type Line = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is Line {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parsed(line: string, operation: string): Line {
  try {
    const value: unknown = JSON.parse(line);
    if (isRecord(value)) return value;
  } catch {}
  throw new SyncRemoteError(operation, 'not-understood');
}

function refusal(operation: string, error: unknown): SyncRemoteError {
  if (!isRecord(error) || typeof error['message'] !== 'string') return new SyncRemoteError(operation, 'not-understood');
  const { code, message, field } = error;
  return new SyncRemoteError(operation, {
    code: typeof code === 'string' ? code : 'sync_request',
    message,
    field: typeof field === 'string' ? field : null,
  });
}
