import { type Clock, systemClock } from '../clock.js';
import { createFaults, type FaultPlan, type Faults, withFault } from '../faults.js';
import { at, isObject, parseJson } from '../json.js';
import { type Random, seededRandom } from '../random.js';
import { type AcceptedEvent, type AccountState, createAccount, type VariantWrite } from './account.js';
import { findVariant, listVariants, updateVariant, variantResource } from './catalog.js';
import { type MatchedEndpoint, matchEndpoint, type Operation } from './endpoints.js';
import { type ApiProblem, errorAnswer, errorBody, invalid, klaviyoAnswer, problemOf } from './errors.js';
import { bulkCreateEvents, createEvent, type EventsOutcome, listEvents, listMetrics } from './events.js';
import { isProblem, validateProfile } from './validate-event.js';
import { type Admission, createWindowPair, type WindowPair, type WindowSettings } from './windows.js';

/** Which keys there are, and how the fake behaves. */
export interface FakeKlaviyoConfig {
  /** Private key → name of the account it opens. Several keys may open one account and share its windows. */
  readonly apiKeys: Readonly<Record<string, string>>;
  /** What a key may do, e.g. `{ pk_test: ['events:write'] }`. @default everything, for keys not named here */
  readonly scopes?: Readonly<Record<string, readonly string[]>>;
  /** @default real time */
  readonly clock?: Clock;
  /** `off`: no 429 but by fault. @default real windows, phase 0 */
  readonly windows?: WindowSettings | 'off';
  readonly faults?: FaultPlan;
  /** Dice of the faults. @default seed 1 */
  readonly random?: Random;
  /** External ids of the catalog variants every account begins with, at quantity 0. */
  readonly variants?: readonly string[];
  /** Events can be listed this long after they were accepted; Klaviyo takes minutes. @default 0 */
  readonly visibleAfterMs?: number;
}

/** One request, in order of arrival, whatever became of it. Keys are not kept. */
export interface KlaviyoRequest {
  readonly sequence: number;
  readonly arrivedAtMs: number;
  readonly account: string | null;
  readonly method: string;
  /** Without origin and query. */
  readonly path: string;
  readonly query: string;
  readonly revision: string | null;
  /** Decoded JSON; undefined where none was sent. */
  readonly body: unknown;
  /** Of the events it carried, in their order. */
  readonly uniqueIds: readonly string[];
  /** Null: dropped, hung, or not answered yet. */
  readonly status: number | null;
}

/** How many requests were answered, and how. */
export interface KlaviyoStats {
  readonly requests: number;
  readonly byStatus: Readonly<Record<string, number>>;
  /** Answers of 429, by windows and by faults. */
  readonly rateLimited: number;
  /** Connections dropped, before or after processing. */
  readonly dropped: number;
  readonly accepted: number;
  /** Events taken with 202 whose profile, metric and `unique_id` were known. */
  readonly duplicates: number;
  /** Events taken with 202 and thrown away for their test address. */
  readonly discarded: number;
}

/** A Klaviyo that keeps to its rate windows and remembers what it was told. */
export interface FakeKlaviyo {
  /** Drop-in for the global one. A dropped connection rejects with a `TypeError`. */
  readonly fetch: typeof fetch;
  /** Every recorded event of every account, in the order Klaviyo took them. */
  readonly accepted: readonly AcceptedEvent[];
  readonly requests: readonly KlaviyoRequest[];
  readonly variantWrites: readonly VariantWrite[];
  readonly faults: Faults;
  /** @throws {RangeError} for a name no key opens. */
  account(name: string): AccountState;
  stats(): KlaviyoStats;
}

const MAX_BODY_BYTES = 5 * 1024 * 1024;
const MAX_PROFILE_BYTES = 100 * 1024;

/**
 * Klaviyo, as far as an integration can tell: both rate windows per endpoint, silent dedupe, payload
 * validation, vanishing properties. Not simulated: flows, consent, merging of profiles.
 *
 * @example
 * const klaviyo = fakeKlaviyo({ apiKeys: { pk_test: 'brand' } });
 * await createKlaviyo({ apiKey: 'pk_test', fetch: klaviyo.fetch }).events.create(event);
 * klaviyo.accepted[0]?.uniqueId;
 */
export function fakeKlaviyo(config: FakeKlaviyoConfig): FakeKlaviyo {
  const { apiKeys, scopes = {}, clock = systemClock, windows = {}, variants = [], visibleAfterMs = 0 } = config;
  const faults = createFaults(config.random ?? seededRandom(1), config.faults);
  const accepted: AcceptedEvent[] = [];
  const requests: { -readonly [Member in keyof KlaviyoRequest]: KlaviyoRequest[Member] }[] = [];
  const variantWrites: VariantWrite[] = [];
  const windowPairs = new Map<string, WindowPair>();
  const fates = { accepted: 0, duplicate: 0, discarded: 0 };

  const accounts = new Map<string, AccountState>();
  for (const name of new Set(Object.values(apiKeys))) {
    const onAccepted = (event: Omit<AcceptedEvent, 'sequence'>): AcceptedEvent => {
      const placed = { sequence: accepted.length + 1, ...event };
      accepted.push(placed);
      return placed;
    };
    accounts.set(name, createAccount({ name, variants, onAccepted }));
  }

  const admit = (account: AccountState, { endpoint }: MatchedEndpoint): Admission | null => {
    if (windows === 'off') return null;
    const key = `${account.name} ${endpoint.operation}`;
    const pair = windowPairs.get(key) ?? createWindowPair(endpoint.windows, windows);
    windowPairs.set(key, pair);
    return pair.admit(clock.now());
  };

  const fetchFake: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    const text = request.body === null ? '' : await request.text();
    const body = text === '' ? undefined : parseJson(text);
    const account = accounts.get(apiKeys[privateKey(request)] ?? '') ?? null;
    const entry: (typeof requests)[number] = {
      sequence: requests.length + 1,
      arrivedAtMs: clock.now(),
      account: account?.name ?? null,
      method: request.method,
      path: url.pathname,
      query: url.search,
      revision: request.headers.get('revision'),
      body,
      uniqueIds: uniqueIdsOf(body),
      status: null,
    };
    requests.push(entry);

    const answered = (response: Response): Response => {
      entry.status = response.status;
      return response;
    };
    if (account === null) return answered(errorAnswer(problemOf(401)));
    if (entry.revision === null || !/^\d{4}-\d{2}-\d{2}(\.\w+)?$/.test(entry.revision)) {
      return answered(errorAnswer(invalid('A revision header of the form YYYY-MM-DD is required.')));
    }
    const matched = matchEndpoint(request.method, url.pathname);
    if (matched === 'unknown-path') return answered(errorAnswer(problemOf(404)));
    if (matched === 'wrong-method') return answered(errorAnswer(problemOf(405)));
    // Before the body is looked at. Klaviyo does not document the order.
    if (scopes[privateKey(request)]?.includes(matched.endpoint.scope) === false) {
      return answered(errorAnswer(problemOf(403)));
    }

    const process = async (): Promise<Response> => {
      const admission = admit(account, matched);
      if (admission?.kind === 'refused') return tooManyRequests(admission.retryAfterSeconds);
      const headers = admission === null ? {} : rateHeaders(matched, admission);
      const problem = bodyProblem(request, matched.endpoint.operation, text, body);
      return problem !== null
        ? errorAnswer(problem, headers)
        : perform(account, matched, url.searchParams, body, headers);
    };
    const fault = faults.next(url.pathname);
    return answered(
      await withFault({
        fault,
        signal: request.signal,
        clock,
        process,
        errorBody: (status) => errorBody(problemOf(status)),
      }),
    );
  };

  const perform = (
    account: AccountState,
    { endpoint, id }: MatchedEndpoint,
    query: URLSearchParams,
    body: unknown,
    headers: Readonly<Record<string, string>>,
  ): Response => {
    const nowMs = clock.now();
    const answer = (result: object): Response =>
      isProblem(result) ? errorAnswer(result, headers) : klaviyoAnswer(200, result, headers);
    const taken = (outcome: EventsOutcome): Response => {
      if (isProblem(outcome)) return errorAnswer(outcome, headers);
      for (const fate of outcome.fates) fates[fate] += 1;
      return new Response(null, { status: 202, headers });
    };
    switch (endpoint.operation) {
      case 'create-event':
        return taken(createEvent(account, body, nowMs));
      case 'bulk-create-events':
        return taken(bulkCreateEvents(account, body, nowMs));
      case 'list-events':
        return answer(listEvents(account, query, nowMs - visibleAfterMs));
      case 'list-metrics':
        return answer(listMetrics(account, query));
      case 'list-variants':
        return answer(listVariants(account, query));
      case 'import-profile': {
        const identifiers = validateProfile(at(body, 'data'), '/data');
        if (isProblem(identifiers)) return errorAnswer(identifiers, headers);
        const attributes = at(body, 'data', 'attributes');
        const { profile, isNew } = account.upsertProfile(identifiers, isObject(attributes) ? attributes : {});
        const shown = { email: profile.email, ...profile.attributes, properties: profile.properties };
        return klaviyoAnswer(
          isNew ? 201 : 200,
          { data: { type: 'profile', id: profile.id, attributes: shown } },
          headers,
        );
      }
      case 'get-variant': {
        const variant = findVariant(account, id ?? '');
        return isProblem(variant) ? errorAnswer(variant, headers) : answer({ data: variantResource(variant) });
      }
      case 'update-variant': {
        const variant = updateVariant(account, id ?? '', body);
        if (isProblem(variant)) return errorAnswer(variant, headers);
        const { id: written, externalId, inventoryQuantity: quantity } = variant;
        variantWrites.push({ account: account.name, id: written, externalId, quantity, atMs: nowMs });
        return answer({ data: variantResource(variant) });
      }
      case 'get-accounts':
        return answer({
          data: [
            {
              type: 'account',
              id: account.name,
              attributes: { test_account: true, contact_information: { organization_name: account.name } },
            },
          ],
        });
    }
  };

  return {
    fetch: fetchFake,
    accepted,
    requests,
    variantWrites,
    faults,
    account: (name) => {
      const found = accounts.get(name);
      if (found === undefined) throw new RangeError(`No key of this fake opens an account called ${name}`);
      return found;
    },
    stats: () => {
      const byStatus: Record<string, number> = {};
      for (const { status } of requests) {
        const name = status === null ? 'none' : String(status);
        byStatus[name] = (byStatus[name] ?? 0) + 1;
      }
      return {
        requests: requests.length,
        byStatus,
        rateLimited: byStatus['429'] ?? 0,
        dropped: (faults.struck.get('reset-before') ?? 0) + (faults.struck.get('reset-after') ?? 0),
        accepted: fates.accepted,
        duplicates: fates.duplicate,
        discarded: fates.discarded,
      };
    },
  };
}

function privateKey(request: Request): string {
  return /^Klaviyo-API-Key (\S+)$/.exec(request.headers.get('authorization') ?? '')?.[1] ?? '';
}

/** They describe the steady window; a 429 does not carry them. */
function rateHeaders(
  { endpoint }: MatchedEndpoint,
  { remaining, resetSeconds }: { readonly remaining: number; readonly resetSeconds: number },
): Readonly<Record<string, string>> {
  const { burst, steady } = endpoint.windows;
  return {
    'ratelimit-limit': `${burst}, ${burst};w=1, ${steady};w=60`,
    'ratelimit-remaining': String(remaining),
    'ratelimit-reset': String(resetSeconds),
  };
}

function tooManyRequests(retryAfterSeconds: number): Response {
  const detail = `Request was throttled. Expected available in ${retryAfterSeconds} second${retryAfterSeconds === 1 ? '' : 's'}.`;
  return errorAnswer({ ...problemOf(429), detail }, { 'retry-after': String(retryAfterSeconds) });
}

function bodyProblem(request: Request, operation: Operation, text: string, body: unknown): ApiProblem | null {
  if (request.method === 'GET') return null;
  const contentType = request.headers.get('content-type') ?? '';
  if (!/^application\/(vnd\.api\+)?json\b/.test(contentType)) return problemOf(415);
  const limit = operation === 'import-profile' ? MAX_PROFILE_BYTES : MAX_BODY_BYTES;
  if (new TextEncoder().encode(text).byteLength > limit) return invalid(`The payload may have ${limit} bytes.`);
  return body === undefined ? invalid('The body is not valid JSON.') : null;
}

function uniqueIdsOf(body: unknown): readonly string[] {
  const single = at(body, 'data', 'attributes', 'unique_id');
  if (typeof single === 'string') return [single];
  const entries = at(body, 'data', 'attributes', 'events-bulk-create', 'data');
  if (!Array.isArray(entries)) return [];
  return entries
    .flatMap((entry: unknown) => {
      const events = at(entry, 'attributes', 'events', 'data');
      return Array.isArray(events) ? events : [];
    })
    .map((event: unknown) => at(event, 'attributes', 'unique_id'))
    .filter((id) => typeof id === 'string');
}
