import { type Clock, systemClock } from '../clock.js';
import { createFaults, type FaultPlan, type Faults, withFault } from '../faults.js';
import { at, isObject, jsonAnswer, parseJson } from '../json.js';
import { type Random, seededRandom } from '../random.js';
import { type BodyWrapping, createWebhookJobs, type WebhookJob } from './automations.js';
import { errorBody, refusal } from './errors.js';
import type { Engine } from './graphql-engine.js';
import { createTokens } from './oauth.js';
import { answerAutomations } from './rest-automations.js';
import type { ClarusProfile } from './roots.js';
import type { WorldAutomation } from './world/model.js';
import { type AccountConfig, type ClarusWorld, createWorld } from './world/world.js';

/** Who may ask the fake, and how much it tells. */
export interface FakeClarusConfig {
  /** @default 'documented' */
  readonly profile?: ClarusProfile;
  /** The tenant: the value `X-Clarus-Subdomain` must have. */
  readonly subdomain: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** @default real time */
  readonly clock?: Clock;
  /** Dice of the faults. @default seed 1 */
  readonly random?: Random;
  readonly faults?: FaultPlan;
  readonly accounts?: readonly AccountConfig[];
  /** Webhook subscriptions: only what they name is rung. */
  readonly automations?: readonly Pick<WorldAutomation, 'id' | 'resource' | 'event'>[];
  /** The `destination_code` a webhook action made through the API must have. @default any: Clarus does not say which */
  readonly destinationCode?: string;
  /** How a webhook body holds its record; Clarus does not say. @default 'data' */
  readonly wrapping?: BodyWrapping;
  /** @default 100 */
  readonly pageCap?: number;
  /** @default 7200 */
  readonly tokenSeconds?: number;
  /** @default true */
  readonly isIntrospectionOn?: boolean;
}

/** One request, in order of arrival. Secrets and tokens are not kept. */
export interface ClarusRequest {
  readonly arrivedAtMs: number;
  readonly method: string;
  readonly path: string;
  /** GraphQL only: the document and its variables. */
  readonly query: string | null;
  readonly variables: unknown;
  readonly operationName: string | null;
  /** Null: dropped, hung, or not answered yet. */
  readonly status: number | null;
}

/** A warehouse that works by its own rules, rings webhooks and answers GraphQL. */
export interface FakeClarus {
  /** Drop-in for the global one. A dropped connection rejects with a `TypeError`. */
  readonly fetch: typeof fetch;
  readonly world: ClarusWorld;
  readonly requests: readonly ClarusRequest[];
  readonly faults: Faults;
  /** Every webhook that rang, in order. */
  readonly jobs: readonly WebhookJob[];
  /** Called with each webhook as it rings. */
  onWebhook(listener: (job: WebhookJob) => void): void;
  /** Ends every session, as signing in as the API user in the web app can. */
  revokeTokens(): void;
  setIntrospection(isOn: boolean): void;
}

/**
 * Clarus, as far as an integration can tell: OAuth, the tenant header, GraphQL with real validation, a
 * warehouse that keeps its own rules, webhooks, and automations made through REST. Other REST mutations it does not have.
 *
 * @example
 * const clarus = fakeClarus({ subdomain: 'brand', clientId: 'id', clientSecret: 'secret' });
 * const order = clarus.world.createOrder({ reference: 'SO-1', lines: [{ sku: 'TEE-M', quantity: 2 }] });
 * clarus.world.allocate(order.id);
 */
export function fakeClarus(config: FakeClarusConfig): FakeClarus {
  const { profile = 'documented', subdomain, clock = systemClock, pageCap = 100 } = config;
  const { accounts, automations = [], wrapping = 'data', destinationCode = null } = config;
  const world = createWorld({ clock, automations, ...(accounts === undefined ? {} : { accounts }) });
  const faults = createFaults(config.random ?? seededRandom(1), config.faults);
  const tokens = createTokens({ ...config, clock, lifeSeconds: config.tokenSeconds ?? 7_200 });
  const requests: { -readonly [Member in keyof ClarusRequest]: ClarusRequest[Member] }[] = [];
  const webhooks = createWebhookJobs({ world, subdomain, wrapping });
  let isIntrospectionOn = config.isIntrospectionOn ?? true;
  let engine: Promise<Engine> | null = null;

  const loadEngine = async (): Promise<Engine> => {
    const { createEngine } = await import('./graphql-engine.js');
    return createEngine({ state: world.state, profile, pageCap });
  };

  const runGraphql = async (body: unknown): Promise<Response> => {
    const query = at(body, 'query');
    const variables = at(body, 'variables') ?? {};
    if (typeof query !== 'string' || !isObject(variables)) {
      return refusal(400, 1, 'invalid_request', 'Send { query, variables } as JSON');
    }
    engine ??= loadEngine();
    const operationName = operationNameOf(body);
    return jsonAnswer(200, await (await engine).run({ query, variables, operationName, isIntrospectionOn }));
  };

  const process = async (request: Request, path: string, text: string, body: unknown): Promise<Response> => {
    if (path === '/oauth/token')
      return request.method === 'POST' ? tokens.answer(request, text) : refusal(404, 2, 'not_found', 'Not found');
    if (!tokens.isValid(request.headers.get('authorization')))
      return jsonAnswer(401, { error: 'The access token is invalid' });
    if (request.headers.get('x-clarus-subdomain') !== subdomain)
      return jsonAnswer(401, { error: 'The subdomain is unknown' });
    if (path === '/graphql' && request.method === 'POST') return runGraphql(body);
    return (
      answerAutomations({ state: world.state, destinationCode }, { method: request.method, path, body }) ??
      refusal(404, 2, 'not_found', 'Not found')
    );
  };

  const fetchFake: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const path = new URL(request.url).pathname;
    const text = request.body === null ? '' : await request.text();
    const body = path === '/oauth/token' ? undefined : parseJson(text);
    const query = at(body, 'query');
    const entry: (typeof requests)[number] = {
      arrivedAtMs: clock.now(),
      method: request.method,
      path,
      query: typeof query === 'string' ? query : null,
      variables: at(body, 'variables'),
      operationName: operationNameOf(body),
      status: null,
    };
    requests.push(entry);
    const response = await withFault({
      fault: faults.next(path),
      signal: request.signal,
      clock,
      process: () => process(request, path, text, body),
      errorBody: (status) => errorBody(status, 'unavailable', 'Please try again later'),
    });
    entry.status = response.status;
    return response;
  };

  return {
    fetch: fetchFake,
    world,
    requests,
    faults,
    jobs: webhooks.jobs,
    onWebhook: webhooks.onJob,
    revokeTokens: tokens.revokeAll,
    setIntrospection: (isOn) => {
      isIntrospectionOn = isOn;
    },
  };
}

function operationNameOf(body: unknown): string | null {
  const name = at(body, 'operationName');
  return typeof name === 'string' ? name : null;
}
