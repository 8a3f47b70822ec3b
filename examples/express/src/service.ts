/** What runs: the two clients, the SQLite file, and sync between them. */
import { type Clarus, createClarus } from '@clarus-klaviyo/clarus';
import { createKlaviyo } from '@clarus-klaviyo/klaviyo';
import { createSync, type Store, type Sync } from '@clarus-klaviyo/sync';
import { openSqliteStore } from '@clarus-klaviyo/sync/node';
import type { ServeSettings } from 'clarus-klaviyo/environment';
import { logEvent } from './log.js';

export interface Service {
  readonly clarus: Clarus;
  readonly store: Store;
  readonly sync: Sync;
}

/**
 * @throws {StoreUnavailableError} the file cannot be used, e.g. because another process owns it.
 * @throws {SyncConfigError} the token is too short.
 */
export async function openService(settings: ServeSettings, healthToken: string | null): Promise<Service> {
  const clarus = createClarus(settings.clarus);
  const store = await openSqliteStore(settings.databasePath);
  const sync = createSync({
    tenant: settings.clarus.subdomain,
    clarus,
    // One entry per brand. Resolvers (your own catalogue ids, routes) go beside the policy.
    accounts: settings.accounts.map(({ klaviyoKey, ...account }) => ({
      ...account,
      klaviyo: createKlaviyo({ apiKey: klaviyoKey, baseUrl: settings.klaviyoBaseUrl }),
    })),
    store,
    webhooks: { secrets: settings.webhookSecrets, automations: settings.automations },
    isShadow: settings.isShadow,
    ...(settings.liveFrom === null ? {} : { liveFrom: settings.liveFrom }),
    // People sign in to the page with it, machines show it as a bearer. Without one there is no page and no API.
    ...(healthToken === null ? {} : { page: { token: healthToken } }),
    onEvent: logEvent,
  });
  // The store's first start is now: what happens from here on is news, what was true before is not.
  await sync.health();
  return { clarus, store, sync };
}
