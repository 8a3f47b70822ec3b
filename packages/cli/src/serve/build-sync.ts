/** From settings to a sync over its SQLite file: the same for the service and for a command that opens the file itself. */
import { type Clarus, createClarus } from '@clarus-klaviyo/clarus';
import { createKlaviyo } from '@clarus-klaviyo/klaviyo';
import { createSync, type OnEvent, type Sync } from '@clarus-klaviyo/sync';
import { createCipher, openSqliteStore, type SqliteStore } from '@clarus-klaviyo/sync/node';
import type { ServeSettings } from './environment.js';

export interface BuiltSync {
  readonly sync: Sync;
  readonly clarus: Clarus;
  readonly store: SqliteStore;
  readonly close: () => Promise<void>;
}

/** @throws {StoreUnavailableError} the file cannot be used, or another process owns it. */
export async function buildSync(settings: ServeSettings, onEvent: OnEvent): Promise<BuiltSync> {
  const clarus = createClarus(settings.clarus);
  const [newest, ...older] = settings.encryptionKeys;
  const store = await openSqliteStore(
    settings.databasePath,
    newest === undefined ? {} : { cipher: createCipher({ keys: [newest, ...older] }) },
  );
  const sync = createSync({
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
    ...(settings.healthToken === null ? {} : { page: { token: settings.healthToken } }),
    links: {
      ...(settings.publicUrl === null ? {} : { page: settings.publicUrl }),
      ...(settings.runbooksUrl === null ? {} : { runbooks: settings.runbooksUrl }),
    },
    onEvent,
  });
  return { sync, clarus, store, close: () => store.close() };
}
