/** What `serve` reads from its environment: checked once, at the start, with every mistake in one message. */
import { readFileSync } from 'node:fs';
import { definePolicy, type Policy, PolicyError, type PolicyInput } from '@clarus-klaviyo/mapping';

export interface AccountSettings {
  readonly name: string;
  readonly clarusAccount: string;
  readonly klaviyoKey: string;
  readonly policy: Policy;
}

export interface ServeSettings {
  readonly port: number;
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
  readonly isShadow: boolean;
  readonly liveFrom: string | null;
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

type Environment = Readonly<Record<string, string | undefined>>;

const MIN_SECRET_LENGTH = 16;
const AUTOMATION = /^[a-z_]+\.[a-z_]+$/;

class Reader {
  readonly problems: string[] = [];
  readonly #environment: Environment;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  optional(name: string): string | null {
    const value = this.#environment[name]?.trim();
    return value === undefined || value === '' ? null : value;
  }

  required(name: string, what: string): string {
    const value = this.optional(name);
    if (value === null) this.problems.push(`${name} is missing: ${what}.`);
    return value ?? '';
  }

  url(name: string, fallback: string): string {
    const value = this.optional(name) ?? fallback;
    if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol)) {
      this.problems.push(`${name} must be an http(s) URL, e.g. ${fallback}.`);
    }
    return value.replace(/\/+$/, '');
  }

  port(name: string, fallback: number): number {
    const value = this.optional(name) ?? String(fallback);
    const port = Number(value);
    if (!Number.isInteger(port) || port < 0 || port > 65_535) {
      this.problems.push(`${name} must be a whole number from 0 to 65535 (0 lets the system choose).`);
    }
    return port;
  }

  flag(name: string): boolean {
    const value = this.optional(name) ?? 'false';
    if (!['true', 'false', '1', '0'].includes(value)) this.problems.push(`${name} must be true or false.`);
    return value === 'true' || value === '1';
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readAutomations(reader: Reader): Readonly<Record<string, string>> {
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

interface AccountEntry {
  readonly clarusAccount: string;
  readonly klaviyoKeyEnv: string;
  readonly policy: unknown;
}

/** A policy file holds one policy, or a list of accounts each with its own. */
function readEntries(reader: Reader, readFile: (path: string) => string): readonly AccountEntry[] {
  const path = reader.optional('POLICY');
  if (path === null) return [{ clarusAccount: '*', klaviyoKeyEnv: 'KLAVIYO_API_KEY', policy: {} }];
  let value: unknown;
  try {
    value = JSON.parse(readFile(path));
  } catch (error) {
    const why = error instanceof SyntaxError ? 'is not valid JSON' : 'cannot be read';
    reader.problems.push(`POLICY: the file ${why}.`);
    return [];
  }
  const list = Array.isArray(value) ? value : isRecord(value) && Array.isArray(value.accounts) ? value.accounts : null;
  if (list === null) return [{ clarusAccount: '*', klaviyoKeyEnv: 'KLAVIYO_API_KEY', policy: value }];
  if (list.length === 0) reader.problems.push('POLICY: the list of accounts is empty.');
  return list.flatMap((entry: unknown, index) => {
    if (isRecord(entry) && typeof entry.clarusAccount === 'string' && typeof entry.klaviyoKeyEnv === 'string') {
      return [{ clarusAccount: entry.clarusAccount, klaviyoKeyEnv: entry.klaviyoKeyEnv, policy: entry.policy ?? {} }];
    }
    reader.problems.push(
      `POLICY: account ${index + 1} needs "clarusAccount" (id, code or "*") and "klaviyoKeyEnv" (name of the variable with its key).`,
    );
    return [];
  });
}

function readPolicy(reader: Reader, entry: AccountEntry): Policy | null {
  if (!isRecord(entry.policy)) {
    reader.problems.push(`POLICY: the policy of account ${entry.clarusAccount} must be a JSON object.`);
    return null;
  }
  try {
    return definePolicy(entry.policy satisfies PolicyInput);
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    reader.problems.push(`POLICY: account ${entry.clarusAccount}: ${error.message}`);
    return null;
  }
}

function readAccounts(reader: Reader, readFile: (path: string) => string): readonly AccountSettings[] {
  const entries = readEntries(reader, readFile);
  const names = new Set<string>();
  return entries.flatMap((entry) => {
    const klaviyoKey = reader.required(
      entry.klaviyoKeyEnv,
      'a private Klaviyo API key (events, profiles and catalogs: write)',
    );
    const policy = readPolicy(reader, entry);
    if (names.has(entry.clarusAccount)) reader.problems.push(`POLICY: account ${entry.clarusAccount} is named twice.`);
    names.add(entry.clarusAccount);
    const name = entry.clarusAccount === '*' ? 'default' : entry.clarusAccount;
    return policy === null ? [] : [{ name, clarusAccount: entry.clarusAccount, klaviyoKey, policy }];
  });
}

function readSecrets(reader: Reader): readonly string[] {
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

function readDatabasePath(reader: Reader): string {
  const value = reader.optional('DATABASE_URL') ?? 'clarus-klaviyo.db';
  if (/^(?!file:)[a-z][a-z0-9+.-]+:/i.test(value)) {
    reader.problems.push('DATABASE_URL must be a file path, e.g. /var/lib/clarus-klaviyo/clarus-klaviyo.db.');
  }
  return value.replace(/^file:(\/\/)?/, '');
}

function readLiveFrom(reader: Reader): string | null {
  const value = reader.optional('LIVE_FROM');
  if (value === null) return null;
  const epochMs = Date.parse(value);
  if (Number.isNaN(epochMs)) {
    reader.problems.push('LIVE_FROM must be an ISO 8601 instant, e.g. 2026-03-01T00:00:00Z.');
    return null;
  }
  return new Date(epochMs).toISOString();
}

/** @throws {EnvironmentError} one or more variables are missing or wrong; every one is named. */
export function readEnvironment(
  environment: Environment,
  readFile: (path: string) => string = (path) => readFileSync(path, 'utf8'),
): ServeSettings {
  const reader = new Reader(environment);
  const settings: ServeSettings = {
    port: reader.port('PORT', 3000),
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
    isShadow: reader.flag('SHADOW'),
    liveFrom: readLiveFrom(reader),
  };
  if (reader.problems.length > 0) throw new EnvironmentError(reader.problems);
  return settings;
}
