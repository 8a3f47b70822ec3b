/** The Worker's environment: what `wrangler.jsonc` and the secrets bring, and what an object makes of it. */
import { definePolicy, type Policy, type PolicyInput } from '@clarus-klaviyo/mapping';
import type { WarehouseNews } from './warehouse-news.js';

export interface AccountEntry {
  /** Names the object, and the first part of its address when there are several. */
  readonly name: string;
  /** Id or code of the Clarus account; `*`: the whole tenant. */
  readonly clarusAccount: string;
  /** Names of secrets. */
  readonly webhookSecret: string;
  readonly klaviyoKey: string;
  readonly policy: PolicyInput;
  /** A host of its own, e.g. `acme-news.example.com`: then nothing has to stand before its paths. */
  readonly host?: string;
}

export interface Env {
  readonly NEWS: DurableObjectNamespace<WarehouseNews>;
  readonly CLARUS_SUBDOMAIN: string;
  readonly CLARUS_AUTOMATIONS: Readonly<Record<string, string>>;
  readonly CLARUS_CLIENT_ID: string;
  readonly CLARUS_CLIENT_SECRET: string;
  readonly ACCOUNTS: readonly AccountEntry[];
  readonly SHADOW?: boolean | string;
  /** A secret of at least 16 characters: opens each object's health page and API. Without it there is neither. */
  readonly HEALTH_TOKEN?: string;
  /** For tests and proxies. */
  readonly CLARUS_BASE_URL?: string;
  readonly KLAVIYO_BASE_URL?: string;
}

export interface AccountSettings {
  readonly name: string;
  readonly clarusAccount: string;
  /** Several with a comma while one is being replaced. */
  readonly webhookSecrets: readonly string[];
  readonly klaviyoKey: string;
  readonly policy: Policy;
}

/** Any word but `false`: a variable of the dashboard is a string, and a typing mistake must not start sending. */
export function isShadow({ SHADOW }: Env): boolean {
  return SHADOW !== undefined && String(SHADOW) !== 'false';
}

const MIN_SECRET_LENGTH = 16;

/** @throws {Error} a secret is missing or too short. Its value is never part of the message. */
function readSecret(env: Env, name: string, minLength = 1): string {
  const value: unknown = Reflect.get(env, name);
  if (typeof value === 'string' && value.length >= minLength) return value;
  throw new Error(`The secret ${name} is missing or shorter than ${minLength}: npx wrangler secret put ${name}`);
}

/** @throws {Error} naming the secret or the part of the policy that is wrong. */
export function readAccount(env: Env, { name, clarusAccount, webhookSecret, ...entry }: AccountEntry): AccountSettings {
  return {
    name,
    clarusAccount,
    webhookSecrets: readSecret(env, webhookSecret, MIN_SECRET_LENGTH).split(','),
    klaviyoKey: readSecret(env, entry.klaviyoKey),
    policy: definePolicy(entry.policy),
  };
}
