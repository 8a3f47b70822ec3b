/** From settings to a sync over its SQLite file: for `serve`, for a command that opens the file itself, for a service of yours. */
import { type Clarus, createClarus } from '@clarus-klaviyo/clarus';
import { createKlaviyo } from '@clarus-klaviyo/klaviyo';
import {
  type AlertsConfig,
  createSync,
  type OnEvent,
  type Sync,
  type SyncConfig,
  SyncConfigError,
} from '@clarus-klaviyo/sync';
import { createCipher, openSqliteStore, type SqliteStore } from '@clarus-klaviyo/sync/node';
import { given } from '../command/values.js';
import type { AlertSettings } from './access.js';
import { alertSinkOf } from './alert-sink.js';
import { EnvironmentError, type ServeSettings } from './environment.js';

/** A pipeline and what it stands on. */
export interface BuiltSync {
  readonly sync: Sync;
  readonly clarus: Clarus;
  readonly store: SqliteStore;
  readonly close: () => Promise<void>;
}

/**
 * Opens the file and builds the pipeline over it; nothing runs until `sync.run`. `adjust` has the last word on the
 * options: resolvers beside a policy, a catalogue look-up, a sink of your own.
 *
 * @throws {StoreUnavailableError} the file cannot be used, or another process owns it.
 * @throws {EnvironmentError} settings that are right alone and cannot work together.
 */
export async function buildSync(
  settings: ServeSettings,
  onEvent: OnEvent,
  adjust: (config: SyncConfig) => SyncConfig = (config) => config,
): Promise<BuiltSync> {
  const clarus = createClarus(settings.clarus);
  const [newest, ...older] = settings.encryptionKeys;
  const store = await openSqliteStore(
    settings.databasePath,
    newest === undefined ? {} : { cipher: createCipher({ keys: [newest, ...older] }) },
  );
  try {
    const sync = createSync(adjust(configOf(settings, clarus, store, onEvent)));
    return { sync, clarus, store, close: () => store.close() };
  } catch (error) {
    await store.close();
    throw error instanceof SyncConfigError ? new EnvironmentError([inVariables(error.message)]) : error;
  }
}

function configOf(settings: ServeSettings, clarus: Clarus, store: SqliteStore, onEvent: OnEvent): SyncConfig {
  return {
    tenant: settings.clarus.subdomain,
    clarus,
    accounts: settings.accounts.map(({ name, clarusAccount, klaviyoKey, policy }) => ({
      name,
      clarusAccount,
      policy,
      klaviyo: createKlaviyo({ apiKey: klaviyoKey, baseUrl: settings.klaviyoBaseUrl }),
    })),
    store,
    webhooks: { secrets: settings.webhookSecrets, automations: settings.automations },
    isShadow: settings.isShadow,
    ...(settings.liveFrom === null ? {} : { liveFrom: settings.liveFrom }),
    retention: given({ rawDays: settings.rawDays, keepDays: settings.keepDays }),
    ...(settings.healthToken === null ? {} : { page: { token: settings.healthToken } }),
    ...(settings.alerts === null ? {} : { alerts: alertsOf(settings.alerts) }),
    links: {
      ...(settings.publicUrl === null ? {} : { page: settings.publicUrl }),
      ...(settings.runbooksUrl === null ? {} : { runbooks: settings.runbooksUrl }),
    },
    onEvent,
  };
}

function alertsOf(settings: AlertSettings): AlertsConfig {
  const { digestAt, timeZone } = settings;
  return { sink: alertSinkOf(settings), digestAt, timeZone };
}

/** The pipeline names its own options; whoever started it knows them as variables. */
function inVariables(message: string): string {
  return message
    .replace('retention.rawDays', 'RAW_DAYS')
    .replace('retention.keepDays', 'KEEP_DAYS')
    .replace('page.token', 'HEALTH_TOKEN');
}
