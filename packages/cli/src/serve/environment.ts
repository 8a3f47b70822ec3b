/** What `serve` reads from its environment: checked once, at the start, with every mistake in one message. */
import { readFileSync } from 'node:fs';
import { type AlertSettings, optionalUrl, readAlerts, readHealthToken } from './access.js';
import { type AccountSettings, readAccounts } from './accounts.js';
import { type Environment, EnvironmentReader, isRecord } from './environment-reader.js';
import { type EncryptionKey, readDays, readEncryptionKeys } from './storage.js';

/** What `serve` is told by its environment, checked. */
export interface ServeSettings {
  readonly port: number;
  /** Without a slash at its end; null where `PUBLIC_URL` is not set. */
  readonly publicUrl: string | null;
  readonly clarus: {
    readonly baseUrl: string;
    readonly clientId: string;
    readonly clientSecret: string;
    readonly subdomain: string;
  };
  readonly webhookSecrets: readonly string[];
  readonly automations: Readonly<Record<string, string>>;
  readonly klaviyoBaseUrl: string;
  readonly accounts: readonly AccountSettings[];
  readonly databasePath: string;
  /** The first encrypts; empty: nothing is encrypted. */
  readonly encryptionKeys: readonly EncryptionKey[];
  /** Null: the pipeline's own default. */
  readonly rawDays: number | null;
  readonly keepDays: number | null;
  readonly isShadow: boolean;
  readonly liveFrom: string | null;
  /** Opens the page and the API; null: both are off. */
  readonly healthToken: string | null;
  readonly alerts: AlertSettings | null;
  readonly runbooksUrl: string | null;
}

/** Thrown with every wrong variable named. The values of secrets are never part of it. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
  readonly code = 'environment';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The environment is not ready:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

const MIN_SECRET_LENGTH = 16;
const AUTOMATION = /^[a-z_]+\.[a-z_]+$/;

function readAutomations(reader: EnvironmentReader): Readonly<Record<string, string>> {
  const text = reader.required(
    'CLARUS_AUTOMATIONS',
    'JSON that names each webhook automation, e.g. {"43":"goods_out.completed"}',
  );
  if (text === '') return {};
  const value = parseJson(text);
  if (!isRecord(value)) {
    reader.problems.push('CLARUS_AUTOMATIONS must be a JSON object, e.g. {"43":"goods_out.completed"}.');
    return {};
  }
  const automations: Record<string, string> = {};
  for (const [id, event] of Object.entries(value)) {
    if (typeof event === 'string' && AUTOMATION.test(event)) automations[id] = event;
    else
      reader.problems.push(
        `CLARUS_AUTOMATIONS: automation ${id} must be "resource.event", e.g. "goods_out.completed".`,
      );
  }
  return automations;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readSecrets(reader: EnvironmentReader): readonly string[] {
  const text = reader.required(
    'CLARUS_WEBHOOK_SECRET',
    `at least ${MIN_SECRET_LENGTH} characters; several, while one is being replaced, with commas`,
  );
  const secrets = text
    .split(',')
    .map((secret) => secret.trim())
    .filter((secret) => secret !== '');
  if (secrets.some((secret) => secret.length < MIN_SECRET_LENGTH)) {
    reader.problems.push(
      `CLARUS_WEBHOOK_SECRET must have at least ${MIN_SECRET_LENGTH} characters: Clarus signs nothing, so this secret is the only lock.`,
    );
  }
  if (secrets.some((secret) => !/^[\w.~-]+$/.test(secret))) {
    reader.problems.push('CLARUS_WEBHOOK_SECRET stands in a URL: letters, digits, "-", "_", "." and "~" only.');
  }
  return secrets;
}

function readDatabasePath(reader: EnvironmentReader): string {
  const value = reader.optional('DATABASE_URL') ?? 'clarus-klaviyo.db';
  if (/^(?!file:)[a-z][a-z0-9+.-]+:/i.test(value)) {
    reader.problems.push('DATABASE_URL must be a file path, e.g. /var/lib/clarus-klaviyo/clarus-klaviyo.db.');
  }
  return value.replace(/^file:(\/\/)?/, '');
}

function readLiveFrom(reader: EnvironmentReader): string | null {
  const value = reader.optional('LIVE_FROM');
  if (value === null) return null;
  const epochMs = Date.parse(value);
  if (Number.isNaN(epochMs)) {
    reader.problems.push('LIVE_FROM must be an ISO 8601 instant, e.g. 2026-03-01T00:00:00Z.');
    return null;
  }
  return new Date(epochMs).toISOString();
}

/** The settings as far as they can be made out, and everything that is wrong: for whoever can live with less. */
export function inspectEnvironment(
  environment: Environment,
  readFile: (path: string) => string = (path) => readFileSync(path, 'utf8'),
): { readonly settings: ServeSettings; readonly problems: readonly string[] } {
  const reader = new EnvironmentReader(environment);
  const settings: ServeSettings = {
    port: reader.port('PORT', 3000),
    publicUrl: optionalUrl(reader, 'PUBLIC_URL'),
    clarus: {
      baseUrl: reader.url('CLARUS_BASE_URL', 'https://clarus-api.com'),
      clientId: reader.required('CLARUS_CLIENT_ID', "the API user's OAuth client id"),
      clientSecret: reader.required('CLARUS_CLIENT_SECRET', "the API user's OAuth client secret"),
      subdomain: reader.required('CLARUS_SUBDOMAIN', 'the tenant, as in its Clarus address'),
    },
    webhookSecrets: readSecrets(reader),
    automations: readAutomations(reader),
    klaviyoBaseUrl: reader.url('KLAVIYO_BASE_URL', 'https://a.klaviyo.com'),
    accounts: readAccounts(reader, readFile),
    databasePath: readDatabasePath(reader),
    encryptionKeys: readEncryptionKeys(reader),
    rawDays: readDays(reader, 'RAW_DAYS'),
    keepDays: readDays(reader, 'KEEP_DAYS'),
    isShadow: reader.flag('SHADOW'),
    liveFrom: readLiveFrom(reader),
    healthToken: readHealthToken(reader),
    alerts: readAlerts(reader),
    runbooksUrl: optionalUrl(reader, 'RUNBOOKS_URL'),
  };
  return { settings, problems: reader.problems };
}

/**
 * Reads and checks every variable at once.
 * @throws {EnvironmentError} one or more variables are missing or wrong; every one is named.
 */
export function readEnvironment(environment: Environment, readFile?: (path: string) => string): ServeSettings {
  const { settings, problems } = inspectEnvironment(environment, readFile);
  if (problems.length > 0) throw new EnvironmentError(problems);
  return settings;
}

/** For a command that needs less than `serve`. @throws {EnvironmentError} names what is wrong with these variables, and only these. */
export function needVariables(problems: readonly string[], names: readonly string[]): void {
  const relevant = problems.filter((problem) => names.some((name) => new RegExp(`^${name}\\b`).test(problem)));
  if (relevant.length > 0) throw new EnvironmentError(relevant);
}
