/** What `createSync` is told, and the same with every default filled in. */
import type { Policy, RunSettings } from '@clarus-klaviyo/mapping';
import type { AlertsConfig } from './alerts/alert.js';
import { type Clock, type Random, systemClock, systemRandom, toInstant } from './clock.js';
import { type Bench, createBench } from './decide/bench.js';
import { DEFAULT_DELIVERY_POLICY, type DeliveryPolicy } from './deliver/after-delivery.js';
import { SyncConfigError } from './errors.js';
import type { OnEvent } from './events.js';
import { type Catalogue, type CatalogueLookUp, createCatalogue } from './hydrate/catalogue.js';
import { createReach, type Reach } from './hydrate/reach.js';
import type { ClarusPort, KlaviyoPort } from './ports.js';
import { DEFAULT_RETENTION, type Retention, retentionProblem } from './privacy/retention.js';
import type { Store } from './stores/store.js';
import type { SweepKind } from './sweep/kinds.js';
import type { OpenHours } from './sweep/open-hours.js';
import { createSilence, type Silence } from './sweep/silence.js';

/** One Klaviyo account and the Clarus account (brand) it speaks for. */
export interface SyncAccount {
  /** A short name for logs, health and incidents. */
  readonly name: string;
  /** Id or code of the Clarus account; `'*'` for every account no other entry names. */
  readonly clarusAccount: string;
  readonly klaviyo: KlaviyoPort;
  readonly policy: Policy;
}

/** How webhooks are told from a stranger's requests, and what each automation stands for. */
export interface WebhookConfig {
  /** In the URL's last path segment, or in the header `x-webhook-secret`. Several while one is being rotated. */
  readonly secrets: readonly string[];
  /** Automation id → `resource.event`, e.g. `{ '43': 'goods_out.completed' }`. */
  readonly automations: Readonly<Record<string, string>>;
  /** @default 1 MiB */
  readonly maxBodyBytes?: number;
}

/**
 * Who sees the health page. With a token, people sign in with it and machines show it as a bearer; it also opens the API
 * and the metrics. `isPublic`: everybody may look, nobody may act, and the API stays shut.
 */
export type PageConfig = ({ readonly token: string } | { readonly isPublic: true }) & {
  /**
   * Where a proxy or a router shows the handler, e.g. `/warehouse`: links of the page begin with it. The handler itself
   * gets addresses without it. @default the path of `links.page`; nothing where there is none
   */
  readonly basePath?: string;
};

/** One or more parts, each after a slash. */
const BASE_PATH = /^(?:\/[\w.~-]+)*$/;

/** @throws {SyncConfigError} */
export function basePathOf({ page, links }: Pick<SyncConfig, 'page' | 'links'>): string {
  const linked = links?.page === undefined ? '' : new URL(links.page).pathname.replace(/\/+$/, '');
  const basePath = page?.basePath ?? linked;
  if (!BASE_PATH.test(basePath))
    throw new SyncConfigError('page.basePath: a path such as /warehouse, without a slash at its end.');
  return basePath;
}

/** Where people find more; both are optional, and both are addresses that begin with `https:` or `http:`. */
export interface LinksConfig {
  /** Where this service's health page is reached from outside: alerts link to it. */
  readonly page?: string;
  /** Address before a runbook's key, e.g. `https://docs.shop.example/runbooks/`. */
  readonly runbooks?: string;
}

/** What `createSync` needs, and what it may be told. */
export interface SyncConfig {
  /** The Clarus tenant's subdomain: part of every message id. */
  readonly tenant: string;
  readonly clarus: ClarusPort;
  readonly accounts: readonly SyncAccount[];
  readonly store: Store;
  readonly webhooks: WebhookConfig;
  /** Decide and record everything, send nothing, for ever. @default false */
  readonly isShadow?: boolean;
  /** Nothing true before this instant is told. @default the store's first start */
  readonly liveFrom?: string;
  readonly clock?: Clock;
  readonly random?: Random;
  readonly onEvent?: OnEvent;
  /** Asked for an order's products while it is read. Its failure makes an incident and holds up nothing. */
  readonly catalogue?: CatalogueLookUp;
  /** When the warehouse works. Left out: silence is noticed only where a sweep finds what no webhook told. */
  readonly openHours?: OpenHours;
  readonly timing?: Partial<Omit<SyncTiming, 'cadence'>> & { readonly cadence?: Partial<SweepCadence> };
  readonly delivery?: Partial<DeliveryPolicy>;
  /** How long things are kept. @default {@link DEFAULT_RETENTION} */
  readonly retention?: Partial<Retention>;
  /** The health page, the API and the metrics. Left out: their paths are answered 404. */
  readonly page?: PageConfig;
  /** Who is told of incidents, and when. Left out: nobody, the page alone shows them. */
  readonly alerts?: AlertsConfig;
  readonly links?: LinksConfig;
}

/** The service's token opens everything a person may do: it must not be guessed. */
const MIN_TOKEN_LENGTH = 16;

function checkPage(config: SyncConfig): void {
  const { page, alerts, links = {} } = config;
  if (page !== undefined && 'token' in page && page.token.length < MIN_TOKEN_LENGTH)
    throw new SyncConfigError(`page.token: it needs at least ${MIN_TOKEN_LENGTH} characters.`);
  for (const [name, link] of Object.entries(links)) {
    if (!URL.canParse(link) || !/^https?:$/.test(new URL(link).protocol))
      throw new SyncConfigError(`links.${name}: it must be an http(s) address.`);
  }
  basePathOf(config);
  if (alerts === undefined) return;
  const { digestAt = null, timeZone = 'UTC' } = alerts;
  if (digestAt !== null && !/^([01]\d|2[0-3]):[0-5]\d$/.test(digestAt))
    throw new SyncConfigError('alerts.digestAt: a time of day such as 08:00, or null.');
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone });
  } catch {
    throw new SyncConfigError('alerts.timeZone: an IANA name such as Europe/London.');
  }
}

/** Milliseconds per kind of sweep; 0 switches it off. */
export type SweepCadence = Readonly<Record<SweepKind, number>>;

/** How often each kind is swept where nothing else is said. */
export const DEFAULT_CADENCE: SweepCadence = {
  dispatches: 60_000,
  orders: 300_000,
  receipts: 900_000,
  balances: 600_000,
  mappings: 86_400_000,
};

/** All in milliseconds of the clock that was handed in. */
export interface SyncTiming {
  /** A bell waits this long for another of its key. @default 2000 */
  readonly quietMs: number;
  /** … but never longer than this from the first. @default 10000 */
  readonly quietCapMs: number;
  /** Webhooks that arrive within this share one commit. @default 5 */
  readonly groupCommitMs: number;
  /** The longest a stage rests without looking. @default 250 */
  readonly pollMs: number;
  /** From one sweep of a kind to the next, at the soonest. 0 switches that kind off. @default {@link DEFAULT_CADENCE} */
  readonly cadence: SweepCadence;
  /** Sweeps of one kind make no more requests than this in an hour, on average. @default 120 */
  readonly sweepRequestsPerHour: number;
  /** A sweep that a webhook asked for begins no sooner after the last one of its kind. @default 30000 */
  readonly sweepGapMs: number;
  /** How far a sweep looks back behind where the last one ended: clocks differ, and pages shift. @default 300000 */
  readonly sweepOverlapMs: number;
  /** Orders and receipts that were expected this far back are still swept. @default 14 days */
  readonly sweepBackMs: number;
  /** … and this far ahead. @default 60 days */
  readonly sweepAheadMs: number;
  /** An order that is not finished is read again after this long even when nothing rang. @default 900000 */
  readonly rereadOpenMs: number;
  /** … at most this many in one sweep, so that a large tenant is read again by turns. @default 200 */
  readonly rereadAtOnce: number;
  /** Released and not labelled for this long: an incident. 0 switches it off. @default 48 hours */
  readonly stuckReleasedMs: number;
  /** Labelled and not dispatched. @default 24 hours */
  readonly stuckLabelledMs: number;
  /** Dispatched and not told, with nothing left to wait for. @default 1 hour */
  readonly stuckUntoldMs: number;
  /** No webhook for this long, while a sweep finds changes or the warehouse is open: an incident. @default 2 hours */
  readonly silenceMs: number;
  /** A backlog older than this goes to Klaviyo in bulk requests. @default 60000 */
  readonly bulkAfterMs: number;
}

/** Every wait of the pipeline with its default, in milliseconds. */
export const DEFAULT_TIMING: SyncTiming = {
  quietMs: 2_000,
  quietCapMs: 10_000,
  groupCommitMs: 5,
  pollMs: 250,
  cadence: DEFAULT_CADENCE,
  sweepRequestsPerHour: 120,
  sweepGapMs: 30_000,
  sweepOverlapMs: 300_000,
  sweepBackMs: 14 * 86_400_000,
  sweepAheadMs: 60 * 86_400_000,
  rereadOpenMs: 900_000,
  rereadAtOnce: 200,
  stuckReleasedMs: 48 * 3_600_000,
  stuckLabelledMs: 24 * 3_600_000,
  stuckUntoldMs: 3_600_000,
  silenceMs: 2 * 3_600_000,
  bulkAfterMs: 60_000,
};

const DEFAULT_MAX_BODY_BYTES = 1_048_576;

/** Everything a stage may use; nothing optional. */
export interface SyncContext {
  readonly tenant: string;
  readonly clarus: ClarusPort;
  readonly accounts: readonly SyncAccount[];
  readonly store: Store;
  readonly webhooks: Required<WebhookConfig>;
  readonly clock: Clock;
  readonly random: Random;
  readonly onEvent: OnEvent;
  readonly timing: SyncTiming;
  readonly delivery: DeliveryPolicy;
  readonly retention: Retention;
  /** Known once the store was asked for its first start. */
  readonly run: () => Promise<RunSettings>;
  /** Wakes the stages that rest: there is something new to do. */
  readonly nudge: () => void;
  /** A webhook told of something it did not name: only a sweep can find it. */
  readonly askSweep: (kind: SweepKind) => void;
  /** Null: nobody can be asked. */
  readonly catalogue: Catalogue | null;
  /** Whether Clarus can be read at all. */
  readonly reach: Reach;
  /** Keys that sit out after a bug. */
  readonly bench: Bench;
  /** Notices when webhooks stop. */
  readonly silence: Silence;
}

/** @throws {SyncConfigError} two accounts share a name, none is given, or there is no webhook secret. */
export function resolveContext(
  config: SyncConfig,
  { nudge, askSweep }: Pick<SyncContext, 'nudge' | 'askSweep'>,
): SyncContext {
  const names = config.accounts.map((account) => account.name);
  if (names.length === 0) throw new SyncConfigError('accounts: name at least one Klaviyo account.');
  if (new Set(names).size !== names.length)
    throw new SyncConfigError(`accounts: each needs a name of its own, got ${names.join(', ')}.`);
  if (config.webhooks.secrets.length === 0)
    throw new SyncConfigError('webhooks.secrets: Clarus signs nothing, so a secret is needed.');
  checkPage(config);
  const clock = wholeMilliseconds(config.clock ?? systemClock);
  const random = config.random ?? systemRandom;
  const { store } = config;
  const timing = {
    ...DEFAULT_TIMING,
    ...config.timing,
    cadence: { ...DEFAULT_CADENCE, ...config.timing?.cadence },
  };
  const retention = { ...DEFAULT_RETENTION, ...config.retention };
  const problem = retentionProblem(retention, {
    policies: config.accounts.map(({ policy }) => policy),
    sweepBackMs: timing.sweepBackMs,
  });
  if (problem !== null) throw new SyncConfigError(problem);
  let settings: Promise<RunSettings> | undefined;
  return {
    tenant: config.tenant,
    clarus: config.clarus,
    accounts: config.accounts,
    store,
    webhooks: { maxBodyBytes: DEFAULT_MAX_BODY_BYTES, ...config.webhooks },
    clock,
    random,
    onEvent: config.onEvent ?? (() => undefined),
    timing,
    delivery: { ...DEFAULT_DELIVERY_POLICY, ...config.delivery },
    retention,
    run: () => {
      settings ??= resolveRun(config, clock).catch((error: unknown) => {
        settings = undefined; // a store that was busy once may answer next time
        throw error;
      });
      return settings;
    },
    nudge,
    askSweep,
    catalogue: config.catalogue === undefined ? null : createCatalogue({ lookUp: config.catalogue, store, clock }),
    reach: createReach(clock, random),
    bench: createBench({ store, clock, random }),
    silence: createSilence({
      store,
      clock,
      tenant: config.tenant,
      silenceMs: timing.silenceMs,
      openHours: config.openHours ?? null,
    }),
  };
}

/** Instants are stored as whole milliseconds; a clock that counts finer must not leak into them. */
function wholeMilliseconds(clock: Clock): Clock {
  return { now: () => Math.floor(clock.now()), sleep: (delayMs, signal) => clock.sleep(delayMs, signal) };
}

/** The store remembers its first start, so that a restart does not move the line between old news and new. */
async function resolveRun(config: SyncConfig, clock: Clock): Promise<RunSettings> {
  const isShadow = config.isShadow ?? false;
  if (config.liveFrom !== undefined) return { liveFrom: config.liveFrom, isShadow };
  const known = await config.store.getMeta('liveFrom');
  if (known !== null) return { liveFrom: known, isShadow };
  const liveFrom = toInstant(clock.now());
  await config.store.setMeta('liveFrom', liveFrom);
  return { liveFrom, isShadow };
}
